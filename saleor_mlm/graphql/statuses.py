"""What an agreement is."""

import graphene


class MlmDistributorStatus(graphene.Enum):
    APPLIED = "applied"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"
