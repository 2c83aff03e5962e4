"""Past orders let count by staff: the preview, its application, and how far it is."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import graphene
from django.db.models import Count, Q, QuerySet
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import OrderPermissions

from ..adapters import host
from ..models import Backfill
from ..models.backfills import BackfillOutcome
from ..services import backfills
from ..services.backfills import Choice, Preview
from . import pages
from .base import PAGE_MAX, MlmMutation, actor, demand, error_type, errors_field
from .genealogy import MlmDistributor
from .loaders import ChannelSlug
from .money import MlmMoney, decimal_text, money_of

MlmBackfillError = error_type(
    "Backfill",
    [
        "CHANNEL_INACTIVE",
        "CHANNEL_UNKNOWN",
        "COMMIT_UNDER_WAY",
        "NO_PLAN",
        "OUT_OF_RANGE",
        "PREVIEW_OUTDATED",
        "REQUIRED",
    ],
)


class MlmBackfillClaim(graphene.Enum):
    """The one kind of claim to look at, as it was when an order was placed."""

    CUSTOMER_OF_RECORD = "customer_of_record"
    METADATA = "metadata"
    VOUCHER = "voucher"


class MlmBackfillInput(graphene.InputObjectType):
    channel = graphene.String(required=True)
    starts_at = DateTime(required=True, description="Orders placed from this instant on.")
    ends_at = DateTime(description="And before this; left out, until the channel's counting began.")
    claim = MlmBackfillClaim(description="Left out: every claim, in the usual order.")


class MlmBackfillShare(graphene.ObjectType):
    """What one distributor would be credited with."""

    distributor = graphene.Field(MlmDistributor, required=True)
    orders = graphene.Int(required=True)
    cv = graphene.String(required=True, description="A decimal.")
    qv = graphene.String(required=True, description="A decimal.")


class MlmBackfillSkip(graphene.ObjectType):
    """Orders that would not count, and why."""

    reason = graphene.String(required=True)
    orders = graphene.Int(required=True)
    order_numbers = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="A hundred at most."
    )


class MlmBackfillPreviewed(graphene.ObjectType):
    """What applying would do; nothing of it is written."""

    token = graphene.String(required=True, description="Names exactly this; needed to apply it.")
    orders = graphene.Int(required=True)
    counted_in = graphene.String(
        required=True, description="The open period in which orders paid before it would count."
    )
    shares = graphene.List(
        graphene.NonNull(MlmBackfillShare),
        required=True,
        description="The hundred distributors with the most CV.",
    )
    commission = graphene.List(
        graphene.NonNull(MlmMoney),
        required=True,
        description="How much the estimates of all open periods would change, by currency.",
    )
    skipped = graphene.List(graphene.NonNull(MlmBackfillSkip), required=True)


class MlmBackfill(graphene.ObjectType):
    """A preview that is being applied in the background."""

    id = graphene.ID(required=True)
    channel = graphene.String()
    starts_at = DateTime(required=True)
    ends_at = DateTime(required=True)
    claim = MlmBackfillClaim()
    counted_in = graphene.String(required=True)
    reason = graphene.String(required=True)
    actor = graphene.String(required=True)
    made_at = DateTime(required=True)
    finished_at = DateTime()
    orders = graphene.Int(required=True)
    applied = graphene.Int(required=True, description="Orders that count by now.")
    changed = graphene.Int(
        required=True, description="Orders left out: by then they gave something else."
    )

    def resolve_id(root: Backfill, info: Any) -> str:
        return str(graphene.Node.to_global_id("MlmBackfill", root.pk))

    def resolve_channel(root: Backfill, info: Any) -> Any:
        return ChannelSlug(info.context).load(root.channel_id)

    def resolve_orders(root: Backfill, info: Any) -> int:
        return int(root.order_count)

    def resolve_claim(root: Backfill, info: Any) -> str | None:
        return root.claim or None


MlmBackfillConnection = pages.connection_type(MlmBackfill)


class MlmBackfillPreview(MlmMutation):
    """What a backfill of past orders would do; writes nothing."""

    class Arguments:
        input = MlmBackfillInput(required=True)

    permission = OrderPermissions.MANAGE_ORDERS
    preview = graphene.Field(MlmBackfillPreviewed)
    errors = errors_field(MlmBackfillError)

    @classmethod
    def perform(cls, info: Any, *, input: dict[str, Any]) -> Any:
        return cls(preview=_shown(backfills.preview(_choice(input))), errors=[])


class MlmBackfillApply(MlmMutation):
    """Let past orders count, exactly as previewed; goes on in the background."""

    class Arguments:
        input = MlmBackfillInput(required=True)
        token = graphene.String(required=True)
        reason = graphene.String(required=True)

    permission = OrderPermissions.MANAGE_ORDERS
    backfill = graphene.Field(MlmBackfill)
    errors = errors_field(MlmBackfillError)

    @classmethod
    def perform(cls, info: Any, *, input: dict[str, Any], token: str, reason: str) -> Any:
        made = backfills.start(_choice(input), token, reason, actor(info))
        return cls(backfill=_counted().get(id=made.id), errors=[])


def resolve_backfills(_root: Any, info: Any, **arguments: Any) -> Any:
    """In the order in which they were begun."""
    demand(info, OrderPermissions.MANAGE_ORDERS)
    with host.writer():
        return pages.page(MlmBackfillConnection, pages.rows_by_id(_counted()), **arguments)


def _counted() -> QuerySet[Backfill]:
    applied = Q(orders__outcome=BackfillOutcome.APPLIED)
    changed = Q(orders__outcome=BackfillOutcome.CHANGED)
    return Backfill.objects.annotate(
        order_count=Count("orders"),
        applied=Count("orders", filter=applied),
        changed=Count("orders", filter=changed),
    )


def _choice(given: dict[str, Any]) -> Choice:
    return Choice(
        channel=given["channel"],
        starts_at=_aware(given["starts_at"]),
        ends_at=_aware(given["ends_at"]) if given.get("ends_at") else None,
        claim=given.get("claim") or "",
    )


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _shown(found: Preview) -> MlmBackfillPreviewed:
    largest = sorted(found.shares.items(), key=lambda item: (-item[1].cv_e4, item[0].code))
    return MlmBackfillPreviewed(
        token=found.token,
        orders=len(found.digests),
        counted_in=found.counted_in,
        shares=[
            MlmBackfillShare(
                distributor=who,
                orders=share.orders,
                cv=decimal_text(share.cv_e4),
                qv=decimal_text(share.qv_e4),
            )
            for who, share in largest[:PAGE_MAX]
        ],
        commission=[money_of(minor, code) for code, minor in found.commission_minor.items()],
        skipped=_skips(found),
    )


def _skips(found: Preview) -> list[MlmBackfillSkip]:
    return [
        MlmBackfillSkip(
            reason=reason,
            orders=count,
            order_numbers=[n for n, why in found.skipped.items() if why == reason][:PAGE_MAX],
        )
        for reason, count in sorted(Counter(found.skipped.values()).items())
    ]
