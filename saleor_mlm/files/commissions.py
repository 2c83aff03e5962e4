"""Commission lines as rows of a file: who is paid what on which part of a sale, and why."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..engine.amounts import decimal_text
from ..engine.columns import AnyArray, Int64
from ..engine.plans import Base, SaleBonus
from ..engine.plans.bonuses import BASES
from ..engine.plans.quantities import rate_text
from ..engine.result import CommissionLines, Result
from .carried import CarriedLines
from .folders import decimals, named
from .origins import rate_origins
from .texts import Texts

_EXACT_DIGITS = 36
_RATE_PLACES = 2
"""Of an exact amount's decimals, those of a rate such as 5 %; more where a rate has more."""


@dataclass(frozen=True, eq=False)
class Commissions:
    """The commission lines of one result. before: the lines that may be taken back."""

    result: Result
    texts: Texts
    before: CarriedLines

    def columns(self, lines: CommissionLines) -> dict[str, Any]:
        """Some of the lines."""
        texts, terms = self.texts, _Terms(lines)
        place = self.result.snapshot.order_lines.place[lines.order_line]
        exact, rounded = self._exact(lines, terms)
        return {
            "bonus": texts.bonus(lines.bonus),
            "order_line": texts.order_line(lines.order_line),
            "source": texts.person(place),
            "distributor": texts.person(lines.payee),
            "level": lines.level,
            "paid_level": lines.paid_level,
            "rank": texts.rank(lines.rank),
            "base": named(lines.base, BASES),
            "base_from": decimals(lines.base_from_e4, 4),
            "base_to": decimals(lines.base_to_e4, 4),
            "rate": terms.texts([self._rate(*term) for term in terms.different]),
            "parameter": self._parameters(lines, terms),
            "exact": exact,
            "rounding": pc.subtract(rounded, exact),
            "amount": rounded,
            "currency": texts.currency(lines.currency),
            "reverses": self._reversed(lines.reverses),
        }

    def _reversed(self, refs: Int64) -> Any:
        """The lines that are taken back: `2026-10/17`, period and number of the row."""
        none = pa.nulls(len(refs), pa.string())
        if not (refs >= 0).any():
            return none
        places = pa.array(refs, mask=refs < 0)
        period, line = (self.before.standing[name].take(places) for name in ("period", "line"))
        joined = pc.binary_join_element_wise(period, line.cast(pa.string()), "/")
        return joined.combine_chunks()

    def _exact(self, lines: CommissionLines, terms: "_Terms") -> tuple[Any, Any]:
        """Amounts before and after rounding; what is taken back is negative."""
        sign = np.where(lines.reverses >= 0, -1, 1)
        base = decimals(sign * (lines.base_to_e4 - lines.base_from_e4), 4)
        rates = [Decimal(rate.numerator) / Decimal(rate.denominator) for _, rate in terms.different]
        places = pa.array(rates, pa.decimal128(18, self.places - 4))
        exact = pc.multiply(base, places.take(pa.array(terms.code)))
        exact = exact.cast(pa.decimal128(_EXACT_DIGITS, self.places))
        return exact, self.texts.amounts(lines.amount_minor, lines.currency)

    @functools.cached_property
    def places(self) -> int:
        """The decimals that every amount before rounding fits in: 4 of the base, and the rate's."""
        dens = set(np.unique(self.result.reversals.rate_den).tolist())
        dens.update(rate.denominator for rate in self._rates_paid())
        return 4 + max(_RATE_PLACES, *map(_decimals, dens), 0)

    def _rates_paid(self) -> Iterator[Fraction]:
        for written in self.result.written():
            for steps in written.walk.steps.values():
                for rate in np.unique(steps.rate).tolist():
                    yield written.prepared.values[rate]

    def _rate(self, bonus: int, rate: Fraction) -> str:
        """A percentage; where the base is units, money for each."""
        rule = list(self.texts.plan.bonuses.values())[bonus]
        if isinstance(rule, SaleBonus) and rule.base is Base.UNITS:
            return decimal_text(rate, decimals_min=2)
        return rate_text(rate)

    def _parameters(self, lines: CommissionLines, terms: "_Terms") -> Any:
        """Of what is taken back the line of then tells: this plan may have other parameters."""
        texts = [self._parameter(*term) for term in terms.different]
        return named(np.where(lines.reverses >= 0, len(texts), terms.code), [*texts, ""])

    def _parameter(self, bonus: int, rate: Fraction) -> str:
        """What the rate was put in by, where the plan says so of every rate of this value."""
        return self.origins[bonus].get(rate, "")

    @functools.cached_property
    def origins(self) -> list[dict[Fraction, str]]:
        """For each bonus, from which parameter or promotion a rate comes."""
        return [rate_origins(self.texts.plan, name) for name in self.texts.plan.bonuses]


class _Terms:
    """The different (bonus, rate) of some lines, of which there are few. code: which of them each
    line has."""

    def __init__(self, lines: CommissionLines) -> None:
        columns: list[AnyArray] = [lines.bonus, lines.rate_num, lines.rate_den]
        code = np.zeros(len(lines), dtype=np.int64)
        for values in columns:
            if len(values) and (values != values[0]).any():
                different, place = np.unique(values, return_inverse=True)
                code = code * len(different) + place
        _, first, self.code = np.unique(code, return_index=True, return_inverse=True)
        rows = zip(*(values[first].tolist() for values in columns), strict=True)
        self.different = [(bonus, Fraction(num, den)) for bonus, num, den in rows]

    def texts(self, texts: list[str]) -> Any:
        """A text for each of the different ones, as a column of the lines."""
        return named(self.code, texts)


def _decimals(denominator: int) -> int:
    """The decimals of 1/denominator, a divisor of a power of ten."""
    places = 0
    while 10**places % denominator:
        places += 1
    return places
