"""What holds of every result, whatever the plan, the people and the sales."""

import itertools
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest

from saleor_mlm.engine.calculate import calculate
from saleor_mlm.engine.plans import load_plan
from saleor_mlm.engine.plans.bonuses import DifferentialBonus, WalkBonus
from saleor_mlm.engine.result import Result
from saleor_mlm.engine.snapshot import Snapshot

from .cases import Case, case_of, plans_of
from .snapshots import periods_of, results_of, us
from .world import BASES, Change, World

SEED = 11
SOME = range(15)

PURE_LEVEL = """\
plan: pure
name: Pure level plan
time_zone: {zone}
period: month
rounding: {rounding}
trees: {trees}
words:
  classes: [retail, preferred, distributor]
  order_kinds: [first, regular, autoship]
  product_lines: [skin, food]
bonuses:
  level:
    kind: level
    tree: {tree}
    base: cv
    compression: {compression}
    rates: {{by: level, rows: [10 %, 5 %, 3.3333 %, 2.5 %, 1 %]}}
"""


@cache
def results_in(number: int) -> list[Result]:
    case = case_of(SEED, number)
    return list(results_of(case.world, plans_of(case)))


def records(table: Any) -> list[dict[str, Any]]:
    names = list(type(table).__dataclass_fields__)
    columns = [getattr(table, name).tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


@pytest.mark.parametrize("number", SOME)
def test_nobody_earns_from_crossline(number: int) -> None:
    """Whoever a walk pays stands so many steps above the sale in the bonus's own tree."""
    for result in results_in(number):
        for line in records(result.lines):
            bonus = list(result.plan.bonuses.values())[line["bonus"]]
            if line["reverses"] < 0 and isinstance(bonus, WalkBonus):
                parent = result.snapshot.trees[bonus.tree].parent
                assert line["payee"] in upline(parent, source_of(result, line["order_line"]))


def upline(parent: Any, person: int) -> list[int]:
    found = []
    while person >= 0:
        found.append(person)
        person = int(parent[person])
    return found


def source_of(result: Result, order_line: int) -> int:
    return int(result.snapshot.order_lines.place[order_line])


@pytest.mark.parametrize("number", SOME)
def test_lines_sum_to_totals(number: int) -> None:
    for result in results_in(number):
        sums: dict[tuple[int, int, int], int] = defaultdict(int)
        for line in [*records(result.lines), *records(result.person_lines)]:
            sums[line["payee"], line["bonus"], line["currency"]] += line["amount_minor"]
        totals = {
            (row["payee"], row["bonus"], row["currency"]): row["amount_minor"]
            for row in records(result.totals)
        }
        assert totals == {key: amount for key, amount in sums.items() if amount}


@pytest.mark.parametrize("number", SOME)
def test_differentials_on_a_sale_sum_to_at_most_the_top_rate(number: int) -> None:
    for result in results_in(number):
        rates: dict[tuple[int, int, int, int], Fraction] = defaultdict(Fraction)
        bonuses = list(result.plan.bonuses.values())
        for line in records(result.lines):
            bonus = bonuses[line["bonus"]]
            if line["reverses"] < 0 and isinstance(bonus, DifferentialBonus) and not bonus.ties:
                key = (line["bonus"], line["order_line"], line["base_from_e4"], line["base_to_e4"])
                rates[key] += Fraction(line["rate_num"], line["rate_den"])
        for (index, *_), rate in rates.items():
            assert rate <= max(leaves(bonuses[index].rates))


def leaves(table: Any) -> list[Fraction]:
    """All rates that stand in a table; money of a unit by its amount."""
    if not hasattr(table, "rows"):
        return [table if isinstance(table, Fraction) else table.value]
    rows = table.rows.values() if isinstance(table.rows, dict) else table.rows
    return list(itertools.chain.from_iterable(leaves(getattr(row, "rate", row)) for row in rows))


@pytest.mark.parametrize("number", SOME)
def test_a_sale_and_its_full_refund_in_one_period_are_nothing(number: int) -> None:
    # given a case of one run in which everything comes back in the end
    case = case_of(SEED, number)
    world = replace(in_one_run(case.world), periods=case.world.periods[:1])
    world = replace(world, changes=(*world.changes, *refunds_of_all(world)))

    # when
    [result] = results_of(world, plans_of(replace(case, world=world)))

    # then
    assert len(result.lines) == 0
    assert len(result.unpaid) == 0
    assert not result.standing.volumes or not any(
        result.standing.volumes[name].any()
        for name, volume in result.plan.volumes.items()
        if volume.kind == "sales" and name in result.standing.volumes
    )


def in_one_run(world: World) -> World:
    """Everything at once, in the first period."""
    first = min(change.at_us for change in world.changes)
    moved = tuple(replace(change, at_us=first) for change in world.changes)
    return replace(world, changes=moved)


def refunds_of_all(world: World) -> list[Change]:
    """One change for each order line that takes everything back."""
    found = []
    for line in range(len(world.lines)):
        told = [change for change in world.changes if change.line == line]
        if told:
            measures = tuple(-sum(change.measures[i] for change in told) for i in range(5))
            earned = tuple(-sum(change.earned[i] for change in told) for i in range(len(BASES)))
            found.append(Change(line, told[-1].at_us, measures, earned))
    return found


@pytest.mark.parametrize("number", SOME)
def test_one_more_sale_lowers_nobody_in_a_level_bonus(number: int) -> None:
    """With eligibility held fixed: nobody has to be active."""
    # given
    random = Random(number)
    case = level_case(number, random)
    line = random.choice(case.world.lines)
    sale = Change(len(case.world.lines), case.world.changes[0].at_us, (0,) * 5, (123_456, 0, 0, 0))
    more = replace(case.world, lines=(*case.world.lines, line), changes=(sale, *case.world.changes))

    # when
    before, after = (
        totals(next(iter(results_of(world, plans_of(case))))) for world in (case.world, more)
    )

    # then
    assert all(after.get(key, 0) >= amount for key, amount in before.items())


def level_case(number: int, random: Random) -> Case:
    case = case_of(SEED, number)
    text = PURE_LEVEL.format(
        zone=case.world.time_zone,
        rounding=random.choice(("half-even", "half-up", "down")),
        trees=f"[{', '.join(case.world.trees)}]",
        tree=random.choice(list(case.world.trees)),
        compression=random.choice(("none", "dynamic")),
    )
    load_plan(text)
    world = replace(in_one_run(case.world), periods=("2026-01",), exempt=())
    return replace(case, text=text, world=world)


def totals(result: Result) -> dict[tuple[int, int], int]:
    return {(row["payee"], row["currency"]): row["amount_minor"] for row in records(result.totals)}


@pytest.mark.parametrize("number", SOME)
def test_the_order_of_rows_changes_nothing(number: int) -> None:
    for result in results_in(number):
        again = calculate(shuffled(result.snapshot, number), result.plan)
        assert again.sha256 == result.sha256


def shuffled(snapshot: Snapshot, seed: int) -> Snapshot:
    """The same snapshot with the rows of its tables in another order."""
    random = np.random.default_rng(seed)
    rows = random.permutation(len(snapshot.sale_lines))
    tables = {
        name: getattr(snapshot, name).take(random.permutation(len(getattr(snapshot, name))))
        for name in ("posted", "absences", "exceptions", "earlier_pay")
    }
    return replace(
        snapshot,
        sale_lines=snapshot.sale_lines.take(rows),
        measures={name: column[rows] for name, column in snapshot.measures.items()},
        earned={name: column[rows] for name, column in snapshot.earned.items()},
        **tables,
    )


@pytest.mark.parametrize("number", SOME)
def test_what_is_refunded_later_sums_to_nothing(number: int) -> None:
    """Whatever plans, ranks and activity were in between; rank amounts and guarantees stay."""
    # given a last run in which everything comes back
    case = case_of(SEED, number)
    if any("W" in period for period in case.world.periods):
        return  # weeks and months each pay their own bonuses, and end on other days
    end_us = max(us(period.ends_at) for period in periods_of(case.world, plans_of(case)[0]))
    told = tuple(change for change in case.world.changes if change.at_us < end_us)
    world = replace(case.world, changes=told)
    back = [replace(change, at_us=end_us - 1) for change in refunds_of_all(world)]
    world = replace(world, changes=(*told, *back))

    # when
    sums: dict[tuple[int, int, int], int] = defaultdict(int)
    for result in results_of(world, plans_of(replace(case, world=world))):
        for line in records(result.lines):
            sums[line["payee"], line["bonus"], line["currency"]] += line["amount_minor"]

    # then
    assert not any(sums.values())
