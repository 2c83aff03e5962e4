"""Checks of rate tables: what may stand in them, and that nothing is left open."""

import datetime as dt
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from .bonuses import (
    Base,
    BreakawayBonus,
    DifferentialBonus,
    GenerationBonus,
    InfinityBonus,
    LevelBonus,
    RetailBonus,
)
from .check_names import unknown_word
from .problems import Finding, Path
from .quantities import COUNTRY_FORM, CURRENCY_FORM, Amount, rate_text, volume_text
from .rates import (
    CountryRates,
    DatedRates,
    EnrolledRates,
    LevelRates,
    RankRates,
    SaleRates,
    TierRates,
)
from .schema import Plan

WORDS = {
    "buyer-class": "classes",
    "order-kind": "order_kinds",
    "product-line": "product_lines",
}
"""The words whose entries a table by a column of the sale may have."""
_CODES = {
    "country": (re.compile("[A-Z]{2}"), COUNTRY_FORM),
    "currency": (re.compile("[A-Z]{3}"), CURRENCY_FORM),
}
"""Their forms; whether there is such a one is asked of new documents."""


def rate_findings(plan: Plan) -> Iterator[Finding]:
    """What is wrong with the rates of all bonuses."""
    for name, bonus in plan.bonuses.items():
        path: Path = ("bonuses", name)
        match bonus:
            case LevelBonus():
                yield from _Table(plan, bonus.base, "level").findings(bonus.rates, path)
            case BreakawayBonus() | GenerationBonus():
                yield from _Table(plan, bonus.base, "generation").findings(bonus.rates, path)
            case DifferentialBonus() | InfinityBonus():
                yield from _Table(plan, bonus.base, None).findings(bonus.rates, path)
        if isinstance(bonus, GenerationBonus) and bonus.own_group is not None:
            own = _Table(plan, bonus.base, None)
            yield from own.findings(bonus.own_group, path, "own_group")
        if isinstance(bonus, RetailBonus):
            lower = [tier.at_least_e4 for tier in bonus.tiers]
            yield from bracket_findings(lower, (*path, "tiers"))


def bracket_findings(lower_e4: Sequence[int], path: Path) -> Iterator[Finding]:
    """Brackets that do not begin at 0, or do not ascend."""
    if lower_e4[0] != 0:
        message = f"the first bracket begins at {volume_text(lower_e4[0])}"
        yield Finding((*path, 0, "from"), message, '"0": below it nothing is said', "brackets")
    for number, (before, after) in enumerate(pairwise(lower_e4), start=1):
        if after <= before:
            message = f"{volume_text(after)} does not come after {volume_text(before)}"
            yield Finding((*path, number, "from"), message, "brackets that ascend", "brackets")


@dataclass(frozen=True)
class _Table:
    """The rates of one field of a bonus. levels: what they must be by somewhere, if by any."""

    plan: Plan
    base: Base
    levels: str | None

    def findings(self, rates: Any, path: Path, field: str = "rates") -> Iterator[Finding]:
        """What is wrong with them, from the outermost table inwards."""
        yield from self._inside(rates, (*path, field), {})

    def _inside(self, rates: Any, path: Path, above: Mapping[str, str]) -> Iterator[Finding]:
        if isinstance(rates, Fraction | Amount):
            yield from self._leaf(rates, path, above)
            return
        by = _label(rates)
        if by in above:
            message = f"this table is by {by}, as the one around it"
            yield Finding((*path, "by"), message, "each thing once", "rates-twice")
        yield from self._table(rates, path)
        for key, place, entry in _entries(rates, path):
            yield from self._inside(entry, place, {**above, by: key})

    def _leaf(
        self, rate: Fraction | Amount, path: Path, above: Mapping[str, str]
    ) -> Iterator[Finding]:
        if isinstance(rate, Amount):
            yield from self._amount(rate, path, above)
        elif rate and self.base is Base.UNITS:
            message, expected = f"{rate_text(rate)} of pieces is no money", "money for each piece"
            yield Finding(path, message, f'{expected}, such as "1.50 USD"', "rate-base")
        if self.levels and not {"level", "generation"} & set(above) and _value(rate):
            message = f"it does not say for which {self.levels}"
            expected = f"a table with `by: {self.levels}` around it, or 0 %"
            yield Finding(path, message, expected, "rates-levels")

    def _amount(self, rate: Amount, path: Path, above: Mapping[str, str]) -> Iterator[Finding]:
        if self.base is not Base.UNITS:
            message = f"{rate} is a fixed amount, and `base: {self.base}` is money itself"
            yield Finding(path, message, "a percentage, or `base: units`", "rate-base")
        currency = above.get("currency", rate.currency)
        known = _CODES["currency"][0].fullmatch(currency)
        if known and currency != rate.currency and rate.value:
            message = f"{rate} can never be paid on sales in {currency}"
            yield Finding(path, message, f"an amount in {currency}, or 0 %", "rate-currency")

    def _table(self, rates: Any, path: Path) -> Iterator[Finding]:
        match rates:
            case LevelRates():
                yield from self._levels(rates, path)
            case RankRates():
                yield from _rank_rows(self.plan, rates, path)
            case TierRates():
                lower = [row.at_least_e4 for row in rates.rows]
                yield from bracket_findings(lower, (*path, "rows"))
            case SaleRates() | CountryRates():
                yield from _sale_rows(self.plan, rates, path)
            case EnrolledRates():
                yield from _missing_rows(("personally", "otherwise"), rates.rows, path)
            case DatedRates():
                yield from day_findings([row.since for row in rates.rows], (*path, "rows"))

    def _levels(self, rates: LevelRates, path: Path) -> Iterator[Finding]:
        if rates.by != self.levels:
            expected = f"`by: {self.levels}`" if self.levels else "rates by anything else"
            message = f"this bonus pays nothing by {rates.by}"
            yield Finding((*path, "by"), message, expected, "rates-levels")
        total = sum((_most(row) for row in rates.rows), Fraction())
        if total > 1:
            message = f"the rates sum to {rate_text(total)}, more than the whole base"
            yield Finding(path, message, "at most 100 % in all", "rates-total")


def day_findings(days: Sequence[dt.date], path: Path) -> Iterator[Finding]:
    """Days that do not ascend."""
    for number, (before, after) in enumerate(pairwise(days), start=1):
        if after <= before:
            message = f"{after} does not come after {before}"
            yield Finding((*path, number, "from"), message, "days that ascend", "day-order")


def _rank_rows(plan: Plan, rates: RankRates, path: Path) -> Iterator[Finding]:
    if plan.ranks is None:
        message = f"rates by {rates.by} need ranks, and the plan has none"
        yield Finding((*path, "by"), message, "`ranks`", "no-ranks")
        return
    keys = [rank.key for rank in plan.ranks.ladder]
    yield from _missing_rows(("none", *keys), rates.rows, path)
    for key in rates.rows:
        if key not in keys and key != "none":
            yield unknown_word((*path, "rows", key), "ranks", key, ["none", *keys])


def _sale_rows(plan: Plan, rates: SaleRates | CountryRates, path: Path) -> Iterator[Finding]:
    yield from _missing_rows(("other",), rates.rows, path)
    for key in rates.rows:
        place = (*path, "rows", key)
        if key == "other":
            continue
        if rates.by in WORDS:
            part = WORDS[rates.by]
            known = getattr(plan.words, part)
            if key not in known:
                yield unknown_word(place, part, key, known)
        else:
            form, expected = _CODES[rates.by]
            if not form.fullmatch(key):
                yield Finding(place, f"`{key}` is no {rates.by}", expected, f"{rates.by}-form")


def _missing_rows(wanted: Sequence[str], rows: Container[str], path: Path) -> Iterator[Finding]:
    missing = [f"`{key}`" for key in wanted if key not in rows]
    if missing:
        message = f"there is no entry for {', '.join(missing)}"
        expected = "an entry for each, if it is 0 %"
        yield Finding((*path, "rows"), message, expected, "missing-row")


def _label(rates: Any) -> str:
    """What a table is by, so that it is not by the same thing twice."""
    if isinstance(rates, TierRates):
        return f"volume {rates.volume}"
    if isinstance(rates, CountryRates):
        return f"country of {rates.of}"
    return str(rates.by)


def _entries(rates: Any, path: Path) -> Iterator[tuple[str, Path, Any]]:
    """Each entry of a table: its key, its path and what stands there."""
    rows = (*path, "rows")
    if isinstance(rates.rows, dict):
        for key, entry in rates.rows.items():
            yield str(key), (*rows, key), entry
        return
    for number, row in enumerate(rates.rows):
        if isinstance(rates, LevelRates):
            yield str(number + 1), (*rows, number), row
        else:
            yield str(number), (*rows, number, "rate"), row.rate


def _most(rates: Any) -> Fraction:
    """The highest percentage in a table."""
    if isinstance(rates, Fraction | Amount):
        return rates if isinstance(rates, Fraction) else Fraction()
    return max(_most(entry) for _, _, entry in _entries(rates, ()))


def _value(rate: Fraction | Amount) -> Fraction:
    return rate.value if isinstance(rate, Amount) else rate
