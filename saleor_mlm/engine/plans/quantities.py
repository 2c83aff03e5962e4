"""How a plan writes numbers and names: one form each, exact."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..amounts import decimal_text
from .problems import Path

RATE_FORM = 'a percentage with one space and at most 4 decimals, such as "10 %" or "2.5 %"'
SHARE_FORM = 'a percentage with one space and at most 4 decimals, such as "50 %" or "110 %"'
VOLUME_FORM = 'a decimal in quotes with at most 4 decimals, such as "50.00"'
MONEY_FORM = 'an amount and its currency, such as "500.00 USD"'
CURRENCY_FORM = "a code of ISO 4217, such as USD"
COUNTRY_FORM = "two capital letters of ISO 3166, such as DE, or GB for the United Kingdom"
DAY_FORM = "a day such as 2026-10-25"
NAME_FORM = "letters, digits, hyphens and underscores, at most 40, such as first or 2026-C01"
KEY_FORM = "lower-case letters, digits and hyphens, at most 40, such as level-bonus"

_RATE = re.compile(r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,4})? %")
_VOLUME = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?")
_SHARE = re.compile(r"(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})? %")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MONEY = re.compile(r"(?P<amount>(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?) (?P<currency>[A-Z]{3})")
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
COUNT_MAX = 100_000
SHOWN_MAX = 100
"""So much of a value is shown in an error: a file of another sort is one long text."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Exact money of one currency, as a plan writes it; `value` in the major unit."""

    value: Fraction
    currency: str

    def __str__(self) -> str:
        return f"{decimal_text(self.value, decimals_min=2)} {self.currency}"


def parse_rate(value: object) -> Fraction:
    """`"2.5 %"` as 1/40."""
    if not isinstance(value, str) or not _RATE.fullmatch(value):
        raise problem("rate-form", f"{shown(value)} is no rate", RATE_FORM)
    rate = Fraction(value.removesuffix(" %")) / 100
    if rate > 1:
        raise problem("rate-range", f"{value} is more than the whole base", '"0 %" to "100 %"')
    return rate


def rate_text(rate: Fraction) -> str:
    """1/40 as `"2.5 %"`: the shortest writing."""
    percent = rate * 100
    return f"{Decimal(percent.numerator) / Decimal(percent.denominator):f} %"


def parse_share(value: object) -> Fraction:
    """`"110 %"` as 11/10: like a rate, but it may be more than the whole."""
    if not isinstance(value, str) or not _SHARE.fullmatch(value):
        raise problem("rate-form", f"{shown(value)} is no share", SHARE_FORM)
    return Fraction(value.removesuffix(" %")) / 100


def parse_volume_e4(value: object) -> int:
    """`"50.00"` as 500000."""
    if not isinstance(value, str) or not _VOLUME.fullmatch(value):
        quoted = isinstance(value, int | Decimal) and _VOLUME.fullmatch(str(value))
        expected = f'it in quotes: "{value}"' if quoted else VOLUME_FORM
        raise problem("number-form", f"{shown(value)} is no volume", expected)
    return int(Fraction(value) * 10**4)


def parse_threshold_e4(value: object) -> int:
    """A volume that not everyone passes."""
    if (volume_e4 := parse_volume_e4(value)) == 0:
        raise problem("number-range", "0 is passed by everyone", "more than zero")
    return volume_e4


def parse_money(value: object) -> Amount:
    """`"500.00 USD"` as an exact amount."""
    match = _MONEY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise problem("money-form", f"{shown(value)} is no amount", MONEY_FORM)
    return Amount(Fraction(match["amount"]), match["currency"])


def parse_day(value: object) -> dt.date:
    """`2026-10-25`."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise problem("day-form", f"{shown(value)} is no day", DAY_FORM)


def parse_count(value: object) -> int:
    """A whole number above zero."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise problem("count-form", f"{shown(value)} is no whole number", "a whole number, as 3")
    if not 0 < value <= COUNT_MAX:
        raise problem("count-range", f"{value} is out of range", f"1 to {COUNT_MAX}")
    return value


def parse_name(value: object) -> str:
    """A word that sale lines or calendars use."""
    text = str(value) if isinstance(value, int) else value
    if not isinstance(text, str) or not _NAME.fullmatch(text):
        raise problem("name-form", f"{shown(value)} is no name", NAME_FORM)
    return text


def parse_country(value: object) -> str:
    """An ISO 3166 code."""
    if not isinstance(value, str) or not _COUNTRY.fullmatch(value):
        raise problem("country-form", f"{shown(value)} is no country", COUNTRY_FORM)
    return value


def parse_scalar(value: object) -> str | int:
    """A value of a parameter, as it is written; its unit says which form it must have."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    raise problem("scalar-form", f"{shown(value)} is no value", "one value, such as 10 %")


def volume_text(volume_e4: int) -> str:
    """500000 as `"50.00"`: two decimals, more only where they are needed."""
    sign, magnitude = ("-" if volume_e4 < 0 else ""), abs(volume_e4)
    whole, part = divmod(magnitude, 10**4)
    decimals = f"{part:04}"
    return f"{sign}{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def parse_key(value: object) -> str:
    """A name that other parts of the plan, reports and ledgers may use."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise problem("key-form", f"{shown(value)} is no key", KEY_FORM)
    return value


def problem(
    code: str, message: str, expected: str, path: Path | None = None
) -> PydanticCustomError:
    """An error of the catalogue, as pydantic carries it; `path` where it is not the field's own."""
    context = {"message": message, "expected": expected, "path": path}
    return PydanticCustomError(code, "{message}; expected {expected}", context)


def shown(value: object) -> str:
    """A value as its writer would recognise it."""
    if value is None:
        return "nothing"
    if isinstance(value, dict | list):
        return "a mapping or list"
    text = str(value)
    return f"`{text[:SHOWN_MAX]}...`" if len(text) > SHOWN_MAX else f"`{text}`"


def _text(pattern: re.Pattern[str]) -> WithJsonSchema:
    plain = re.sub(r"\?P<[a-z]+>", "", pattern.pattern)  # JSON schema has no named groups
    return WithJsonSchema({"type": "string", "pattern": f"^{plain}$"})


Rate = Annotated[
    Fraction, PlainValidator(parse_rate), PlainSerializer(rate_text, return_type=str), _text(_RATE)
]
Share = Annotated[
    Fraction,
    PlainValidator(parse_share),
    PlainSerializer(rate_text, return_type=str),
    _text(_SHARE),
]
VolumeFrom = Annotated[
    int,
    PlainValidator(parse_volume_e4),
    PlainSerializer(volume_text, return_type=str),
    _text(_VOLUME),
]
Threshold = Annotated[
    int,
    PlainValidator(parse_threshold_e4),
    PlainSerializer(volume_text, return_type=str),
    _text(_VOLUME),
]
Money = Annotated[
    Amount, PlainValidator(parse_money), PlainSerializer(str, return_type=str), _text(_MONEY)
]
Day = Annotated[
    dt.date,
    PlainValidator(parse_day),
    PlainSerializer(dt.date.isoformat, return_type=str),
    _text(_DAY),
]
Count = Annotated[
    int,
    PlainValidator(parse_count),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": COUNT_MAX}),
]
Key = Annotated[str, PlainValidator(parse_key), _text(_KEY)]
Name = Annotated[str, PlainValidator(parse_name), _text(_NAME)]
UNITS: dict[object, str] = {
    parse_rate: "rate",
    parse_share: "rate",
    parse_volume_e4: "volume",
    parse_threshold_e4: "volume",
    parse_money: "money",
    parse_count: "count",
}
"""The unit of the parameters that may stand where a value is read so."""
FORMS: dict[object, str] = {
    parse_rate: "rate",
    parse_share: "share",
    parse_volume_e4: "volume",
    parse_threshold_e4: "volume above 0",
    parse_money: "amount",
    parse_count: "count",
    parse_day: "day",
    parse_key: "key",
    parse_name: "name",
    parse_country: "country",
    parse_scalar: "value",
}
"""What is read so, in the words of the reference page."""
Country = Annotated[str, PlainValidator(parse_country), _text(_COUNTRY)]


@dataclass(frozen=True)
class Names:
    """Marks a key that names something of this part of the plan."""

    part: str


TestKey = Annotated[Key, Names("tests")]
VolumeKey = Annotated[Key, Names("volumes")]
TreeKey = Annotated[Key, Names("trees")]
RankKey = Annotated[Key, Names("ranks")]
BonusKey = Annotated[Key, Names("bonuses")]
CalendarKey = Annotated[Key, Names("calendars")]
Every = Annotated[Key, Names("periods")]
"""`month`, `week` or `day`, or a calendar of the plan."""
Buyer = Annotated[Name, Names("buyers")]
"""`self`, or an account class."""
AccountClass = Annotated[Name, Names("classes")]
OrderKind = Annotated[Name, Names("order_kinds")]
ProductLine = Annotated[Name, Names("product_lines")]
Scalar = Annotated[
    str | int, PlainValidator(parse_scalar), WithJsonSchema({"type": ["string", "integer"]})
]
