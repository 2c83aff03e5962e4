"""Changes of enroller, mergers and transfers, as people and staff ask for them."""

from typing import Any

from .graphql import Client
from .mlm import ERRORS, Distributor
from .store import Customer

ASK = f"""mutation ($input: MlmEnrollerChangeInput!) {{
  mlmEnrollerChangeRequest(input: $input, reason: "we agreed") {{
    request {{ id state }} {ERRORS} }} }}"""
AGREE = f"""mutation ($id: ID!) {{
  mlmChangeConsent(id: $id, agree: true) {{ request {{ state }} {ERRORS} }} }}"""
CHANGE = f"""mutation ($input: MlmEnrollerChangeInput!) {{
  mlmEnrollerChange(input: $input, reason: "staff says so") {{
    request {{ state effectiveAt }} {ERRORS} }} }}"""
WAITING = """{ mlmMe { enrollerRequests(first: 10) { edges { node { id state } } } } }"""
MERGE = f"""mutation ($duplicate: String!, $kept: String!) {{
  mlmDistributorMerge(duplicateCode: $duplicate, keptCode: $kept, reason: "one person") {{
    distributor {{ code }} {ERRORS} }} }}"""
TRANSFER = f"""mutation ($input: MlmDistributorTransferInput!) {{
  mlmDistributorTransfer(input: $input, reason: "sold") {{
    distributor {{ displayName }} {ERRORS} }} }}"""
ENROLLER = "query ($code: String!) { mlmDistributor(code: $code) { enroller { code } } }"
OWNERS = """query ($code: String!) { mlmDistributor(code: $code) {
  earnings { period { key } ownerName } } }"""
MINE = "{ mlmMe { code displayName earnings { period { key } } } }"


class Enrollers:
    def __init__(self, app: Client) -> None:
        self.app = app

    def ask(self, person: Distributor, enroller: Distributor) -> str:
        """The person's own wish; its state."""
        wish = {"enrollerCode": enroller.code}
        found: str = person.customer.client.ask(ASK, input=wish)["request"]["state"]
        return found

    def agree(self, person: Distributor) -> str:
        """Say yes to what waits for somebody; the state after it."""
        edges = person.customer.client.ask(WAITING)["enrollerRequests"]["edges"]
        (waiting,) = [row["node"]["id"] for row in edges if row["node"]["state"] == "WAITING"]
        state: str = person.customer.client.ask(AGREE, id=waiting)["request"]["state"]
        return state

    def change(self, person: Distributor, enroller: Distributor, at: str | None = None) -> str:
        wish = {
            "distributorCode": person.code,
            "enrollerCode": enroller.code,
            "effectiveAt": at,
        }
        state: str = self.app.ask(CHANGE, input=wish)["request"]["state"]
        return state

    def enroller(self, person: Distributor) -> str | None:
        above = self.app.ask(ENROLLER, code=person.code)["enroller"]
        return above["code"] if above else None

    def merge(self, duplicate: Distributor, kept: Distributor) -> None:
        self.app.ask(MERGE, duplicate=duplicate.code, kept=kept.code)

    def transfer(self, person: Distributor, heir: Customer, name: str) -> None:
        wish = {"code": person.code, "user": heir.id, "displayName": name, "kind": "SALE"}
        self.app.ask(TRANSFER, input=wish)

    def owners(self, person: Distributor) -> dict[str, str]:
        """By period whose the earnings are."""
        rows = self.app.ask(OWNERS, code=person.code)["earnings"]
        return {row["period"]["key"]: row["ownerName"] for row in rows}

    def mine(self, customer: Customer) -> Any:
        return customer.client.ask(MINE)
