"""The adjustments file: a test waived or failed for one person, by whom and why."""

from pathlib import Path
from typing import Any

import numpy as np

from ..engine.periods import Period
from ..engine.plans import Plan
from ..engine.plans.validation import near
from ..engine.snapshot import Exceptions
from .cells import check_values, encoded, indexes, instant_us, instants_us, positions
from .problems import Problems
from .tables import Column, FileTable, Kind, read_table

OUTCOMES = {"waived": True, "failed": False}
COLUMNS = [
    Column("test", Kind.WORD, "it: a test of the plan"),
    Column("distributor", Kind.TEXT, "it: whose test it is"),
    Column("outcome", Kind.WORD, "it: `waived` or `failed`"),
    Column("until", Kind.WORD, "it: the last day on which a period may begin that it rules"),
    Column("reason", Kind.TEXT, "it: why"),
    Column("approved_by", Kind.TEXT, "it: who decided"),
]


def read_adjustments(
    path: Path, source: str, plan: Plan, period: Period, people: Any, problems: Problems
) -> Exceptions:
    """The exceptions that rule in a period: it begins on their last day or before.

    What is wrong with rows goes to `problems`. Raises `FileError` when columns are missing.
    """
    table = read_table(path, source, COLUMNS, problems)
    tests = list(plan.tests)
    _check_tests(table, tests)
    check_values(table, "outcome", OUTCOMES.__contains__, "`waived` or `failed`", "outcome")
    for name in ("reason", "approved_by"):
        check_values(table, name, lambda text: bool(text.strip()), "a text", "missing-text")
    person = positions(table.columns["distributor"], people)
    message = "there is no distributor `{}`"
    strange = np.flatnonzero(person < 0)
    expected = "a key of the network file"
    table.refuse(strange, "distributor", message, expected, "unknown-distributor")
    rules = instants_us(table, "until", plan.zone) >= instant_us(period.starts_at)
    exceptions = Exceptions(
        test=indexes(table.columns["test"], tests)[rules],
        person=person[rules],
        passes=indexes(table.columns["outcome"], ["failed", "waived"])[rules] == 1,
    )
    _check_repeated(table, np.flatnonzero(rules), exceptions)
    return exceptions


def _check_tests(table: FileTable, tests: list[str]) -> None:
    values, codes = encoded(table.columns["test"])
    for code, value in enumerate(values):
        if value not in tests:
            rows = np.flatnonzero(codes == code)
            table.refuse(rows, "test", "`{}` is no test", near(value, tests), "unknown-test")


def _check_repeated(table: FileTable, rows: Any, exceptions: Exceptions) -> None:
    pairs = np.stack([exceptions.test, exceptions.person], axis=1)
    _, first = np.unique(pairs, axis=0, return_index=True)
    again = np.setdiff1d(np.arange(len(pairs)), first)
    message = "`{}` has an exception from this test already"
    expected = "one that rules in the period"
    table.refuse(rows[again], "distributor", message, expected, "repeated-exception")
