"""Rates as a distributor would be told them."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from .problems import Path, path_text
from .quantities import Amount, rate_text, volume_text
from .rates import (
    CountryRates,
    DatedRates,
    EnrolledRates,
    LevelRates,
    RankRates,
    RateTable,
    SaleRates,
    TierRates,
)
from .say_tests import rank_name
from .schema import Plan
from .wording import listed, quoted

_RANK = {
    "rank": ("for {}", "without a rank"),
    "title": ("with the title {}", "without a title"),
    "source-rank": ("on sales at a {}", "on sales at people without a rank"),
}
_SALE = {
    "buyer-class": "on orders of {} customers",
    "order-kind": "on {} orders",
    "product-line": "on {}",
    "currency": "on sales in {}",
}
_COUNTRY = {
    "payee": "for people in {}",
    "source": "on sales at people in {}",
    "order": "on orders from {}",
}
_DATED = {
    "sale-date": "on sales from {} on",
    "enrolment-date": "on sales at people who enrolled from {} on",
}


def rates_text(plan: Plan, rates: RateTable, path: Path) -> str:
    """`10 % on level 1, 5 % on level 2`; tables inside tables in brackets, parameters by name."""
    if isinstance(rates, Fraction | Amount):
        return single_rate(plan, rates, path)
    told = [
        (rates_text(plan, entry, place), isinstance(entry, Fraction | Amount), label)
        for label, place, entry in _entries(plan, rates, (*path, "rows"))
    ]
    entries = []
    for (inner, single), same in groupby(told, key=itemgetter(0, 1)):
        labels = [label for _, _, label in same]
        if single:
            entries += [f"{inner} {label}" for label in labels]
        else:
            entries.append(f"{listed(labels)} ({inner})")
    return ", ".join(entries)


def places(plan: Plan, rates: RateTable, path: Path, around: str = "") -> dict[str, str]:
    """The path of each rate and table, and for what it is paid: ` for Gold, on level 2`."""
    found = {path_text(path): around}
    if isinstance(rates, Fraction | Amount):
        return found
    for label, place, entry in _entries(plan, rates, (*path, "rows")):
        before = f"{around}," if around else ""
        found |= places(plan, entry, place, f"{before} {label}")
    return found


def texts(plan: Plan, rates: RateTable, path: Path) -> dict[str, str]:
    """The path of each rate and table, and what it says."""
    found = {path_text(path): rates_text(plan, rates, path)}
    if not isinstance(rates, Fraction | Amount):
        for _, place, entry in _entries(plan, rates, (*path, "rows")):
            found |= texts(plan, entry, place)
    return found


def single_rate(plan: Plan, rate: Fraction | Amount, path: Path) -> str:
    """One rate, and where it comes from if it does not stand in the plan itself."""
    text = rate_text(rate) if isinstance(rate, Fraction) else f"{rate} for each piece"
    origin = plan.origin(path_text(path))
    return f"{text} [{origin}]" if origin else text


def _entries(plan: Plan, rates: Any, rows: Path) -> Iterator[tuple[str, Path, RateTable]]:
    """The label of each entry, its path and what stands there."""
    match rates:
        case LevelRates():
            where = "on level" if rates.by == "level" else "in generation"
            for number, entry in enumerate(rates.rows):
                yield f"{where} {number + 1}", (*rows, number), entry
        case TierRates():
            for number, tier in enumerate(rates.rows):
                label = f"from {volume_text(tier.at_least_e4)} of your {quoted(rates.volume)}"
                yield label, (*rows, number, "rate"), tier.rate
        case DatedRates():
            for number, dated in enumerate(rates.rows):
                label = _DATED[rates.by].format(dated.since)
                yield label, (*rows, number, "rate"), dated.rate
        case _:
            for key, entry in rates.rows.items():
                yield _label(plan, rates, key), (*rows, key), entry


def _label(plan: Plan, rates: Any, key: str) -> str:
    match rates:
        case RankRates():
            named, none = _RANK[rates.by]
            return none if key == "none" else named.format(rank_name(plan, key))
        case EnrolledRates():
            own = "on sales at you and at people directly below you in the enroller tree"
            return own if key == "personally" else "on all other sales"
        case SaleRates():
            return "on all others" if key == "other" else _SALE[rates.by].format(key)
        case CountryRates():
            return "elsewhere" if key == "other" else _COUNTRY[rates.of].format(key)
    raise AssertionError(rates)
