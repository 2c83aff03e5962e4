"""Which countries (ISO 3166) and currencies (ISO 4217, former ones too) there are, as Babel has
them.

What is none would silently pay nobody: `UK` for `GB` is no country's.
"""

from functools import cache

from babel import Locale
from babel.numbers import list_currencies

NO_COUNTRIES = frozenset("AC CP CQ DG EA EZ IC QO TA UN XA XB ZZ".split())
"""What Babel names besides, such as pseudo-accents and the United Nations. Kosovo and the European
Union stay, as stores write them."""


@cache
def countries() -> frozenset[str]:
    """All codes of countries."""
    named = map(str, Locale("en").territories)
    return frozenset(code for code in named if len(code) == 2) - NO_COUNTRIES


@cache
def currencies() -> frozenset[str]:
    """All codes of currencies."""
    return frozenset(list_currencies())
