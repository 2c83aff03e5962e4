"""Checks of documents that are new: what can be calculated, but says something that holds nowhere.

A plan that was published before is calculated as ever: it cannot be mended any more.
"""

from collections.abc import Iterator

from ..countries import is_country
from ..currencies import is_currency
from .places import leaves, parser_words
from .problems import Finding, Path
from .quantities import Amount
from .schema import Plan

_MEANT = {"UK": "GB", "EL": "GR"}


def country_findings(plan: Plan) -> Iterator[Finding]:
    """Countries that there are not: no sale is in one, and nobody would be told."""
    named = (leaf for leaf in leaves(plan, Plan) if parser_words(leaf[1]) == "country")
    for path, code in (*_keys(plan, "country"), *((path, str(code)) for path, _, code in named)):
        if not is_country(code):
            expected = f"`{_MEANT[code]}`" if code in _MEANT else "a code of ISO 3166, such as DE"
            yield Finding(path, f"`{code}` is no country", expected, "country-form")


def currency_findings(plan: Plan) -> Iterator[Finding]:
    """Currencies that there are not: what is paid in one is paid on no sale."""
    amounts = (
        (path, value.currency) for path, _, value in leaves(plan, Plan) if isinstance(value, Amount)
    )
    for path, code in (*_keys(plan, "currency"), *amounts):
        if not is_currency(code):
            expected = "a code of ISO 4217, such as USD"
            yield Finding(path, f"`{code}` is no currency", expected, "currency-form")


def _keys(plan: Plan, by: str) -> Iterator[tuple[Path, str]]:
    """The keys of all tables by countries, or currencies."""
    tables: set[Path] = set()
    for path, _, value in leaves(plan, Plan):
        if path[-1:] == ("by",) and value == by:
            tables.add(path[:-1])
        if path[:-2] in tables and path[-2] == "rows" and value == path[-1] != "other":
            yield path, str(value)
