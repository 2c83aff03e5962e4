"""Trees as parent arrays, held to climbing and summing one by one."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_mlm.engine.errors import AmountError, GenealogyError
from saleor_mlm.engine.genealogy import nearest
from saleor_mlm.engine.plans.volumes import TeamVolume
from saleor_mlm.engine.teams import team_sums
from saleor_mlm.engine.trees import forest

from .companies import tree
from .shapes import forests, some

FLAGS = st.lists(st.booleans(), min_size=12, max_size=12)
NUMBERS = st.lists(st.integers(-5, 9), min_size=12, max_size=12)


def path(parents: Sequence[int], person: int) -> list[int]:
    """A person and all above."""
    found = [person]
    while parents[found[-1]] >= 0:
        found.append(parents[found[-1]])
    return found


@some
@given(forests(outside=True), FLAGS, NUMBERS)
def test_same_as_climbing_one_by_one(
    parents: tuple[int, ...], flags: list[bool], numbers: list[int]
) -> None:
    count = len(parents)
    wanted, values = np.array(flags[:count]), np.array(numbers[:count])
    made, found = forest(tree(*parents)), nearest(tree(*parents), wanted)
    teams = [[p for p in range(count) if above in path(parents, p)] for above in range(count)]
    for person in range(count):
        line = path(parents, person)
        assert made.depth[person] == len(line) - 1
        assert made.size[person] == len(teams[person])
        assert found[person] == next((above for above in line if wanted[above]), -1)
        assert made.on_the_way(wanted)[person] == sum(wanted[line])
        assert made.sums(values)[person] == sum(values[teams[person]])
        assert made.anywhere(wanted)[person] == any(wanted[teams[person]])
    assert sorted(made.label.tolist()) == list(range(count))
    assert [parents[leg] for leg in made.legs] == sorted(p for p in parents if p >= 0)


def team_of(
    parents: Sequence[int],
    person: int,
    definition: TeamVolume,
    values: Sequence[int],
    counted: Sequence[bool],
    stops: Sequence[bool],
) -> int:
    """A team volume, going down leg after leg."""
    total = values[person] if definition.himself == "included" else 0
    waiting = [(leg, 0) for leg, above in enumerate(parents) if above == person]
    while waiting:
        below, level = waiting.pop()
        level += counted[below] or definition.counted is None
        within = definition.levels is None or level <= definition.levels
        if definition.stops_at and stops[below]:
            total += values[below] if within and definition.stop_counts == "yes" else 0
            continue
        total += values[below] if within else 0
        waiting += [(leg, level) for leg, above in enumerate(parents) if above == below]
    return total


DEFINITIONS = st.builds(
    TeamVolume,
    kind=st.just("team"),
    of=st.just("personal"),
    tree=st.just("enroller"),
    himself=st.sampled_from(["included", "excluded"]),
    levels=st.sampled_from([None, 1, 2, 3, 50]),
    counted=st.sampled_from([None, "active"]),
    stops_at=st.sampled_from([None, "leads"]),
    stop_counts=st.sampled_from(["yes", "no"]),
)


@some
@given(forests(outside=True), DEFINITIONS, NUMBERS, FLAGS, FLAGS)
def test_teams_are_the_same_as_going_down_leg_after_leg(
    parents: tuple[int, ...],
    definition: TeamVolume,
    values: list[int],
    counted: list[bool],
    stops: list[bool],
) -> None:
    count = len(parents)
    found = team_sums(
        forest(tree(*parents)),
        np.array(values[:count]),
        definition,
        np.array(counted[:count]) if definition.counted else None,
        np.array(stops[:count]) if definition.stops_at else None,
    )
    assert found.tolist() == [
        team_of(parents, person, definition, values, counted, stops) for person in range(count)
    ]


def test_nobody_is_a_tree_too() -> None:
    assert len(forest(tree())) == 0
    assert forest(tree()).legs.tolist() == []
    assert nearest(tree(), np.array([], dtype=np.bool_)).tolist() == []


@pytest.mark.parametrize(
    ("parents", "words"),
    [
        ((0,), r"persons above themselves: 0 \(1 in the cycle\)"),
        ((1, 0, 0), r"persons above themselves: 0 -> 1 \(2 in the cycle\)"),
        ((-1, 3, 1, 2, 2), r"persons above themselves: 1 -> 3 -> 2 \(3 in the cycle\)"),
    ],
)
def test_a_cycle_is_refused(parents: tuple[int, ...], words: str) -> None:
    with pytest.raises(GenealogyError, match=words) as caught:
        forest(tree(*parents))
    assert caught.value.code == "cycle"


@pytest.mark.parametrize(
    ("parents", "code"),
    [((-3,), "parent-range"), ((-1, 2), "parent-range"), ((-2, 0), "parent-outside")],
)
def test_a_parent_who_is_nobody_is_refused(parents: tuple[int, ...], code: str) -> None:
    with pytest.raises(GenealogyError) as caught:
        forest(tree(*parents))
    assert caught.value.code == code


def test_a_sum_that_may_not_fit_is_refused() -> None:
    definition = TeamVolume(kind="team", of="personal", tree="enroller", himself="included")
    with pytest.raises(AmountError, match="may not fit"):
        team_sums(forest(tree(-1, 0)), np.array([2**61, 2**61]), definition, None, None)


@pytest.mark.parametrize("beside", [0, 1, 3])
def test_a_deep_spine(beside: int) -> None:
    """60,000 people one below the other, with so many more beside each."""
    count = 60_000
    spine = np.arange(count, dtype=np.int32) - 1
    parents = np.concatenate([spine, np.repeat(np.arange(count, dtype=np.int32), beside)])
    made = forest(parents)
    assert made.depth[count - 1] == count - 1
    assert made.size[:3].tolist() == [len(parents) - above * (1 + beside) for above in range(3)]
    assert made.sums(np.ones(len(parents), dtype=np.int64)).tolist() == made.size.tolist()
    assert (nearest(spine, spine < 0) == 0).all()


def test_a_ring_of_sixty_thousand_is_a_cycle() -> None:
    ring = np.roll(np.arange(60_000, dtype=np.int32), 1)
    with pytest.raises(GenealogyError, match="60000 in the cycle"):
        forest(ring)
