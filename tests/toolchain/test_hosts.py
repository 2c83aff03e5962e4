"""The table scenario × host: nothing of a run is lost on its way, and a gap shows."""

import importlib
import json
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
JUNIT = """<testsuites><testsuite>
<testcase classname="tests.scenarios.test_sales" name="test_a[1]"/>
<testcase classname="tests.scenarios.test_sales" name="test_a[2]">
  <failure message="assert 1 == 2 | at 0x7f00&#10;second line">long</failure></testcase>
<testcase classname="tests.scenarios.test_sales" name="test_b">
  <skipped message="why not"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PROJECT / "dev")
    module = importlib.import_module("hosts")
    monkeypatch.setattr(module, "FOLDER", tmp_path / "hosts")
    (tmp_path / "results.xml").write_text(JUNIT)
    module.keep("3.22", tmp_path / "results.xml")
    return module


def test_a_run_is_kept_test_by_test(hosts: ModuleType) -> None:
    assert json.loads((hosts.FOLDER / "3.22.json").read_text()) == {
        "test_sales: test_a[1]": "passed",
        "test_sales: test_a[2]": "failure: assert 1 == 2 | at … second line",
        "test_sales: test_b": "skipped: why not",
    }


def test_a_cell_that_is_not_passed_says_why(hosts: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "whole.xml").write_text(
        JUNIT.replace("<failure", "<system-out").replace("</failure", "</system-out")
    )
    hosts.keep("3.23", tmp_path / "whole.xml")

    cells = [[cell.strip() for cell in row.split(" | ")] for row in hosts.table().split("\n")[2:]]

    no, why = "not run", r"failure: assert 1 == 2 \| at … second line"
    assert cells[0][1:4] == ["0 of 2 passed", "0 of 2 passed", "1 of 2 passed"]
    assert cells[1] == ["| … test_a[1]", no, no, "passed", "passed", "not run |"]
    assert cells[2][:4] == ["| … test_a[2]", no, no, why]
    assert cells[4][3:5] == ["skipped: why not", "skipped: why not"]
    assert cells[-1][3:5] == ["1 of 3 passed", "2 of 3 passed"]


def test_the_page_is_made_of_the_kept_runs(hosts: ModuleType) -> None:
    page = (PROJECT / "docs" / "hosts.md").read_text()
    hosts.FOLDER = PROJECT / "docs" / "hosts"

    assert page.endswith(f"{hosts.MARK}\n{hosts.table()}\n")
