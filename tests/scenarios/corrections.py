"""What staff corrects: orders, customers, and orders from before the switch-on."""

from datetime import datetime
from typing import Any

from .graphql import Client
from .mlm import ERRORS, Distributor

CREDIT = f"""mutation ($order: ID!, $code: String!, $reason: String!) {{
  mlmOrderCredit(orderId: $order, distributorCode: $code, reason: $reason) {{
    correction {{ id }} {ERRORS} }} }}"""
MOVE = f"""mutation ($order: ID!, $code: String!, $reason: String!) {{
  mlmOrderMove(orderId: $order, distributorCode: $code, reason: $reason) {{
    correction {{ id committedPeriods }} {ERRORS} }} }}"""
EXCLUDE = f"""mutation ($order: ID!, $reason: String!) {{
  mlmOrderExclude(orderId: $order, reason: $reason) {{ correction {{ id }} {ERRORS} }} }}"""
CUSTOMER_MOVE = f"""mutation ($user: ID!, $code: String!, $with: Boolean!, $reason: String!) {{
  mlmCustomerMove(user: $user, distributorCode: $code, withOpenOrders: $with, reason: $reason) {{
    correction {{ id }} {ERRORS} }} }}"""
UNDO = f"""mutation ($id: ID!, $reason: String!) {{
  mlmCorrectionUndo(id: $id, reason: $reason) {{ correction {{ id }} {ERRORS} }} }}"""
LOG = """query ($order: ID!) { mlmCorrections(first: 100, orderId: $order) { edges { node {
  kind before { code } after { code } reason } } } }"""
PREVIEW = f"""mutation ($input: MlmBackfillInput!) {{ mlmBackfillPreview(input: $input) {{
  preview {{ token orders countedIn shares {{ distributor {{ code }} orders cv qv }}
    commission {{ currency minor }} skipped {{ reason orderNumbers }} }} {ERRORS} }} }}"""
APPLY = f"""mutation ($input: MlmBackfillInput!, $token: String!, $reason: String!) {{
  mlmBackfillApply(input: $input, token: $token, reason: $reason) {{
    backfill {{ id orders applied finishedAt }} {ERRORS} }} }}"""
BACKFILLS = """{ mlmBackfills(last: 1) { edges { node {
  channel orders applied changed reason finishedAt } } } }"""


class Corrections:
    """By staff, with the reason "staff says so"; each gives the correction's id."""

    reason = "staff says so"

    def __init__(self, app: Client) -> None:
        self.app = app

    def credit(self, order: str, to: Distributor) -> str:
        return self._made(CREDIT, order=order, code=to.code)

    def move(self, order: str, to: Distributor) -> str:
        return self._made(MOVE, order=order, code=to.code)

    def exclude(self, order: str) -> str:
        return self._made(EXCLUDE, order=order)

    def move_customer(self, user: str, to: Distributor, with_open_orders: bool) -> str:
        return self._made(CUSTOMER_MOVE, user=user, code=to.code, **{"with": with_open_orders})

    def undo(self, correction: str) -> str:
        return self._made(UNDO, id=correction)

    def refused(self, order: str, to: Distributor) -> str:
        """The code with which a move is refused."""
        answer = self.app.answer(MOVE, order=order, code=to.code, reason=self.reason)
        (error,) = answer["data"]["mlmOrderMove"]["errors"]
        return str(error["code"])

    def log(self, order: str) -> list[tuple[str, str | None, str | None]]:
        """Kind, before and after of each correction of an order."""
        edges = self.app.ask(LOG, order=order)["edges"]
        return [
            (edge["node"]["kind"], _code(edge["node"]["before"]), _code(edge["node"]["after"]))
            for edge in edges
        ]

    def preview(self, channel: str, starts_at: datetime) -> dict[str, Any]:
        found: dict[str, Any] = self.app.ask(PREVIEW, input=_chosen(channel, starts_at))["preview"]
        return found

    def apply(self, channel: str, starts_at: datetime, token: str) -> dict[str, Any]:
        chosen = _chosen(channel, starts_at)
        made = self.app.ask(APPLY, input=chosen, token=token, reason=self.reason)
        found: dict[str, Any] = made["backfill"]
        return found

    def last_backfill(self) -> dict[str, Any]:
        (edge,) = self.app.ask(BACKFILLS)["edges"]
        node: dict[str, Any] = edge["node"]
        return node

    def _made(self, mutation: str, **variables: Any) -> str:
        made = self.app.ask(mutation, reason=self.reason, **variables)["correction"]
        return str(made["id"])


def _chosen(channel: str, starts_at: datetime) -> dict[str, str]:
    return {"channel": channel, "startsAt": starts_at.isoformat()}


def _code(distributor: dict[str, str] | None) -> str | None:
    return distributor["code"] if distributor else None
