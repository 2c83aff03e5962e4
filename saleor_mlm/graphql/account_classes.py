"""Account classes: what somebody is to the company."""

import graphene


class MlmAccountClass(graphene.Enum):
    """retail: a customer. preferred: a registered customer with better prices and no earnings.
    distributor: an agreement is in force. house: the company itself."""

    RETAIL = "retail"
    PREFERRED = "preferred"
    DISTRIBUTOR = "distributor"
    HOUSE = "house"
