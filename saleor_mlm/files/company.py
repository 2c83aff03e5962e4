"""A company in one period: what its files say, as the snapshot that a calculation reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from ..engine.columns import Int32, Int64
from ..engine.periods import Period
from ..engine.plans import Base, Plan, SaleBonus
from ..engine.plans.volumes import Measure
from ..engine.snapshot import (
    Currency,
    EarlierPay,
    Exceptions,
    OrderLines,
    PastPeriod,
    Persons,
    Posted,
    Snapshot,
    Words,
)
from .cells import NOBODY, different, indexes, positions, told_apart
from .currencies import currency
from .network import Network
from .sale_rows import SaleRows
from .sales import Sales


def ladder(plan: Plan) -> list[str]:
    """The keys of the ranks, lowest first."""
    return [rank.key for rank in plan.ranks.ladder] if plan.ranks else []


@dataclass(frozen=True, eq=False)
class Carried:
    """What the run before left, by the indexes of this one. earned_before: by order line."""

    state: Mapping[str, Int64] = field(default_factory=dict)
    sold_at_us: Int64 | None = None
    earned_before: Mapping[Base, Int64] = field(default_factory=dict)
    posted: Posted = field(default_factory=Posted.empty)
    past: Sequence[PastPeriod] = ()
    pay: EarlierPay = field(default_factory=EarlierPay.empty)

    def before(self, base: Base, order_lines: int) -> Int64:
        """What earlier runs claimed of a base."""
        return self.earned_before.get(base, np.zeros(order_lines, dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Company:
    """What the files of a run say together: people, sales, and the words both use."""

    network: Network
    sales: Sales
    currencies: tuple[Currency, ...]
    countries: tuple[str, ...]
    households: tuple[str, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of the currencies."""
        return [currency.code for currency in self.currencies]


def company(network: Network, sales: Sales, codes: set[str]) -> Company:
    """Number currencies, countries and households; `codes` are further currencies."""
    texts = sales.lines.texts
    codes = codes.union(different(texts["currency"]))
    both = {
        name: different(getattr(network, name), *([texts[name]] if name in texts else []))
        for name in ("country", "household")
    }
    return Company(
        network=network,
        sales=sales,
        currencies=tuple(currency(code) for code in sorted(codes)),
        countries=tuple(both["country"]),
        households=tuple(both["household"]),
    )


def snapshot(
    company: Company,
    plan: Plan,
    period: Period,
    rows: SaleRows,
    exceptions: Exceptions,
    carried: Carried,
) -> Snapshot:
    """The snapshot of a period.

    Raises `SnapshotError` for what contradicts itself and no single file shows.
    """
    bases = bases_of(plan)
    return Snapshot(
        period=period,
        words=Words(
            classes=plan.words.classes,
            order_kinds=plan.words.order_kinds,
            product_lines=plan.words.product_lines,
            countries=company.countries,
        ),
        currencies=company.currencies,
        persons=_persons(company),
        trees=company.network.trees,
        absences=company.network.absences,
        order_lines=_order_lines(company, carried),
        sale_lines=rows.lines,
        measures={name: rows.measure(values) for name, values in company.sales.measures.items()},
        earned={base: rows.earned(company.sales.measures[Measure(base)]) for base in bases},
        earned_before={base: carried.before(base, len(company.sales.lines)) for base in bases},
        posted=carried.posted,
        exceptions=exceptions,
        earlier_pay=carried.pay,
        past=tuple(carried.past),
        state=carried.state,
    )


def bases_of(plan: Plan) -> list[Base]:
    """The bases that a plan's bonuses pay on."""
    bonuses = (bonus for bonus in plan.bonuses.values() if isinstance(bonus, SaleBonus))
    return sorted({bonus.base for bonus in bonuses})


def _persons(company: Company) -> Persons:
    network = company.network
    return Persons(
        joined_us=network.joined_us,
        country=indexes(network.country, company.countries),
        klass=network.klass,
        household=_household(company, network.household),
    )


def _order_lines(company: Company, carried: Carried) -> OrderLines:
    lines = company.sales.lines
    unknown = np.full(len(lines), NOBODY, dtype=np.int32)
    nowhere = np.full(len(lines), NOBODY, dtype=np.int16)
    texts = lines.texts
    sold_at_us = lines.sold_at_us
    if carried.sold_at_us is not None:
        sold_at_us = np.minimum(sold_at_us, carried.sold_at_us)
    return OrderLines(
        place=lines.place,
        own=lines.own,
        currency=indexes(texts["currency"], company.codes),
        sold_at_us=sold_at_us,
        buyer=told_apart(texts["buyer"]) if "buyer" in texts else unknown,
        household=_household(company, texts["household"]) if "household" in texts else unknown,
        buyer_class=lines.buyer_class,
        order=told_apart(texts["order"]) if "order" in texts else unknown,
        order_kind=lines.order_kind,
        product_line=lines.product_line,
        country=indexes(texts["country"], company.countries) if "country" in texts else nowhere,
    )


def _household(company: Company, texts: Any) -> Int32:
    return positions(texts, pa.array(company.households, pa.string()))
