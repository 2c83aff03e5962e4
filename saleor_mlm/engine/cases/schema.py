"""The form of a `*.cases.yaml` file. Numbers may stand without quotes; they stay exact."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, model_validator

from ..plans.bonuses import Base
from ..plans.document import parse
from ..plans.quantities import Key, Name, problem, shown
from ..plans.validation import validate

_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_VOLUME = re.compile(r"-?[0-9]+(\.[0-9]{1,4})?")
_MONEY = re.compile(r"(?P<amount>-?[0-9]+(\.[0-9]+)?) (?P<currency>[A-Z]{3})")

type Money = tuple[Fraction, str]
NOBODY = "nobody"


def _volume_e4(value: object) -> int:
    text = str(value) if isinstance(value, str | int | Decimal) else ""
    if not _VOLUME.fullmatch(text):
        expected = "a decimal with at most 4 decimals, such as 24.70 or -12.35"
        raise problem("number-form", f"{shown(value)} is no volume", expected)
    return int(Fraction(text) * 10**4)


def _moneys(value: object) -> list[Money]:
    parts = value if isinstance(value, list) else [value]
    matches = [_MONEY.fullmatch(part) if isinstance(part, str) else None for part in parts]
    if not matches or None in matches:
        expected = "an amount and its currency, such as 5.80 USD, or a list of them"
        raise problem("money-form", f"{shown(value)} is no amount", expected)
    return [(Fraction(match["amount"]), match["currency"]) for match in matches if match]


def _pay(value: object) -> dict[str, list[Money]]:
    """Amounts by bonus; what is written without bonuses stands under the empty name."""
    if isinstance(value, dict):
        return {str(bonus): _moneys(amount) for bonus, amount in value.items()}
    return {"": _moneys(value)}


def _earned(value: object) -> dict[Base, int]:
    """The earned change of each base; one number is that of the CV."""
    if not isinstance(value, dict):
        return {Base.CV: _volume_e4(value)}
    known = [base.value for base in Base]
    for base in value:
        if base not in known:
            expected = f"one of: {', '.join(known)}"
            raise problem("unknown-base", f"there is no base `{base}`", expected)
    return {Base(base): _volume_e4(amount) for base, amount in value.items()}


def _day(value: object) -> str:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return dt.date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise problem("day-form", f"{shown(value)} is no day", "a date such as 2026-10-25")


Day = Annotated[str, PlainValidator(_day)]
VolumeE4 = Annotated[int, PlainValidator(_volume_e4)]
Pay = Annotated[dict[str, list[Money]], PlainValidator(_pay)]
Earned = Annotated[dict[Base, int], PlainValidator(_earned)]
YesNo = Literal["yes", "no"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SaleRow(_Part):
    """One signed sale line, of a customer of a person or of an own order.

    What describes the order line (`paid`, `buyer`, ...) may stand in its first row only.
    """

    line: str = Field(description="The order line's name")
    customer_of: str | None = None
    bought_by: str | None = None
    currency: str = Field(description="One of `currencies`")
    paid: Day | None = Field(
        default=None,
        description="The day the order line was paid; left out: the first of its first period",
    )
    buyer: str | None = Field(default=None, description="The customer's name")
    buyer_class: Name | None = None
    order: str | None = Field(default=None, description="The order; left out: one for each line")
    order_kind: Name | None = None
    product_line: Name | None = None
    country: Name | None = None
    qv: VolumeE4 = Field(default=0, description="Change of QV")
    cv: VolumeE4 = Field(default=0, description="Change of CV")
    price: VolumeE4 = Field(default=0, description="Change of the price")
    margin: VolumeE4 = Field(default=0, description="Change of the margin")
    units: VolumeE4 = Field(default=0, description="Change of the pieces")
    earned: Earned | None = Field(
        default=None,
        description="What of the CV was delivered (up) or came back (down); or the change of every "
        "base by its name. Left out: all that stands in the row",
    )

    @model_validator(mode="after")
    def _one_buyer(self) -> "SaleRow":
        if (self.customer_of is None) == (self.bought_by is None):
            raise problem("buyer", f"who bought `{self.line}`?", "`customer_of` or `bought_by`")
        return self

    @property
    def place(self) -> str:
        """Where the sale stands."""
        return self.customer_of or self.bought_by or ""

    def earned_e4(self, base: Base) -> int:
        """The change of the earned base."""
        if self.earned is None:
            return int(getattr(self, base))
        return self.earned.get(base, 0)


class Exempted(_Part):
    """Who has an exception to a test in a run."""

    passes: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()


class Run(_Part):
    """The sales of one run and what it must give.

    Whoever is not in `pays` is paid nothing; an amount is all he is paid, or a list by bonus is.
    What else is expected is checked as far as it is written.
    """

    period: str | None = Field(
        default=None, description="Left out: the period after that of the run before"
    )
    sales: list[SaleRow] = Field(description="Sale lines, in the order they happened")
    exceptions: dict[Key, Exempted] = Field(
        default_factory=dict, description="By test: who passes it or fails it whatever he did"
    )
    pays: dict[str, Pay] = Field(description="Each payee and amount")
    volumes: dict[Key, dict[str, VolumeE4]] = Field(
        default_factory=dict, description="By volume of the plan: each person's"
    )
    tests: dict[Key, dict[str, YesNo]] = Field(
        default_factory=dict, description="By test of the plan: whether each person passes"
    )
    ranks: dict[str, Key] = Field(default_factory=dict, description="Paid-as ranks, or `none`")
    titles: dict[str, Key] = Field(default_factory=dict, description="Career titles, or `none`")
    passed_over: dict[str, Literal["inactive", "ended"]] = Field(default_factory=dict)

    def named(self) -> Iterator[str]:
        """Everyone who is mentioned but for the sales."""
        names: tuple[Iterable[str], ...] = (self.pays, self.ranks, self.titles, self.passed_over)
        yield from chain.from_iterable(names)
        yield from chain.from_iterable(self.volumes.values())
        yield from chain.from_iterable(self.tests.values())
        for exempted in self.exceptions.values():
            yield from (*exempted.passes, *exempted.fails)


class Earlier(_Part):
    """A period before the first run, of the same length, as it was."""

    period: str
    volumes: dict[Key, dict[str, VolumeE4]] = Field(default_factory=dict)
    tests: dict[Key, tuple[str, ...]] = Field(
        default_factory=dict, description="By test: whoever passed it"
    )
    ranks: dict[str, Key] = Field(
        default_factory=dict, description="Qualified and paid-as ranks of those who had one"
    )

    def named(self) -> Iterator[str]:
        """Everyone who is mentioned."""
        yield from self.ranks
        for names in (*self.volumes.values(), *self.tests.values()):
            yield from names


class Case(_Part):
    """One worked case: a tree and one or more runs, each going on from the one before.

    An agreement is in force from the day a person enrolled (left out: always) to the day before it
    ended, and from the day it was reinstated.
    """

    name: str = Field(description="What the case shows")
    people: dict[str, str] = Field(description="Each person's enroller, or `nobody`")
    trees: dict[Key, dict[str, str]] = Field(
        default_factory=dict,
        description="The other trees: whom each person stands below, or `nobody`; who is left out "
        "does not stand in that tree",
    )
    classes: dict[Name, tuple[str, ...]] = Field(
        default_factory=dict, description="Account classes, and who is in each"
    )
    countries: dict[Name, tuple[str, ...]] = Field(
        default_factory=dict, description="Countries, and who lives in each"
    )
    households: tuple[tuple[str, ...], ...] = Field(
        default=(), description="People and buyers who live together"
    )
    enrolled: dict[str, Day] = Field(default_factory=dict)
    ended: dict[str, Day] = Field(default_factory=dict)
    reinstated: dict[str, Day] = Field(default_factory=dict)
    period: str | None = Field(
        default=None, description="The first run's period; left out: that of the file"
    )
    before: tuple[Earlier, ...] = Field(default=(), description="Earlier periods, ascending")
    titles_before: dict[str, Key] = Field(
        default_factory=dict, description="Career titles of those who had one"
    )
    runs: Annotated[list[Run], Field(min_length=1)] = Field(description="At least one run")

    @model_validator(mode="after")
    def _everyone_is_known(self) -> "Case":
        for name in self._mentioned():
            if name not in self.people:
                known = ", ".join(self.people)
                raise problem("unknown-person", f"`{name}` is not in `people`", f"one of: {known}")
        return self

    @model_validator(mode="after")
    def _days_ascend(self) -> "Case":
        for name in self.reinstated.keys() - self.ended.keys():
            message = f"`{name}` is reinstated, but the agreement never ended"
            raise problem("not-ended", message, "`ended`, with an earlier day")
        for name in self.people:
            tables = (self.enrolled, self.ended, self.reinstated)
            days = [table[name] for table in tables if name in table]
            if days != sorted(set(days)):
                message = f"the days of `{name}` do not follow each other: {', '.join(days)}"
                raise problem("day-order", message, "enrolled, ended, reinstated")
        return self

    @model_validator(mode="after")
    def _days_of_sales_are_known(self) -> "Case":
        dated = self.enrolled or self.ended
        for sale in self.sales():
            day = self.paid_on.get(sale.line)
            if dated and day is None:
                message = f"when was `{sale.line}` paid? Agreements begin or end in this case"
                raise problem("paid-missing", message, "`paid`, with a day, in one of its rows")
            if sale.paid not in (None, day):
                message = f"`{sale.line}` is paid on {sale.paid} and on {day}"
                raise problem("paid-twice", message, "one day for each order line")
        return self

    @property
    def paid_on(self) -> dict[str, str]:
        """The day each order line was paid, of those that say it."""
        days: dict[str, str] = {}
        for sale in self.sales():
            if sale.paid is not None:
                days.setdefault(sale.line, sale.paid)
        return days

    def sales(self) -> Iterator[SaleRow]:
        """All rows of all runs, in their order."""
        for run in self.runs:
            yield from run.sales

    def _mentioned(self) -> Iterator[str]:
        above = [self.people, *self.trees.values()]
        yield from (name for tree in above for name in tree.values() if name != NOBODY)
        for by_name in (*self.trees.values(), self.enrolled, self.ended, self.reinstated):
            yield from by_name
        yield from (name for group in self.classes.values() for name in group)
        yield from (name for group in self.countries.values() for name in group)
        yield from self.titles_before
        yield from (sale.place for sale in self.sales())
        for part in self.before:
            yield from part.named()
        for run in self.runs:
            yield from run.named()


class CaseFile(_Part):
    """All cases of a plan. currencies: the decimals of each currency's smallest unit."""

    plan: str = Field(description="The plan document beside this file")
    period: str = Field(description="The first run's period", examples=["2026-10"])
    currencies: dict[str, Annotated[int, Field(ge=0, le=4)]] = Field(
        description="Decimals of each currency, such as USD: 2"
    )
    cases: Annotated[list[Case], Field(min_length=1)] = Field(description="At least one case")

    @model_validator(mode="after")
    def _currencies_are_known(self) -> "CaseFile":
        for index, case in enumerate(self.cases):
            for code in _currencies(case):
                if code not in self.currencies:
                    message = f"{case.name}: `{code}` is not in `currencies`"
                    expected = f"one of: {', '.join(self.currencies)}"
                    raise problem("unknown-currency", message, expected, ("cases", index))
        return self


def _currencies(case: Case) -> set[str]:
    pays = [pay for run in case.runs for pay in run.pays.values()]
    paid = {code for pay in pays for moneys in pay.values() for _, code in moneys}
    return paid | {sale.currency for sale in case.sales()}


def load_cases(text: str, source: str = "cases.yaml") -> CaseFile:
    """Read and check a case file.

    Raises `PlanError` with every problem found.
    """
    return validate(parse(text, source), CaseFile)
