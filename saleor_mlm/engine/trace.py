"""One sale walked again, person by person: what became of everyone whom it came to.

The rules are those of the walks, told once more for a single sale; `tests/engine/test_trace.py`
holds both to each other.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction

from .bonus_walks import Prepared
from .breakaway import BreakawayWalk
from .differential import DifferentialWalk
from .differential_visits import differential_visits
from .generation import GenerationWalk
from .infinity import InfinityWalk
from .leader_visits import generation_visits, infinity_visits
from .level import LevelWalk
from .level_visits import breakaway_visits, level_visits
from .lines import Written
from .result import Reason
from .retail import RetailWalk
from .visits import People, Visit, Walker


def walker(prepared: Prepared, number: int) -> Walker:
    """A walker of a bonus by its number."""
    rows = prepared.walked.walkers
    return Walker(
        source=int(rows.source[number]),
        first=int(rows.first[number]),
        scheme=int(rows.scheme[number]),
        sold_at_us=int(rows.sold_at_us[number]),
    )


def visits(prepared: Prepared, walking: Walker) -> Iterator[Visit]:
    """Everyone whom a walk comes to, from below upwards."""
    walk = prepared.walk
    for kind, tell in _KINDS:
        if isinstance(walk, kind):
            return tell(walk, walking)
    raise TypeError(f"no walk: {walk}")


def own_rate(written: Written, piece: int, person: int) -> Fraction:
    """Somebody's rate in a differential, whatever was found below him."""
    walk = written.prepared.walk
    assert isinstance(walk, DifferentialWalk)
    walking = walker(written.prepared, int(written.of_piece[piece]))
    return People(walk.payees, walking).rate(person)


def _retail(walk: RetailWalk, walking: Walker) -> Iterator[Visit]:
    rates, person = walk.rates, walking.first
    rate = rates.values[int(rates.table[walking.scheme, 0, 0, rates.klass[person]])]
    yield Visit(person, 0, None if rate else Reason.NO_RATE, 0, rate, rate)


_KINDS: tuple[tuple[type, Callable[..., Iterator[Visit]]], ...] = (
    (LevelWalk, level_visits),
    (BreakawayWalk, breakaway_visits),
    (DifferentialWalk, differential_visits),
    (GenerationWalk, generation_visits),
    (InfinityWalk, infinity_visits),
    (RetailWalk, _retail),
)
