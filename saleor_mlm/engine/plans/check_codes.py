"""Checks that the countries and currencies of a document are there, not only well formed."""

from collections.abc import Iterator

from .codes import countries, currencies
from .places import leaves, parser_words
from .problems import Finding, Path
from .quantities import COUNTRY_FORM, CURRENCY_FORM, Amount
from .schema import Plan


def country_findings(plan: Plan) -> Iterator[Finding]:
    """Countries that there are not: no sale is in one, and nobody would be told."""
    named = (
        (path, str(code))
        for path, form, code in leaves(plan, Plan)
        if parser_words(form) == "country"
    )
    for path, code in (*_keys(plan, "country"), *named):
        if code not in countries():
            yield Finding(path, f"`{code}` is no country", COUNTRY_FORM, "country-form")


def currency_findings(plan: Plan) -> Iterator[Finding]:
    """Currencies that there are not: what is paid in one is paid on no sale."""
    amounts = (
        (path, value.currency) for path, _, value in leaves(plan, Plan) if isinstance(value, Amount)
    )
    for path, code in (*_keys(plan, "currency"), *amounts):
        if code not in currencies():
            yield Finding(path, f"`{code}` is no currency", CURRENCY_FORM, "currency-form")


def _keys(plan: Plan, by: str) -> Iterator[tuple[Path, str]]:
    """The keys of all tables by country, or by currency."""
    tables: set[Path] = set()
    for path, _, value in leaves(plan, Plan):
        if path[-1:] == ("by",) and value == by:
            tables.add(path[:-1])
        if path[:-2] in tables and path[-2] == "rows" and value == path[-1] != "other":
            yield path, str(value)
