"""Random trees for hypothesis."""

from hypothesis import settings
from hypothesis import strategies as st

from saleor_mlm.engine.snapshot import OUTSIDE, ROOT

# The same examples on every machine and day: a rule is proven or not, never flaky.
some = settings(max_examples=80, deadline=None, derandomize=True, database=None)


@st.composite
def forests(draw: st.DrawFn, outside: bool = False) -> tuple[int, ...]:
    """Parents of 1 to 12 persons in any order: a spine, a single wide line, or anything; maybe some
    outside."""
    count = draw(st.integers(1, 12))
    shape = draw(st.sampled_from(["spine", "wide", "any"]))
    in_order = [ROOT]
    for person in range(1, count):
        above = {"spine": st.just(person - 1), "wide": st.just(0)}.get(
            shape, st.integers(ROOT, person - 1)
        )
        in_order.append(draw(above))
    number = draw(st.permutations(range(count)))
    parents = [ROOT] * count
    for person, parent in enumerate(in_order):
        parents[number[person]] = number[parent] if parent >= 0 else ROOT
    if outside:
        alone = [person for person in range(count) if parents[person] < 0 and person not in parents]
        for person in alone:
            parents[person] = draw(st.sampled_from([ROOT, OUTSIDE]))
    return tuple(parents)
