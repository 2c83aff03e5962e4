"""The retail bonus: by brackets of the distributor's own sales, or of a volume."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ..plans.bonuses import RetailBonus, RetailTier
from .sales import Piece, in_order
from .standing import Standing
from .walks import Outcome

E4 = 10**4

type Bracket = tuple[Fraction, Fraction | None, Fraction]
"""From (included), up to (None: without end), rate."""


def pay_retail(bonus: RetailBonus, pieces: list[Piece], standing: Standing) -> Outcome:
    """Pay each source on what stands at him."""
    outcome = Outcome()
    for (person, _), own in _by_source(bonus, pieces, standing).items():
        if bonus.volume is not None:
            found = _reached(bonus, standing.volumes[bonus.volume][person]).rate
            for piece in own:
                outcome.pay(piece, person, (0, 0), found)
        else:
            for part, found in _laid_out(bonus, own):
                outcome.pay(part, person, (0, 0), found)
    return outcome


def _by_source(
    bonus: RetailBonus, pieces: list[Piece], standing: Standing
) -> dict[tuple[str, str], list[Piece]]:
    """The sales of each source who is paid, by currency, in order."""
    groups: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    for piece in in_order(pieces):
        person = piece.line.place
        if standing.passes(bonus.payee, person) and standing.in_force(person, piece.line.sold_at):
            groups[person, piece.line.currency].append(piece)
    return groups


def _reached(bonus: RetailBonus, volume: Fraction) -> RetailTier:
    """The highest bracket reached; below zero the first."""
    reached = [tier for tier in bonus.tiers if Fraction(tier.at_least_e4, E4) <= volume]
    return reached[-1] if reached else bonus.tiers[0]


def _laid_out(bonus: RetailBonus, pieces: list[Piece]) -> Iterator[tuple[Piece, Fraction]]:
    """The parts of the sales in each bracket, with its rate."""
    brackets = _brackets(bonus, sum((piece.length for piece in pieces), Fraction(0)))
    offset = Fraction(0)
    for piece in pieces:
        for low, high, found in brackets:
            start = max(low - offset, Fraction(0))
            end = piece.length if high is None else min(high - offset, piece.length)
            if start < end:
                yield replace(piece, low=piece.low + start, high=piece.low + end), found
        offset += piece.length


def _brackets(bonus: RetailBonus, total: Fraction) -> list[Bracket]:
    """The brackets that pay: the highest `whole` one reached covers all below it."""
    bounds = [Fraction(tier.at_least_e4, E4) for tier in bonus.tiers]
    whole = [
        place
        for place, tier in enumerate(bonus.tiers)
        if tier.applies == "whole" and bounds[place] <= total
    ]
    base = whole[-1] if whole else 0
    starts = [Fraction(0), *bounds[base + 1 :]]
    ends: list[Fraction | None] = [*bounds[base + 1 :], None]
    rates = [tier.rate for tier in bonus.tiers[base:]]
    return list(zip(starts, ends, rates, strict=True))
