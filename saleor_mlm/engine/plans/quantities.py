"""How a plan writes numbers and names: one form each, exact."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from .problems import Path

RATE_FORM = 'a percentage with one space and at most 4 decimals, such as "10 %" or "2.5 %"'
VOLUME_FORM = 'a decimal in quotes with at most 4 decimals, such as "50.00"'
KEY_FORM = "lower-case letters, digits and hyphens, at most 40, such as level-bonus"

_RATE = re.compile(r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,4})? %")
_VOLUME = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


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


def parse_volume_e4(value: object) -> int:
    """`"50.00"` as 500000."""
    if not isinstance(value, str) or not _VOLUME.fullmatch(value):
        raise problem("number-form", f"{shown(value)} is no volume", VOLUME_FORM)
    if (volume_e4 := int(Fraction(value) * 10**4)) == 0:
        raise problem("number-range", "0 is passed by everyone", "more than zero")
    return volume_e4


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
    return "a mapping or list" if isinstance(value, dict | list) else f"`{value}`"


Rate = Annotated[
    Fraction,
    PlainValidator(parse_rate),
    PlainSerializer(rate_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{_RATE.pattern}$"}),
]
VolumeE4 = Annotated[
    int,
    PlainValidator(parse_volume_e4),
    PlainSerializer(volume_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{_VOLUME.pattern}$"}),
]
Key = Annotated[
    str,
    PlainValidator(parse_key),
    WithJsonSchema({"type": "string", "pattern": f"^{_KEY.pattern}$"}),
]
