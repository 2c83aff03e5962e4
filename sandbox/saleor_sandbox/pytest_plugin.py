"""A real PostgreSQL for pytest, started when the first test asks for a database.

Invariant: tests never touch the database that DATABASE_URL named before: it is replaced by a
throw-away one, or by MLM_TEST_DATABASE_URL (for another PostgreSQL version).

Loaded by `-p saleor_sandbox.pytest_plugin`, so that the URL stands before Django reads it.
"""

import contextlib
import os

import pytest

from . import postgres

resources = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    given = os.environ.get("MLM_TEST_DATABASE_URL")
    os.environ["DATABASE_URL"] = given or postgres.throw_away_url()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> None:
    if fixturedef.argname == "django_db_setup" and not os.environ.get("MLM_TEST_DATABASE_URL"):
        resources.enter_context(postgres.throw_away())


def pytest_unconfigure() -> None:
    resources.close()
