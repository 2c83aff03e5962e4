"""What earlier runs left, by the indexes of this one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from ..engine.columns import AnyArray, Int16, Int32, Int64
from ..engine.past import PAID_AS
from ..engine.plans import Base, Plan
from ..engine.plans.bonuses import BASES
from ..engine.rounding import ROUNDINGS
from ..engine.snapshot import EarlierPay, PastPeriod, Posted
from ..engine.titles import TITLE
from .cells import NOBODY, different, flags, indexes, instant_us, positions, unscaled
from .company import Carried, Company, ladder
from .earlier import Earlier
from .folders import RunFolder, folder_error
from .tables import WORD_TYPE

TEXT, NUMBER, WHOLE = pa.string(), pa.decimal128(19, 4), pa.int64()
INSTANT = pa.timestamp("us", "UTC")
STANDING = pa.schema(
    {
        "period": WORD_TYPE,
        "line": WHOLE,
        "order_line": TEXT,
        "payee": TEXT,
        "bonus": WORD_TYPE,
        "base": WORD_TYPE,
        "level": WHOLE,
        "paid_level": WHOLE,
        "rank": WORD_TYPE,
        "rate_num": WHOLE,
        "rate_den": WHOLE,
        "rounding": WORD_TYPE,
        "base_from": NUMBER,
        "base_to": NUMBER,
        "currency": WORD_TYPE,
    }
)
"""The lines that a refund would take back."""
VOLUME, TEST, EARNED = "volume:", "test:", "earned:"


@dataclass(frozen=True, eq=False)
class CarriedLines:
    """State by order line, as the run before wrote it; kept for what this run does not touch."""

    order_lines: Mapping[str, Any] = field(default_factory=dict)
    standing: Mapping[str, Any] = field(default_factory=dict)


def carried(
    found: Earlier, plan: Plan, company: Company, bases: Sequence[Base]
) -> tuple[Carried, CarriedLines]:
    """What the folders say, by the indexes of this run. Order lines that do not stand where they
    stood go to the problems of the sales file.

    Raises `FileError` for people or names that are no more.
    """
    people = company.network.keys
    past = _past(found.results, plan, people) if found.results else ()
    pay = EarlierPay.concatenate(
        [EarlierPay.empty(), *(_pay(folder, plan, company) for folder in found.pay)]
    )
    ranks = _ranks_left(found.ranks, plan, people) if found.ranks else {}
    if found.state is None:
        return Carried(state=ranks, past=past, pay=pay), CarriedLines()
    lines = CarriedLines(
        order_lines=_read(found.state, "state/order-lines", _ORDER_LINES, NUMBER),
        standing=_read(found.state, "state/standing", _STANDING, WHOLE),
    )
    place = positions(company.sales.lines.keys, lines.order_lines["order_line"].combine_chunks())
    _check_lines(found.state, lines.order_lines, company, place)
    return (
        Carried(
            state={**_state(found.state, plan, people), **ranks},
            sold_at_us=_sold_at_us(lines.order_lines, place),
            earned_before={base: _earned(lines.order_lines, base, place) for base in bases},
            posted=_posted(found.state, lines.standing, plan, company),
            past=past,
            pay=pay,
        ),
        lines,
    )


_ORDER_LINES = {"order_line": TEXT, "distributor": TEXT, "currency": TEXT, "sold_at": INSTANT}
_STANDING = {column.name: TEXT if column.type == WORD_TYPE else column.type for column in STANDING}
_STATEMENTS = dict.fromkeys(("distributor", "bonus", "currency"), TEXT)


def _read(folder: RunFolder, name: str, types: Mapping[str, Any], other: Any) -> dict[str, Any]:
    """A table that a run wrote; columns that `types` does not name are of the other type."""
    path, _ = folder.table(name)
    if path.suffix == ".parquet":
        table = pa.parquet.read_table(path)
        wanted = [(column, types.get(column, other)) for column in table.column_names]
        table = table.cast(pa.schema(wanted))
    else:
        with path.open(encoding="utf-8") as file:
            header = file.readline().rstrip("\n").split(",")
        options = pa.csv.ConvertOptions(
            column_types={column: types.get(column, other) for column in header},
            strings_can_be_null=False,
        )
        table = pa.csv.read_csv(path, convert_options=options)
    columns = dict(zip(table.column_names, table.columns, strict=True))
    return {name: _filled(column) for name, column in columns.items()}


def _filled(column: Any) -> Any:
    """Without nulls: rows of an older plan have no cell in a column that came later."""
    return pc.fill_null(column, "" if column.type == TEXT else pa.scalar(0, column.type))


def _state(folder: RunFolder, plan: Plan, people: Any) -> dict[str, Int64]:
    table = _read(folder, "state/persons", {"distributor": TEXT}, WHOLE)
    person = _persons(folder, table["distributor"], people)
    state = {}
    for name, values in table.items():
        if name != "distributor":
            state[name] = np.zeros(len(people), dtype=np.int64)
            state[name][person] = values.to_numpy()
    if TITLE in state:
        state[TITLE] = _titles(folder, plan, state[TITLE])
    return state


def _titles(folder: RunFolder, plan: Plan, titles: Int64) -> Int64:
    """Titles by the places of the ladder of now; 0 is none."""
    held = folder.record["ranks"]
    now = ladder(plan)
    for place in np.unique(titles[titles > 0]).tolist():
        _known(folder, held[place - 1], now, "rank")
    places = [0, *(now.index(key) + 1 if key in now else 0 for key in held)]
    return np.array(places, dtype=np.int64)[titles]


def _ranks_left(folder: RunFolder, plan: Plan, people: Any) -> dict[str, Int64]:
    """Rank and title as the run that decided them left them, by their places plus 1."""
    table = _read(folder, "ranks", {}, TEXT)
    person = _persons(folder, table["distributor"], people)
    keys = ladder(plan)
    state = {}
    for name, column in ((PAID_AS, "paid_as"), (TITLE, "title")):
        for key in different(table[column]):
            _known(folder, key, keys, "rank")
        state[name] = np.zeros(len(people), dtype=np.int64)
        state[name][person] = indexes(table[column], keys).astype(np.int64) + 1
    return state


def _past(folder: RunFolder, plan: Plan, people: Any) -> list[PastPeriod]:
    """Whoever has no row in a period had no volume, failed every test and had no rank."""
    table = _read(folder, "results/periods", {}, TEXT)
    person = _persons(folder, table["distributor"], people)
    keys = [past["period"] for past in folder.record["past"]]
    number = indexes(table["period"], keys)
    found = []
    for place, past in enumerate(folder.record["past"]):
        rows = np.flatnonzero(number == place)
        spread = _Spread(folder, table, rows, person[rows], len(people), ladder(plan))
        found.append(spread.period(past["period"], past["starts_at"]))
    return found


@dataclass(frozen=True, eq=False)
class _Spread:
    """The rows of one period, spread over the people of now."""

    folder: RunFolder
    table: Mapping[str, Any]
    rows: Int64
    person: Int32
    count: int
    ladder: Sequence[str]

    def period(self, key: str, starts_at: str) -> PastPeriod:
        return PastPeriod(
            key=key,
            starts_us=instant_us(dt.datetime.fromisoformat(starts_at)),
            volumes={name: self.volume(name) for name in self.names(VOLUME)},
            tests={name: self.test(name) for name in self.names(TEST)},
            qualified=self.rank("qualified"),
            paid_as=self.rank("paid_as"),
            title=self.rank("title"),
        )

    def names(self, prefix: str) -> list[str]:
        """The volumes or tests of the period. A column that came later has empty cells in all of
        its rows, one that it had in none."""
        first = [int(row) for row in self.rows[:1]]
        return [
            name.removeprefix(prefix)
            for name, column in self.table.items()
            if name.startswith(prefix) and all(column[row].as_py() for row in first)
        ]

    def volume(self, name: str) -> Int64:
        cells = self.table[VOLUME + name].take(pa.array(self.rows))
        numbers = pc.if_else(pc.equal(cells, ""), "0", cells).cast(NUMBER)
        return self._over(unscaled(numbers), 0, np.int64)

    def test(self, name: str) -> AnyArray:
        cells = self.table[TEST + name].take(pa.array(self.rows))
        return self._over(flags(pc.equal(cells, "yes")), False, np.bool_)

    def rank(self, name: str) -> Int16:
        cells = self.table[name].take(pa.array(self.rows))
        for key in different(cells):
            _known(self.folder, key, self.ladder, "rank")
        return self._over(indexes(cells, self.ladder), NOBODY, np.int16)

    def _over(self, values: AnyArray, rest: int, dtype: Any) -> AnyArray:
        column = np.full(self.count, rest, dtype=dtype)
        column[self.person] = values
        return column


def _pay(folder: RunFolder, plan: Plan, company: Company) -> EarlierPay:
    table = _read(folder, "statements", _STATEMENTS, NUMBER)
    bonuses = list(plan.bonuses)
    for key in different(table["bonus"]):
        _known(folder, key, bonuses, "bonus")
    currency = indexes(table["currency"], company.codes)
    exponents = np.array([currency.exponent for currency in company.currencies], dtype=np.int64)
    divisor = 10 ** (4 - exponents[currency])
    return EarlierPay(
        bonus=indexes(table["bonus"], bonuses),
        person=_persons(folder, table["distributor"], company.network.keys),
        currency=currency,
        amount_minor=unscaled(table["amount"]) // divisor,
    )


def _sold_at_us(table: Mapping[str, Any], place: Int32) -> Int64:
    never = np.iinfo(np.int64).max
    sold_at_us = np.append(table["sold_at"].cast(WHOLE).to_numpy(), never)
    return sold_at_us[place]


def _earned(table: Mapping[str, Any], base: Base, place: Int32) -> Int64:
    if EARNED + base not in table:
        return np.zeros(len(place), dtype=np.int64)
    return np.append(unscaled(table[EARNED + base]), 0)[place]


def _posted(folder: RunFolder, table: Mapping[str, Any], plan: Plan, company: Company) -> Posted:
    """The standing lines of order lines that have rows now. ref: their place in the table."""
    order_line = positions(table["order_line"], company.sales.lines.keys)
    ref = np.flatnonzero(order_line >= 0)
    bonuses = list(plan.bonuses)
    taken = {name: column.take(pa.array(ref)) for name, column in table.items()}
    for key in different(taken["bonus"]):
        _known(folder, key, bonuses, "bonus")
    return Posted(
        order_line=order_line[ref],
        payee=_persons(folder, taken["payee"], company.network.keys),
        bonus=indexes(taken["bonus"], bonuses),
        base=indexes(taken["base"], BASES).astype(np.int8),
        level=taken["level"].to_numpy(),
        paid_level=taken["paid_level"].to_numpy(),
        rank=indexes(taken["rank"], ladder(plan)),
        rate_num=taken["rate_num"].to_numpy(),
        rate_den=taken["rate_den"].to_numpy(),
        rounding=indexes(taken["rounding"], ROUNDINGS).astype(np.int8),
        base_from_e4=unscaled(taken["base_from"]),
        base_to_e4=unscaled(taken["base_to"]),
        currency=indexes(taken["currency"], company.codes),
        ref=ref,
    )


def _check_lines(
    folder: RunFolder, table: Mapping[str, Any], company: Company, place: Int32
) -> None:
    """An order line stands where it stood, in the currency it had."""
    sales = company.sales
    known = np.flatnonzero(place >= 0)
    first = np.flatnonzero(np.diff(sales.order_line, prepend=-1))
    then = pa.array(place[known])
    for name in ("distributor", "currency"):
        now = sales.table.columns[name].take(pa.array(sales.rows[first[known]])).cast(TEXT)
        differ = np.flatnonzero(flags(pc.not_equal(now, table[name].take(then))))
        message = f"`{{}}` differs from what the run {folder.period} knew of this order line"
        expected = "the same in all runs; what moved is an order line with a key of its own"
        sales.table.refuse(
            sales.rows[first[known[differ]]], name, message, expected, "line-differs"
        )


def _persons(folder: RunFolder, keys: Any, people: Any) -> Int32:
    person = positions(keys, people)
    gone = np.flatnonzero(person < 0)
    if gone.size:
        key = keys[int(gone[0])].as_py()
        message = f"names `{key}`, who is not in the network file"
        raise folder_error(folder.path, message, "everybody who was there before, ended or not")
    return person


_KEPT = {
    "bonus": "it in the plan, at 0 % if it pays no more: what it paid may be taken back",
    "rank": "it in the ladder: titles and earlier results name it",
}


def _known(folder: RunFolder, key: str, known: Sequence[str], what: str) -> None:
    if key not in known:
        message = f"holds the {what} `{key}`, which the plan has no more"
        raise folder_error(folder.path, message, f"{_KEPT[what]}; there are: {', '.join(known)}")
