"""A result as tables: who is paid what, and why."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..engine.amounts import decimal_text
from ..engine.columns import AnyArray, Columns, Int16, Int64
from ..engine.plans import Base, Plan, SaleBonus
from ..engine.plans.bonuses import BASES
from ..engine.plans.quantities import rate_text
from ..engine.result import CommissionLines, Part, PersonLines, Reason, Result, UnpaidLevels
from ..engine.snapshot import Snapshot
from .carried import CarriedLines
from .company import Company, ladder
from .folders import Folder, decimals, named, yes_no
from .origins import rate_origins
from .passed_over import NOT_WRITTEN, PassedOver, passed_over

REASONS = ["", *(reason.name.lower().replace("_", "-") for reason in Reason)]
PARTS = ["", *(part.name.lower().replace("_", "-") for part in Part)]
_EXACT_DIGITS = 36
_RATE_PLACES = 2
"""Of an exact amount's decimals, those of a rate such as 5 %; more where a rate has more."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of one result, by the words of its files."""

    result: Result
    plan: Plan
    company: Company
    before: CarriedLines

    @property
    def snapshot(self) -> Snapshot:
        return self.result.snapshot

    def write(self, folder: Folder) -> list[str]:
        """Everything but carried state; in sentences, what was left out."""
        lines, unpaid = self.result.line_parts(), self.result.unpaid_parts()
        self._write_parts(folder, "commissions", CommissionLines, lines, self._commissions)
        self._write_parts(folder, "unpaid", UnpaidLevels, unpaid, self._unpaid)
        passed = passed_over(self.result)
        if passed is not None:
            folder.write("passed-over", self._passed_over(passed))
        folder.write("person-lines", pa.table(self._person_lines(self.result.person_lines)))
        folder.write("statements", self._statements())
        folder.write("ranks", self._ranks())
        folder.write("volumes", self._by_person(self._volumes()))
        folder.write("tests", self._by_person(self._tests()))
        return [] if passed is not None else [NOT_WRITTEN]

    def _write_parts[T: Columns](
        self,
        folder: Folder,
        name: str,
        kind: type[T],
        parts: Iterator[T],
        columns: Callable[[T], dict[str, Any]],
    ) -> None:
        schema = pa.table(columns(kind.empty())).schema
        folder.write_parts(name, schema, (pa.table(columns(part)) for part in parts))

    def _commissions(self, lines: CommissionLines) -> dict[str, Any]:
        exact, rounded = self._exact(lines)
        return {
            "bonus": named(lines.bonus, list(self.plan.bonuses)),
            "order_line": self._order_line(lines.order_line),
            "source": self._person(self.snapshot.order_lines.place[lines.order_line]),
            "distributor": self._person(lines.payee),
            "level": lines.level,
            "paid_level": lines.paid_level,
            "rank": self._rank(lines.rank),
            "base": named(lines.base, BASES),
            "base_from": decimals(lines.base_from_e4, 4),
            "base_to": decimals(lines.base_to_e4, 4),
            "rate": self._rates(lines),
            "parameter": self._parameters(lines),
            "exact": exact,
            "rounding": pc.subtract(rounded, exact),
            "amount": rounded,
            "currency": self._currency(lines.currency),
            "reverses": self._reversed(lines.reverses),
        }

    def _unpaid(self, levels: UnpaidLevels) -> dict[str, Any]:
        return {
            "bonus": named(levels.bonus, list(self.plan.bonuses)),
            "order_line": self._order_line(levels.order_line),
            "source": self._person(self.snapshot.order_lines.place[levels.order_line]),
            "paid_level": levels.paid_level,
            "distributor": self._person(levels.person),
            "reason": named(levels.reason, REASONS),
            "base_from": decimals(levels.base_from_e4, 4),
            "base_to": decimals(levels.base_to_e4, 4),
        }

    def _passed_over(self, passed: PassedOver) -> Any:
        return pa.table(
            {
                "bonus": named(np.array(passed.bonus, np.int16), list(self.plan.bonuses)),
                "order_line": self._order_line(np.array(passed.order_line, np.int32)),
                "distributor": self._person(np.array(passed.person, np.int32)),
                "level": pa.array(passed.step, pa.int32()),
                "paid_level": pa.array(passed.level, pa.int32()),
                "reason": named(np.array(passed.reason, np.int8), REASONS),
            }
        )

    def _person_lines(self, lines: PersonLines) -> dict[str, Any]:
        return {
            "bonus": named(lines.bonus, list(self.plan.bonuses)),
            "distributor": self._person(lines.payee),
            "part": named(lines.part, PARTS),
            "rank": self._rank(lines.rank),
            "other": self._person(lines.other),
            "number": lines.number,
            "amount": self._amounts(lines.amount_minor, lines.currency),
            "currency": self._currency(lines.currency),
        }

    def _statements(self) -> Any:
        totals = self.result.totals
        return pa.table(
            {
                "distributor": self._person(totals.payee),
                "bonus": named(totals.bonus, list(self.plan.bonuses)),
                "currency": self._currency(totals.currency),
                "amount": self._amounts(totals.amount_minor, totals.currency),
            }
        )

    def _ranks(self) -> Any:
        standing = self.result.standing
        return self._by_person(
            {
                name: self._rank(getattr(standing, name))
                for name in ("qualified", "paid_as", "title")
            }
        )

    def _volumes(self) -> dict[str, Any]:
        volumes = self.result.standing.volumes
        return {name: decimals(values, 4) for name, values in volumes.items()}

    def _tests(self) -> dict[str, Any]:
        return {name: yes_no(passed) for name, passed in self.result.standing.tests.items()}

    def _by_person(self, columns: Mapping[str, Any]) -> Any:
        return pa.table({"distributor": self.company.network.keys, **columns})

    def _reversed(self, refs: Int64) -> Any:
        """The lines that are taken back: `2026-10/17`, period and number of the row."""
        none = pa.nulls(len(refs), pa.string())
        if not (refs >= 0).any():
            return none
        places = pa.array(refs, mask=refs < 0)
        period, line = (self.before.standing[name].take(places) for name in ("period", "line"))
        joined = pc.binary_join_element_wise(period, line.cast(pa.string()), "/")
        return joined.combine_chunks()

    def _person(self, persons: AnyArray) -> Any:
        return named(persons, self.company.network.keys)

    def _order_line(self, order_lines: AnyArray) -> Any:
        return named(order_lines, self.company.sales.lines.keys)

    def _rank(self, ranks: Int16) -> Any:
        return named(ranks, ladder(self.plan))

    def _currency(self, currencies: Int16) -> Any:
        return named(currencies, self.company.codes)

    def _amounts(self, amounts_minor: Int64, currency: Int16) -> Any:
        """In the major unit, with the decimals of the currency that has most."""
        exponents = np.array([item.exponent for item in self.company.currencies], dtype=np.int64)
        places = int(exponents.max(initial=0))
        return decimals(amounts_minor * 10 ** (places - exponents[currency]), places)

    def _exact(self, lines: CommissionLines) -> tuple[Any, Any]:
        """Amounts before and after rounding; what is taken back is negative."""
        sign = np.where(lines.reverses >= 0, -1, 1)
        base = decimals(sign * (lines.base_to_e4 - lines.base_from_e4), 4)
        terms = _Terms(lines)
        rates = [Decimal(num) / Decimal(den) for _, num, den in terms.different]
        exact = pc.multiply(base, terms.spread(pa.array(rates, pa.decimal128(18, self.places - 4))))
        exact = exact.cast(pa.decimal128(_EXACT_DIGITS, self.places))
        return exact, self._amounts(lines.amount_minor, lines.currency)

    @functools.cached_property
    def places(self) -> int:
        """The decimals that every amount before rounding fits in: 4 of the base, and the rate's."""
        parts = self.result.line_parts()
        dens = {den for part in parts for den in np.unique(part.rate_den).tolist()}
        return 4 + max(_RATE_PLACES, *map(_decimals, dens), 0)

    def _rates(self, lines: CommissionLines) -> Any:
        """Percentages; where the base is units, money for each."""
        terms = _Terms(lines)
        texts = [self._rate(bonus, Fraction(num, den)) for bonus, num, den in terms.different]
        return terms.spread(pa.array(texts, pa.string()))

    def _rate(self, bonus: int, rate: Fraction) -> str:
        rule = list(self.plan.bonuses.values())[bonus]
        if isinstance(rule, SaleBonus) and rule.base is Base.UNITS:
            return decimal_text(rate, decimals_min=2)
        return rate_text(rate)

    def _parameters(self, lines: CommissionLines) -> Any:
        """What the rate was put in by, where the plan says so of every rate of this value."""
        terms = _Terms(lines)
        texts = [
            self.origins[bonus].get(Fraction(num, den), "") for bonus, num, den in terms.different
        ]
        return terms.spread(pa.array(texts, pa.string()))

    @functools.cached_property
    def origins(self) -> list[dict[Fraction, str]]:
        """For each bonus, from which parameter or promotion a rate comes."""
        return [rate_origins(self.plan, name) for name in self.plan.bonuses]


class _Terms:
    """The different (bonus, rate) of some lines, of which there are few."""

    def __init__(self, lines: CommissionLines) -> None:
        terms: list[AnyArray] = [lines.bonus, lines.rate_num, lines.rate_den]
        code = np.zeros(len(lines), dtype=np.int64)
        for values in terms:
            different, inverse = np.unique(values, return_inverse=True)
            code = code * max(1, len(different)) + inverse
        _, first, self._code = np.unique(code, return_index=True, return_inverse=True)
        columns = [values[first].tolist() for values in terms]
        self.different: list[tuple[int, int, int]] = list(zip(*columns, strict=True))

    def spread(self, values: Any) -> Any:
        """A value for each of the different ones, as a column of the lines."""
        return values.take(pa.array(self._code))


def _decimals(denominator: int) -> int:
    """The decimals of 1/denominator, a divisor of a power of ten."""
    places = 0
    while 10**places % denominator:
        places += 1
    return places
