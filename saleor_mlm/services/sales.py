"""Sale lines: from an order's state to signed, append-only rows."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from ..adapters import catalogue, clock, money, orders
from ..engine import sale_facts as rules
from ..engine.sale_facts import (
    FactKind,
    NewRow,
    PercentVolume,
    Recorded,
    UnitVolume,
)
from ..models import (
    Attribution,
    Backfill,
    BackfillOrder,
    OrderLineTraits,
    OrderReading,
    SaleLine,
)
from ..models.backfills import BackfillOutcome
from . import attribution, events, holdings, locks, settings, volumes
from .holdings import PART, Ruling, WrittenLine
from .settings import ChannelRules

logger = logging.getLogger(__name__)

type Places = Mapping[int, catalogue.Place]
"""Variants' places in the catalogue, by id."""


def reconcile(order_id: UUID, claimed_code: str = "") -> int:
    """Bring an order's sale lines to what its state says now; how many rows were added.

    Runs in the caller's transaction. Twice, out of order or at once with another worker gives the
    same rows: the advisory lock makes workers take turns, the keys of the rows make it certain.
    """
    locks.take_order(order_id)
    mark = orders.fingerprint(order_id)
    order = orders.read(order_id)
    if order is None:
        return 0
    channel = settings.rules(order.channel_id, order.created_at)
    past = _backfill(order, channel)
    if past is not None:
        channel = settings.rules(order.channel_id, past.made_at)
    reading = _note_reading(order_id, mark, claimed_code)
    counts = order.is_sale and (past is not None or _counts(order, channel))
    return len(_append(order, channel, reading.claimed_code, past)) if counts else 0


def _note_reading(order_id: UUID, mark: str, claimed_code: str) -> OrderReading:
    """Note what is read; the first claim is kept for an order that is no sale yet."""
    reading, _ = OrderReading.objects.get_or_create(
        order_id=order_id, defaults={"fingerprint": mark, "read_at": clock.now()}
    )
    reading.fingerprint = mark
    reading.read_at = clock.now()
    reading.claimed_code = reading.claimed_code or claimed_code
    reading.save()
    return reading


def _counts(order: orders.Order, channel: ChannelRules) -> bool:
    """Whether an order was placed while its channel counted.

    What was attributed goes on being read where the channel is switched off: a refund takes back.
    """
    if Attribution.objects.filter(order_id=order.id).exists():
        return True
    return channel.counts_from is not None and order.created_at >= channel.counts_from


def _backfill(order: orders.Order, channel: ChannelRules) -> Backfill | None:
    """The backfill by which an order counts that was placed before its channel did."""
    if channel.counts_from is not None and order.created_at >= channel.counts_from:
        return None
    rows = BackfillOrder.objects.filter(order_id=order.id, outcome=BackfillOutcome.APPLIED)
    found = rows.select_related("backfill").order_by("id").first()
    return found.backfill if found else None


def _append(
    order: orders.Order, channel: ChannelRules, claimed_code: str, past: Backfill | None
) -> list[SaleLine]:
    """The volumes are those of the day of the order, or of the backfill by which it counts."""
    made = attribution.decide(order, claimed_code, past.claim if past else "")
    decision = holdings.corrected(made)
    ruling = Ruling(decision.distributor_id, decision.own, decision.source)
    written = holdings.written(order.id)
    recorded = {key: line.recorded for key, line in written.items()}
    places = _places(order)
    state = _state(order, channel, recorded, places, past.made_at if past else order.created_at)
    rows: list[SaleLine] = []
    for line_id, path in rules.checkpoints(state).items():
        line = written.get(line_id, holdings.WrittenLine())
        for new in rules.new_rows(path, line.recorded, order.known_at):
            for row in _rows(order, channel, UUID(line_id), line, ruling, new):
                line.add(row)
                rows.append(row)
    SaleLine.objects.bulk_create(rows)
    OrderLineTraits.objects.bulk_create(_traits(order, rows, places))
    events.note_sale(decision, rows)
    return rows


def _places(order: orders.Order) -> Places:
    """Where each variant of an order stands in the catalogue today."""
    variant_ids = {line.variant_id for line in order.lines if line.variant_id}
    return dict.fromkeys(variant_ids, catalogue.Place()) | catalogue.places(variant_ids)


def _traits(
    order: orders.Order, rows: Iterable[SaleLine], places: Places
) -> Iterator[OrderLineTraits]:
    """What the lines are that have just got their first rows; never looked at again, so that a run
    gives the same when it is calculated again."""
    variants = {line.id: line.variant_id or 0 for line in order.lines}
    for row in rows:
        if row.seq == 1:
            place = places.get(variants[row.order_line_id], catalogue.Place())
            yield OrderLineTraits(
                order_line_id=row.order_line_id,
                country=order.country,
                categories=list(place.category_slugs),
                recorded_at=row.recorded_at,
            )


def _rows(
    order: orders.Order,
    channel: ChannelRules,
    line_id: UUID,
    line: WrittenLine,
    ruling: Ruling,
    new: NewRow,
) -> list[SaleLine]:
    """A row for each with whom a part of the change stands; as a rule that is one."""
    return [
        SaleLine(
            order_id=order.id,
            order_line_id=line_id,
            seq=line.seq + number,
            fact=new.fact if who == ruling.distributor_id else f"{new.fact}{PART}{who or 0}",
            kind=new.kind,
            at=new.at,
            volume_at=_volume_at(order, new),
            release_at=_release_at(new.at, channel) if part.earned_e4 else None,
            distributor_id=who,
            own=line.own.get(who, ruling.own),
            channel_id=order.channel_id,
            currency=order.currency,
            qv_e4=part.qv_e4,
            cv_e4=part.cv_e4,
            earned_e4=part.earned_e4,
            net_minor=part.net_minor,
            recorded_at=clock.now(),
        )
        for number, (who, part) in enumerate(line.shares(ruling, new), start=1)
    ]


def _state(
    order: orders.Order,
    channel: ChannelRules,
    recorded: Mapping[str, Recorded],
    places: Places,
    volumes_at: datetime,
) -> rules.Order:
    exponent = money.exponent(order.currency)
    volume = _volumes(order, channel, places, volumes_at)
    return rules.Order(
        lines=[
            rules.OrderLine(
                id=str(line.id),
                quantity=line.quantity,
                net=line.net,
                undiscounted_net=line.undiscounted_net,
                gross=line.gross,
                counts=not line.is_gift_card,
                volume=rules.written_volume(
                    recorded.get(str(line.id), Recorded()), line.net, exponent
                )
                or volume(line),
                price_by_hand=line.price_by_hand,
            )
            for line in sorted(order.lines, key=lambda line: line.id)
        ],
        exponent=exponent,
        paid_at=order.paid_at,
        cancelled_at=order.cancelled_at,
        fulfilments=[
            rules.Fulfilment(sent.id, sent.at, _named(sent.quantities), sent.withdrawn_at)
            for sent in order.sent
        ],
        money_back=[
            rules.MoneyBack(
                back.id,
                back.at,
                back.amount,
                _named(back.quantities),
                back.goods,
                back.shipping,
                back.grant,
            )
            for back in order.returned
        ],
        known_at=order.known_at,
    )


def _volumes(
    order: orders.Order, channel: ChannelRules, places: Places, at: datetime
) -> Callable[[orders.Line], UnitVolume | PercentVolume]:
    """What is set for an order line by an instant."""
    unit = volumes.volumes_at(order.channel_id, places, at, channel)
    percent = PercentVolume(channel.cv_percent_ppm, channel.qv_percent_ppm)
    return lambda line: unit.get(line.variant_id or 0, percent)


def _named(quantities: Mapping[UUID, int]) -> dict[str, int]:
    return {str(line_id): quantity for line_id, quantity in quantities.items()}


def _volume_at(order: orders.Order, new: NewRow) -> datetime:
    """The instant that decides the period: paid for what is sold, its own for what goes back.

    Goods sent later, or not sent after all, count where they were paid: the warehouse must not
    decide a month's end.
    """
    if new.kind in (FactKind.FULFILLED, FactKind.WITHDRAWN) and order.paid_at:
        return order.paid_at
    return new.at


def _release_at(at: datetime, channel: ChannelRules) -> datetime:
    return at + timedelta(days=channel.hold_days)
