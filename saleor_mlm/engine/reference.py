"""The slow twin: the same pay, worked out one order line and one person at a time.

It exists to disagree with `calculate` when either is wrong. So it imports nothing of the engine
but the plan schema, uses fractions and dictionaries, and thinks of an order line's base as a pile:
what stood before this run lies at the bottom, fulfilments put fresh base on top, refunds take from
the top.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor

from .plans import LevelBonus, Plan


@dataclass(frozen=True)
class Person:
    """A person of the tree; `enroller` is a name, or None at a root. absences: from when (inside)
    until when (outside) no agreement was in force."""

    enroller: str | None
    absences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Sale:
    """One signed row; rows of an order line are given in the order they happened, and have the
    same `sold_at`."""

    order_line: str
    place: str
    own: bool
    currency: str
    sold_at: int
    qv: Fraction
    cv: Fraction
    earned: Fraction


@dataclass(frozen=True)
class Interval:
    """A part of an order line's earned base."""

    base_from: Fraction
    base_to: Fraction


@dataclass(frozen=True)
class Stop:
    """Where a walk used up a level; `reason` is empty where the person is paid."""

    person: str | None
    level: int
    reason: str
    skipped: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """One commission line; `reverses` is the `ref` of a posted one, or None."""

    order_line: str
    payee: str
    bonus: str
    level: int
    paid_level: int
    rate: Fraction
    rounding: str
    interval: Interval
    amount_minor: int
    currency: str
    skipped: tuple[tuple[str, str], ...] = ()
    reverses: int | None = None
    ref: int | None = None


@dataclass(frozen=True)
class Unpaid:
    """A paid level of an interval that went to nobody."""

    order_line: str
    bonus: str
    paid_level: int
    interval: Interval
    stop: Stop


@dataclass
class Outcome:
    """What `Reference.calculate` gives. personal_cv: by currency and person."""

    lines: list[Line] = field(default_factory=list)
    unpaid: list[Unpaid] = field(default_factory=list)
    personal_qv: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    personal_cv: dict[tuple[str, str], Fraction] = field(
        default_factory=lambda: defaultdict(Fraction)
    )
    active: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class Reference:
    """The inputs of one run. exponents: decimals per currency; earned_before: per order line."""

    plan: Plan
    people: dict[str, Person]
    exponents: dict[str, int]
    earned_before: dict[str, Fraction]
    sales: list[Sale]
    posted: list[Line]

    def calculate(self) -> Outcome:
        """Measure volumes, test activity, then work through the order lines."""
        outcome = Outcome()
        for sale in self.sales:
            outcome.personal_qv[sale.place] += sale.qv
            outcome.personal_cv[sale.currency, sale.place] += sale.cv
        for name in self.plan.tests:
            outcome.active[name] = {who for who in self.people if self._passes(outcome, name, who)}
        for order_line in dict.fromkeys(sale.order_line for sale in self.sales):
            self._order_line(outcome, order_line)
        return outcome

    def _passes(self, outcome: Outcome, test_name: str, who: str) -> bool:
        test = self.plan.tests[test_name]
        if test.measure == "qv":
            volume = outcome.personal_qv[who]
        else:
            volume = sum((outcome.personal_cv[code, who] for code in self.exponents), Fraction())
        return volume * 10**4 >= test.at_least_e4

    def _order_line(self, outcome: Outcome, order_line: str) -> None:
        sales = [sale for sale in self.sales if sale.order_line == order_line]
        standing, fresh = self.earned_before[order_line], Fraction()
        for sale in sales:
            fresh += sale.earned
            if fresh < 0:
                standing, fresh = standing + fresh, Fraction()
        for line in self.posted:
            if line.order_line == order_line and line.interval.base_to > standing:
                outcome.lines.append(self._reversal(line, standing))
        if fresh > 0:
            for name in self.plan.bonuses:
                self._pay(outcome, sales[0], name, Interval(standing, standing + fresh))

    def _reversal(self, line: Line, standing: Fraction) -> Line:
        interval = Interval(max(line.interval.base_from, standing), line.interval.base_to)
        amount = -self._amount(line.rate, interval, line.currency, line.rounding)
        return replace(
            line, interval=interval, amount_minor=amount, skipped=(), reverses=line.ref, ref=None
        )

    def _pay(self, outcome: Outcome, sale: Sale, name: str, interval: Interval) -> None:
        bonus, rounding = self.plan.bonuses[name], str(self.plan.rounding)
        start = self.people[sale.place].enroller if sale.own else sale.place
        stops = self._stops(outcome, bonus, start, sale.sold_at)
        for paid_level, stop in enumerate(stops, start=1):
            if stop.person is None or stop.reason:
                outcome.unpaid.append(Unpaid(sale.order_line, name, paid_level, interval, stop))
                continue
            rate = bonus.rates[paid_level - 1]
            outcome.lines.append(
                Line(
                    order_line=sale.order_line,
                    payee=stop.person,
                    bonus=name,
                    level=stop.level,
                    paid_level=paid_level,
                    rate=rate,
                    rounding=rounding,
                    interval=interval,
                    amount_minor=self._amount(rate, interval, sale.currency, rounding),
                    currency=sale.currency,
                    skipped=stop.skipped,
                )
            )

    def _stops(
        self, outcome: Outcome, bonus: LevelBonus, start: str | None, sold_at: int
    ) -> list[Stop]:
        """Whoever uses up a level, for as many levels as are paid; at the top, once, nobody."""
        stops: list[Stop] = []
        skipped: list[tuple[str, str]] = []
        person, level = start, 1
        while len(stops) < len(bonus.rates):
            reason = self._obstacle(outcome, bonus, person, sold_at)
            if reason == "ended" or (reason == "inactive" and bonus.compression == "skip-inactive"):
                assert person is not None
                skipped.append((person, reason))
            else:
                stops.append(Stop(person, level, reason, tuple(skipped)))
                skipped = []
            if person is None:
                break
            person, level = self.people[person].enroller, level + 1
        return stops

    def _obstacle(
        self, outcome: Outcome, bonus: LevelBonus, person: str | None, sold_at: int
    ) -> str:
        if person is None:
            return "root"
        if any(since <= sold_at < until for since, until in self.people[person].absences):
            return "ended"
        active = bonus.active is None or person in outcome.active[bonus.active]
        return "" if active else "inactive"

    def _amount(self, rate: Fraction, interval: Interval, currency: str, rounding: str) -> int:
        scale = rate * 10 ** self.exponents[currency]
        upper, lower = scale * interval.base_to, scale * interval.base_from
        return rounded(upper, rounding) - rounded(lower, rounding)


def rounded(exact: Fraction, rounding: str) -> int:
    """A value that is not negative to a whole number; `round` of a Fraction is half-even."""
    if rounding == "half-even":
        return round(exact)
    return floor(exact + Fraction(1, 2)) if rounding == "half-up" else floor(exact)
