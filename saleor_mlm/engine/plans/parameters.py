"""Parameters: dated values with unit, source and limits, that a plan names as `$key`.

A parameter stands for what would be written in its place, so it can stand wherever a rate, share,
volume, count or amount can. What is checked and calculated is always a plan without parameters:
that of one day. A document is checked on every day on which one of its values begins.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from .problems import Finding, Path
from .quantities import (
    MONEY_FORM,
    SHARE_FORM,
    VOLUME_FORM,
    Amount,
    Day,
    Scalar,
    parse_count,
    parse_money,
    parse_share,
    parse_volume_e4,
)

_REFERENCE = re.compile(r"\$(?P<key>[a-z][a-z0-9-]{0,39})")
TABLE_BY = {"sale": "sale-date", "enrolment": "enrolment-date"}
"""By which day the table goes that a parameter becomes."""
_PARSERS: dict[str, tuple[Callable[[object], Fraction | int | Amount], str]] = {
    "rate": (parse_share, SHARE_FORM),
    "volume": (parse_volume_e4, VOLUME_FORM),
    "count": (parse_count, "a whole number, such as 3"),
    "money": (parse_money, MONEY_FORM),
}


class _Parameter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Parameter):
    """Between which values every value of a parameter must lie."""

    least: Scalar = Field(description="The least, in the unit's form.", examples=["0 %"])
    most: Scalar = Field(description="The most.", examples=["40 %"])


class Dated(_Parameter):
    """A value from a day on."""

    since: Day = Field(alias="from", description="The first day.", examples=["2026-01-01"])
    value: Scalar = Field(description="The value.", examples=["10 %"])


class Parameter(_Parameter):
    """A dated value. A day before its first date has no value: a plan that needs it is refused for
    that period. Its values and limits have the form of its unit; money is of one currency. The unit
    `rate` serves rates and shares; above 100 % it can only stand for a share.

    `basis` says which day counts. `period`: the first day of the period. `sale` and `enrolment`:
    the sale's volume date, and the day on which its source enrolled; only in rates, where the
    parameter becomes a table by `sale-date` or `enrolment-date`.
    """

    unit: Literal["rate", "volume", "count", "money"] = Field(
        description="`rate`, `volume`, `count` or `money`.", examples=["rate"]
    )
    source: Annotated[str, Field(min_length=1, max_length=300)] = Field(
        description="Where the value is agreed or published.", examples=["Plan 2026, section 3"]
    )
    limits: Limits | None = Field(
        default=None, description="Left out: none.", examples=["{least: 0 %, most: 40 %}"]
    )
    basis: Literal["period", "sale", "enrolment"] = Field(
        description="Which day counts.", examples=["period"]
    )
    values: Annotated[tuple[Dated, ...], Field(min_length=1)] = Field(
        description="The values, ascending by day.",
        examples=["[{from: 2026-01-01, value: 10 %}]"],
    )

    def value_on(self, day: dt.date) -> str | int | None:
        """What rules on a day, as it is written; `None` before the first date."""
        ruling = [dated.value for dated in self.values if dated.since <= day]
        return ruling[-1] if ruling else None

    def on(self, day: dt.date) -> object:
        """All that it stands for in a period that begins on a day."""
        return self.value_on(day) if self.basis == "period" else self.values


def reference(value: object) -> str | None:
    """The key of the parameter that stands at a place."""
    match = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    return match["key"] if match else None


def parameter_findings(key: str, parameter: Parameter) -> Iterator[Finding]:
    """What is wrong with a parameter's values: their form, their days, their limits."""
    path: Path = ("parameters", key)
    wrong = [*_wrong_forms(path, parameter)]
    yield from wrong
    yield from _wrong_days(path, parameter)
    if not wrong and (turned := _turned_limits(path, parameter)):
        yield turned
    elif not wrong:
        yield from _mixed_currencies(path, parameter) or _beyond_limits(path, parameter)


def _written(path: Path, parameter: Parameter) -> Iterator[tuple[Path, str | int]]:
    for number, dated in enumerate(parameter.values):
        yield (*path, "values", number, "value"), dated.value
    if parameter.limits is not None:
        yield (*path, "limits", "least"), parameter.limits.least
        yield (*path, "limits", "most"), parameter.limits.most


def _wrong_forms(path: Path, parameter: Parameter) -> Iterator[Finding]:
    parser, form = _PARSERS[parameter.unit]
    for place, value in _written(path, parameter):
        try:
            parser(value)
        except PydanticCustomError:
            message = f"`{value}` is no value of the unit `{parameter.unit}`"
            yield Finding(place, message, form, "parameter-unit")


def _wrong_days(path: Path, parameter: Parameter) -> Iterator[Finding]:
    for number, (before, after) in enumerate(pairwise(parameter.values), start=1):
        if after.since <= before.since:
            message = f"{after.since} does not come after {before.since}"
            expected = "values that ascend by day, each day once"
            yield Finding((*path, "values", number, "from"), message, expected, "day-order")


def _mixed_currencies(path: Path, parameter: Parameter) -> list[Finding]:
    values = [_exact(parameter, value) for _, value in _written(path, parameter)]
    found = {value.currency for value in values if isinstance(value, Amount)}
    if len(found) < 2:
        return []
    message = f"the amounts are in several currencies: {', '.join(sorted(found))}"
    return [Finding(path, message, "one currency; a parameter for each", "parameter-currency")]


def _turned_limits(path: Path, parameter: Parameter) -> Finding | None:
    limits = parameter.limits
    if limits is None or _magnitude(parameter, limits.least) <= _magnitude(parameter, limits.most):
        return None
    message = f"the least, {limits.least}, is more than the most, {limits.most}"
    return Finding((*path, "limits"), message, "the least first", "parameter-limits")


def _beyond_limits(path: Path, parameter: Parameter) -> Iterator[Finding]:
    if parameter.limits is None:
        return
    for number, dated in enumerate(parameter.values):
        if beyond_limits(parameter, dated.value):
            place = (*path, "values", number, "value")
            yield beyond_finding(place, str(path[-1]), parameter.limits, dated.value)


def beyond_finding(place: Path, key: str, limits: Limits, value: object) -> Finding:
    """That a value lies outside a parameter's limits."""
    message = f"{value} is beyond the parameter's limits"
    expected = f"{limits.least} to {limits.most}, the limits of `{key}`"
    return Finding(place, message, expected, "parameter-limits")


def beyond_limits(parameter: Parameter, value: object) -> bool:
    """Whether a value that stands for a parameter's lies outside its limits; what is no value of
    its unit is wrong in another way."""
    if parameter.limits is None or not isinstance(value, str | int):
        return False
    try:
        magnitude = _magnitude(parameter, value)
    except PydanticCustomError:
        return False
    least, most = (_magnitude(parameter, limit) for limit in vars(parameter.limits).values())
    return not least <= magnitude <= most


def _exact(parameter: Parameter, value: str | int) -> Fraction | int | Amount:
    parser, _ = _PARSERS[parameter.unit]
    return parser(value)


def _magnitude(parameter: Parameter, value: str | int) -> Fraction | int:
    exact = _exact(parameter, value)
    return exact.value if isinstance(exact, Amount) else exact
