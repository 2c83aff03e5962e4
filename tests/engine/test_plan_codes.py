"""The countries and currencies of plans are those that a store and its files know."""

from babel.core import get_global
from django_countries.data import COUNTRIES as COUNTRIES_OF_STORES

from saleor_mlm.engine.plans.codes import COUNTRIES, CURRENCIES


def test_every_currency_of_files_can_stand_in_a_plan() -> None:
    assert set(get_global("all_currencies")) <= CURRENCIES


def test_every_country_of_a_store_can_stand_in_a_plan() -> None:
    assert {*COUNTRIES_OF_STORES, "EU"} <= COUNTRIES
    assert "UK" not in COUNTRIES
