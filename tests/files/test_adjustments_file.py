"""Exceptions from tests: who may have one, and in which periods it rules."""

import pytest

from .desk import Desk

HEAD = "test,distributor,outcome,until,reason,approved_by"


def adjusted(desk: Desk, *rows: str) -> str:
    return desk.put("adjustments.csv", "\n".join([HEAD, *rows]) + "\n")


def test_a_waived_test_is_passed_and_a_failed_one_is_not(desk: Desk) -> None:
    desk.run(out="before")
    assert desk.rows("tests", "distributor", "active", out="before") == [
        ("ann", "yes"),
        ("bob", "yes"),
        ("cat", "no"),
    ]
    path = adjusted(
        desk,
        "active,cat,waived,2026-10-31,ill,J. Stone",
        "active,bob,failed,2026-10-01,bought back,J. Stone",
        "active,ann,failed,2026-09-30,over,J. Stone",
    )
    desk.run("--adjustments", path)
    assert desk.rows("tests", "distributor", "active") == [
        ("ann", "yes"),
        ("bob", "no"),
        ("cat", "yes"),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "activ,cat,waived,2026-10-31,ill,J. Stone",
            "test: `activ` is no test; expected `active` [unknown-test]",
        ),
        (
            "active,zoe,waived,2026-10-31,ill,J. Stone",
            "distributor: there is no distributor `zoe`; "
            "expected a key of the network file [unknown-distributor]",
        ),
        (
            "active,cat,passed,2026-10-31,ill,J. Stone",
            "outcome: `passed` is no outcome; expected `waived` or `failed` [outcome]",
        ),
        (
            "active,cat,waived,2026-10-31,,J. Stone",
            "reason: `` is no reason; expected a text [missing-text]",
        ),
        (
            "active,ann,waived,2026-11-30,better,J. Stone",
            "distributor: `ann` has an exception from this test already; "
            "expected one that rules in the period [repeated-exception]",
        ),
    ],
)
def test_a_row_that_is_wrong(desk: Desk, row: str, problem: str) -> None:
    path = adjusted(desk, "active,ann,failed,2026-10-31,bought back,J. Stone", row)
    assert desk.refusal("--adjustments", path) == [f"adjustments.csv:3: {problem}"]
