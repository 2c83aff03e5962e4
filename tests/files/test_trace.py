"""`plan trace`: who pays somebody what and why, and what passed him by."""

import json

import pytest

from saleor_mlm.engine import ENGINE_VERSION

from .desk import EXAMPLES, Desk

RANKS = EXAMPLES / "ranks"
BEGINS = (
    "no run of 2026-09 was given (--state-in): what looks back begins with 2026-10 "
    "(titles, bonus rank-reached)"
)


def inputs(month: int) -> list[str]:
    files = {
        "plan": RANKS / "plan.yaml",
        "network": RANKS / "network.csv",
        "sales": RANKS / f"sales-2026-{month}.csv",
    }
    return [part for name, path in files.items() for part in (f"--{name}", str(path))]


def trace(desk: Desk, *arguments: str) -> list[str]:
    code, told, wrong = desk.plan("trace", *arguments)
    assert (code, wrong) == (0, ""), wrong
    return told.splitlines()


def refusal(desk: Desk, *arguments: str) -> list[str]:
    code, told, wrong = desk.plan("trace", *arguments)
    assert (code, told) == (1, "")
    return wrong.splitlines()


@pytest.fixture
def october(desk: Desk) -> Desk:
    """A desk on which October of the second example was run."""
    desk.run(*inputs(10), out="october")
    return desk


def test_every_amount_is_told_with_its_lines(october: Desk) -> None:
    assert trace(october, *inputs(10), "--period", "2026-10", "--distributor", "cat") == [
        BEGINS,
        "cat: paid as Silver, qualified as Silver, title Silver.",
        "cat, start: 16.00 USD.",
        "cat, team: 3.20 USD.",
        "cat, rank-reached: 50.00 USD.",
        "cat, C2, start, level 1, paid as Silver: 20 % of 80.00 CV (on level 1), "
        "rounded half-even from 16.0000 to 16.00 USD.",
        "cat, C3, team, level 1 (2 steps up the tree), paid as Silver: 5 % of 64.00 CV "
        "(for Silver, on level 1), rounded half-even from 3.2000 to 3.20 USD.",
        "C3, team: gus was passed over: no agreement was in force when the sale was paid.",
        "cat, rank-reached, Silver: 50.00 USD.",
        "C3, start: pays nobody, since gus, at whom the sale stands, was not new "
        "(volume date: 2026-10-20, 2026-04-01 to 2026-05-30 needed).",
        "C2, team: pays nothing on 80.00 CV, which start counts.",
        "cat does not qualify for Gold: legs in placement in which somebody passes is-silver: "
        "0, at least 2 needed; customers with more than 0 QV each: 0, at least 2 needed.",
    ]


def test_what_passed_somebody_by_is_told_with_what_was_needed(october: Desk) -> None:
    assert trace(october, *inputs(10), "--period", "2026-10", "--distributor", "gus") == [
        BEGINS,
        "gus: paid as no rank, qualified as no rank, title no rank.",
        "gus is paid nothing.",
        "C3, team, level 1: gus is paid nothing, since no agreement was in force when the sale "
        "was paid, and it went to cat.",
        "C3, start: pays nobody, since gus, at whom the sale stands, was not new "
        "(volume date: 2026-10-20, 2026-04-01 to 2026-05-30 needed).",
        "gus does not qualify for Silver: volume personal: 80.00, at least 100.00 needed; "
        "volume team: 80.00, at least 300.00 needed.",
    ]


def test_a_later_month_goes_on_from_the_run_before(october: Desk) -> None:
    before = ("--state-in", october.path("october"), "--results-in", october.path("october"))
    told = trace(october, *inputs(11), *before, "--period", "2026-11", "--distributor", "cat")
    assert told == [
        "cat: paid as no rank, qualified as no rank, title Silver.",
        "cat, start: -4.40 USD.",
        "cat, C2, start, refund: 20 % of 40.00 CV (earned from 40.00 to 80.00) taken back, "
        "8.0000 less 16.0000, each rounded half-even: -8.00 USD.",
        "cat, C4, start, level 2, paid as Silver: 10 % of 36.00 CV (on level 2), rounded half-even "
        "from 3.6000 to 3.60 USD.",
        "C6, start, level 1: cat is paid nothing, since he does not pass “active” "
        "(volume personal: 90.00, at least 100.00 needed), and it went to ann.",
        "C4, team: pays nothing on 36.00 CV, which start counts.",
        "C6, team: pays nothing on 36.00 CV, which start counts.",
        "cat does not qualify for Silver: volume personal: 90.00, at least 100.00 needed; "
        "volume team: 85.00, at least 300.00 needed.",
    ]


def test_a_sale_of_october_is_paid_by_october(october: Desk) -> None:
    """It is sent in November, when neither fay nor cat passes `active`."""
    before = ("--state-in", october.path("october"))
    told = trace(october, *inputs(11), *before, "--period", "2026-11", "--distributor", "fay")
    assert told[2] == (
        "fay, C4, start, level 1, paid as no rank: 20 % of 36.00 CV (on level 1), "
        "rounded half-even from 7.2000 to 7.20 USD."
    )


def test_a_run_is_traced_by_its_folder(october: Desk) -> None:
    alone = trace(october, *inputs(10), "--period", "2026-10", "--distributor", "bob")
    by_run = ("--run", october.path("october"))
    assert trace(october, *inputs(10), *by_run, "--distributor", "bob") == alone


def test_a_run_over_other_files_is_not_traced(october: Desk) -> None:
    by_run = ("--run", october.path("october"), "--distributor", "bob")
    assert refusal(october, *inputs(11), *by_run) == [
        "october: is a run over another `sales`; expected the files it was made from [run-folder]"
    ]


def test_a_run_of_another_engine_is_not_traced(october: Desk) -> None:
    record = october.folder / "october" / "run.json"
    then = json.loads(record.read_text())
    record.write_text(json.dumps({**then, "engine": "2"}))
    by_run = ("--run", october.path("october"), "--distributor", "bob")
    assert refusal(october, *inputs(10), *by_run) == [
        f"october: was calculated by engine 2, and this is {ENGINE_VERSION}; "
        "expected that engine; or run the period again with this [run-folder]"
    ]


def test_nobody_is_traced_whom_the_network_lacks(october: Desk) -> None:
    (told,) = refusal(october, *inputs(10), "--period", "2026-10", "--distributor", "zoe")
    assert told.endswith(
        "network.csv: there is no distributor `zoe`; "
        "expected a key of the network file [unknown-distributor]"
    )


def test_a_run_of_another_period_or_plan_is_said_first(october: Desk) -> None:
    # given a run of October
    run = ["--run", october.path("october"), "--distributor", "ann"]

    # then with the files of another period, or of another plan
    assert refusal(october, *inputs(11), "--period", "2026-11", *run) == [
        "october: is the run of 2026-10; expected --period 2026-10, or the run of 2026-11 "
        "[run-folder]"
    ]
    assert refusal(october, *october.files(), *run) == [
        "october: is a run of the plan ranks; expected small [run-folder]"
    ]


def test_a_period_or_a_run_is_named(october: Desk) -> None:
    assert refusal(october, *inputs(10), "--distributor", "bob") == [
        "no period is named; expected --period or --run [period-key]"
    ]
