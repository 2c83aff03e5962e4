"""The shipped plans run in a store: ranks, amounts of persons, what one month leaves the next."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from saleor_mlm.models import (
    CommissionLine,
    CommissionRun,
    Estimate,
    EstimatedStanding,
    SaleLine,
    Standing,
)
from saleor_mlm.services import earnings, ledger, plans, recalculations, runs
from saleor_mlm.services.errors import MlmError

from .conftest import NOVEMBER
from .trees import tree

PLANS = Path(__file__).parents[2] / "plans"
DECEMBER = NOVEMBER + timedelta(days=30)
JANUARY = DECEMBER + timedelta(days=31)
RETAIL = re.compile(r"^  retail:\n(    .*\n)+", re.MULTILINE)


def shipped(name: str) -> str:
    """A shipped plan in UTC and without its retail margin: a store knows no margin."""
    document = (PLANS / f"{name}.yaml").read_text()
    return re.sub("time_zone: .*", "time_zone: UTC", RETAIL.sub("", document))


@pytest.fixture
def stairstep(company, in_force):
    """Asha with legs of 2,000, 2,000, 1,000 and 4,000 PV; nobody has sold anything yet."""
    in_force()
    plans.publish(shipped("stairstep"), NOVEMBER.date(), "test")
    asha = company.join("Asha")
    return asha, [company.join(name, asha) for name in ("Bina", "Chand", "Devi", "Esha")]


def sell_everything(company, asha, legs):
    for seller, qv in zip([asha, *legs], (1000, 2000, 2000, 1000, 4000), strict=True):
        company.sell(seller, str(qv * 60), qv=str(qv), currency="INR")


def paid(model, person, **period):
    rows = model.objects.filter(distributor=person, **period).order_by("id")
    sums: dict[str, int] = {}
    for row in rows:
        key = f"{row.bonus}/{row.rank}" if row.part == "rank" else row.bonus
        sums[key] = sums.get(key, 0) + row.amount_minor
    return sums


@pytest.mark.django_db
def test_a_stairstep_plan_pays_what_its_document_says(company, stairstep, time):
    # given: 10,000 PV and 600,000 BV in all
    asha, legs = stairstep
    sell_everything(company, asha, legs)

    # when
    runs.estimate()

    # then: 21 % of everything, less 12, 12, 9 and 15 % of the legs; and a rank for the first time
    assert paid(Estimate, asha) == {
        "performance": 55_800_00,
        "platinum-award/platinum": 20_000_00,
    }
    assert [paid(Estimate, leg)["performance"] for leg in legs] == [
        14_400_00,
        14_400_00,
        5_400_00,
        36_000_00,
    ]
    standing = EstimatedStanding.objects.get(distributor=asha)
    assert (standing.paid_as, standing.title) == ("platinum", "platinum")
    assert standing.volumes["group"] == "10000.00"
    assert standing.tests["platinum-group"] is True


@pytest.mark.django_db
def test_a_month_goes_on_from_what_the_one_before_left(company, stairstep, time):
    # given: everything is sold in November, which is committed, and again in December
    asha, legs = stairstep
    sell_everything(company, asha, legs)
    time.now = DECEMBER
    runs.commit("2026-11", "test")
    sell_everything(company, asha, legs)

    # when
    time.now = JANUARY
    runs.commit("2026-12", "test")
    time.now = JANUARY + timedelta(days=31)
    runs.commit("2027-01", "test")

    # then: the award was for the first time; in January there is a title and no rank
    assert [
        (row.paid_as, row.title) for row in Standing.objects.filter(distributor=asha).order_by("id")
    ] == [("platinum", "platinum"), ("platinum", "platinum"), ("", "platinum")]
    assert [
        (found.period, found.available_minor + found.pending_minor)
        for found in reversed(earnings.earnings(asha.id, None))
    ] == [("2026-11", 75_800_00), ("2026-12", 55_800_00)]
    assert ledger.verify() == []
    for run in CommissionRun.objects.all():
        assert recalculations.recalculated(run).sha256 == run.result_sha256


@pytest.mark.django_db
@pytest.mark.parametrize("committed", [True, False])
def test_a_parcel_sent_in_december_is_paid_by_novembers_standing(
    company, in_force, time, committed
):
    # given: in November Carol is active by what Ann bought; in December nobody sells anything
    in_force()
    document = (PLANS / "level.yaml").read_text()
    plans.publish(re.sub("time_zone: .*", "time_zone: UTC", document), NOVEMBER.date(), "test")
    bob = company.join("Bob")
    carol = company.join("Carol", bob)
    line = company.sell(carol, "60.00", sent=False)
    time.now = DECEMBER
    if committed:
        runs.commit("2026-11", "test")

    # when: it is sent
    order_id = SaleLine.objects.get(order_line_id=line).order_id
    sent = DECEMBER + timedelta(days=1)
    company.row(carol, order_id, line, "fulfilled:1", sent, "USD", earned_e4=60_0000)
    runs.estimate()

    # then: it pays her 10 % in December, though she is not active there; Bob never was
    assert paid(Estimate, carol) == {"level": 6_00}
    assert paid(Estimate, bob) == {}
    if committed:
        time.now = JANUARY
        run = runs.commit("2026-12", "test")
        assert paid(CommissionLine, carol, run=run) == {"level": 6_00}
        assert recalculations.recalculated(run).fine


@pytest.mark.django_db
def test_an_estimate_of_two_open_months_pays_a_first_time_once(company, stairstep, time):
    # given: neither month is committed
    asha, legs = stairstep
    sell_everything(company, asha, legs)
    time.now = DECEMBER + timedelta(days=1)
    sell_everything(company, asha, legs)

    # when
    runs.estimate()

    # then
    award = "platinum-award/platinum"
    assert paid(Estimate, asha, period="2026-11")[award] == 20_000_00
    assert award not in paid(Estimate, asha, period="2026-12")


@pytest.mark.django_db
def test_the_unilevel_plan_runs_in_a_store(company, in_force, time):
    in_force()
    plans.publish(shipped("unilevel"), NOVEMBER.date(), "test")
    alice = company.join("Alice")
    company.sell(company.join("Bob", alice), "500.00")

    runs.estimate()

    assert EstimatedStanding.objects.filter(distributor=alice).exists()


@pytest.mark.django_db
def test_the_generation_plan_is_refused_for_its_retail_margin_alone(in_force):
    in_force()
    tree("placement")

    with pytest.raises(MlmError) as refused:
        plans.publish((PLANS / "generation.yaml").read_text(), NOVEMBER.date(), "test")

    found = [refused.value, *refused.value.more]
    assert {error.code for error in found} == {"PLAN_UNSUPPORTED"}
    assert [str(error).partition("store: ")[2] for error in found] == [
        "`retail` asks for the base `margin`: the store does not know what sellers paid; leave it"
        " out, and work it out on files.",
        "`retail` is worked out every week, and a store calculates every month: leave `every` out.",
    ]
