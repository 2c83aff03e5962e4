"""Which order lines a `SaleFilter` lets through."""

from collections.abc import Sequence

import numpy as np

from .columns import AnyArray, Bool
from .plans.volumes import SaleFilter
from .snapshot import OrderLines, Words

SELF = "self"
"""Among the words for buyers: the distributor's own orders."""


def let_through(lines: OrderLines, words: Words, wanted: SaleFilter) -> Bool | None:
    """bool[order line]; None: all."""
    found = []
    if wanted.buyers is not None:
        found.append(_bought_by(lines, words, wanted.buyers))
    for names, column, known in (
        (wanted.order_kinds, lines.order_kind, words.order_kinds),
        (wanted.product_lines, lines.product_line, words.product_lines),
        (wanted.countries, lines.country, words.countries),
    ):
        if names is not None:
            found.append(one_of(column, known, names))
    return np.logical_and.reduce(found) if found else None


def one_of(column: AnyArray, known: Sequence[str], names: Sequence[str]) -> Bool:
    """Whether the word of each row is one of some names; what is unknown (-1) never is."""
    named = np.array([word in names for word in known] + [False])
    return named.take(column)


def _bought_by(lines: OrderLines, words: Words, buyers: Sequence[str]) -> Bool:
    found = one_of(lines.buyer_class, words.classes, buyers) & ~lines.own
    if SELF in buyers:
        found |= lines.own
    return found
