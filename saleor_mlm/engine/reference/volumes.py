"""What a volume is for one person, kind by kind; teams, legs and windows have their own files."""

from fractions import Fraction
from functools import singledispatch

from ..plans.volumes import (
    BlocksVolume,
    CreditsVolume,
    EarningsVolume,
    HeadsVolume,
    LegsVolume,
    Measure,
    SalesVolume,
    SumVolume,
    TeamVolume,
    WindowVolume,
)
from .filters import lets_through
from .inputs import OrderLine, SaleRow
from .legs import legs_worth
from .money import major
from .standing import Standing
from .teams import team_worth
from .windows import window_worth

E4 = 10**4
MONEY = (Measure.CV, Measure.PRICE, Measure.MARGIN)


class MixedCurrencies(Exception):
    """A volume would have to add money of several currencies."""


@singledispatch
def worth(volume: object, person: str, standing: Standing) -> Fraction:
    """The volume of one person; what it rests on is known already."""
    raise TypeError(volume)


@worth.register
def _(volume: SalesVolume, person: str, standing: Standing) -> Fraction:
    measures = [row.measures for _, row in counted_rows(volume, person, standing)]
    return sum((measure.get(volume.measure, Fraction(0)) for measure in measures), Fraction(0))


def counted_rows(
    volume: SalesVolume, person: str, standing: Standing
) -> list[tuple[OrderLine, SaleRow]]:
    """The rows that stand at a person, that the filter lets through and that lie in the window."""
    return [
        (line, row)
        for line, row in standing.rows_at[person]
        if lets_through(volume.sales, line) and _in_window(volume, row, person, standing)
    ]


def _in_window(volume: SalesVolume, row: SaleRow, person: str, standing: Standing) -> bool:
    if volume.days is None and volume.since_enrolment_days is None:
        return row.claimed
    day, last = standing.day(row.at), standing.span.last
    ago = (last - day).days
    since = (day - standing.day(standing.people[person].joined)).days
    return (
        ago >= 0
        and (volume.days is None or ago < volume.days)
        and (volume.since_enrolment_days is None or 0 <= since < volume.since_enrolment_days)
    )


def check_currency(volume: SalesVolume, standing: Standing) -> None:
    """Raises `MixedCurrencies` where sales of several currencies would be added."""
    rows = [pair for person in standing.people for pair in counted_rows(volume, person, standing)]
    if volume.measure in MONEY and len({line.currency for line, _ in rows}) > 1:
        raise MixedCurrencies(volume)


@worth.register
def _(volume: HeadsVolume, person: str, standing: Standing) -> Fraction:
    return Fraction(standing.tests[volume.test][person])


@worth.register
def _(volume: CreditsVolume, person: str, standing: Standing) -> Fraction:
    for row in volume.rows:
        if standing.tests[row.test][person]:
            return Fraction(row.credit_e4, E4)
    return Fraction(0)


@worth.register
def _(volume: BlocksVolume, person: str, standing: Standing) -> Fraction:
    blocks = standing.volumes[volume.of][person] // Fraction(volume.size_e4, E4)
    return Fraction(max(0, blocks))


@worth.register
def _(volume: SumVolume, person: str, standing: Standing) -> Fraction:
    plus = sum((standing.volumes[name][person] for name in volume.plus), Fraction(0))
    return plus - sum((standing.volumes[name][person] for name in volume.minus), Fraction(0))


@worth.register
def _(volume: EarningsVolume, person: str, standing: Standing) -> Fraction:
    pays = [pay for pay in standing.run.earlier_pay if pay.bonus in volume.bonuses]
    if len({pay.currency for pay in pays}) > 1:
        raise MixedCurrencies(volume)
    exponents = standing.run.exponents
    own = (major(p.amount_minor, p.currency, exponents) for p in pays if p.person == person)
    return sum(own, Fraction(0))


@worth.register
def _(volume: TeamVolume, person: str, standing: Standing) -> Fraction:
    return team_worth(volume, person, standing)


@worth.register
def _(volume: LegsVolume, person: str, standing: Standing) -> Fraction:
    return legs_worth(volume, person, standing)


@worth.register
def _(volume: WindowVolume, person: str, standing: Standing) -> Fraction:
    return window_worth(volume, person, standing)
