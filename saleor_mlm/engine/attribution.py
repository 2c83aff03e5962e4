"""Whose sale an order is, as a pure rule: claims and a policy in, one decision out.

Claims are ranked by kind: staff, own purchase, customer of record, voucher, link, metadata. The
policy may object to a claim; of those to which it does not the strongest wins. Every other claim
comes back with the reason why it lost, so that a decision can be explained years later.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Source(StrEnum):
    """The kinds of claims, the strongest first."""

    STAFF = "staff"
    OWN_PURCHASE = "own_purchase"
    CUSTOMER_OF_RECORD = "customer_of_record"
    VOUCHER = "voucher"
    LINK = "link"
    METADATA = "metadata"


class WinningClick(StrEnum):
    LAST = "last"
    FIRST = "first"


class ProtectionFrom(StrEnum):
    FIRST_ORDER = "first_order"
    LATEST_ORDER = "latest_order"


class OwnPurchases(StrEnum):
    OWN_VOLUME = "own_volume"
    NOT_COUNTED = "not_counted"


class GuestIdentity(StrEnum):
    ORDER_ONLY = "order_only"
    ACCOUNT = "account"


class RollUp(StrEnum):
    NEXT_ENROLLER = "next_enroller"
    HOUSE = "house"


class Verdict(StrEnum):
    """What became of a claim."""

    WON = "won"
    OUTRANKED = "outranked"
    ANOTHER_CLICK_RULES = "another_click_rules"
    WINDOW_PASSED = "window_passed"
    EMAIL_ONLY = "email_only"
    NO_PROTECTION = "no_protection"
    PROTECTION_ENDED = "protection_ended"
    VOUCHERS_DO_NOT_ATTRIBUTE = "vouchers_do_not_attribute"


class Why(StrEnum):
    """How the decision came out."""

    CREDITED = "credited"
    ROLLED_UP = "rolled_up"
    ENDED_TO_HOUSE = "ended_to_house"
    OWN_NOT_COUNTED = "own_not_counted"
    NO_CLAIM = "no_claim"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a channel chose; null days of protection mean for ever."""

    attribution_window_days: int = 365
    winning_click: WinningClick = WinningClick.LAST
    customer_protection: bool = True
    customer_protection_days: int | None = None
    customer_protection_from: ProtectionFrom = ProtectionFrom.FIRST_ORDER
    vouchers_attribute: bool = True
    own_purchases: OwnPurchases = OwnPurchases.OWN_VOLUME
    guest_identity: GuestIdentity = GuestIdentity.ORDER_ONLY
    roll_up: RollUp = RollUp.NEXT_ENROLLER


@dataclass(frozen=True, slots=True)
class Claim:
    """A reason to credit a distributor.

    `at` is when it was made: attached, assigned, or the customer's first order. `clicked_at` is a
    link's click, `latest_order_at` the customer of record's latest order. Where staff moved the
    customer (`by_staff`), no policy takes the customer away again.
    """

    source: Source
    distributor: int
    at: datetime
    clicked_at: datetime | None = None
    latest_order_at: datetime | None = None
    by_staff: bool = False


@dataclass(frozen=True, slots=True)
class Sale:
    """An order with its claims.

    `buyer` is the distributor who has the buyer's account, `by_email` says that nobody was logged
    in: only an e-mail names the account. `in_force` gives for each claimed distributor the nearest
    at or above whose agreement was in force at the order, or none.
    """

    ordered_at: datetime
    claims: Sequence[Claim] = ()
    buyer: int | None = None
    by_email: bool = False
    in_force: Mapping[int, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    claim: Claim
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """Who is credited, by which claim, why, and what became of every claim, the strongest first."""

    credited: int | None
    winner: Claim | None
    why: Why
    own: bool
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class PastSale:
    """An earlier order of the same customer; `claimed` is who had it before a roll-up.

    With the source STAFF it is no order: staff moved the customer to the distributor.
    """

    ordered_at: datetime
    distributor: int | None
    source: Source
    claimed: int | None = None


def decide(sale: Sale, policy: Policy) -> Decision:
    """The decision for an order, the same whenever it is made."""
    claims = sorted(sale.claims, key=_weakness(policy))
    objections = [(claim, _objection(claim, sale, policy)) for claim in claims]
    winner = next((claim for claim, objection in objections if objection is None), None)
    credited, why = _credited(sale, policy, winner)
    return Decision(
        credited=credited,
        winner=winner,
        why=why,
        own=credited is not None and credited == sale.buyer,
        judged=tuple(
            Judged(claim, objection or _verdict(claim, winner)) for claim, objection in objections
        ),
    )


def customer_of_record(past: Iterable[PastSale], policy: Policy, before: datetime) -> Claim | None:
    """Whose customer somebody is by the earlier orders, also where protection has ended since.

    Who sold first has the customer for as long as protection lasts; the first sale by another's
    code, voucher or link after that makes the customer the other's. Staff may say otherwise.
    """
    record: Claim | None = None
    for sale in sorted(past, key=lambda sale: sale.ordered_at):
        if sale.ordered_at > before:
            break
        record = _after(record, sale, policy)
    return record


def _after(record: Claim | None, sale: PastSale, policy: Policy) -> Claim | None:
    """Whose customer it is after one more order, or a move."""
    kept = record is not None and _protection(record, sale.ordered_at, policy) is None
    makes = sale.source in (Source.VOUCHER, Source.LINK, Source.METADATA)
    if sale.distributor is None:
        return None
    if sale.source == Source.STAFF or (makes and not kept):
        by_staff = sale.source == Source.STAFF
        at = sale.ordered_at
        return Claim(Source.CUSTOMER_OF_RECORD, sale.distributor, at, None, at, by_staff)
    if record is not None and record.distributor in (sale.distributor, sale.claimed):
        return replace(record, latest_order_at=sale.ordered_at)
    return record


def _objection(claim: Claim, sale: Sale, policy: Policy) -> Verdict | None:
    match claim.source:
        case Source.OWN_PURCHASE | Source.CUSTOMER_OF_RECORD if (
            sale.by_email and policy.guest_identity == GuestIdentity.ORDER_ONLY
        ):
            return Verdict.EMAIL_ONLY
        case Source.CUSTOMER_OF_RECORD:
            return _protection(claim, sale.ordered_at, policy)
        case Source.VOUCHER if not policy.vouchers_attribute:
            return Verdict.VOUCHERS_DO_NOT_ATTRIBUTE
        case Source.LINK if _is_over(
            claim.clicked_at, policy.attribution_window_days, sale.ordered_at
        ):
            return Verdict.WINDOW_PASSED
    return None


def _protection(record: Claim, at: datetime, policy: Policy) -> Verdict | None:
    """Why a customer is not protected at an instant; nothing where the customer is."""
    if record.by_staff:
        return None
    if not policy.customer_protection:
        return Verdict.NO_PROTECTION
    latest = policy.customer_protection_from == ProtectionFrom.LATEST_ORDER
    begins = record.latest_order_at if latest else record.at
    return (
        Verdict.PROTECTION_ENDED if _is_over(begins, policy.customer_protection_days, at) else None
    )


def _is_over(begins: datetime | None, days: int | None, at: datetime) -> bool:
    """Whether so many days from an instant are over: half open, as periods are."""
    return begins is not None and days is not None and at >= begins + timedelta(days=days)


def _weakness(policy: Policy) -> Callable[[Claim], tuple[int, float, float, int]]:
    """A key by which the strongest claim comes first: by kind, of links the one that rules.

    The last is the one attached last: a code typed in, or a link chosen again, after the clicks.
    Of claims that are alike in all this, the one for whoever has been here longer.
    """
    ranks = list(Source)
    first = policy.winning_click == WinningClick.FIRST

    def key(claim: Claim) -> tuple[int, float, float, int]:
        made = claim.at.timestamp()
        clicked = (claim.clicked_at or claim.at).timestamp()
        ordered = (clicked, made) if first else (-made, -clicked)
        return ranks.index(claim.source), *ordered, claim.distributor

    return key


def _verdict(claim: Claim, winner: Claim | None) -> Verdict:
    if claim is winner:
        return Verdict.WON
    another_link = winner is not None and claim.source == winner.source == Source.LINK
    return Verdict.ANOTHER_CLICK_RULES if another_link else Verdict.OUTRANKED


def _credited(sale: Sale, policy: Policy, winner: Claim | None) -> tuple[int | None, Why]:
    if winner is None:
        return None, Why.NO_CLAIM
    nearest = sale.in_force.get(winner.distributor)
    if nearest != winner.distributor and (nearest is None or policy.roll_up == RollUp.HOUSE):
        return None, Why.ENDED_TO_HOUSE
    if nearest == sale.buyer and policy.own_purchases == OwnPurchases.NOT_COUNTED:
        return None, Why.OWN_NOT_COUNTED
    return nearest, Why.CREDITED if nearest == winner.distributor else Why.ROLLED_UP
