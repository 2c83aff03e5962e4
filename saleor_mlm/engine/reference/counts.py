"""Counting customers and orders."""

from fractions import Fraction

from ..plans.tests import CountTest
from .filters import lets_through
from .inputs import OrderLine
from .standing import Standing

E4 = 10**4


def enough_counted(test: CountTest, person: str, standing: Standing) -> bool:
    """Whether enough customers or orders bought enough in the period."""
    sums: dict[str, Fraction] = {}
    for line, row in standing.rows_at[person]:
        one = line.buyer if test.of == "customers" else line.order
        if one is None or not row.claimed:
            continue
        if _counts(test, line, standing.people[person].household):
            sums[one] = sums.get(one, Fraction(0)) + row.measures.get(test.measure, Fraction(0))
    return sum(_is_enough(test, total) for total in sums.values()) >= test.at_least


def _counts(test: CountTest, line: OrderLine, household: str | None) -> bool:
    if line.own:
        return test.of == "orders" and lets_through(test.sales, line)
    ours = household is not None and line.household == household
    return lets_through(test.sales, line) and not (ours and test.household == "excluded")


def _is_enough(test: CountTest, total: Fraction) -> bool:
    if test.each_at_least_e4 is None:
        return total > 0
    return total >= Fraction(test.each_at_least_e4, E4)
