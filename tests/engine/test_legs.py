"""Legs: what counts of them, and needs dealt out, held to trying everything."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from saleor_mlm.engine.legs import Legs, enough_of_each, legs_volume
from saleor_mlm.engine.plans.volumes import LegLimit, LegsVolume

from .shapes import some

SIZES = st.one_of(st.integers(-5, 20), st.sampled_from([7_000_000, 2_000_000, 1_000_000, 10**17]))
SHARES = st.sampled_from(["50 %", "33.3333 %", "25 %", "100 %", "60 %", "110 %", "0 %"])
LIMITS = st.builds(
    lambda share, of: LegLimit.model_validate({"share": share, "of": of, "requirement": "600.00"}),
    SHARES,
    st.sampled_from(["own-total", "requirement", "counted"]),
)
DEFINITIONS = st.builds(
    LegsVolume,
    kind=st.just("legs"),
    of=st.just("team"),
    tree=st.just("enroller"),
    without_largest=st.integers(0, 2),
    only_largest=st.sampled_from([None, 1, 2, 3]),
    limit=st.none() | LIMITS,
)

HALF_OF_ALL = LegsVolume.model_validate(
    {
        "kind": "legs",
        "of": "team",
        "tree": "enroller",
        "limit": {"share": "50 %", "of": "own-total"},
    }
)


@some
@given(st.lists(st.tuples(st.integers(0, 3), SIZES), max_size=9), DEFINITIONS)
@example([(0, 2**53 + 1), (0, 2**53 + 1)], HALF_OF_ALL)
def test_same_as_one_person_after_the_other(
    legs: list[tuple[int, int]], definition: LegsVolume
) -> None:
    legs.sort(key=lambda leg: leg[0])
    owner = np.array([person for person, _ in legs], dtype=np.int32)
    sizes = np.array([size for _, size in legs], dtype=np.int64)
    expected = [
        counted([size for one, size in legs if one == person], definition) for person in range(4)
    ]
    assert legs_volume(Legs(owner, 4), sizes, definition).tolist() == expected


def counted(sizes: list[int], definition: LegsVolume) -> int:
    """What counts of one person's legs."""
    left = sorted(sizes, reverse=True)[definition.without_largest :][: definition.only_largest]
    if definition.limit is None:
        return sum(left)
    positive = [size for size in left if size > 0]
    share = definition.limit.share
    total = {
        "own-total": Fraction(sum(positive)),
        "requirement": Fraction(definition.limit.requirement_e4 or 0),
        "counted": greatest_total(positive, share),
    }[definition.limit.of]
    return sum(min(size, share * total // 1) for size in left)


def greatest_total(sizes: list[int], share: Fraction) -> Fraction:
    """The greatest T that is the sum of min(size, share x T): wherever T changes how many are cut,
    one candidate."""
    ordered, found = sorted(sizes, reverse=True), Fraction(0)
    for cut in range(len(ordered) + 1):
        if cut * share < 1:
            total = sum(ordered[cut:]) / (1 - cut * share)
            if sum(min(size, share * total) for size in ordered) == total:
                found = max(found, total)
    return found


@some
@given(
    st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=2, max_size=3),
    st.lists(st.integers(1, 2), min_size=3, max_size=3),
    st.integers(0, 6),
)
def test_needs_are_dealt_out_as_by_trying_everything(
    serves: list[list[bool]], needed: list[int], legs: int
) -> None:
    flags = [np.array(row[:legs], dtype=np.bool_) for row in serves]
    found = enough_of_each(Legs(np.zeros(legs, dtype=np.int32), 1), flags, needed[: len(flags)])
    assert found.tolist() == [can_be_dealt(flags, needed[: len(flags)], legs)]


def can_be_dealt(serves: Sequence[Sequence[bool]], needed: Sequence[int], legs: int) -> bool:
    wanted = [need for need, times in enumerate(needed) for _ in range(times)]
    return any(
        all(serves[need][leg] for need, leg in zip(wanted, chosen, strict=True))
        for chosen in permutations(range(legs), len(wanted))
    )
