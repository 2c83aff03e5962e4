"""Plans whose rules have several lengths: weekly pay under a monthly rule, and calendars."""

import json
from pathlib import Path

import pytest

from .desk import Desk

PLAN = """\
plan: both
name: Weekly and monthly
time_zone: UTC
period: month
rounding: half-even
calendars:
  campaign:
    - {key: C10, from: 2026-10-01, to: 2026-10-20}
    - {key: C11, from: 2026-10-21, to: 2026-11-10}
volumes:
  earned-by-week: {kind: earnings, bonuses: [weekly]}
tests:
  earner: {kind: volume, volume: earned-by-week, at_least: "10"}
bonuses:
  weekly:
    kind: level
    every: week
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [10 %]}
  monthly:
    kind: level
    tree: enroller
    base: cv
    payee: earner
    compression: none
    rates: {by: level, rows: [1 %]}
  by-campaign:
    kind: level
    every: campaign
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [2 %]}
"""
SALES = """\
order_line,date,distributor,buyer,currency,cv
1,2026-09-29,bob,kim,USD,60
2,2026-10-06,bob,kim,USD,30
3,2026-10-20,cat,kim,USD,70
4,2026-10-27,cat,kim,USD,500
"""
WEEKS = ("2026-W40", "2026-W41", "2026-W42", "2026-W43")


@pytest.fixture
def weeks(desk: Desk) -> Desk:
    """A desk on which all weeks were run that end in October."""
    desk.put("plan.yaml", PLAN)
    desk.put(
        "network.csv",
        "distributor,joined,enroller\nann,2026-01-01,\nbob,2026-01-01,ann\ncat,2026-01-01,ann\n",
    )
    desk.put("sales.csv", SALES)
    before: list[str] = []
    for week in WEEKS:
        desk.run("--every", "week", *before, out=week, period=week)
        before = ["--state-in", desk.path(week)]
    return desk


def test_a_monthly_rule_rests_on_the_weeks_that_end_in_it(weeks: Desk) -> None:
    weeks.run("--results-in", *(weeks.path(week) for week in WEEKS))
    assert weeks.rows("volumes", "distributor", "earned-by-week") == [
        ("ann", "0.0000"),
        ("bob", "9.0000"),
        ("cat", "7.0000"),
    ]
    assert weeks.rows("statements", "distributor", "amount") == []


def test_each_run_pays_the_rules_of_its_length(weeks: Desk) -> None:
    assert weeks.rows("statements", "distributor", "bonus", "amount", out="2026-W40") == [
        ("bob", "weekly", "6.00")
    ]
    weeks.run("--every", "campaign", period="C10")
    assert weeks.rows("statements", "distributor", "bonus", "amount") == [
        ("bob", "by-campaign", "0.60"),
        ("cat", "by-campaign", "1.40"),
    ]


def test_a_week_that_is_missing_is_asked_for(weeks: Desk) -> None:
    some = [weeks.path(week) for week in WEEKS if week != "2026-W42"]
    assert weeks.refusal("--results-in", *some) == [
        "--results-in: there is no run of 2026-W42; "
        "expected all runs by week that end within 2026-10 [run-missing]"
    ]


def test_weeks_go_on_from_one_another(weeks: Desk) -> None:
    weeks.run("--every", "week", out="alone", period="2026-W42")
    folders = [weeks.path("alone" if week == "2026-W42" else week) for week in WEEKS]
    (refused,) = weeks.refusal("--results-in", *folders)
    assert refused.startswith("alone: goes on from nothing; expected ")


def test_a_week_of_another_month_is_refused(weeks: Desk) -> None:
    folders = [weeks.path(week) for week in WEEKS]
    assert weeks.refusal("--results-in", *folders, period="2026-09") == [
        "2026-W40: is the run of 2026-W40; "
        "expected a run of a period that ends within 2026-09 [run-folder]"
    ]


def test_a_key_that_names_no_period_of_this_length(desk: Desk) -> None:
    desk.put("plan.yaml", PLAN)
    assert desk.refusal("--every", "week") == ["'2026-10' is a month; expected a week [period-key]"]
    assert desk.refusal("--every", "campaign") == [
        "'2026-10' is no period; expected a key of `campaign`, C10 to C11 [period-key]"
    ]


def test_a_length_that_nobody_knows(desk: Desk) -> None:
    desk.put("plan.yaml", PLAN)
    assert desk.refusal("--every", "fortnight") == [
        "--every: there is no period `fortnight`; "
        "expected one of: month, week, day, campaign [unknown-period]"
    ]


def test_before_the_first_period_of_a_calendar_there_is_no_run(desk: Desk) -> None:
    desk.put("plan.yaml", PLAN)
    desk.put("network.csv", "distributor,joined,enroller\nann,2026-01-05,\n")
    desk.put("sales.csv", "order_line,date,distributor,buyer,currency,cv\n")
    desk.run("--every", "campaign", period="C10", out="first")
    first = ["--every", "campaign", "--state-in", desk.path("first")]
    assert desk.refusal(*first, period="C10") == [
        "first: is the run of C10; expected no --state-in: C10 is the first period of `campaign` "
        "[run-folder]"
    ]


def test_the_record_says_which_runs_it_rests_on(weeks: Desk) -> None:
    weeks.run("--results-in", *(weeks.path(week) for week in WEEKS))
    record = json.loads(Path(weeks.path("out"), "run.json").read_text())
    assert [run["period"] for run in record["inputs"]["earlier_pay"]] == list(WEEKS)


RANKED = """\
plan: ranked
name: Weekly pay by monthly rank
time_zone: UTC
period: month
rounding: half-even
volumes: {pv: {kind: sales, measure: qv}}
tests:
  hundred: {kind: volume, volume: pv, at_least: "100"}
  is-silver: {kind: rank, at_least: silver, of: paid-as}
ranks:
  cumulative: no
  title: {demotion: never}
  ladder: [{rank: silver, name: Silver, requires: [hundred]}]
bonuses:
  weekly:
    kind: level
    every: week
    tree: enroller
    base: cv
    payee: is-silver
    compression: none
    rates: {by: level, rows: [10 %]}
"""


@pytest.fixture
def ranked(desk: Desk) -> Desk:
    """A desk on which October was run, in which ann became Silver; its last week ends in
    November."""
    desk.put("plan.yaml", RANKED)
    desk.put("network.csv", "distributor,joined,enroller\nann,2026-01-01,\nbob,2026-01-01,ann\n")
    desk.put(
        "sales.csv",
        "order_line,date,distributor,buyer,currency,qv,cv\n"
        "1,2026-10-02,ann,ann,USD,100,100\n2,2026-11-03,bob,bob,USD,100,50\n",
    )
    desk.run(out="october")
    return desk


def test_weeks_see_the_ranks_that_the_month_before_left(ranked: Desk) -> None:
    october = ("--results-in", ranked.path("october"))
    for week, sold in (("2026-W44", []), ("2026-W45", [("ann", "weekly", "5.00")])):
        said = ranked.run("--every", "week", *october, out=week, period=week)
        assert ranked.rows("statements", "distributor", "bonus", "amount", out=week) == sold
        assert not [note for note in said if "rank" in note]
    run = ("--run", ranked.path("2026-W45"), "--every", "week", *october)
    _, told, _ = ranked.plan("trace", *ranked.files(), *run, "--distributor", "ann")
    assert told.splitlines()[1] == (
        "ann: paid as Silver, title Silver (as the last run that decided ranks left it)."
    )


def test_a_week_without_the_ranks_says_so(ranked: Desk) -> None:
    assert ranked.run("--every", "week", period="2026-W45") == [
        "1 row was sold and earned before 2026-W45, which earlier runs count: not counted",
        "no run of 2026-10 was given (--results-in), whose ranks hold in 2026-W45: "
        "nobody has a rank or title in this run",
    ]


def test_a_week_after_one_with_ranks_needs_them_too(ranked: Desk) -> None:
    october = ("--results-in", ranked.path("october"))
    ranked.run("--every", "week", *october, out="w45", period="2026-W45")
    before = ("--every", "week", "--state-in", ranked.path("w45"))
    assert ranked.refusal(*before, period="2026-W46") == [
        "--results-in: there is no run that decided the ranks; "
        "expected the run of 2026-10, whose ranks hold in 2026-W46 [run-missing]"
    ]


def test_the_ranks_of_another_month_are_refused(ranked: Desk) -> None:
    october = ("--every", "week", "--results-in", ranked.path("october"))
    for week, closed in (("2026-W40", "2026-09"), ("2026-W49", "2026-11")):
        assert ranked.refusal(*october, period=week) == [
            f"october: is the run of 2026-10; "
            f"expected that of {closed}, whose ranks hold in {week} [run-folder]"
        ]


def test_a_length_over_which_nothing_is_worked_out(desk: Desk) -> None:
    assert desk.refusal("--every", "week", period="2026-W41") == [
        "no bonus or rank of the plan is worked out by week; expected --every month [nothing-due]"
    ]


LOOKING_BACK = """\
plan: back
name: Who was Silver before is paid
time_zone: UTC
period: month
rounding: half-even
volumes: {pv: {kind: sales, measure: qv}}
tests:
  hundred: {kind: volume, volume: pv, at_least: "100"}
  was-silver: {kind: rank, at_least: silver, of: title-before}
ranks:
  cumulative: no
  title: {demotion: never}
  ladder: [{rank: silver, name: Silver, requires: [hundred]}]
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    payee: was-silver
    compression: none
    rates: {by: level, rows: [10 %]}
"""


def test_a_run_that_begins_anew_says_what_looks_back(ranked: Desk) -> None:
    ranked.put("plan.yaml", LOOKING_BACK)
    assert ranked.run(period="2026-11") == [
        "1 row was sold and earned before 2026-11, which earlier runs count: not counted",
        "no run of 2026-10 was given (--state-in): what looks back begins with 2026-11 "
        "(test was-silver, titles)",
    ]
    assert ranked.rows("statements", "distributor", "amount") == []


def test_the_run_before_brings_its_state_and_its_results(ranked: Desk) -> None:
    ranked.put("plan.yaml", LOOKING_BACK)
    ranked.run(out="october-2")
    assert ranked.refusal("--results-in", ranked.path("october-2"), period="2026-11") == [
        "october-2: is the run directly before; "
        "expected it as --state-in, which brings its results with it [run-folder]"
    ]
    assert ranked.run("--state-in", ranked.path("october-2"), period="2026-11") == [
        "1 row was sold and earned before 2026-11, which earlier runs count: not counted"
    ]
    assert ranked.rows("statements", "distributor", "amount") == [("ann", "5.00")]
