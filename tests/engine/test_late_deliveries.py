"""Sales that are earned in a later period than they were sold: paid by the standing of then."""

from dataclasses import replace

import numpy as np
import pytest

from saleor_mlm.engine.explain import Names, explain_line, explain_person
from saleor_mlm.engine.paying import Paying
from saleor_mlm.engine.snapshot import PastPeriod

from .stories import Company, Sale, at, column, int16, paid_lines, pay, plan_of, totals

ALICE, BOB, CAROL = range(3)
LINE = (-1, ALICE, BOB)
NAMES = Names(("Alice", "Bob", "Carol"), ("O1", "O2"))
LEVEL = """\
  level:
    kind: level
    tree: enroller
    base: cv
    payee: active
    compression: skip-inactive
    rates: {by: level, rows: [{by: rank, rows: {none: 10 %, silver: 20 %, gold: 30 %}}]}
"""
LATE, NEW = Sale(CAROL, sold="2026-09-30 23:59"), Sale(CAROL)


def september(active: set[int], silver: tuple[int, ...] = (), **changes: object) -> PastPeriod:
    """The result of September."""
    ranks = int16(0 if person in silver else -1 for person in range(3))
    flags = np.array([person in active for person in range(3)])
    volumes = {"personal": column([0, 0, 0])}
    past = PastPeriod("2026-09", at("2026-09-01"), volumes, {"active": flags}, ranks, ranks, ranks)
    return replace(past, **changes)  # type: ignore[arg-type]


def company(*sales: Sale, past: PastPeriod | None) -> Company:
    """In October only Bob is active, and he is gold."""
    earlier = () if past is None else (past,)
    return Company(LINE, sales, tests={"active": [BOB]}, ranks={BOB: 1}, past=earlier)


def test_each_sale_is_paid_by_the_standing_of_its_period() -> None:
    result = pay(company(LATE, NEW, past=september({CAROL}, silver=(CAROL,))), LEVEL)
    assert paid_lines(result) == [(CAROL, 1, 1, 20_00), (BOB, 2, 1, 30_00)]
    assert result.lines.rank.tolist() == [0, 1]
    assert totals(result) == {CAROL: 20_00, BOB: 30_00}


@pytest.mark.parametrize(
    "past",
    [
        None,
        september({CAROL}, key="2026-08", starts_us=at("2026-08-01")),
        september({CAROL}, tests={}),
        september({CAROL}, title=None),
    ],
    ids=["no result", "the result of another period", "a test it lacks", "no titles"],
)
def test_without_a_result_that_tells_enough_by_that_of_the_period_that_pays(
    past: PastPeriod | None,
) -> None:
    assert totals(pay(company(LATE, past=past), LEVEL)) == {BOB: 30_00}


def test_a_fast_starts_limit_goes_on_from_turn_to_turn() -> None:
    fast = LEVEL.replace("level:\n    kind: level", "fast:\n    kind: fast-start")
    bonus = fast + '    window: {days: 60}\n    limit: "150"\n'
    told = company(LATE, NEW, past=september({CAROL}))
    told.joined = {CAROL: "2026-09-20"}
    result = pay(told, bonus)
    assert paid_lines(result) == [(CAROL, 1, 1, 10_00), (BOB, 2, 1, 15_00)]
    assert result.state["used:fast:USD"].tolist() == [0, 0, 150_0000]


def test_the_smallest_part_that_is_sent_late_is_of_its_period() -> None:
    # given: a ten-thousandth of the base, too little for a cent
    sent = replace(LATE, before="0.4999", earned=("0.0001",))
    told = company(sent, past=september({CAROL}))

    # when
    result = pay(told, LEVEL)

    # then: by September, in which Carol was active and Bob was not
    assert paid_lines(result) == [(CAROL, 1, 1, 0)]


def test_each_sale_is_explained_by_the_turn_that_paid_it() -> None:
    # given: of two sales of Carol one is of September, both are paid by one bonus
    sold = company(LATE, NEW, past=september({CAROL}, silver=(CAROL,)))
    sold.volumes = {"personal": {}}
    result = pay(sold, LEVEL)

    # then
    told = [explain_line(result, result.lines, row, NAMES)[0] for row in range(2)]
    assert "Carol, O1, level, level 1, paid as Silver: 20 % of 100.00 CV" in told[0]
    assert "Bob, O2, level, level 1 (2 steps up the tree), paid as Gold: 30 %" in told[1]


def test_a_source_that_failed_the_test_then() -> None:
    # given: Carol was not active in September, and is in October
    told = company(LATE, past=september({BOB}))
    told.tests = {"active": [ALICE, BOB, CAROL]}
    bonus = LEVEL.replace("    payee: active\n", "    source: active\n")

    # then
    assert (
        "O1, level: pays nobody, since Carol, at whom the sale stands, did not pass “active” in "
        "the period in which it was sold."
    ) in explain_person(pay(told, bonus), BOB, NAMES)


def test_brackets_are_reached_by_the_sales_of_one_period() -> None:
    retail = """\
  retail:
    kind: retail
    base: cv
    by: base
    tiers: [{from: "0", rate: 5 %, applies: whole}, {from: "150", rate: 9 %, applies: whole}]
"""
    assert totals(pay(company(LATE, NEW, past=september(set())), retail)) == {CAROL: 10_00}
    assert totals(pay(company(LATE, NEW, past=None), retail)) == {CAROL: 18_00}


def test_what_is_taken_back_is_taken_back_once() -> None:
    whole = Sale(CAROL, sold="2026-09-05", before="40", earned=("60",))
    result = pay(company(whole, NEW, past=september({CAROL})), LEVEL)
    assert result.lines.base_from_e4.tolist() == [40_0000, 0]
    assert totals(result) == {CAROL: 6_00, BOB: 30_00}


def test_any_split_of_the_order_lines_merges_into_the_same() -> None:
    told = company(LATE, NEW, past=september({CAROL}))
    paying = Paying(told.snapshot(), plan_of(LEVEL), told.standing())
    parts = [paying.walked(np.array(own)) for own in ([True, False], [False, True])]
    assert paying.merged(parts[::-1]).sha256 == paying.merged([paying.walked()]).sha256


def test_why_not_says_when() -> None:
    result = pay(company(LATE, past=september({ALICE})), LEVEL)
    assert explain_person(result, BOB, NAMES)[2] == (
        "O1, level, level 1: Bob is paid nothing, since he did not pass “active” in the period in "
        "which it was sold, and it went to Alice."
    )
