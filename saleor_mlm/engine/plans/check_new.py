"""Checks of documents that are new: what can be calculated, but says something that holds nowhere.

A plan that was published before is calculated as ever: it cannot be mended any more.
"""

from collections.abc import Iterator

from ..countries import is_country
from .places import leaves, parser_words
from .problems import Finding, Path
from .schema import Plan

_MEANT = {"UK": "GB", "EL": "GR"}


def country_findings(plan: Plan) -> Iterator[Finding]:
    """Countries that there are not: no sale is in one, and nobody would be told."""
    for path, code in _countries(plan):
        if not is_country(code):
            expected = f"`{_MEANT[code]}`" if code in _MEANT else "a code of ISO 3166, such as DE"
            yield Finding(path, f"`{code}` is no country", expected, "country-form")


def _countries(plan: Plan) -> Iterator[tuple[Path, str]]:
    """All that stands where a country is meant."""
    tables: set[Path] = set()
    for path, form, value in leaves(plan, Plan):
        if path[-1:] == ("by",) and value == "country":
            tables.add(path[:-1])
        key_of_table = path[:-2] in tables and path[-2] == "rows" and value == path[-1] != "other"
        if isinstance(value, str) and (parser_words(form) == "country" or key_of_table):
            yield path, value
