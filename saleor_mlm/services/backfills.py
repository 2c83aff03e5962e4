"""Backfills: orders from before their channel counted, let count by staff, exactly as previewed.

A preview is the application itself in a transaction that is rolled back, so the two cannot differ.
Its token names every order and what it gives; a backfill starts only if a preview made again has
the same token, and leaves out each order that by then gives something else.
"""

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import OperationalError, transaction
from django.db.models import Count, Q, Sum

from ..adapters import channels, clock, orders
from ..engine.sale_facts import E4
from ..models import (
    Attribution,
    Backfill,
    BackfillOrder,
    Distributor,
    OrderLineTraits,
    SaleLine,
)
from ..models.attribution import AttributionSource
from ..models.backfills import BackfillOutcome
from . import locks, outbox, plans, runs, sales, settings
from .corrections import between_commits, checked_reason
from .errors import MlmError

logger = logging.getLogger(__name__)

ORDERS_MAX = 1_000
CLAIMS = [
    str(claim)
    for claim in (
        AttributionSource.CUSTOMER_OF_RECORD,
        AttributionSource.METADATA,
        AttributionSource.VOUCHER,
    )
]


@dataclass(frozen=True, slots=True)
class Choice:
    """Orders of a channel placed in [starts_at, ends_at); `claim` is the one kind of claim to look
    at, empty for all. `ends_at` none is where the channel's counting begins."""

    channel: str
    starts_at: datetime
    ends_at: datetime | None = None
    claim: str = ""


@dataclass
class Share:
    """What one distributor is credited with: orders and volumes in 1/10,000."""

    orders: int = 0
    qv_e4: int = 0
    cv_e4: int = 0


@dataclass
class Preview:
    """What applying would do; nothing of it is written.

    digests: by order that would count what it gives. skipped: by order number the reason.
    commission_minor: by currency how much the estimates of all open periods would change.
    """

    token: str = ""
    counted_in: str = ""
    digests: dict[UUID, str] = field(default_factory=dict)
    shares: dict[Distributor, Share] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    commission_minor: dict[str, int] = field(default_factory=dict)

    def describe(self) -> list[str]:
        """In sentences."""
        paid = ", ".join(f"{minor} {code}" for code, minor in self.commission_minor.items())
        return [
            f"{len(self.digests)} orders would count, in {self.counted_in}:",
            *(
                f"  {who.code}: {share.orders} orders, CV {share.cv_e4 / E4:.4f}"
                for who, share in self.shares.items()
            ),
            f"Estimated commission in minor units: {paid or 'none'}.",
            *(
                f"{count} orders would not: {reason}"
                for reason, count in sorted(Counter(self.skipped.values()).items())
            ),
            f"To apply exactly this: --apply {self.token} --reason ...",
        ]


class _Skipped(Exception):
    """An order does not count; the message is the reason."""


def preview(choice: Choice) -> Preview:
    """What a backfill would let count, for whom, and what it would leave out."""
    with _rolled_back():
        return _previewed(_draft(choice))


def start(choice: Choice, token: str, reason: str, actor: str) -> Backfill:
    """Apply a preview in the background; the same token again is the same backfill."""
    why = checked_reason(reason)
    made = Backfill.objects.filter(token=token).first()
    if made:
        return made
    found = preview(choice)
    if found.token != token:
        message = "What was previewed has changed since; look at a new preview and apply that."
        raise MlmError("PREVIEW_OUTDATED", message, "token")
    with transaction.atomic():
        locks.take("backfills")
        made = Backfill.objects.filter(token=token).first()
        return made or _started(_draft(choice), found, why, actor)


def work(limit: int) -> int:
    """Let the next waiting orders count, each in a transaction; how many were done.

    Any number of workers share the orders, and a crash gives one back.
    """
    for done in range(limit):
        with transaction.atomic():
            row = _next() if locks.share_if_free(outbox.READING) else None
            if row is None:
                return done
            _apply(row)
    return limit


def progress(backfill: Backfill) -> str:
    """How far a backfill is, in words."""
    count = backfill.orders.aggregate(
        all=Count("id"),
        applied=Count("id", filter=Q(outcome=BackfillOutcome.APPLIED)),
        changed=Count("id", filter=Q(outcome=BackfillOutcome.CHANGED)),
    )
    words = f"{count['applied']} of {count['all']} orders count now"
    return words + (f", {count['changed']} were left out" if count["changed"] else "")


def _draft(choice: Choice) -> Backfill:
    channel = channels.by_slug(choice.channel)
    if channel is None:
        raise MlmError("CHANNEL_UNKNOWN", f"There is no channel {choice.channel}.", "channel")
    counts_from = settings.rules(channel.id).counts_from
    if counts_from is None:
        message = f"The channel {choice.channel} has no distributors."
        raise MlmError("CHANNEL_INACTIVE", message, "channel")
    ends_at = choice.ends_at or counts_from
    if choice.starts_at >= ends_at and choice.ends_at is not None:
        raise MlmError("OUT_OF_RANGE", "A time ends after it begins.", "startsAt")
    if not choice.starts_at < ends_at <= counts_from:
        message = (
            f"Choose orders from before {counts_from:%Y-%m-%d %H:%M} UTC, from when on the channel"
            " counts by itself."
        )
        raise MlmError("OUT_OF_RANGE", message, "startsAt")
    period = plans.first_uncommitted()
    if period is None or plans.for_period(period) is None:
        raise MlmError("NO_PLAN", "No plan is in force; publish one first.", "channel")
    return Backfill(
        channel_id=channel.id,
        starts_at=choice.starts_at,
        ends_at=ends_at,
        claim=choice.claim,
        counted_in=period.key,
        token=uuid4().hex,  # until it is known what it names
        made_at=clock.now(),
    )


def _previewed(draft: Backfill) -> Preview:
    """In a transaction that is rolled back: applies the draft and says what came of it."""
    found = Preview(counted_in=draft.counted_in)
    before = _commission_minor()
    draft.save()
    for order_id, number in _chosen(draft):
        try:
            with transaction.atomic():
                BackfillOrder.objects.create(
                    backfill=draft, order_id=order_id, outcome=BackfillOutcome.APPLIED
                )
                _note(found, _counted(order_id))
        except _Skipped as skipped:
            found.skipped[number] = str(skipped)
    after = _commission_minor()
    found.commission_minor = {
        currency: after[currency] - before[currency]
        for currency in sorted({*before, *after})
        if after[currency] != before[currency]
    }
    found.token = _token(draft, found)
    return found


def _chosen(draft: Backfill) -> list[tuple[UUID, str]]:
    rows = orders.placed_between(draft.channel_id, draft.starts_at, draft.ends_at, ORDERS_MAX + 1)
    if len(rows) > ORDERS_MAX:
        message = f"These are more than {ORDERS_MAX} orders; choose a shorter time."
        raise MlmError("OUT_OF_RANGE", message, "startsAt")
    return rows


def _counted(order_id: UUID) -> Attribution:
    """Read an order that a backfill names; refuses what would count for nobody."""
    if Attribution.objects.filter(order_id=order_id).exists():
        raise _Skipped("COUNTS_ALREADY")
    order = orders.read(order_id)
    if order is None or not order.is_sale:
        raise _Skipped("NO_SALE")
    if order.paid_at is None:
        raise _Skipped("NOT_PAID")
    sales.reconcile(order_id)
    decision = Attribution.objects.get(order_id=order_id)
    if decision.distributor_id is None:
        raise _Skipped("NOBODYS")
    left = SaleLine.objects.filter(order_id=order_id).aggregate(cv=Sum("cv_e4"), qv=Sum("qv_e4"))
    if not left["cv"] and not left["qv"]:
        raise _Skipped("NO_VOLUME")
    return decision


def _note(found: Preview, decision: Attribution) -> None:
    rows = list(SaleLine.objects.filter(order_id=decision.order_id).select_related("distributor"))
    found.digests[decision.order_id] = _digest(decision, rows)
    share = found.shares.setdefault(decision.distributor, Share())
    share.orders += 1
    share.qv_e4 += sum(row.qv_e4 for row in rows)
    share.cv_e4 += sum(row.cv_e4 for row in rows)


def _commission_minor() -> Counter[str]:
    sums: Counter[str] = Counter()
    lines, _ = runs.calculated_estimates()
    for line in lines:
        sums[line.currency] += line.amount_minor
    return sums


def _digest(decision: Attribution, rows: Collection[SaleLine]) -> str:
    """A hash of whose sale an order is, of every sale line, and of what the order lines are."""
    facts = [
        (
            str(row.order_line_id),
            row.seq,
            row.fact,
            row.distributor_id,
            row.volume_at.isoformat(),
            row.release_at.isoformat() if row.release_at else "",
            (row.qv_e4, row.cv_e4, row.earned_e4, row.net_minor),
        )
        for row in sorted(rows, key=lambda row: (str(row.order_line_id), row.seq))
    ]
    ruling = [decision.distributor_id, decision.own, decision.source]
    return _hash([*ruling, facts, _traits({row.order_line_id for row in rows})])


def _traits(order_line_ids: Collection[UUID]) -> list[tuple[str, str, list[str]]]:
    """By which a plan may pay, so they are part of what was previewed."""
    rows = OrderLineTraits.objects.filter(order_line_id__in=order_line_ids)
    return [
        (str(row.order_line_id), row.country, row.categories)
        for row in rows.order_by("order_line_id")
    ]


def _token(draft: Backfill, found: Preview) -> str:
    kept = sorted((str(order_id), digest) for order_id, digest in found.digests.items())
    chosen = [draft.channel_id, draft.starts_at.isoformat(), draft.ends_at.isoformat()]
    return _hash([chosen, draft.claim, draft.counted_in, kept, sorted(found.skipped.items())])


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _started(draft: Backfill, found: Preview, reason: str, actor: str) -> Backfill:
    draft.token, draft.reason, draft.actor = found.token, reason, actor
    draft.finished_at = None if found.digests else clock.now()
    draft.save()
    BackfillOrder.objects.bulk_create(
        BackfillOrder(backfill=draft, order_id=order_id, digest=digest)
        for order_id, digest in found.digests.items()
    )
    return draft


def _next() -> BackfillOrder | None:
    waiting = BackfillOrder.objects.filter(outcome=BackfillOutcome.WAITING).order_by("id")
    locked = waiting.select_for_update(skip_locked=True, of=("self",))
    return locked.select_related("backfill").first()


def _apply(row: BackfillOrder) -> None:
    outcome = BackfillOutcome.APPLIED if _gives_what_was_previewed(row) else BackfillOutcome.CHANGED
    BackfillOrder.objects.filter(id=row.id).update(outcome=outcome)
    backfill = row.backfill
    if not backfill.orders.filter(outcome=BackfillOutcome.WAITING).exists():
        Backfill.objects.filter(id=backfill.id).update(finished_at=clock.now())


def _gives_what_was_previewed(row: BackfillOrder) -> bool:
    try:
        with transaction.atomic():
            BackfillOrder.objects.filter(id=row.id).update(outcome=BackfillOutcome.APPLIED)
            decision = _counted(row.order_id)
            rows = SaleLine.objects.filter(order_id=row.order_id)
            period = plans.first_uncommitted()
            if period is None or period.key != row.backfill.counted_in:
                raise _Skipped("COMMITTED")
            if _digest(decision, rows) != row.digest:
                raise _Skipped("CHANGED")
    except _Skipped as skipped:
        return str(skipped) == "COUNTS_ALREADY" and _stands_as_previewed(row)
    except OperationalError:  # a lock that was not to be had: the next call tries again
        raise
    except Exception:
        logger.exception("order %s could not be let count", row.order_id)
        return False
    return True


def _stands_as_previewed(row: BackfillOrder) -> bool:
    """Another backfill of the same orders was faster."""
    rows = SaleLine.objects.filter(order_id=row.order_id)
    return _digest(Attribution.objects.get(order_id=row.order_id), rows) == row.digest


@contextmanager
def _rolled_back() -> Iterator[None]:
    """A transaction beside readings and never beside a commit, of which nothing stays."""
    with between_commits():
        try:
            yield
        finally:
            transaction.set_rollback(True)
