"""The countries and currencies of plans are those that a store and its files know."""

import datetime as dt

import pytest
from babel.core import get_global
from django_countries.data import COUNTRIES as COUNTRIES_OF_STORES

from saleor_mlm.engine.plans import PlanError, load_plan
from saleor_mlm.engine.plans.codes import countries, currencies

PLAN = """\
plan: level
name: Level
time_zone: UTC
period: month
rounding: half-even
tests:
  here: {kind: country, one_of: [DE, UK]}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    payee: here
    compression: none
    rates: {by: currency, rows: {USD: {by: level, rows: [10 %]}, UDS: 0 %, other: 0 %}}
"""


def test_every_currency_of_files_can_stand_in_a_plan() -> None:
    assert set(get_global("all_currencies")) <= currencies()
    assert "ZZZ" not in currencies()


def test_every_country_of_a_store_can_stand_in_a_plan() -> None:
    assert {*COUNTRIES_OF_STORES, "EU"} <= countries()
    assert not {"UK", "ZZ"} & countries()


def test_a_new_document_names_countries_and_currencies_that_there_are() -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(PLAN)
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (7, "`UK` is no country"),
        (15, "`UDS` is no currency"),
    ]


def test_a_published_one_is_calculated_as_ever() -> None:
    plan = load_plan(PLAN, on=dt.date(2026, 10, 1), published=True)
    assert list(plan.bonuses) == ["level"]
