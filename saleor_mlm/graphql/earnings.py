"""What a person earned, down to the sale and the reason."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import graphene

from ..adapters import clock, host
from ..models import CommissionLine, Estimate
from ..models.runs import Line, Part
from ..services import earnings as figures
from . import pages
from .loaders import DistributorById
from .money import MlmMoney, MlmPeriod, decimal_text, money_of, period_by_key


class MlmCommissionState(graphene.Enum):
    ESTIMATED = "estimated"
    PENDING = "pending"
    AVAILABLE = "available"
    PAID = "paid"
    REVERSED = "reversed"


class MlmCommissionPart(graphene.Enum):
    """What an amount is for: a sale, or what belongs to a person and a period."""

    SALE = "sale"
    RANK = "rank"
    GUARANTEE_GIVEN = "guarantee_given"
    GUARANTEE_GOT = "guarantee_got"


class MlmSkip(graphene.ObjectType):
    """Somebody who was passed over, and why."""

    distributor = graphene.Field("saleor_mlm.graphql.genealogy.MlmDistributor")
    reason = graphene.String(required=True)

    def resolve_distributor(root: dict[str, Any], info: Any) -> Any:
        return DistributorById(info.context).load(root["distributor"])


class MlmCommissionLine(graphene.ObjectType):
    """One amount: for a sale rate x base, rounded as the plan says, negative where taken back; or
    one that belongs to no order (`part`)."""

    id = graphene.ID(required=True)
    state = MlmCommissionState(required=True)
    bonus = graphene.String(required=True)
    part = MlmCommissionPart(required=True)
    rank = graphene.String(description="Key of the payee's paid-as rank then, or of the rank paid.")
    level = graphene.Int(description="Distance in the tree.")
    paid_level = graphene.Int(description="The level that was paid, after compression.")
    base = graphene.String(required=True, description="A decimal.")
    rate = graphene.String(description="A decimal fraction.")
    amount = graphene.Field(MlmMoney, required=True)
    source = graphene.Field(
        "saleor_mlm.graphql.genealogy.MlmDistributor", description="Whose sale it was."
    )
    order_number = graphene.String(description="Null where it is for no order.")
    skipped = graphene.List(graphene.NonNull(MlmSkip), required=True)

    def resolve_id(root: Line, info: Any) -> str:
        return graphene.Node.to_global_id(type(root).__name__, root.pk)

    def resolve_state(root: Line, info: Any) -> str:
        if isinstance(root, Estimate):
            return "estimated"
        if root.reverses_id is not None:
            return "reversed"
        return "pending" if root.release_at > clock.now() else "available"

    def resolve_rank(root: Line, info: Any) -> str | None:
        return root.rank or None

    def resolve_base(root: Line, info: Any) -> str:
        return decimal_text(root.base_to_e4 - root.base_from_e4)

    def resolve_rate(root: Line, info: Any) -> str | None:
        if root.part != Part.SALE:
            return None
        return _decimal(Fraction(root.rate_num, root.rate_den))

    def resolve_order_number(root: Line, info: Any) -> str | None:
        return root.order_number or None

    def resolve_amount(root: Line, info: Any) -> MlmMoney:
        return money_of(root.amount_minor, root.currency)

    def resolve_source(root: Line, info: Any) -> Any:
        if root.source_id is None:
            return None
        return DistributorById(info.context).load(root.source_id)


MlmCommissionLineConnection = pages.connection_type(MlmCommissionLine)


class MlmEarnings(graphene.ObjectType):
    """A distributor's money of one period in one currency; it is due to who was the owner then."""

    period = graphene.Field(MlmPeriod, required=True)
    currency = graphene.String(required=True)
    estimated = graphene.Field(
        MlmMoney, required=True, description="Of an open period: what a commit now would give."
    )
    pending = graphene.Field(MlmMoney, required=True, description="Committed and on hold.")
    available = graphene.Field(MlmMoney, required=True)
    paid = graphene.Field(MlmMoney, required=True)
    owner_name = graphene.String(required=True, description="Whose it is.")
    lines = graphene.Field(MlmCommissionLineConnection, required=True, **pages.ARGUMENTS)

    def resolve_lines(root: "MlmEarnings", info: Any, **arguments: Any) -> Any:
        with host.writer():
            rows = _lines(root.distributor_id, root.period.key, root.currency)
            return pages.page(MlmCommissionLineConnection, rows, **arguments)


def earnings_of(
    distributor_id: int, period: str | None, owner_user_id: int | None = None
) -> Sequence[MlmEarnings]:
    """All, or those that are one owner's: what a former owner earned is not the present one's."""
    rows = []
    for found in figures.earnings(distributor_id, period):
        if owner_user_id not in (None, found.owner_user_id):
            continue
        row = MlmEarnings(
            period=period_by_key(found.period),
            currency=found.currency,
            owner_name=found.owner_name,
            estimated=money_of(found.estimated_minor, found.currency),
            pending=money_of(found.pending_minor, found.currency),
            available=money_of(found.available_minor, found.currency),
            paid=money_of(found.paid_minor, found.currency),
        )
        row.distributor_id = distributor_id
        rows.append(row)
    return rows


def _lines(distributor_id: int, period: str, currency: str) -> pages.Fetch:
    """Committed lines of a period; while it is open its estimates."""
    chosen = {"distributor_id": distributor_id, "currency": currency}
    committed = CommissionLine.objects.filter(run__period=period, **chosen)
    estimated = Estimate.objects.filter(period=period, **chosen)
    return pages.rows_by_id(estimated if estimated.exists() else committed)


def _decimal(rate: Fraction) -> str:
    exact = Decimal(rate.numerator) / Decimal(rate.denominator)
    return format(exact.normalize(), "f")
