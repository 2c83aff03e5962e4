"""A desk with files on it: what the tests write, run and read back, by the command line's door."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from saleor_mlm.cli import main

EXAMPLES = Path(__file__).parents[2] / "plans" / "examples"

PLAN = """\
plan: small
name: Small
time_zone: UTC
period: month
rounding: half-even
trees: [enroller, placement]
words:
  classes: [retail]
  order_kinds: [first, regular]
volumes:
  personal: {kind: sales, measure: qv}
  first-retail: {kind: sales, measure: qv, sales: {buyers: [retail], order_kinds: [first]}}
tests:
  active: {kind: volume, volume: personal, at_least: "50"}
  has-first: {kind: volume, volume: first-retail, at_least: "1"}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    payee: active
    compression: skip-inactive
    rates: {by: level, rows: [10 %, 5 %]}
"""
NETWORK = """\
distributor,joined,enroller,placement
ann,2026-01-05,,
bob,2026-02-01,ann,ann
cat,2026-03-01,bob,-
"""
SALES = """\
order_line,date,distributor,buyer,buyer_class,order_kind,currency,qv,cv
1,2026-10-05,ann,ann,,regular,USD,100,80
2,2026-10-06,bob,bob,,first,USD,60,50
3,2026-10-07,cat,kim,retail,first,USD,20,10.10
"""


class Desk:
    """Files in a folder, and the command line over them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.put("plan.yaml", PLAN)
        self.put("network.csv", NETWORK)
        self.put("sales.csv", SALES)

    def put(self, name: str, text: str | bytes) -> str:
        """Write a file; its path."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def path(self, name: str) -> str:
        """Where a file or folder is."""
        return str(self.folder / name)

    def plan(self, *arguments: str) -> tuple[int, str, str]:
        """`saleor-mlm plan ...`: exit code, stdout, stderr; the folder's name left out."""
        code = main(["plan", *arguments])
        captured = self._capsys.readouterr()
        place = f"{self.folder}/"
        return code, captured.out.replace(place, ""), captured.err.replace(place, "")

    def run(self, *arguments: str, out: str = "out", period: str = "2026-10") -> list[str]:
        """Work a period out; what was said. Anything but success fails the test."""
        code, said, wrong = self.plan(*self._inputs(period, arguments), "--out", self.path(out))
        assert (code, wrong) == (0, ""), wrong
        return said.splitlines()

    def refusal(self, *arguments: str, out: str = "out", period: str = "2026-10") -> list[str]:
        """The same, where it has to be refused: what is wrong."""
        code, said, wrong = self.plan(*self._inputs(period, arguments), "--out", self.path(out))
        assert (code, said) == (1, ""), said
        return wrong.splitlines()

    def rows(self, table: str, *columns: str, out: str = "out") -> list[Sequence[str]]:
        """Some columns of a table that was written."""
        with (self.folder / out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]

    def _inputs(self, period: str, arguments: Sequence[str]) -> list[str]:
        """The desk's own files, unless others are named."""
        return ["run", *self.files(*arguments), "--period", period, *arguments]

    def files(self, *named: str) -> list[str]:
        """The options that name the desk's own files, but for those that are named already."""
        files = {"plan": "plan.yaml", "network": "network.csv", "sales": "sales.csv"}
        own = {f"--{name}": self.path(file) for name, file in files.items()}
        return [part for pair in own.items() if pair[0] not in named for part in pair]
