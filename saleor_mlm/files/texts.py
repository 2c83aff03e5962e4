"""Indexes of a company as what they stand for in files."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ..engine.columns import AnyArray, Int16, Int64
from ..engine.plans import Plan
from .company import Company, ladder
from .folders import decimals, named


@dataclass(frozen=True, eq=False)
class Texts:
    """The words of one company under one plan. An index of -1 is an empty cell."""

    plan: Plan
    company: Company

    def person(self, persons: AnyArray) -> Any:
        """Keys of people."""
        return _keys(persons, self.company.network.keys)

    def order_line(self, order_lines: AnyArray) -> Any:
        """Keys of order lines."""
        return _keys(order_lines, self.company.sales.lines.keys)

    def bonus(self, bonuses: AnyArray) -> Any:
        """Names of bonuses."""
        return named(bonuses, list(self.plan.bonuses))

    def rank(self, ranks: Int16) -> Any:
        """Keys of ranks."""
        return named(ranks, ladder(self.plan))

    def currency(self, currencies: Int16) -> Any:
        """Codes of currencies."""
        return named(currencies, self.company.codes)

    def amounts(self, amounts_minor: Int64, currency: Int16) -> Any:
        """In the major unit, with the decimals of the currency that has most."""
        exponents = np.array([item.exponent for item in self.company.currencies], dtype=np.int64)
        places = int(exponents.max(initial=0))
        return decimals(amounts_minor * 10 ** (places - exponents[currency]), places)


def _keys(indexes: AnyArray, keys: Any) -> Any:
    """Each as a text of its own: a dictionary of millions of keys would be written again with each
    part of a table."""
    return keys.take(pa.array(indexes, pa.int32(), mask=np.asarray(indexes) < 0))
