"""How names rest on ranks of this period, and whether ranks so decided are defined at all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .graph import ordered, rank_nodes, reached
from .reads import Effect, Node, Read, reads
from .schema import Plan


@dataclass(frozen=True)
class Resting:
    """How a name rests on ranks of this period.

    effects: what a further rank somewhere may do to it. himself: somewhere it looks at the same
    person's. trees: those in which everything else it looks at lies strictly below.
    """

    effects: frozenset[Effect]
    himself: bool
    trees: frozenset[str]

    @property
    def only_adds(self) -> bool:
        return self.effects == {Effect.ADDS}

    @property
    def can_oscillate(self) -> bool:
        return not self.only_adds and (self.himself or not self.trees)


def resting_names(plan: Plan, order: Iterable[Node]) -> dict[Node, Resting]:
    """Of names in their order, those that rest on ranks of this period."""
    found: dict[Node, Resting] = {}
    for node in order:
        resting = _combined(plan, [read for read in reads(plan, node) if read.now], found)
        if resting is not None:
            found[node] = resting
    return found


def ranks_rest(plan: Plan) -> Resting | None:
    """How the ranks of a plan rest on ranks, if they do."""
    named = [read for node in rank_nodes(plan) for read in reads(plan, node)]
    order = ordered(plan, reached(plan, [read.of for read in named], now=True))
    return _combined(plan, named, resting_names(plan, order))


def _combined(plan: Plan, through: Iterable[Read], known: Mapping[Node, Resting]) -> Resting | None:
    """How a name that reads others rests on ranks, if any of those does."""
    everywhere = frozenset(plan.trees)
    rank = Resting(frozenset({Effect.ADDS}), himself=True, trees=everywhere)
    pairs = [
        (read, rank if read.of[0] == "rank" else known[read.of])
        for read in through
        if read.of[0] == "rank" or read.of in known
    ]
    if not pairs:
        return None
    return Resting(
        frozenset(read.effect.then(effect) for read, of in pairs for effect in of.effects),
        any(read.himself and of.himself for read, of in pairs),
        frozenset.intersection(*(of.trees & (read.below or everywhere) for read, of in pairs)),
    )


def ranks_that_oscillate(plan: Plan) -> str | None:
    """Why the ranks of a plan are not defined, if they are not: what a further rank may take away,
    and where they look at more than people strictly below in one tree."""
    resting = ranks_rest(plan)
    if resting is None or not resting.can_oscillate:
        return None
    taken = _way(plan, lambda read: read.effect is not Effect.ADDS)
    message = f"ranks could oscillate: who gets one may take one from others by {taken}"
    if resting.himself:
        own = _way(plan, lambda read: read.himself, everywhere=True)
        return f"{message}, while {own} looks at the same person's own rank"
    trees = sorted({tree for read in _read_for_ranks(plan) for tree in read.below})
    return f"{message}, while they look at ranks in several trees ({', '.join(trees)})"


def _read_for_ranks(plan: Plan) -> list[Read]:
    """All that leads from ranks to ranks."""
    around = reached(plan, rank_nodes(plan), now=True)
    resting = resting_names(plan, ordered(plan, around))
    return [
        read
        for node in around
        for read in reads(plan, node)
        if read.now and (read.of[0] == "rank" or read.of in resting)
    ]


def _way(plan: Plan, fits: Callable[[Read], bool], *, everywhere: bool = False) -> str:
    """The names from a rank's test to a rank: the first way with a read that fits, or with such
    reads everywhere."""
    resting = resting_names(plan, ordered(plan, reached(plan, rank_nodes(plan), now=True)))
    waiting: list[tuple[tuple[Node, ...], bool]] = [((node,), False) for node in rank_nodes(plan)]
    seen: set[tuple[Node, bool]] = set()
    while waiting:
        names, fitted = waiting.pop(0)
        for read in reads(plan, names[-1]):
            good = fitted or everywhere or fits(read)
            if not read.now or (everywhere and not fits(read)) or (read.of, good) in seen:
                continue
            if read.of[0] == "rank" and good:
                return " → ".join(f"{kind} `{key}`" for kind, key in (*names, read.of))
            if read.of in resting:
                seen.add((read.of, good))
                waiting.append(((*names, read.of), good))
    raise AssertionError("the ranks do not rest so")
