"""Countries and product lines that plans ask about, from the rows of sales and people to the pay;
what no store knows is refused, with what to write instead."""

from datetime import timedelta

import pytest
from saleor.product.models import Category

from saleor_mlm.models import CountryChange, Distributor, Estimate
from saleor_mlm.services import doctor, plans, recalculations, runs
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .placed import pay
from .trees import person

PLAN = """
plan: words
name: Words
time_zone: UTC
period: month
rounding: half-even
words: {{order_kinds: [first], product_lines: [tea, coffee]}}
{parts}
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    {bonus}
"""
TEN = "rates: {by: level, rows: [10 %]}"
COUNTRIES = "{AT: 1 %, CH: 2 %, DE: 3 %, other: 9 %}"

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(in_force):
    """A plan with a level bonus on the first level."""
    in_force()

    def publish(bonus=TEN, parts=""):
        return plans.publish(PLAN.format(bonus=bonus, parts=parts), NOVEMBER.date(), "test")

    return publish


@pytest.fixture
def bob(company):
    """Bob in Switzerland, whom Ann in Austria enrolled."""
    ann = person("Ann", None, NOVEMBER, "AT")
    return person("Bob", ann, NOVEMBER, "CH")


@pytest.mark.parametrize(
    ("of", "rate"), [("payee", 1), ("source", 2), ("order", 3)], ids=["payee", "source", "order"]
)
def test_rates_by_country_of(publish, company, bob, of, rate):
    publish(f"rates: {{by: level, rows: [{{by: country, of: {of}, rows: {COUNTRIES}}}]}}")
    company.sell(bob, "100.00", own=True, country="DE")

    runs.estimate()

    assert pay(Estimate) == {"Ann": rate * 100}


def test_an_order_of_unknown_country_and_line_is_other(publish, company, bob):
    lines = "{by: product-line, rows: {tea: 1 %, other: 9 %}}"
    countries = f"{{by: country, of: order, rows: {{DE: 1 %, other: {lines}}}}}"
    publish(f"rates: {{by: level, rows: [{countries}]}}")
    company.sell(bob, "100.00", own=True)
    company.sell(bob, "10.00", own=True, country="FR", categories=("mugs",))

    runs.estimate()

    assert pay(Estimate) == {"Ann": 9_90}


def test_the_nearest_category_that_the_plan_names_is_the_line(publish, company, bob):
    rows = "{tea: 1 %, coffee: 2 %, other: 9 %}"
    publish(f"rates: {{by: level, rows: [{{by: product-line, rows: {rows}}}]}}")
    company.sell(bob, "100.00", own=True, categories=("green", "tea", "coffee"))
    company.sell(bob, "1000.00", own=True, categories=("coffee", "tea"))

    runs.estimate()

    assert pay(Estimate) == {"Ann": 1_00 + 20_00}


def test_the_doctor_finds_a_line_that_no_category_is(publish):
    Category.objects.create(name="Tea", slug="tea")
    publish("rates: {by: level, rows: [{by: product-line, rows: {tea: 1 %, other: 9 %}}]}")

    found = [row for row in doctor.examine() if row.name.startswith("Product line")]

    assert [(row.name, row.fine) for row in found] == [("Product line coffee", False)]
    assert "make the category, or publish a plan without it" in found[0].message


def test_filters_by_country_and_product_line(publish, company, bob):
    Category.objects.create(name="Tea", slug="tea")
    publish(f"sales: {{countries: [DE, FR], product_lines: [tea]}}\n    {TEN}")
    for number, (country, line) in enumerate(
        [("DE", "tea"), ("FR", "tea"), ("AT", "tea"), ("DE", "coffee"), ("", "tea"), ("DE", "")]
    ):
        company.sell(bob, f"{10**number}.00", own=True, country=country, categories=(line,))

    runs.estimate()

    assert pay(Estimate) == {"Ann": 1_10}


def test_a_country_test_asks_where_somebody_lives(publish, company, bob):
    publish(f"payee: near\n    {TEN}", "tests: {near: {kind: country, one_of: [AT, LI]}}")
    company.sell(bob, "100.00", own=True)
    company.sell(person("Cid", bob, NOVEMBER), "100.00", own=True)

    runs.estimate()

    assert pay(Estimate) == {"Ann": 10_00}


def test_what_a_plan_does_not_ask_about_is_no_part_of_a_run(publish, company, bob, time):
    # given: a run of a plan that asks for none of it
    publish()
    company.sell(bob, "100.00", own=True, country="DE", categories=("tea",))
    time.now = NOVEMBER + timedelta(days=30)
    run = runs.commit("2026-11", "test")
    assert run.country_change_id_max == CountryChange.objects.order_by("id").last().id

    # when: it is read as one from before any of it was kept
    run.country_change_id_max = None

    # then
    assert recalculations.recalculated(run).sha256 == run.result_sha256


def test_the_database_notes_every_country(company):
    """Whoever writes it: an older pod, an import, a hand."""
    cid = person("Cid", None, NOVEMBER, "DE")
    nobody = person("Dan", None, NOVEMBER)

    Distributor.objects.filter(id=cid.id).update(country="DE")
    Distributor.objects.filter(id__in=[cid.id, nobody.id]).update(country="FR")
    Distributor.objects.filter(id=cid.id).update(country="")

    rows = CountryChange.objects.order_by("id").values_list("distributor_id", "country")
    assert list(rows) == [(cid.id, "DE"), (cid.id, "FR"), (nobody.id, "FR"), (cid.id, "")]
    assert CountryChange.objects.first().effective_at == NOVEMBER


REFUSED = {
    "order kinds": (
        f"sales: {{order_kinds: [first]}}\n    {TEN}",
        "",
        "`level` asks for `order_kinds`, which no order of a store bears: take `buyers`,"
        " `product_lines` or `countries`, or a fast start for what is new.",
    ),
    "rates by order kind": (
        "rates: {by: level, rows: [{by: order-kind, rows: {first: 1 %, other: 2 %}}]}",
        "",
        "`level` asks for rates by `order-kind`, which no order of a store bears: take `buyers`,"
        " `product_lines` or `countries`, or a fast start for what is new.",
    ),
    "a product line that is no category": (
        f"sales: {{product_lines: [tea]}}\n    {TEN}",
        "",
        "`level` asks for the product line `tea`: make a category with this slug first.",
    ),
    "pieces": (
        TEN,
        "volumes: {pieces: {kind: sales, measure: units}}",
        "`pieces` asks for the measure `units`: sale lines bear no pieces; fix the volume of a"
        " unit by mlmVolumesSet, and take `qv`.",
    ),
    "days": (
        TEN,
        "volumes: {late: {kind: sales, measure: qv, days: 60}}",
        "`late` asks for a volume of days: a store counts whole periods; take a `window` over"
        " these, or a fast start.",
    ),
    "another cycle": (
        f"every: week\n    {TEN}",
        "",
        "`level` is worked out every week, and a store calculates every month: leave `every` out.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_no_store_knows_is_refused_with_what_to_write_instead(publish, what):
    bonus, parts, sentence = REFUSED[what]

    with pytest.raises(MlmError) as refused:
        publish(bonus, parts)

    assert refused.value.code == "PLAN_UNSUPPORTED"
    assert refused.value.message == f"This plan cannot run in a store: {sentence}"
    assert refused.value.more == ()
