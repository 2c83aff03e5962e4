"""The company: distributors, volumes, plans, attribution and pay, as the store has them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .graphql import Client
from .store import Customer

PLUGIN_ID = "mlm.network"
ERRORS = "errors { field message code }"
RATES = "[10 %, 5 %, 2.5 %]"

ENROLL = f"""mutation ($input: MlmDistributorEnrollInput!) {{
  mlmDistributorEnroll(input: $input) {{ distributor {{ code }} {ERRORS} }} }}"""
CODE_CHANGE = f"""mutation ($code: String, $newCode: String!) {{
  mlmDistributorCodeChange(code: $code, newCode: $newCode) {{
    distributor {{ code }} {ERRORS} }} }}"""
END = f"""mutation ($code: String!, $reason: String!) {{
  mlmDistributorEnd(code: $code, reason: $reason) {{ distributor {{ status }} {ERRORS} }} }}"""
VISIT = f"""mutation ($code: String!, $channel: String!, $earlier: String) {{
  mlmReferralVisit(code: $code, channel: $channel, earlierToken: $earlier) {{
    referral {{ code displayName active }} token {ERRORS} }} }}"""
ATTACH = f"""mutation ($checkoutId: ID!, $code: String, $token: String) {{
  mlmCheckoutAttach(checkoutId: $checkoutId, code: $code, token: $token) {{
    checkout {{ id }}
    attribution {{ distributor {{ code displayName }} source attachedAt }} {ERRORS} }} }}"""
VOUCHER_ASSIGN = f"""mutation ($voucherCode: String!, $distributorCode: String) {{
  mlmVoucherAssign(voucherCode: $voucherCode, distributorCode: $distributorCode) {{
    {ERRORS} }} }}"""
VOLUMES_SET = f"""mutation ($input: [MlmVolumeInput!]!) {{
  mlmVolumesSet(input: $input) {{ {ERRORS} }} }}"""
CHANNEL_SETTINGS = f"""mutation ($channel: String!, $input: MlmChannelSettingsInput!) {{
  mlmChannelSettingsUpdate(channel: $channel, input: $input) {{ {ERRORS} }} }}"""
PUBLISH = f"""mutation ($document: String!, $effectiveFrom: Date!) {{
  mlmPlanPublish(document: $document, effectiveFrom: $effectiveFrom) {{ {ERRORS} }} }}"""
COMMIT = f"""mutation ($period: String!) {{
  mlmCommissionRunCommit(period: $period) {{ {ERRORS} }} }}"""
PERIODS = "query ($first: Int!) { mlmPeriods(first: $first) { key startsAt endsAt state } }"
ORDER = """query ($id: ID!) {
  order(id: $id) { mlmAttribution { distributor { code } source } } }"""
EXPLANATION = """query ($id: ID!) { order(id: $id) {
  mlmAttribution { distributor { code } source }
  mlmAttributionExplanation {
    why claims { distributor { code } source verdict } policy { name value } } } }"""
CHECKOUT = """query ($id: ID!) {
  checkout(id: $id) { mlmAttribution { distributor { code } source } } }"""
VOLUMES = """query ($code: String!, $period: String) {
  mlmDistributor(code: $code) { volumes(period: $period) { name value } } }"""
EARNINGS = """query ($code: String!, $period: String) {
  mlmDistributor(code: $code) { earnings(period: $period) {
    currency
    estimated { minor } pending { minor } available { minor } paid { minor }
    lines(first: 100) { edges { node {
      state bonus level paidLevel base rate amount { minor } source { code } orderNumber
      skipped { distributor { code } reason } } } } } } }"""


@dataclass(frozen=True)
class Distributor:
    """`customer` is the person, who can log in."""

    code: str
    customer: Customer


@dataclass(frozen=True)
class Period:
    key: str
    starts_at: datetime
    ends_at: datetime
    state: str


class Mlm:
    def __init__(self, guest: Client, app: Client) -> None:
        self.guest = guest
        self.app = app

    def enroll(self, customer: Customer, enroller: Distributor | None, name: str) -> Distributor:
        """Make a customer a distributor, by staff, with a code of this run's own."""
        data = {
            "user": customer.id,
            "displayName": name,
            "code": f"{name}-{uuid.uuid4().hex[:8]}".upper(),
            "enrollerCode": enroller.code if enroller else None,
        }
        found = self.app.ask(ENROLL, input=data)["distributor"]
        return Distributor(found["code"], customer)

    def change_code(self, distributor: Distributor, new_code: str) -> None:
        """Give a distributor another code, by staff; the former one still leads there."""
        found = self.app.ask(CODE_CHANGE, code=distributor.code, newCode=new_code)
        assert found["distributor"]["code"] == new_code.upper()

    def end(self, distributor: Distributor) -> None:
        found = self.app.ask(END, code=distributor.code, reason="left")
        assert found["distributor"]["status"] == "ENDED"

    def visit(
        self, distributor: Distributor, channel: str = "us", earlier: str | None = None
    ) -> str:
        """Open a referral link; the token that the shop keeps, with what it kept before."""
        found = self.guest.ask(VISIT, code=distributor.code, channel=channel, earlier=earlier)
        token: str = found["token"]
        return token

    def attach(self, checkout_id: str, **claim: str) -> dict[str, Any]:
        """Attach a `code` or a `token` to a checkout; the answer, errors included."""
        answer = self.guest.answer(ATTACH, checkoutId=checkout_id, **claim)
        found: dict[str, Any] = answer["data"]["mlmCheckoutAttach"]
        return found

    def follow_link(self, checkout_id: str, distributor: Distributor, channel: str = "us") -> None:
        """What a shop does when a visitor by a referral link fills a cart."""
        found = self.attach(checkout_id, token=self.visit(distributor, channel))
        assert found["errors"] == []
        assert found["attribution"]["distributor"]["code"] == distributor.code

    def assign_voucher(self, code: str, distributor: Distributor) -> None:
        self.app.ask(VOUCHER_ASSIGN, voucherCode=code, distributorCode=distributor.code)

    def set_volume(self, variant: str, volume: str | None, channel: str = "us") -> None:
        """CV and QV of one unit of a variant, the same."""
        row = {"variant": variant, "channel": channel, "cv": volume, "qv": volume}
        self.app.ask(VOLUMES_SET, input=[row])

    def set_channel(self, channel: str, **settings: Any) -> None:
        self.app.ask(CHANNEL_SETTINGS, channel=channel, input=settings)

    def publish(self, document: str, effective_from: date) -> None:
        self.app.ask(PUBLISH, document=document, effectiveFrom=effective_from.isoformat())

    def commit(self, period: str) -> None:
        self.app.ask(COMMIT, period=period)

    def periods(self, first: int = 100) -> list[Period]:
        """The newest first."""
        return [
            Period(row["key"], _instant(row["startsAt"]), _instant(row["endsAt"]), row["state"])
            for row in self.app.ask(PERIODS, first=first)
        ]

    def order_attribution(self, order_id: str) -> tuple[str, str] | None:
        """Whose sale an order is, and by what claim."""
        return _attribution(self.app.ask(ORDER, id=order_id))

    def explanation(self, order_id: str) -> dict[str, Any]:
        """The attribution of an order with everything that spoke for anybody."""
        found: dict[str, Any] = self.app.ask(EXPLANATION, id=order_id)
        return found

    def checkout_attribution(self, checkout_id: str) -> tuple[str, str] | None:
        return _attribution(self.app.ask(CHECKOUT, id=checkout_id))

    def volume(self, distributor: Distributor, name: str, period: str | None = None) -> str:
        rows = self.app.ask(VOLUMES, code=distributor.code, period=period)["volumes"]
        (value,) = [row["value"] for row in rows if row["name"] == name]
        return str(value)

    def earnings(self, distributor: Distributor, period: str) -> "Earnings":
        rows = self.app.ask(EARNINGS, code=distributor.code, period=period)["earnings"]
        return Earnings(rows)


class Earnings:
    """One person's earnings of one period, as minor units by currency."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def amounts(self, kind: str) -> dict[str, int]:
        """Currency to minor units, where there are any; `kind` is estimated, pending, ..."""
        found = {row["currency"]: int(row[kind]["minor"]) for row in self.rows}
        return {currency: minor for currency, minor in found.items() if minor}

    def estimated(self) -> dict[str, int]:
        return self.amounts("estimated")

    def posted(self) -> dict[str, int]:
        """What the ledger has, on hold or not."""
        pending, available = self.amounts("pending"), self.amounts("available")
        sums = {c: pending.get(c, 0) + available.get(c, 0) for c in pending | available}
        return {currency: minor for currency, minor in sums.items() if minor}

    def lines(self) -> list[dict[str, Any]]:
        return [edge["node"] for row in self.rows for edge in row["lines"]["edges"]]

    def line_amounts(self) -> list[int]:
        return sorted(int(line["amount"]["minor"]) for line in self.lines())


def level_plan(rates: str = RATES, active_at_least: str | None = None) -> str:
    """A plan document: one level bonus, months in UTC, an exact half to the even neighbour."""
    lines: Iterable[str] = (
        "plan: scenarios",
        "name: Scenarios",
        "time_zone: UTC",
        "period: month",
        "rounding: half-even",
        *(_test(active_at_least) if active_at_least else ()),
        "bonuses:",
        "  level:",
        "    kind: level",
        "    tree: enroller",
        "    base: cv",
        f"    rates: {rates}",
        *(["    active: active"] if active_at_least else ()),
        "    compression: skip-inactive",
    )
    return "\n".join(lines) + "\n"


def _test(at_least: str) -> list[str]:
    return [
        "tests:",
        "  active:",
        "    kind: volume",
        "    volume: personal",
        "    measure: qv",
        f'    at_least: "{at_least}"',
    ]


def _attribution(found: dict[str, Any]) -> tuple[str, str] | None:
    row = found["mlmAttribution"]
    return (row["distributor"]["code"], row["source"]) if row else None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
