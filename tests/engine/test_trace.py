"""A walk told person by person comes to the same as all walks at once."""

import numpy as np
import pytest

from saleor_mlm.engine.lines import Written
from saleor_mlm.engine.missed import came_by, missed
from saleor_mlm.engine.passed_by import passed_by
from saleor_mlm.engine.paying import paid
from saleor_mlm.engine.result import Reason, Result
from saleor_mlm.engine.trace import visits, walker
from saleor_mlm.engine.visits import Visit

from .stories import Company, Sale, pay, plan_of
from .test_splits_of_a_run import BONUSES, PERSONS, company

LINE = (-1, 0, 1, 2, 3)


def traced(result: Result, order_line: int = 0, bonus: int = 0) -> list[Visit]:
    """Everyone whom the first piece of an order line came to."""
    written = result.written()[bonus]
    piece = int(np.searchsorted(written.prepared.pieces.order_line, order_line))
    number = int(written.of_piece[piece])
    return list(visits(written.prepared, walker(written.prepared, number)))


def reasons(result: Result) -> dict[int, str]:
    """Why each person is paid nothing; "" where he is paid."""
    return {
        visit.person: "" if visit.reason is None else Reason(visit.reason).name
        for visit in traced(result)
    }


VARIANTS = [
    ("    compression: none\n", "    compression: skip-inactive\n"),
    ("    compression: dynamic\n", "    compression: volume\n"),
    ("boundary: {test: chosen}", "boundary: {own: rank}"),
    ("boundary_person: next", "boundary_person: upper"),
    ("empty: skipped", "empty: counted"),
    ("    own_group: 2 %\n", ""),
    ("stop: {test: chosen}", "stop: {own: rank}"),
    ("stop_person: excluded", "stop_person: included"),
    ("    stop_person: excluded\n", "    stop_person: excluded\n    from_level: 2\n"),
    ("    base: cv\n", "    base: cv\n    own_orders: himself\n"),
    ("rates: 1 %", "rates: {by: enrolled, rows: {personally: 0 %, otherwise: 1 %}}"),
]


@pytest.mark.parametrize(("old", "new"), [("", ""), *VARIANTS])
def test_the_trace_pays_whom_the_walks_pay(old: str, new: str) -> None:
    told = company()
    bonuses = BONUSES.replace(old, new) if old else BONUSES
    if "own_orders" in new:
        retail = bonuses.index("  retail:")
        bonuses = bonuses[:retail] + bonuses[retail:].replace("    own_orders: himself\n", "")
    result = paid(told.snapshot(), plan_of(bonuses), told.standing())
    for written in result.written():
        for number in range(written.walkers):
            assert _traced(written, number) == _walked(written, number)
        assert _asked_of_each(written) == _told_walk_by_walk(written)


def _traced(written: Written, number: int) -> list[tuple[int, int, str]]:
    walking = visits(written.prepared, walker(written.prepared, number))
    found = [(v.level, v.person, str(v.rate)) for v in walking if v.reason is None]
    return sorted(found)


def _walked(written: Written, number: int) -> list[tuple[int, int, str]]:
    found = []
    for level, steps in written.walk.steps.items():
        rows = np.flatnonzero(steps.walker == number)
        for payee, rate in zip(steps.payee[rows].tolist(), steps.rate[rows].tolist(), strict=True):
            found.append((level, payee, str(written.prepared.values[rate])))
    return sorted(found)


type Told = dict[tuple[int, int], tuple[int, int]]
"""Reason and level by person and walker."""


def _asked_of_each(written: Written) -> Told:
    found: Told = {}
    for person in range(PERSONS):
        numbers = came_by(written, person)
        told = passed_by(written, person, numbers)
        rows = zip(numbers.tolist(), told.reason.tolist(), told.level.tolist(), strict=True)
        found |= {(person, number): (reason, level) for number, reason, level in rows}
    return found


def _told_walk_by_walk(written: Written) -> Told:
    return {
        (visit.person, number): (int(visit.reason), visit.level)
        for number in range(written.walkers)
        for visit in visits(written.prepared, walker(written.prepared, number))
        if visit.reason is not None and visit.person >= 0
    }


def test_reasons_of_a_level_bonus() -> None:
    bonus = """\
  level:
    kind: level
    tree: enroller
    base: cv
    compression: skip-inactive
    payee: active
    rates: {by: level, rows: [10 %, 5 %]}
"""
    company = Company(LINE, [Sale(4)], tests={"active": [0, 1, 2, 4]}, absent=[(2, None, None)])
    found = reasons(pay(company, bonus))
    assert found == {4: "", 3: "INACTIVE", 2: "ENDED", 1: "", 0: "BEYOND"}


def test_reasons_of_other_bonuses() -> None:
    sale, ranks = [Sale(4)], {4: 0, 3: 0, 2: 1}
    steps = """\
  steps:
    kind: differential
    tree: enroller
    base: cv
    compression: none
    rates: {by: rank, rows: {none: 0 %, silver: 5 %, gold: 12 %}}
"""
    assert reasons(pay(Company(LINE, sale, ranks=ranks), steps)) == {
        4: "", 3: "NOT_HIGHER", 2: "", 1: "NO_RATE", 0: "NO_RATE"
    }  # fmt: skip
    infinite = """\
  infinite:
    kind: infinity
    tree: enroller
    base: cv
    from_level: 2
    stop: {own: rank}
    stop_person: excluded
    rates: 1 %
"""
    assert reasons(pay(Company(LINE, sale, ranks=ranks), infinite)) == {
        4: "TOO_NEAR", 3: "STOPPED", 2: "", 1: "NO_RANK", 0: "NO_RANK"
    }  # fmt: skip
    override = """\
  override:
    kind: breakaway
    tree: enroller
    base: cv
    leader: chosen
    compression: skip-inactive
    rates: {by: generation, rows: [4 %]}
"""
    assert reasons(pay(Company(LINE, sale, tests={"chosen": [3, 1, 0]}), override)) == {
        4: "NO_RANK", 3: "OWN_GROUP", 2: "NO_RANK", 1: "", 0: "BEYOND"
    }  # fmt: skip


def test_the_root_below_the_last_level_is_told() -> None:
    """Two levels and one person above the sale: the second level ends at the root."""
    bonus = """\
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [10 %, 5 %]}
"""
    told = traced(pay(Company((-1,), [Sale(0)]), bonus))
    assert [(visit.person, visit.level) for visit in told] == [(0, 1), (-1, 2)]


def test_the_rate_of_whoever_is_not_active_is_taken_off_those_above() -> None:
    bonus = """\
  steps:
    kind: differential
    tree: enroller
    base: cv
    compression: none
    payee: active
    rates: {by: rank, rows: {none: 0 %, silver: 5 %, gold: 12 %}}
"""
    company = Company(LINE, [Sale(4)], tests={"active": [4, 2, 1]}, ranks={4: 0, 3: 1, 2: 1, 1: 0})
    assert reasons(pay(company, bonus)) == {
        4: "", 3: "INACTIVE", 2: "NOT_HIGHER", 1: "NOT_HIGHER", 0: "INACTIVE"
    }  # fmt: skip


def test_who_has_no_rate_for_a_generation_is_not_told_of_an_own_group() -> None:
    bonus = """\
  leaders:
    kind: generation
    tree: enroller
    base: cv
    boundary: {test: chosen}
    boundary_person: next
    empty: counted
    rates: {by: rank, rows: {none: 0 %, silver: {by: generation, rows: [5 %]}, gold: 0 %}}
"""
    result = pay(Company(LINE, [Sale(4)], tests={"chosen": [3, 1]}, ranks={3: 0}), bonus)
    rows = missed(result, 1)
    assert [Reason(reason).name for reason in rows.reason] == ["NO_RATE"]
    assert [Reason(reason).name for reason in missed(result, 3).reason] == ["OWN_GROUP"]


def test_what_passed_a_person_by() -> None:
    told = company()
    result = paid(told.snapshot(), plan_of(BONUSES), told.standing())
    for person in range(0, 60, 7):
        rows = missed(result, person)
        assert not {Reason.ROOT} & set(rows.reason.tolist())
        got = result.lines_to(person)
        paid_for = {
            (int(line), int(bonus), int(start))
            for line, bonus, start in zip(got.order_line, got.bonus, got.base_from_e4, strict=True)
        }
        passed = set(
            zip(
                rows.order_line.tolist(),
                rows.bonus.tolist(),
                rows.base_from_e4.tolist(),
                strict=True,
            )
        )
        assert not passed & paid_for
