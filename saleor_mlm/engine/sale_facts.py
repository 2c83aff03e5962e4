"""Sale facts: what the state of an order says was sold, earned and given back.

The rows follow from the order's own history, never from the moment somebody looked: an order read
once at the end and an order read after each step give the same rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

E4 = 10_000
PPM = 1_000_000


class FactKind(StrEnum):
    """What happened to an order line."""

    PAID = "paid"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    ADJUSTED = "adjusted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class UnitVolume:
    """CV and QV of one unit at full price, in 1/10,000."""

    cv_e4: int
    qv_e4: int


@dataclass(frozen=True, slots=True)
class PercentVolume:
    """CV and QV as parts per million of the line's paid net price."""

    cv_ppm: int
    qv_ppm: int


@dataclass(frozen=True, slots=True)
class LineVolume:
    """CV and QV of a whole order line as first written, in 1/10,000: what was set since is not for
    this order."""

    cv_e4: int
    qv_e4: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order line as sold; prices are the line's totals, `net` and `gross` after discounts.

    `counts` is false for what is no product (a gift card), `price_by_hand` says that staff set it.
    """

    id: str
    quantity: int
    net: Decimal
    undiscounted_net: Decimal
    gross: Decimal
    counts: bool
    volume: UnitVolume | PercentVolume | LineVolume
    price_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """Goods that left the house: quantity per order line; `withdrawn_at` if they came to naught."""

    id: str
    at: datetime
    quantities: Mapping[str, int]
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """Money returned to the buyer (negative: a return that was taken back).

    `quantities` names the units it is for, `goods` their price and `shipping` the shipping it
    includes. Money beyond both, and money without units, is spread over what remains. What is paid
    back in parts for one `grant` counts together.
    """

    id: str
    at: datetime
    amount: Decimal
    quantities: Mapping[str, int] | None = None
    goods: Decimal = Decimal(0)
    shipping: Decimal = Decimal(0)
    grant: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Everything about an order that sale lines follow from; `known_at` is its latest change."""

    lines: Sequence[OrderLine]
    exponent: int
    paid_at: datetime | None
    cancelled_at: datetime | None
    fulfilments: Sequence[Fulfilment]
    money_back: Sequence[MoneyBack]
    known_at: datetime


class HasMeasures(Protocol):
    """A written row."""

    qv_e4: int
    cv_e4: int
    earned_e4: int
    net_minor: int


@dataclass(frozen=True, slots=True)
class Measures:
    """An order line's figures: volumes and earned base in 1/10,000, net price in minor units."""

    qv_e4: int = 0
    cv_e4: int = 0
    earned_e4: int = 0
    net_minor: int = 0

    @classmethod
    def of(cls, row: "HasMeasures") -> "Measures":
        return cls(row.qv_e4, row.cv_e4, row.earned_e4, row.net_minor)

    def plus(self, other: "Measures") -> "Measures":
        return Measures(
            self.qv_e4 + other.qv_e4,
            self.cv_e4 + other.cv_e4,
            self.earned_e4 + other.earned_e4,
            self.net_minor + other.net_minor,
        )

    def minus(self, other: "Measures") -> "Measures":
        return Measures(
            self.qv_e4 - other.qv_e4,
            self.cv_e4 - other.cv_e4,
            self.earned_e4 - other.earned_e4,
            self.net_minor - other.net_minor,
        )


NOTHING = Measures()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The figures of one order line right after a fact."""

    fact: str
    kind: FactKind
    at: datetime
    total: Measures


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to append: the change that a fact made."""

    fact: str
    kind: FactKind
    at: datetime
    change: Measures


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is written of an order line so far: its facts in order, their sum, the first change."""

    facts: Sequence[str] = ()
    total: Measures = NOTHING
    first: Measures = NOTHING


def line_volume_e4(line: OrderLine) -> tuple[int, int]:
    """CV and QV of a whole order line in 1/10,000, rounded half-even once.

    A fixed volume shrinks by paid over undiscounted net price; a surcharge does not raise it. A
    price set by hand leaves no other to compare with: there CV is at most what was paid. What
    nothing was paid for carries none.
    """
    if not line.counts or line.net <= 0:
        return 0, 0
    if isinstance(line.volume, LineVolume):
        return line.volume.cv_e4, line.volume.qv_e4
    net = Fraction(line.net)
    if isinstance(line.volume, PercentVolume):
        return (
            round(net * line.volume.cv_ppm * E4 / PPM),
            round(net * line.volume.qv_ppm * E4 / PPM),
        )
    full = Fraction(line.undiscounted_net)
    units = line.quantity * (min(Fraction(1), net / full) if full > 0 else Fraction(1))
    if line.price_by_hand and line.volume.cv_e4 * units > net * E4:
        units = net * E4 / line.volume.cv_e4
    return round(line.volume.cv_e4 * units), round(line.volume.qv_e4 * units)


def written_volume(recorded: Recorded, net: Decimal, exponent: int) -> LineVolume | None:
    """The volume with which an order line was first written, if that was the whole line."""
    first = recorded.first
    if recorded.facts[:1] != [FactKind.PAID] or first.net_minor != _minor(Fraction(net), exponent):
        return None
    return LineVolume(first.cv_e4, first.qv_e4)


def gain(changes: Sequence[Measures]) -> Measures:
    """What changes add up to, each figure where that is more than nothing."""
    total = NOTHING
    for change in changes:
        total = total.plus(change)
    return Measures(
        max(0, total.qv_e4), max(0, total.cv_e4), max(0, total.earned_e4), max(0, total.net_minor)
    )


def checkpoints(order: Order) -> dict[str, list[Checkpoint]]:
    """For every order line its figures after each fact of the order, in the order of time."""
    walk = _Walk(order)
    paths: dict[str, list[Checkpoint]] = {line.id: [] for line in order.lines}
    for at, _, kind, happened in _timeline(order):
        fact = walk.apply(kind, happened)
        for line in order.lines:
            paths[line.id].append(Checkpoint(fact, kind, at, walk.measures(line)))
    return paths


def new_rows(path: Sequence[Checkpoint], recorded: Recorded, known_at: datetime) -> list[NewRow]:
    """The rows that bring an order line from what is written to where its path ends.

    Facts are appended one by one after the place where path and record agree. Where they agree
    nowhere (what a fact changed is no longer so, or one came in between) a single adjustment closes
    the gap, so the sum is right whatever happened.
    """
    start = _agreement(path, recorded)
    if start is None:
        change = (path[-1].total if path else NOTHING).minus(recorded.total)
        fact = f"{FactKind.ADJUSTED}:{len(recorded.facts) + 1}"
        return [] if change == NOTHING else [NewRow(fact, FactKind.ADJUSTED, known_at, change)]
    rows = []
    before = recorded.total
    for point in path[start:]:
        change = point.total.minus(before)
        if change != NOTHING:
            rows.append(NewRow(point.fact, point.kind, point.at, change))
        before = point.total
    return rows


def _agreement(path: Sequence[Checkpoint], recorded: Recorded) -> int | None:
    """The index after the checkpoint that the record has reached, or none.

    A fact may be gone from the path (goods sent back move to a parcel of their own): what counts is
    that the figures are those of a checkpoint, and no recorded fact comes after it.
    """
    positions = {point.fact: index for index, point in enumerate(path)}
    last = max((positions[fact] for fact in recorded.facts if fact in positions), default=-1)
    if last == -1 and recorded.total == NOTHING:
        return 0
    for index in range(max(last, 0), len(path)):
        if path[index].total == recorded.total:
            return index + 1
    return None


type _Event = tuple[datetime, str, FactKind, Fulfilment | MoneyBack | None]


def _timeline(order: Order) -> list[_Event]:
    events: list[_Event] = []
    if order.paid_at:
        events.append((order.paid_at, "", FactKind.PAID, None))
    for sent in order.fulfilments:
        events.append((sent.at, sent.id, FactKind.FULFILLED, sent))
        if sent.withdrawn_at:
            events.append((sent.withdrawn_at, sent.id, FactKind.WITHDRAWN, sent))
    events += [(back.at, back.id, FactKind.REFUNDED, back) for back in order.money_back]
    if order.cancelled_at:
        events.append((order.cancelled_at, "~", FactKind.CANCELLED, None))
    return sorted(events, key=lambda event: event[:2])


class _Walk:
    """An order's lines while its facts are applied one after another."""

    def __init__(self, order: Order) -> None:
        self.lines = {line.id: line for line in order.lines}
        self.exponent = order.exponent
        self.paid = False
        self.cancelled = False
        self.sent = dict.fromkeys(self.lines, 0)
        self.returned = {line_id: Fraction(0) for line_id in self.lines}
        self.granted: dict[str, Fraction] = {}

    def apply(self, kind: FactKind, happened: Fulfilment | MoneyBack | None) -> str:
        match happened:
            case Fulfilment():
                sign = -1 if kind == FactKind.WITHDRAWN else 1
                for line_id, quantity in happened.quantities.items():
                    self.sent[line_id] += sign * quantity
                return f"{kind}:{happened.id}"
            case MoneyBack():
                self._spread(self._return_units(happened))
                return f"{kind}:{happened.id}"
            case None:
                self.paid = self.paid or kind == FactKind.PAID
                self.cancelled = self.cancelled or kind == FactKind.CANCELLED
                return str(kind)

    def _return_units(self, back: MoneyBack) -> Fraction:
        """Take back the named units, or as much of them as was paid for; the money left over."""
        goods = Fraction(back.goods)
        if not back.quantities or goods <= 0:
            return Fraction(back.amount)
        before, after = self._granted(back)
        share = _share(after, goods) - _share(before, goods)
        for line_id, quantity in back.quantities.items():
            line = self.lines[line_id]
            self._take(line_id, Fraction(line.gross) * quantity / line.quantity * share)
        named = goods + Fraction(back.shipping)
        return max(Fraction(0), after - named) - max(Fraction(0), before - named)

    def _granted(self, back: MoneyBack) -> tuple[Fraction, Fraction]:
        """What was paid back for the same grant before, and with this."""
        key = back.id if back.grant is None else f"grant:{back.grant}"
        before = self.granted.get(key, Fraction(0))
        self.granted[key] = before + Fraction(back.amount)
        return before, self.granted[key]

    def _spread(self, amount: Fraction) -> None:
        """Take money that names no units from all lines, by what of each is not yet returned."""
        weights = {
            line_id: self.returned[line_id]
            if amount < 0
            else Fraction(line.gross) - self.returned[line_id]
            for line_id, line in self.lines.items()
        }
        whole = sum(weights.values(), Fraction(0))
        if whole <= 0:
            return
        share = _share(amount, whole)
        for line_id, weight in weights.items():
            self._take(line_id, weight * share)

    def _take(self, line_id: str, money: Fraction) -> None:
        gross = Fraction(self.lines[line_id].gross)
        self.returned[line_id] = max(Fraction(0), min(gross, self.returned[line_id] + money))

    def measures(self, line: OrderLine) -> Measures:
        if not self.paid or self.cancelled or not line.counts:
            return NOTHING
        cv_e4, qv_e4 = line_volume_e4(line)
        gross = Fraction(line.gross)
        kept = 1 - self.returned[line.id] / gross if gross > 0 else Fraction(1)
        sent = min(Fraction(1), Fraction(self.sent[line.id], line.quantity))
        return Measures(
            qv_e4=round(qv_e4 * kept),
            cv_e4=round(cv_e4 * kept),
            earned_e4=round(cv_e4 * min(kept, sent)),
            net_minor=_minor(Fraction(line.net) * kept, self.exponent),
        )


def _share(amount: Fraction, whole: Fraction) -> Fraction:
    return max(Fraction(-1), min(Fraction(1), amount / whole))


def _minor(amount: Fraction, exponent: int) -> int:
    return round(amount * int(10**exponent))
