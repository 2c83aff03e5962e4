"""What people bring along counts: a run after the import gives what the same company with its
history gives on files."""

import csv
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from saleor_mlm.cli import main
from saleor_mlm.models import Activation, Distributor, OpeningColumn
from saleor_mlm.services import plans, recalculations, runs

from .conftest import NOVEMBER
from .network_texts import Desk

PLAN = """
plan: ranked
name: Ranked
time_zone: UTC
period: month
rounding: half-even
volumes:
  personal: {kind: sales, measure: qv}
  team: {kind: team, of: personal, tree: enroller, himself: included}
  quarter: {kind: window, of: personal, periods: 3, take: sum}
tests:
  active: {kind: volume, volume: personal, at_least: "50.00"}
  team-200: {kind: volume, volume: team, at_least: "200.00"}
  quarter-300: {kind: volume, volume: quarter, at_least: "300.00"}
  faithful: {kind: history, test: active, at_least: 3, periods: 3, consecutive: yes}
ranks:
  cumulative: yes
  title: {demotion: 2}
  ladder:
    - {rank: silver, name: Silver, requires: [active, team-200]}
    - {rank: gold, name: Gold, requires: [quarter-300]}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    payee: active
    compression: skip-inactive
    rates: {by: level, rows: [10 %, 5 %]}
  loyal:
    kind: level
    tree: enroller
    base: cv
    payee: faithful
    compression: skip-inactive
    rates: {by: level, rows: [1 %]}
  reached:
    kind: rank-advancement
    pays: first-time
    amounts: {silver: 50.00 USD, gold: 200.00 USD}
    jumped: each
"""
PEOPLE = [("ANN", ""), ("BOB", "ANN"), ("CAT", "ANN"), ("DAN", "BOB")]
SALES = [
    ("ANN", "09", 120),
    ("BOB", "09", 60),
    ("CAT", "09", 300),
    ("ANN", "10", 70),
    ("BOB", "10", 230),
    ("DAN", "10", 55),
]
IN_NOVEMBER = [("ANN", "11", 110), ("BOB", "11", 80), ("CAT", "11", 40), ("DAN", "11", 90)]


@pytest.fixture
def desk(db, time, tmp_path):
    plans.publish(PLAN, NOVEMBER.date(), "test")
    Activation.objects.create(id=1, counts_from=NOVEMBER, sweep_watermark=NOVEMBER)
    return Desk(tmp_path)


TITLES = {"ANN": "silver", "BOB": "silver", "CAT": "gold"}
# 10 % and 5 % of 110, 80, 40 and 90; Cat is not active, so Ann has the first level of Cat's 40.
PAID = {
    ("ANN", "level"): "19.00",
    ("BOB", "level"): "12.50",
    ("DAN", "level"): "9.00",
    ("ANN", "loyal"): "1.50",
    ("BOB", "loyal"): "1.70",
    ("ANN", "reached"): "200.00",
}
# Ann's quarter is 300, Bob is below silver for the first month, and Cat for the second.
RANKS = {
    "ANN": ("gold", "gold", "gold"),
    "BOB": ("", "", "silver"),
    "CAT": ("", "", ""),
    "DAN": ("", "", ""),
}


def work_out(desk: Desk, month: str, before: str | None) -> None:
    """A month of the company on files, by the command line."""
    people = [f"{who},2026-01-01,{above}" for who, above in PEOPLE]
    sales = [
        f"{who}{when},2026-{when}-05,{who},customer,USD,{cv},{cv}"
        for who, when, cv in [*SALES, *IN_NOVEMBER]
    ]
    plan = desk.write(PLAN, "plan.yaml")
    company = desk.write(lines("distributor,joined,enroller", people), "people.csv")
    sold = desk.write(lines("order_line,date,distributor,buyer,currency,qv,cv", sales), "sales.csv")
    given = ["--plan", plan, "--network", company, "--sales", sold, "--out", desk.folder / month]
    state = ["--state-in", desk.folder / before] if before else []
    assert main(["plan", "run", *map(str, [*given, *state]), "--period", f"2026-{month}"]) == 0


def history(desk: Desk) -> list[str]:
    """Two months on files; the options that bring along what they left."""
    work_out(desk, "09", None)
    work_out(desk, "10", "09")
    folder = desk.folder / "10"
    return [f"--state={folder}/state/persons.csv", f"--periods={folder}/results/periods.csv"]


def network(titles: dict[str, str]) -> str:
    people = [
        f"{who},,{who.title()},{above},2026-01-01,active,{titles.get(who, '')},"
        for who, above in PEOPLE
    ]
    return lines("code,email,name,enroller,joined,status,rank,country", people)


def lines(header: str, rows: list[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


def sell_in_november(company) -> None:
    people = {person.code: person for person in Distributor.objects.all()}
    for who, _, cv in IN_NOVEMBER:
        company.sell(people[who], str(cv), at=datetime(2026, 11, 5, tzinfo=UTC))


def sums(rows) -> dict[tuple[str, str], str]:
    """By person and bonus, as a run on files writes it."""
    paid: Counter[tuple[str, str]] = Counter()
    for row in rows:
        paid[row.distributor.code, row.bonus] += row.amount_minor
    return {key: f"{Decimal(value) / 100:.2f}" for key, value in paid.items()}


def ranks(rows) -> dict[str, tuple[str, str, str]]:
    return {row.distributor.code: (row.qualified, row.paid_as, row.title) for row in rows}


def table(desk: Desk, name: str) -> list[dict[str, str]]:
    with (desk.folder / "11" / f"{name}.csv").open() as file:
        return list(csv.DictReader(file))


def test_a_run_after_the_import_gives_what_the_whole_history_gives(desk, company):
    options = history(desk)
    work_out(desk, "11", "10")

    said = desk.takes(network(TITLES), *options)
    sell_in_november(company)
    paid, standings = runs.calculated_estimates()

    assert said == "4 new distributors, 0 positions, 4 people with an opening state."
    assert sums(paid) == PAID
    assert ranks(standings) == RANKS
    on_files = {
        (row["distributor"], row["bonus"]): row["amount"] for row in table(desk, "statements")
    }
    assert on_files == PAID
    assert {
        row["distributor"]: (row["qualified"], row["paid_as"], row["title"])
        for row in table(desk, "ranks")
    } == RANKS


def test_without_what_they_bring_along_it_is_another_run(desk, company):
    desk.takes(network({}))
    sell_in_november(company)

    paid, standings = runs.calculated_estimates()

    assert sums(paid) == {key: PAID[key] for key in PAID if key[1] == "level"} | {
        ("ANN", "reached"): "50.00"
    }
    assert ranks(standings)["ANN"] == ("silver", "silver", "silver")


def test_export_gives_back_what_was_brought_along(desk):
    options = history(desk)
    desk.takes(network(TITLES), *options)
    state, periods = desk.folder / "state.csv", desk.folder / "periods.csv"

    desk.exported(f"--state={state}", f"--periods={periods}")

    brought = desk.folder / "10"
    assert state.read_bytes() == (brought / "state" / "persons.csv").read_bytes()
    assert periods.read_bytes() == (brought / "results" / "periods.csv").read_bytes()


def test_brought_along_again_nothing_changes(desk):
    options = history(desk)
    desk.takes(network(TITLES), *options)
    written = OpeningColumn.objects.count()

    said = desk.takes(network(TITLES), *options)

    assert said == "4 lines: the store says the same already; nothing was written."
    assert OpeningColumn.objects.count() == written


def test_people_may_bring_something_along_in_several_files(desk, company):
    state, periods = (option.partition("=")[2] for option in history(desk))
    parts = [("ANN", "BOB"), ("CAT", "DAN")]

    for part in parts:
        options = [
            f"--{name}={desk.write(only(path, part), f'{name}.csv')}"
            for name, path in (("state", state), ("periods", periods))
        ]
        desk.takes(only_text(network(TITLES), part), *options)
    sell_in_november(company)
    paid, standings = runs.calculated_estimates()

    assert sums(paid) == PAID
    assert ranks(standings) == RANKS


def only(path: str, people: tuple[str, ...]) -> str:
    with open(path) as file:
        return only_text(file.read(), people)


def only_text(content: str, people: tuple[str, ...]) -> str:
    head, *rows = content.splitlines()
    return lines(head, [row for row in rows if {*row.split(",")[:2]} & {*people}])


def test_a_committed_run_goes_on_from_it_and_ends_it(desk, company, time):
    options = history(desk)
    desk.takes(network(TITLES), *options)
    sell_in_november(company)
    time.now = datetime(2026, 12, 2, tzinfo=UTC)

    run = runs.commit("2026-11", "test")
    state = desk.folder / "state.csv"
    exported = desk.exported(f"--state={state}")
    said = desk.refuses(network({"ANN": "gold", "BOB": "silver"}), *options)

    assert sums(run.lines.all()) == PAID
    assert recalculations.recalculated(run).fine
    assert "ANN,,Ann,person,distributor,,,,2026-01-01,active,,,gold," in exported
    assert state.read_text() == (
        "distributor,advancement:reached:gold,advancement:reached:silver,below-title,title\n"
        "ANN,1,1,0,2\nBOB,0,1,1,1\nCAT,1,1,0,0\n"
    )
    assert said[:-1] == [
        f"{file}: a period is committed, and its run says what everybody carries; expected a"
        " network file without ranks alone [OPENING_CLOSED]"
        for file in ("persons.csv", "periods.csv")
    ]


WRONG = {
    "nobody": (
        "distributor,below-title\nEVE,1",
        "persons.csv:2: distributor: there is no distributor `EVE`; expected a code of the network"
        " file or of the store [DISTRIBUTOR_UNKNOWN]",
    ),
    "twice": (
        "distributor,below-title\nANN,1\nann,1",
        "persons.csv:3: distributor: `ANN` has a row already, in line 2; expected one row each"
        " [ROW_REPEATED]",
    ),
    "no number": (
        "distributor,below-title\nANN,1.5",
        "persons.csv:2: below-title: `1.5` cannot stand here; expected what docs/network-files.md"
        " says of this column [CELL_INVALID]",
    ),
    "no such title": (
        "distributor,title\nANN,3",
        "persons.csv:2: title: `3` cannot stand here; expected what docs/network-files.md says of"
        " this column [CELL_INVALID]",
    ),
    "no such state": (
        "distributor,carry\nANN,1",
        "persons.csv:1: carry: there is no column `carry`; expected one of: distributor,"
        " advancement:reached:gold, advancement:reached:silver, below-title, title"
        " [COLUMN_UNKNOWN]",
    ),
    "another title": (
        "distributor,title\nANN,1",
        "persons.csv:2: title: the title of `ANN` is not the rank in the network file; expected"
        " the same in both files [TITLE_DIFFERS]",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_state_that_is_wrong_is_said_with_its_line(desk, name):
    content, error = WRONG[name]
    path = desk.write(content, "persons.csv")

    said = desk.refuses(network({"ANN": "gold"}), f"--state={path}")

    assert said[0] == error
    assert not Distributor.objects.exists()


WRONG_PERIODS = {
    "open": (
        "2026-11,ANN,,,",
        "period: `2026-11` is not over before the store counts; expected earlier periods"
        " [PERIOD_OPEN]",
    ),
    "none": (
        "2026-W40,ANN,,,",
        "period: there is no period `2026-W40`; expected the key of a period of the plan, such as"
        " 2026-10 [PERIOD_UNKNOWN]",
    ),
    "rank": (
        "2026-10,ANN,bronze,,",
        "qualified: `bronze` cannot stand here; expected what docs/network-files.md says of this"
        " column [CELL_INVALID]",
    ),
    "volume": (
        "2026-10,ANN,,,1e3",
        "volume:personal: `1e3` cannot stand here; expected what docs/network-files.md says of"
        " this column [CELL_INVALID]",
    ),
}


@pytest.mark.parametrize("name", WRONG_PERIODS)
def test_an_earlier_period_that_is_wrong_is_said_with_its_line(desk, name):
    row, error = WRONG_PERIODS[name]
    header = "period,distributor,qualified,paid_as,volume:personal"
    path = desk.write(f"{header}\n{row}\n", "periods.csv")

    said = desk.refuses(network({}), f"--periods={path}")

    assert said[:-1] == [f"periods.csv:2: {error}"]


def test_what_was_brought_along_stays(desk):
    desk.takes(network({"ANN": "silver"}))
    path = desk.write("distributor,below-title\nANN,1\n", "persons.csv")

    said = desk.refuses(network({"ANN": "silver"}), f"--state={path}")

    assert said[:-1] == [
        "persons.csv:2: distributor: `ANN` brought along something else before; expected the same:"
        " what was brought along stays [OPENING_CHANGED]"
    ]


def test_without_a_plan_nothing_says_what_is_carried(db, time, tmp_path):
    desk = Desk(tmp_path)
    path = desk.write("distributor\n", "persons.csv")

    said = desk.refuses(network({}), f"--state={path}")

    assert said[:-1] == [
        "persons.csv: no plan is in force; expected a published plan: it says what is carried"
        " [NO_PLAN]"
    ]
