"""Trees as parent arrays."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_mlm.engine.errors import GenealogyError
from saleor_mlm.engine.genealogy import depths, nearest

from .strategies import forests, some


def tree(*parents: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.array(parents, dtype=np.int32)


@some
@given(forests(), st.data())
def test_same_as_climbing_one_by_one(parents: tuple[int, ...], data: st.DataObject) -> None:
    wanted = np.array(data.draw(st.lists(st.booleans(), min_size=12, max_size=12))[: len(parents)])
    depth, found = depths(tree(*parents)), nearest(tree(*parents), wanted)
    for person in range(len(parents)):
        path = [person]
        while parents[path[-1]] >= 0:
            path.append(parents[path[-1]])
        assert depth[person] == len(path) - 1
        assert found[person] == next((above for above in path if wanted[above]), -1)


def test_nobody_is_a_tree_too() -> None:
    assert depths(tree()).tolist() == []
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
        depths(tree(*parents))
    assert caught.value.code == "cycle"


@pytest.mark.parametrize("parents", [(-2,), (-1, 2)])
def test_a_parent_out_of_range_is_refused(parents: tuple[int, ...]) -> None:
    with pytest.raises(GenealogyError, match="expected -1 to") as caught:
        depths(tree(*parents))
    assert caught.value.code == "parent-range"


def test_a_deep_spine_takes_no_time() -> None:
    # given 60,000 people one below the other, and the same closed to a ring
    spine = np.arange(60_000, dtype=np.int32) - 1
    ring = np.where(spine < 0, 59_999, spine).astype(np.int32)

    # when
    began = time.perf_counter()
    depth = depths(spine)
    found = nearest(spine, np.arange(60_000) == 0)
    with pytest.raises(GenealogyError, match="60000 in the cycle"):
        depths(ring)

    # then
    assert depth[-1] == 59_999
    assert (found == 0).all()
    assert time.perf_counter() - began < 1
