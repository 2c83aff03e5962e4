"""Committed runs calculated again: the same engine gives the same bytes, another the amounts."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from saleor_mlm import engine
from saleor_mlm.engine import ENGINE_VERSION
from saleor_mlm.models import CommissionLine
from saleor_mlm.services import recalculations, runs

from .conftest import NOVEMBER

DECEMBER = NOVEMBER + timedelta(days=30)


@pytest.fixture
def commit(db, company, in_force, time):
    """Commits November, in which Carol's customer bought, and Bob and Alice are above."""

    def commit():
        alice = company.join("Alice")
        carol = company.join("Carol", company.join("Bob", alice))
        in_force()
        company.sell(carol, "24.70")
        time.now = DECEMBER
        return runs.commit("2026-11", "test")

    return commit


@pytest.fixture
def older_engine(monkeypatch):
    """The engine's version as it was when the run was committed."""
    monkeypatch.setattr(engine.result, "ENGINE_VERSION", "2")
    monkeypatch.setattr(runs, "ENGINE_VERSION", "2")
    return monkeypatch.undo


def add_a_line(run):
    """Somebody writes a commission line of 1.00 beside the run's own."""
    line = run.lines.order_by("id").first()
    line.pk, line.amount_minor = None, 100
    CommissionLine.objects.bulk_create([line])


def test_the_same_engine_gives_the_same_bytes(commit, capsys):
    run = commit()

    found = recalculations.recalculated(run)
    call_command("mlm", "runs", "verify")

    assert found.sha256 == run.result_sha256
    assert capsys.readouterr().out == "2026-11: calculated again it gives the same bytes.\n"


def test_of_an_older_engines_run_the_amounts_are_compared(older_engine, commit, capsys):
    # given
    run = commit()
    older_engine()

    # when
    found = recalculations.recalculated(run)
    call_command("mlm", "runs", "verify")

    # then
    assert found.sha256 != run.result_sha256
    assert capsys.readouterr().out == (
        f"2026-11: calculated by engine 2, again by {ENGINE_VERSION}: lines equal.\n"
    )


def test_amounts_that_differ_are_counted(older_engine, commit, capsys):
    add_a_line(commit())
    older_engine()

    with pytest.raises(CommandError, match="1 runs do not give the same again; what was posted"):
        call_command("mlm", "runs", "verify")

    assert capsys.readouterr().err == (
        f"2026-11: calculated by engine 2, again by {ENGINE_VERSION}: 1 amounts differ.\n"
    )


def test_a_line_that_the_engine_did_not_give_is_found(commit):
    run = commit()
    add_a_line(run)

    found = recalculations.recalculated(run)

    assert not found.fine
    assert found.message == (
        "2026-11: calculated again it does not give the same bytes: 1 amounts differ."
    )
