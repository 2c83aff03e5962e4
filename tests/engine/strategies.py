"""Random plans and stories for hypothesis."""

from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st

from saleor_mlm.engine.plans import Plan

from .builders import ALWAYS, Event, OrderLine, Story, everyone_active, plan_with

# The same examples on every machine and day: a pay rule is proven or not, never flaky.
many = settings(max_examples=250, deadline=None, derandomize=True, database=None)
some = settings(max_examples=80, deadline=None, derandomize=True, database=None)

# Heights of the earned base; among them exact halves of a minor unit at the plan's rates.
HEIGHTS_E4 = st.one_of(
    st.sampled_from([0, 1, 1000, 2000, 123500, 247000, 370500, 6175000]),
    st.integers(0, 2_000_000),
)
# When order lines are paid, and when agreements begin and end: often at the same instant.
INSTANTS_US = (-1, 0, 1, 2, 3, 5, 1_790_000_000_000_000)
BOUNDS_US = (*ALWAYS, *INSTANTS_US, 4)
ROUNDINGS = st.sampled_from(["half-even", "half-up", "down"])
COMPRESSIONS = st.sampled_from(["skip-inactive", "none"])
RATES = st.lists(
    st.sampled_from(["10 %", "5 %", "2.5 %", "0 %", "0.0001 %", "3.3333 %"]),
    min_size=1,
    max_size=6,
)


@st.composite
def plans(draw: st.DrawFn, measure: str = "qv") -> Plan:
    """A level plan of any rates, rounding and compression, with or without its test."""
    rates = f"rates: [{', '.join(draw(RATES))}]"
    changes = [
        ("rates: [10 %, 5 %, 2.5 %]", rates),
        ("rounding: half-even", f"rounding: {draw(ROUNDINGS)}"),
        ("compression: skip-inactive", f"compression: {draw(COMPRESSIONS)}"),
        ("measure: qv", f"measure: {measure}"),
    ]
    return plan_with(*changes) if draw(st.booleans()) else everyone_active(*changes)


@st.composite
def forests(draw: st.DrawFn) -> tuple[int, ...]:
    """Parents of 1 to 12 persons in any order: a spine, a single wide line, or anything."""
    count = draw(st.integers(1, 12))
    shape = draw(st.sampled_from(["spine", "wide", "any"]))
    in_order = [-1]
    for person in range(1, count):
        above = {"spine": st.just(person - 1), "wide": st.just(0)}.get(
            shape, st.integers(-1, person - 1)
        )
        in_order.append(draw(above))
    number = draw(st.permutations(range(count)))
    parents = [-1] * count
    for person, parent in enumerate(in_order):
        parents[number[person]] = number[parent] if parent >= 0 else -1
    return tuple(parents)


@st.composite
def stories(draw: st.DrawFn, runs: int = 3, currencies: int = 3) -> Story:
    """A forest, up to 4 order lines, and sales, part fulfilments and refunds in each run."""
    parent = draw(forests())
    persons = st.integers(0, len(parent) - 1)
    currency = st.integers(0, currencies - 1)
    lines = st.builds(OrderLine, persons, st.booleans(), currency, st.sampled_from(INSTANTS_US))
    order_lines = draw(st.lists(lines, min_size=1, max_size=4))
    heights = [0] * len(order_lines)
    told = [tuple(draw(events(heights))) for _ in range(runs)]
    return Story(parent, tuple(order_lines), tuple(told), draw(absences(len(parent))))


@st.composite
def absences(draw: st.DrawFn, count: int) -> tuple[tuple[int, int, int], ...]:
    """None to five for each of so many persons: not yet joined, ended, reinstated, ended again;
    they may adjoin, and come in any order."""
    found = []
    for person in range(count):
        bounds = draw(st.lists(st.sampled_from(BOUNDS_US), max_size=6, unique=True))
        bounds = sorted(bounds)[: len(bounds) // 2 * 2]
        if draw(st.booleans()):  # else each ends where the next begins
            pairs = list(zip(bounds[::2], bounds[1::2], strict=True))
        else:
            pairs = list(pairwise(bounds))
        found += [(person, from_us, until_us) for from_us, until_us in pairs]
    return tuple(draw(st.permutations(found)))


@st.composite
def events(draw: st.DrawFn, heights: list[int]) -> list[Event]:
    """Up to 8 events; `heights` holds the earned base of each order line, and is moved along."""
    found = []
    for _ in range(draw(st.integers(0, 8))):
        order_line = draw(st.integers(0, len(heights) - 1))
        height = draw(HEIGHTS_E4)
        volume = draw(st.sampled_from([-250_000, 0, 250_000, 499_999, 500_000]))
        found.append(Event(order_line, volume, volume, height - heights[order_line]))
        heights[order_line] = height
    return found
