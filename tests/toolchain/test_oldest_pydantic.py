"""Plans are read with the oldest pydantic that setup.cfg allows, which Saleor 3.21 nearly has.

Of pydantic 2.11 some versions cannot build a union of models that hold that union themselves,
unless it has a name of its own.
"""

import configparser
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CHECK = """
import sys, pathlib, pydantic
from saleor_mlm.engine.plans import load_plan
for path in map(pathlib.Path, sys.argv[1:]):
    print(pydantic.VERSION, load_plan(path.read_text()).name)
"""


def test_plans_are_read_with_the_oldest_pydantic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.syspath_prepend(PROJECT / "dev")
    setup = importlib.import_module("setup")
    oldest = oldest_pydantic()
    where = ["--python", sys.executable, "--target", tmp_path]
    setup.uv("pip", "install", "--quiet", *where, f"pydantic=={oldest}.0")
    plans = [path for path in (PROJECT / "plans").glob("*.yaml") if "cases" not in path.name]

    # when
    said = subprocess.run(
        [sys.executable, "-c", CHECK, *plans],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )

    # then
    assert said.stderr == ""
    assert len(said.stdout.splitlines()) == len(plans)
    assert all(line.startswith(f"{oldest}.0 ") for line in said.stdout.splitlines())


def oldest_pydantic() -> str:
    setup = configparser.ConfigParser()
    setup.read(PROJECT / "setup.cfg")
    (asked,) = (
        line for line in setup["options"]["install_requires"].split() if line.startswith("pydantic")
    )
    return asked.removeprefix("pydantic>=").partition(",")[0]
