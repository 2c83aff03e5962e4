"""Rank advancement: once, held, jumped, in instalments, in every period."""

from collections.abc import Mapping, Sequence

import numpy as np

from saleor_mlm.engine.explain import Names, explain_person
from saleor_mlm.engine.result import Result
from saleor_mlm.engine.snapshot import PastPeriod

from .stories import Company, at, pay

SILVER, GOLD = 0, 1
KEYS = ("2026-07", "2026-08", "2026-09")


def advancement(more: str = "", pays: str = "first-time") -> str:
    if pays == "first-time" and "jumped" not in more:
        more += "    jumped: each\n"
    return f"""\
  cars:
    kind: rank-advancement
    pays: {pays}
    amounts: {{silver: 100.00 USD, gold: 500.01 USD}}
{more}"""


def past(*ranks: int) -> tuple[PastPeriod, ...]:
    """The last periods' paid-as ranks of the one person there is."""
    found = []
    for key, rank in zip(KEYS[-len(ranks) :], ranks, strict=True):
        column = np.array([rank], dtype=np.int16)
        found.append(PastPeriod(key, at(f"{key}-01"), {}, {}, column, column))
    return tuple(found)


def run(
    bonus: str,
    rank: int,
    state: Mapping[str, int] | None = None,
    earlier: Sequence[int] = (),
    active: bool = True,
    absent: tuple[str | None, str | None] | None = None,
    volumes: Mapping[int, str] | None = None,
) -> Result:
    company = Company(
        (-1,),
        [],
        ranks={0: rank},
        tests={"active": [0] if active else []},
        absent=[(0, *absent)] if absent else [],
        state={f"advancement:cars:{key}": [value] for key, value in (state or {}).items()},
        past=past(*earlier) if earlier else (),
        volumes={"personal": volumes or {}},
    )
    return pay(company, bonus)


def paid(result: Result) -> list[tuple[int, int, int]]:
    """(rank, instalment, amount)."""
    rows = result.person_lines
    columns = (rows.rank.tolist(), rows.number.tolist(), rows.amount_minor.tolist())
    return list(zip(*columns, strict=True))


def state(result: Result) -> dict[str, int]:
    return {
        name.removeprefix("advancement:cars:"): int(values[0])
        for name, values in result.state.items()
        if name.startswith("advancement:")
    }


def test_once_for_each_rank() -> None:
    first = run(advancement(), SILVER)
    assert paid(first) == [(SILVER, 1, 100_00)]
    assert state(first) == {"silver": 1, "gold": 0}
    assert paid(run(advancement(), SILVER, {"silver": 1})) == []
    assert paid(run(advancement(), GOLD, {"silver": 1})) == [(GOLD, 1, 500_01)]
    assert first.totals.amount_minor.tolist() == [100_00]


def test_ranks_jumped_over() -> None:
    each = run(advancement("    jumped: each\n"), GOLD)
    assert paid(each) == [(SILVER, 1, 100_00), (GOLD, 1, 500_01)]
    highest = run(advancement("    jumped: highest\n"), GOLD)
    assert paid(highest) == [(GOLD, 1, 500_01)]
    assert state(highest) == {"silver": -1, "gold": 1}
    later = {"silver": -1, "gold": 1}
    assert paid(run(advancement("    jumped: highest\n"), SILVER, later)) == []


def test_held_for_several_periods() -> None:
    bonus = advancement("    held: 2\n    jumped: highest\n")
    assert paid(run(bonus, GOLD)) == []
    assert paid(run(bonus, GOLD, earlier=[SILVER])) == [(SILVER, 1, 100_00)]
    assert paid(run(bonus, GOLD, earlier=[GOLD])) == [(GOLD, 1, 500_01)]
    assert paid(run(bonus, GOLD, earlier=[GOLD, -1])) == []


def test_instalments_are_paid_while_the_rank_is_held() -> None:
    bonus = advancement("    instalments: 3\n    jumped: highest\n")
    first = run(bonus, GOLD)
    assert paid(first) == [(GOLD, 1, 166_67)]
    begun = {"silver": -1, "gold": 1}
    second = run(bonus, GOLD, begun)
    assert paid(second) == [(GOLD, 2, 166_67)]
    assert paid(run(bonus, SILVER, begun)) == []
    assert paid(run(bonus, GOLD, {"silver": -1, "gold": 3})) == []


def test_the_first_instalment_takes_the_odd_cents() -> None:
    bonus = advancement("    instalments: 4\n")
    assert paid(run(bonus, GOLD, {"silver": 4})) == [(GOLD, 1, 125_01)]
    assert paid(run(bonus, GOLD, {"silver": 4, "gold": 1})) == [(GOLD, 2, 125_00)]


def test_who_fails_the_payee_test_may_begin_later() -> None:
    bonus = advancement("    payee: active\n")
    waiting = run(bonus, SILVER, active=False)
    assert paid(waiting) == []
    assert state(waiting) == {"silver": 0, "gold": 0}


def test_whose_agreement_ended_is_paid_nothing_for_a_rank() -> None:
    ended = ("2026-10-31", None)
    assert paid(run(advancement(), GOLD, absent=ended)) == []
    assert state(run(advancement(), GOLD, absent=ended)) == {"silver": 0, "gold": 0}
    assert paid(run(advancement(pays="every-period"), GOLD, absent=ended)) == []
    assert paid(run(advancement(), GOLD, absent=("2026-10-02", "2026-10-31"))) != []
    assert paid(run(advancement(), GOLD, absent=("2026-11-01", None))) != []


def test_instalments_wait_while_there_is_no_agreement() -> None:
    bonus = advancement("    instalments: 3\n")
    begun = {"silver": 3, "gold": 1}
    waiting = run(bonus, GOLD, begun, absent=("2026-10-20", None))
    assert (paid(waiting), state(waiting)) == ([], begun)
    assert paid(run(bonus, GOLD, begun, absent=("2026-09-20", "2026-10-20"))) == [(GOLD, 2, 166_67)]


def test_in_every_period_the_amount_of_the_paid_as_rank() -> None:
    bonus = advancement(pays="every-period")
    assert paid(run(bonus, GOLD)) == [(GOLD, 0, 500_01)]
    assert paid(run(bonus, -1)) == []
    assert state(run(bonus, GOLD)) == {}


def why_not(result: Result) -> list[str]:
    """What is said of amounts that are not paid."""
    told = explain_person(result, 0, Names(("Ann",), ()))
    return [text.removeprefix("Ann, cars, ") for text in told if ": nothing, since" in text]


def test_why_a_rank_brings_nothing() -> None:
    held = advancement("    held: 2\n")
    assert why_not(run(held, SILVER, earlier=(-1,))) == [
        "Silver: nothing, since he has it for too short (periods in a row: 1, 2 needed)."
    ]
    payee = advancement("    payee: active\n")
    failed = run(payee, SILVER, active=False, volumes={0: "20"})
    assert why_not(failed) == [
        "Silver: nothing, since he does not pass “active” "
        "(volume personal: 20.00, at least 50.00 needed)."
    ]
    assert why_not(run(advancement(pays="every-period"), SILVER, absent=("2026-10-20", None))) == [
        "Silver: nothing, since no agreement is in force at the period's end."
    ]
    instalments = advancement("    instalments: 3\n")
    assert why_not(run(instalments, -1, state={"silver": 1})) == [
        "Silver: nothing, since its instalment 2 asks for the rank "
        "(paid as no rank, Silver needed)."
    ]
    jumped = advancement("    jumped: highest\n")
    assert why_not(run(jumped, GOLD)) == ["Silver: nothing, since it was jumped over."]


def test_nothing_is_said_of_what_was_paid_or_never_reached() -> None:
    assert why_not(run(advancement(), SILVER, state={"silver": 1})) == []
    assert why_not(run(advancement(), -1)) == []
