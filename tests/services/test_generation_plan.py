"""The shipped generation plan in a store: two trees, countries of people, product lines."""

from datetime import timedelta

import pytest

from saleor_mlm.models import CommissionLine, CountryChange, Distributor, Standing
from saleor_mlm.services import plans, recalculations, runs
from saleor_mlm.services.placing import Wish

from .conftest import NOVEMBER
from .test_store_plans import paid, shipped
from .trees import joins, tree

SEPTEMBER = NOVEMBER - timedelta(days=61)
DECEMBER = NOVEMBER + timedelta(days=30)
OWN_PEOPLE = "own-people-in-two-legs"


@pytest.fixture
def network(in_force):
    """Who enrolled whom, and in brackets below whom else somebody was placed:

    Uma (DE) > Dora (FR) > Emil, Finn, Kim (Emil); Uma > Vera; Uma > Hal (Vera); Emil > Gus, who
    enrolled on the 5th of November.
    """
    in_force()
    tree("placement")
    plans.publish(shipped("generation"), NOVEMBER.date(), "test")
    uma = joins("Uma", None, SEPTEMBER, "DE")
    dora = joins("Dora", uma, SEPTEMBER, "FR")
    emil = joins("Emil", dora, SEPTEMBER)
    return {
        "Uma": uma,
        "Dora": dora,
        "Emil": emil,
        "Finn": joins("Finn", dora, SEPTEMBER),
        "Kim": placed_by_hand("Kim", dora, "EMIL", 2),
        "Vera": joins("Vera", uma, SEPTEMBER),
        "Hal": placed_by_hand("Hal", uma, "VERA", 1),
        "Gus": joins("Gus", emil, NOVEMBER + timedelta(days=4)),
    }


def placed_by_hand(name, enroller, below, slot):
    wish = Wish("placement", parent_code=below, slot=slot)
    return joins(name, enroller, SEPTEMBER, wishes=[wish], anywhere=True)


def moves(person, country, at):
    """Somebody lives elsewhere from an instant on."""
    CountryChange.objects.create(
        distributor=person, country=country, effective_at=at, recorded_at=at
    )
    Distributor.objects.filter(id=person.id).update(country=country)


def sell_everything(company, network):
    for name, qv in {"Uma": 50, "Dora": 100, "Emil": 800, "Finn": 100, "Vera": 50}.items():
        company.sell(network[name], "0", qv=str(qv), own=True, sent=False)
    company.sell(network["Emil"], "100.00", qv="0", categories=("cosmetics",))
    company.sell(network["Kim"], "100.00", qv="50", categories=("lipsticks", "cosmetics"))
    company.sell(network["Hal"], "200.00", qv="50", categories=("pills", "nutrition"))
    company.sell(network["Gus"], "1200.00", own=True)


@pytest.mark.django_db
def test_the_generation_plan_pays_what_its_document_says(company, network, time):
    # given
    sell_everything(company, network)

    # when
    time.now = DECEMBER
    run = runs.commit("2026-11", "test")

    # then, sale by sale, up the placement tree:
    #   Emil's 100, cosmetics: Emil 6 %, Dora 5 %, Uma in Germany 4 %; directors: Dora's own group
    #     3 %, Uma's first generation 4 %
    #   Kim's 100, a kind of cosmetics: Kim 6 %, Emil 5 %, Dora elsewhere 3 %; again Dora 3, Uma 4 %
    #   Hal's 200, nutrition is another line: Hal 8 %, Vera 5 %, Uma 4 %; Uma's own group 3 %
    #   Gus's 1,200 in his first month, of no line: Emil, who enrolled him and has 800 PV, 40 % of
    #     1,000; of the 200 left Emil 8 %, Dora 5 %, Uma 4 %; of all of it Dora 3 %, Uma 4 %
    found = {name: paid(CommissionLine, person) for name, person in network.items()}
    assert found == {
        "Uma": {"level": 4_00 + 8_00 + 8_00, "generation": 4_00 + 4_00 + 6_00 + 48_00},
        "Dora": {"level": 5_00 + 3_00 + 10_00, "generation": 3_00 + 3_00 + 36_00},
        "Emil": {"level": 6_00 + 5_00 + 16_00, "first-month": 400_00},
        "Finn": {},
        "Kim": {"level": 6_00},
        "Vera": {"level": 10_00},
        "Hal": {"level": 16_00},
        "Gus": {},
    }
    assert recalculations.recalculated(run).fine


@pytest.mark.django_db
def test_a_rank_asks_for_own_people_in_two_legs_of_the_other_tree(company, network, time):
    # given: below Emil stand Gus, whom he enrolled, and Kim, whom Dora did; both are active
    sell_everything(company, network)

    # when
    time.now = DECEMBER
    runs.commit("2026-11", "test")

    # then: his group has 2,050 and he is no director, for he is no senior
    rows = {row.distributor.display_name: row for row in Standing.objects.all()}
    counted = {name: row.tests.get(f"counted:{OWN_PEOPLE}", 0) for name, row in rows.items()}
    assert counted == {"Uma": 2, "Dora": 2, "Emil": 1} | dict.fromkeys(
        ("Finn", "Kim", "Vera", "Hal", "Gus"), 0
    )
    assert (rows["Emil"].volumes["group"], rows["Emil"].paid_as) == ("2050.00", "member")
    assert [rows[name].tests[OWN_PEOPLE] for name in ("Uma", "Dora")] == [True, True]
    assert [rows[name].paid_as for name in ("Uma", "Dora")] == ["director", "director"]


@pytest.mark.django_db
def test_a_month_reads_countries_as_they_were_when_it_ended(company, network, time):
    # given: Uma moves to France in December, before November is committed
    sell_everything(company, network)
    moves(network["Uma"], "FR", DECEMBER)
    time.now = DECEMBER + timedelta(days=1)
    sell_everything(company, network)

    # when: both months are committed, and later she moves again
    november = runs.commit("2026-11", "test")
    time.now = DECEMBER + timedelta(days=31)
    december = runs.commit("2026-12", "test")
    moves(network["Uma"], "AT", NOVEMBER)

    # then: 4 % and 3 % as third level of 100 and 200. In December Gus is no newcomer: of his 1,200
    # Emil 8 %, Dora 5 % and Uma 3 %
    level = {"distributor": network["Uma"], "bonus": "level"}
    sums = [
        sum(row.amount_minor for row in CommissionLine.objects.filter(run=run, **level))
        for run in (november, december)
    ]
    assert sums == [4_00 + 8_00 + 8_00, 3_00 + 6_00 + 36_00]
    assert [recalculations.recalculated(run).fine for run in (november, december)] == [True, True]


@pytest.mark.django_db
def test_a_run_from_before_countries_were_kept_knows_none(company, network, time):
    # given: a run that an older pod wrote, which knew no country and no product line
    sell_everything(company, network)
    time.now = DECEMBER
    run = runs.commit("2026-11", "test")
    run.country_change_id_max = None

    again = recalculations.recalculated(run)

    # then: Emil and Kim get 8 % as for any other line, Uma 3 % as anywhere of three sales
    assert again.sha256 != run.result_sha256
    assert again.different == 5
