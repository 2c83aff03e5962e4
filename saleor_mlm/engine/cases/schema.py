"""The form of a `*.cases.yaml` file. Numbers may stand without quotes; they stay exact."""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, model_validator

from ..plans.document import parse
from ..plans.quantities import problem, shown
from ..plans.validation import validate

_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_VOLUME = re.compile(r"-?[0-9]+(\.[0-9]{1,4})?")
_MONEY = re.compile(r"(?P<amount>-?[0-9]+(\.[0-9]+)?) (?P<currency>[A-Z]{3})")

type Money = tuple[Fraction, str]


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


def _day(value: object) -> str:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return dt.date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise problem("day-form", f"{shown(value)} is no day", "a date such as 2026-10-25")


Day = Annotated[str, PlainValidator(_day)]
VolumeE4 = Annotated[int, PlainValidator(_volume_e4)]
Moneys = Annotated[list[Money], PlainValidator(_moneys)]


class SaleRow(BaseModel):
    """One signed sale line, of a customer of a person or of an own order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: str = Field(description="The order line's name")
    customer_of: str | None = None
    bought_by: str | None = None
    currency: str = Field(description="One of `currencies`")
    paid: Day | None = Field(default=None, description="The day the order line was paid")
    qv: VolumeE4 = Field(description="Change of QV")
    cv: VolumeE4 = Field(description="Change of CV")
    earned: VolumeE4 = Field(description="Change of the earned base: up when fulfilled")

    @model_validator(mode="after")
    def _one_buyer(self) -> "SaleRow":
        if (self.customer_of is None) == (self.bought_by is None):
            raise problem("buyer", f"who bought `{self.line}`?", "`customer_of` or `bought_by`")
        return self

    @property
    def place(self) -> str:
        """Where the sale stands."""
        return self.customer_of or self.bought_by or ""


class Run(BaseModel):
    """The sales of one run and what it must give. Whoever is not in `pays` is paid nothing;
    `volumes` (personal QV) and `passed_over` are checked as far as they are written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sales: list[SaleRow] = Field(description="Sale lines, in the order they happened")
    pays: dict[str, Moneys] = Field(description="Each payee and amount")
    volumes: dict[str, VolumeE4] = Field(default_factory=dict)
    passed_over: dict[str, Literal["inactive", "ended"]] = Field(default_factory=dict)


class Case(BaseModel):
    """One worked case: a tree and one or more runs, each going on from the one before.

    An agreement is in force from the day a person enrolled (left out: always) to the day before it
    ended, and from the day it was reinstated.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="What the case shows")
    people: dict[str, str] = Field(description="Each person's enroller, or `nobody`")
    enrolled: dict[str, Day] = Field(default_factory=dict)
    ended: dict[str, Day] = Field(default_factory=dict)
    reinstated: dict[str, Day] = Field(default_factory=dict)
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
        for sale in (sale for run in self.runs for sale in run.sales):
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
        sales = (sale for run in reversed(self.runs) for sale in reversed(run.sales))
        return {sale.line: sale.paid for sale in sales if sale.paid is not None}

    def _mentioned(self) -> list[str]:
        enrollers = [name for name in self.people.values() if name != "nobody"]
        named = [{*run.pays, *run.volumes, *run.passed_over} for run in self.runs]
        places = [sale.place for run in self.runs for sale in run.sales]
        dated = [*self.enrolled, *self.ended, *self.reinstated]
        return [*enrollers, *dated, *places, *(name for names in named for name in names)]


class CaseFile(BaseModel):
    """All cases of a plan. currencies: the decimals of each currency's smallest unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    plan: str = Field(description="The plan document beside this file")
    currencies: dict[str, Annotated[int, Field(ge=0, le=4)]] = Field(
        description="Decimals of each currency, such as USD: 2"
    )
    cases: Annotated[list[Case], Field(min_length=1)] = Field(description="At least one case")

    @model_validator(mode="after")
    def _currencies_are_known(self) -> "CaseFile":
        for index, case in enumerate(self.cases):
            for run in case.runs:
                paid = {code for moneys in run.pays.values() for _, code in moneys}
                for code in paid | {sale.currency for sale in run.sales}:
                    if code not in self.currencies:
                        message = f"{case.name}: `{code}` is not in `currencies`"
                        expected = f"one of: {', '.join(self.currencies)}"
                        raise problem("unknown-currency", message, expected, ("cases", index))
        return self


def load_cases(text: str, source: str = "cases.yaml") -> CaseFile:
    """Read and check a case file.

    Raises `PlanError` with every problem found.
    """
    return validate(parse(text, source), CaseFile)
