"""Nothing about how the rows come, or how the work is split, changes a result."""

import numpy as np
import pytest

from saleor_mlm.engine import bonus_walks, owed, threads
from saleor_mlm.engine.paying import Paying, paid
from saleor_mlm.engine.result import CommissionLines, Result, Totals

from .stories import Company, Sale, plan_of

PERSONS, SALES = 60, 120
BONUSES = """\
  fast:
    kind: fast-start
    tree: enroller
    base: cv
    compression: dynamic
    payee: active
    window: {days: 60}
    limit: "150"
    same_volume: [{bonus: level, pays: 50 %}]
    rates: {by: level, rows: [20 %, 10 %]}
  level:
    kind: level
    tree: enroller
    base: cv
    compression: skip-inactive
    payee: active
    rates:
      by: rank
      rows:
        none: {by: level, rows: [10 %, 5 %]}
        silver: {by: level, rows: [10 %, 5 %, 4 %, 3 %]}
        gold: {by: level, rows: [10 %, 5 %, 4 %, 3 %]}
  steps:
    kind: differential
    tree: placement
    base: cv
    compression: none
    rates: {by: rank, rows: {none: 3 %, silver: 5 %, gold: 9 %}}
    ties: {rate: 1 %, people: 2}
  override:
    kind: breakaway
    tree: enroller
    base: cv
    leader: chosen
    compression: skip-inactive
    rates: {by: generation, rows: [4 %]}
    guarantee: {amount: 50.00 USD}
  leaders:
    kind: generation
    tree: enroller
    base: cv
    boundary: {test: chosen}
    boundary_person: next
    empty: skipped
    own_group: 2 %
    rates: {by: generation, rows: [5 %, 3 %]}
  infinite:
    kind: infinity
    tree: placement
    base: cv
    stop: {test: chosen}
    stop_person: excluded
    rates: 1 %
  retail:
    kind: retail
    base: cv
    by: base
    tiers: [{from: "0", rate: 5 %, applies: whole}, {from: "200", rate: 7 %, applies: above}]
"""


def company() -> Company:
    """Some sixty people in two trees, of whom some left and some are new."""
    rng = np.random.default_rng(3)

    def tree() -> list[int]:
        return [-1, *(int(rng.integers(max(0, i - 6), i)) for i in range(1, PERSONS))]

    sales = [
        Sale(
            place=int(rng.integers(PERSONS)),
            own=bool(rng.random() < 0.4),
            base=f"{rng.integers(1, 40_000)}/100",
            currency=int(rng.integers(2)),
            sold=f"2026-10-{rng.integers(1, 29):02}",
            earned=("300", f"-{rng.integers(1, 30_000)}/100") if rng.random() < 0.2 else (),
        )
        for _ in range(SALES)
    ]
    people = range(PERSONS)
    return Company(
        tree(),
        sales,
        placement=tree(),
        joined={i: "2026-09-20" for i in people if i % 5 == 0},
        absent=[(i, f"2026-10-{1 + i % 25:02}", None) for i in people if i % 7 == 3],
        tests={"active": [i for i in people if i % 3], "chosen": [i for i in people if i % 4 == 1]},
        ranks={i: i % 3 - 1 for i in people},
    )


def test_a_result_of_all_kinds_pays_something_by_each() -> None:
    told = company()
    result = paid(told.snapshot(), plan_of(BONUSES), told.standing())
    assert set(result.totals.bonus.tolist()) == set(range(7))
    assert len(result.person_lines) > 0


def test_rows_in_any_order_give_the_same() -> None:
    told = company()
    plan, standing = plan_of(BONUSES), told.standing()
    changes = sum(len(sale.earned or (sale.base,)) for sale in told.sales)
    mixed = np.random.default_rng(1).permutation(changes).tolist()
    first = paid(told.snapshot(), plan, standing)
    assert paid(told.snapshot(mixed), plan, standing).sha256 == first.sha256


@pytest.mark.parametrize("shards", [2, 3, 7])
def test_any_split_of_the_order_lines_merges_into_the_same(shards: int) -> None:
    told = company()
    paying = Paying(told.snapshot(), plan_of(BONUSES), told.standing())
    shard = np.random.default_rng(shards).integers(shards, size=SALES)
    parts = [paying.walked(shard == number) for number in range(shards)]
    whole = paying.merged([paying.walked()])
    for order in (parts, parts[::-1]):
        result = paying.merged(order)
        assert result.sha256 == whole.sha256
        assert_same_lines(result, whole)


@pytest.mark.parametrize(("count", "size"), [(1, 2**16), (2, 5), (3, 1)])
def test_any_number_of_threads_and_any_size_of_parts(
    count: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = company()
    plan, standing = plan_of(BONUSES), told.standing()
    whole = paid(told.snapshot(), plan, standing)
    monkeypatch.setattr(threads, "THREADS", count)
    monkeypatch.setattr(bonus_walks, "WALKERS_OF_A_PART", size)
    monkeypatch.setattr(owed, "PIECES_OF_A_CHUNK", size)
    assert paid(told.snapshot(), plan, standing).sha256 == whole.sha256


@pytest.mark.parametrize("rates_kept", [0, 16])
def test_sums_are_the_same_by_rate_and_by_piece(
    rates_kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = company()
    plan, standing = plan_of(BONUSES), told.standing()
    whole = paid(told.snapshot(), plan, standing)
    monkeypatch.setattr(owed, "RATES_KEPT", rates_kept)
    assert paid(told.snapshot(), plan, standing).sha256 == whole.sha256


def test_totals_are_the_same_without_detail() -> None:
    told = company()
    plan, standing = plan_of(BONUSES), told.standing()
    whole = paid(told.snapshot(), plan, standing)
    brief = paid(told.snapshot(), plan, standing, detail=False)
    assert_same_totals(brief, whole)
    with pytest.raises(ValueError, match="without detail"):
        _ = brief.lines


def test_any_split_of_the_order_lines_has_the_same_totals_without_detail() -> None:
    told = company()
    plan, standing = plan_of(BONUSES), told.standing()
    paying = Paying(told.snapshot(), plan, standing, detail=False)
    parts = [paying.walked(np.arange(SALES) % 3 == number) for number in range(3)]
    assert_same_totals(paying.merged(parts), paid(told.snapshot(), plan, standing))


def test_lines_sum_to_the_totals_and_to_those_of_each_person() -> None:
    told = company()
    result = paid(told.snapshot(), plan_of(BONUSES), told.standing())
    sums: dict[tuple[int, int, int], int] = {}
    for table in (result.lines, result.person_lines):
        rows = zip(table.payee, table.bonus, table.currency, table.amount_minor, strict=True)
        for payee, bonus, currency, amount in rows:
            key = int(payee), int(bonus), int(currency)
            sums[key] = sums.get(key, 0) + int(amount)
    rows = result.totals
    columns = (rows.payee.tolist(), rows.bonus.tolist(), rows.currency.tolist())
    found = dict(zip(zip(*columns, strict=True), rows.amount_minor.tolist(), strict=True))
    assert found == {key: amount for key, amount in sums.items() if amount}
    for person in range(PERSONS):
        own = result.lines.take(result.lines.payee == person)
        assert own.amount_minor.tolist() == result.lines_to(person).amount_minor.tolist()


def assert_same_lines(one: Result, other: Result) -> None:
    """Line by line."""
    for name in CommissionLines.__dataclass_fields__:
        assert getattr(one.lines, name).tolist() == getattr(other.lines, name).tolist()


def assert_same_totals(one: Result, other: Result) -> None:
    """Sum by sum."""
    for name in Totals.__dataclass_fields__:
        assert getattr(one.totals, name).tolist() == getattr(other.totals, name).tolist()
