"""What a run writes, what the next one goes on from, and what it refuses."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from saleor_mlm.files import passed_over

from .desk import EXAMPLES, SALES, Desk

NOVEMBER = """\
order_line,date,distributor,buyer,buyer_class,order_kind,currency,qv,cv
2,2026-11-06,bob,bob,,first,USD,-60,-50
4,2026-11-06,ann,ann,,regular,USD,100,80
5,2026-11-07,bob,bob,,regular,USD,50,40
"""


def test_a_run_says_that_it_does_not_tell_who_was_passed_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passed_over, "WALKS_MAX", 1)
    said = (
        "passed-over is not written: the run is larger than anybody reads sale by sale; "
        "`saleor-mlm plan trace` tells it for one person"
    )
    assert desk.run() == [said]
    record = json.loads((desk.folder / "out" / "run.json").read_text())
    assert record["notes"] == [said]
    assert "passed-over.csv" not in record["files"]


@pytest.fixture
def october(desk: Desk) -> Desk:
    """A desk on which October was run, and the sales of November lie."""
    desk.run(out="october")
    desk.put("sales.csv", NOVEMBER)
    return desk


def test_the_first_example_comes_out_in_full(desk: Desk) -> None:
    folder = EXAMPLES / "levels"
    files = {name: folder / f"{name}.csv" for name in ("network", "sales")}
    inputs = [part for name, path in files.items() for part in (f"--{name}", str(path))]
    desk.run("--plan", str(folder / "plan.yaml"), *inputs)
    assert (desk.folder / "out" / "commissions.csv").read_text().splitlines() == [
        "bonus,order_line,source,distributor,level,paid_level,rank,base,base_from,base_to,rate,"
        "parameter,exact,rounding,amount,currency,reverses",
        "level,1002-1,D-2,D-1,1,1,,cv,0.0000,54.0000,10 %,,5.4000000,0.0000000,5.40,EUR,",
        "level,1003-1,D-3,D-3,1,1,,cv,0.0000,135.0000,10 %,,13.5000000,0.0000000,13.50,EUR,",
        "level,1004-1,D-4,D-3,1,1,,cv,0.0000,90.0000,10 %,,9.0000000,0.0000000,9.00,EUR,",
        "level,1005-1,D-5,D-4,2,1,,cv,0.0000,30.0100,10 %,,3.0010000,-0.0010000,3.00,EUR,",
        "level,1005-2,D-5,D-4,2,1,,cv,0.0000,36.0000,10 %,,3.6000000,0.0000000,3.60,EUR,",
        "level,1003-1,D-3,D-1,3,2,,cv,0.0000,135.0000,5 %,,6.7500000,0.0000000,6.75,EUR,",
        "level,1004-1,D-4,D-1,3,2,,cv,0.0000,90.0000,5 %,,4.5000000,0.0000000,4.50,EUR,",
        "level,1005-1,D-5,D-3,3,2,,cv,0.0000,30.0100,5 %,,1.5005000,-0.0005000,1.50,EUR,",
        "level,1005-2,D-5,D-3,3,2,,cv,0.0000,36.0000,5 %,,1.8000000,0.0000000,1.80,EUR,",
        "level,1005-1,D-5,D-1,5,3,,cv,0.0000,30.0100,2.5 %,,0.7502500,-0.0002500,0.75,EUR,",
        "level,1005-2,D-5,D-1,5,3,,cv,0.0000,36.0000,2.5 %,,0.9000000,0.0000000,0.90,EUR,",
    ]
    assert desk.rows("statements", "distributor", "bonus", "currency", "amount") == [
        ("D-1", "level", "EUR", "18.30"),
        ("D-3", "level", "EUR", "25.80"),
        ("D-4", "level", "EUR", "6.60"),
    ]
    assert desk.rows("passed-over", "order_line", "distributor", "level", "reason") == [
        ("1003-1", "D-2", "2", "inactive"),
        ("1004-1", "D-2", "2", "inactive"),
        ("1005-1", "D-5", "1", "inactive"),
        ("1005-1", "D-2", "4", "inactive"),
        ("1005-2", "D-5", "1", "inactive"),
        ("1005-2", "D-2", "4", "inactive"),
    ]
    assert desk.rows("unpaid", "order_line", "paid_level", "distributor", "reason") == [
        ("1001-1", "1", "", "root"),
        ("1002-1", "2", "", "root"),
        ("1003-1", "3", "", "root"),
        ("1004-1", "3", "", "root"),
    ]


def test_the_record_names_everything_by_its_hash(desk: Desk) -> None:
    desk.run()
    record = json.loads((desk.folder / "out" / "run.json").read_text())
    for name in ("plan", "network", "sales"):
        path = desk.folder / record["inputs"][name]["name"]
        assert record["inputs"][name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    for name, file in record["files"].items():
        content = (desk.folder / "out" / name).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["rows"] == content.count(b"\n") - 1
    written = {str(path.relative_to(desk.folder / "out")) for path in _files(desk.folder / "out")}
    assert written == {"run.json", *record["files"]}


def test_the_same_inputs_give_the_same_bytes_wherever_they_are(desk: Desk) -> None:
    desk.run(out="first")
    elsewhere = desk.folder / "elsewhere"
    elsewhere.mkdir()
    for name in ("plan.yaml", "network.csv", "sales.csv"):
        shutil.copy(desk.folder / name, elsewhere)
    inputs = {"plan": "plan.yaml", "network": "network.csv", "sales": "sales.csv"}
    moved = [part for key, name in inputs.items() for part in (f"--{key}", str(elsewhere / name))]
    desk.run(*moved, out="second")
    assert _bytes(desk.folder / "first") == _bytes(desk.folder / "second")


def test_parquet_holds_what_csv_holds_and_goes_on_like_it(october: Desk) -> None:
    october.put("sales.csv", SALES)
    october.run("--format", "parquet", out="october-parquet")
    october.put("sales.csv", NOVEMBER)
    october.run("--state-in", october.path("october-parquet"), out="by-parquet", period="2026-11")
    october.run("--state-in", october.path("october"), out="by-csv", period="2026-11")
    by_parquet, by_csv = (_bytes(october.folder / out) for out in ("by-parquet", "by-csv"))
    assert by_parquet.pop("run.json") != by_csv.pop("run.json")
    assert by_parquet == by_csv


def test_a_refund_takes_back_what_the_run_before_paid(october: Desk) -> None:
    assert october.rows("commissions", "order_line", "amount", out="october")[0] == ("2", "5.00")
    october.run("--state-in", october.path("october"), period="2026-11")
    lines = october.rows("commissions", "order_line", "distributor", "amount", "exact", "reverses")
    assert lines == [
        ("2", "ann", "-5.00", "-5.000000", "2026-10/1"),
        ("5", "ann", "4.00", "4.000000", ""),
    ]


def test_what_a_run_does_not_touch_is_carried_on(october: Desk) -> None:
    october.run("--state-in", october.path("october"), out="november", period="2026-11")
    october.put(
        "sales.csv",
        NOVEMBER.splitlines()[0] + "\n3,2026-12-01,cat,kim,retail,first,USD,-20,-10.10\n",
    )
    october.run("--state-in", october.path("november"), out="december", period="2026-12")
    before = october.rows("commissions", "order_line", "distributor", "amount", out="october")
    assert before[1:] == [("3", "bob", "1.01"), ("3", "ann", "0.50")]
    assert october.rows("commissions", "order_line", "distributor", "amount", out="december") == [
        ("3", "bob", "-1.01"),
        ("3", "ann", "-0.50"),
    ]


def test_without_the_run_before_a_refund_is_refused(october: Desk) -> None:
    assert october.refusal(period="2026-11") == [
        "sales.csv:2: order_line: `2` gives back more than was earned before; expected at most "
        "what is left of its sale, in this file or, where an earlier run paid it, in that run's "
        "folder, given as --state-in [earned-negative]"
    ]


def test_only_the_run_before_is_gone_on_from(october: Desk) -> None:
    refused = october.refusal("--state-in", october.path("october"), period="2026-12")
    assert refused == ["october: is the run of 2026-10; expected 2026-11 [run-folder]"]
    october.put("plan.yaml", (october.folder / "plan.yaml").read_text().replace("small", "tall"))
    refused = october.refusal("--state-in", october.path("october"), period="2026-11")
    assert refused == ["october: is a run of the plan small; expected tall [run-folder]"]


def test_a_folder_that_was_changed_is_refused(october: Desk) -> None:
    standing = october.folder / "october" / "state" / "standing.csv"
    standing.write_text(standing.read_text().replace("50.0000", "40.0000"))
    assert october.refusal("--state-in", october.path("october"), period="2026-11") == [
        "october: state/standing.csv is not as the run wrote it; "
        "expected the folder as it was written [run-folder]"
    ]


def test_results_and_state_are_of_one_run(october: Desk) -> None:
    october.put("sales.csv", SALES.replace("60,50", "70,60"))
    october.run(out="another")
    october.put("sales.csv", NOVEMBER)
    both = ("--state-in", october.path("october"), "--results-in", october.path("another"))
    (refused,) = october.refusal(*both, period="2026-11")
    assert refused.startswith("another: is the run ")
    assert refused.endswith("[run-folder]")


def test_whoever_has_a_past_stays_in_the_network(october: Desk) -> None:
    network = october.folder / "network.csv"
    network.write_text("distributor,joined,enroller,placement\nbob,2026-02-01,,\n")
    october.put("sales.csv", NOVEMBER.replace("ann", "bob"))
    assert october.refusal("--state-in", october.path("october"), period="2026-11") == [
        "october: names `ann`, who is not in the network file; "
        "expected everybody who was there before, ended or not [run-folder]"
    ]


def test_nothing_is_overwritten(desk: Desk) -> None:
    desk.run()
    before = _bytes(desk.folder / "out")
    expected = "out: is there already; expected a folder that is not there yet [folder-exists]"
    assert desk.refusal() == [expected]
    assert _bytes(desk.folder / "out") == before


def test_what_goes_wrong_leaves_nothing_behind(desk: Desk) -> None:
    desk.put("sales.csv", SALES.replace("USD,60", "USD,9223372036854"))
    before = set(desk.folder.iterdir())
    code, _, _ = desk.plan(
        "run",
        *("--plan", desk.path("plan.yaml"), "--network", desk.path("network.csv")),
        *("--sales", desk.path("sales.csv"), "--period", "2026-1", "--out", desk.path("out")),
    )
    assert code == 1
    assert set(desk.folder.iterdir()) == before


def test_a_store_is_not_needed(desk: Desk) -> None:
    program = (
        "import sys; from saleor_mlm.cli import main; "
        f"code = main(['plan', 'check', {desk.path('plan.yaml')!r}]); "
        "print(sorted({'django', 'saleor', 'celery', 'pyarrow'} & set(sys.modules))); "
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in _files(folder)}


def test_the_second_example_goes_on_over_two_months(desk: Desk) -> None:
    folder = EXAMPLES / "ranks"
    inputs = ["--plan", str(folder / "plan.yaml"), "--network", str(folder / "network.csv")]
    october, november = (str(folder / f"sales-2026-{month}.csv") for month in (10, 11))
    desk.run(*inputs, "--sales", october, out="october")
    before = ("--state-in", desk.path("october"), "--results-in", desk.path("october"))
    adjusted = ("--adjustments", str(folder / "adjustments.csv"))
    desk.run(*inputs, "--sales", november, *before, *adjusted, out="november", period="2026-11")
    columns = ("distributor", "bonus", "amount")
    assert desk.rows("statements", *columns, out="october") == [
        ("ann", "start", "16.00"),
        ("ann", "team", "23.02"),
        ("ann", "rank-reached", "250.00"),
        ("bob", "start", "16.00"),
        ("bob", "team", "4.80"),
        ("bob", "rank-reached", "50.00"),
        ("cat", "start", "16.00"),
        ("cat", "team", "3.20"),
        ("cat", "rank-reached", "50.00"),
    ]
    assert desk.rows("statements", *columns, out="november") == [
        ("ann", "start", "7.60"),
        ("ann", "team", "11.60"),
        ("bob", "start", "16.00"),
        ("bob", "team", "4.00"),
        ("cat", "start", "2.80"),
        ("fay", "start", "7.20"),
    ]
    assert desk.rows("ranks", "distributor", "paid_as", "title", out="november")[:3] == [
        ("ann", "silver", "gold"),
        ("bob", "silver", "silver"),
        ("cat", "", "silver"),
    ]


def test_lines_and_statements_are_the_same_money(desk: Desk) -> None:
    folder = EXAMPLES / "ranks"
    sales = folder / "sales-2026-10.csv"
    files = ("--plan", str(folder / "plan.yaml"), "--network", str(folder / "network.csv"))
    desk.run(*files, "--sales", str(sales))
    columns = ("distributor", "bonus", "currency", "amount")
    sums: dict[Sequence[str], Decimal] = {}
    for table in ("commissions", "person-lines"):
        for *whose, amount in desk.rows(table, *columns):
            sums[tuple(whose)] = sums.get(tuple(whose), Decimal(0)) + Decimal(amount)
    stated = {tuple(whose): Decimal(amount) for *whose, amount in desk.rows("statements", *columns)}
    assert {whose: amount for whose, amount in sums.items() if amount} == stated
    for exact, rounding, amount in desk.rows("commissions", "exact", "rounding", "amount"):
        assert Decimal(exact) + Decimal(rounding) == Decimal(amount)


def test_a_sale_at_a_loss_pays_nothing_and_is_said(desk: Desk) -> None:
    plan = (desk.folder / "plan.yaml").read_text()
    tiers = '[{from: "0", rate: 100 %, applies: whole}]'
    desk.put(
        "plan.yaml", f"{plan}  own:\n    {{kind: retail, base: margin, by: base, tiers: {tiers}}}\n"
    )
    lines = (desk.folder / "sales.csv").read_text().splitlines()
    margins = ("margin", "7", "-5", "2.50")
    desk.put(
        "sales.csv",
        "\n".join(f"{line},{margin}" for line, margin in zip(lines, margins, strict=True)),
    )
    said = desk.run()
    assert [note for note in said if "margin" in note] == [
        "1 order line bears a margin below 0 (`2` first): it counts as 0; if it is a return of "
        "what an earlier run paid, that run must be given (--state-in)"
    ]
    own = desk.rows("statements", "distributor", "bonus", "amount")
    assert [row for row in own if row[1] == "own"] == [
        ("ann", "own", "7.00"),
        ("cat", "own", "2.50"),
    ]
