"""People change places: another enroller by agreement and by staff, two who are one, and an
agreement sold; each for the exact cent."""

from datetime import timedelta

import pytest

from .books import Books
from .enrollers import Enrollers
from .faults import DRAIN, Faults
from .line import Line
from .mlm import Distributor, Mlm
from .store import Store

BASKET = {"SKU-01": 2, "SKU-02": 1}
FORCE = "saleor_mlm.tasks.enrollers.put_into_force"


@pytest.fixture
def enrollers(store: Store) -> Enrollers:
    return Enrollers(store.app)


@pytest.fixture
def dora(store: Store, mlm: Mlm) -> Distributor:
    return mlm.enroll(store.customer(), None, "Dora")


def sell(store: Store, seller: Distributor) -> None:
    order = store.buy(store.checkout(BASKET, metadata={"mlm.ref": seller.code}))
    store.fulfill(order)


def paid(mlm: Mlm, who: Distributor, period: str) -> int:
    return mlm.earnings(who, period).estimated().get("USD", 0)


def test_s60_another_enroller_when_all_three_agree(
    store: Store,
    mlm: Mlm,
    faults: Faults,
    books: Books,
    line: Line,
    dora: Distributor,
    enrollers: Enrollers,
) -> None:
    # given a sale of Carol's, below Bob and Alice
    month = books.month().key
    with faults.tasks_paused():
        sell(store, line.carol)
        faults.run(DRAIN)
        assert line.estimated(month) == {"Carol": 580, "Bob": 290, "Alice": 145}
        # when she asks, and both enrollers agree
        assert enrollers.ask(line.carol, dora) == "WAITING"
        assert enrollers.agree(line.bob) == "WAITING"
        assert enrollers.agree(dora) == "IN_FORCE"
        sell(store, line.carol)
        faults.run(DRAIN)
        # then the month is paid on the tree as it stands at its end
        assert enrollers.enroller(line.carol) == dora.code
        assert line.estimated(month) == {"Carol": 1160}
        assert paid(mlm, dora, month) == 580


def test_s61_a_change_for_the_next_month_leaves_this_one(
    store: Store,
    faults: Faults,
    books: Books,
    line: Line,
    dora: Distributor,
    enrollers: Enrollers,
) -> None:
    month = books.month()
    with faults.tasks_paused():
        sell(store, line.carol)
        # when staff schedules it for the next month
        later = (month.ends_at + timedelta(hours=1)).isoformat()
        assert enrollers.change(line.carol, dora, later) == "SCHEDULED"
        faults.run(DRAIN)
        assert enrollers.enroller(line.carol) == line.bob.code
        books.close()
        faults.run(FORCE)
    # then
    assert enrollers.enroller(line.carol) == dora.code
    assert line.posted(month.key) == {"Carol": 580, "Bob": 290, "Alice": 145}


def test_s62_two_who_are_one_and_an_agreement_sold(
    store: Store,
    mlm: Mlm,
    faults: Faults,
    books: Books,
    line: Line,
    dora: Distributor,
    enrollers: Enrollers,
) -> None:
    month = books.month().key
    with faults.tasks_paused():
        sell(store, line.carol)
        faults.run(DRAIN)
        following = books.close().key
        assert line.posted(month) == {"Carol": 580, "Bob": 290, "Alice": 145}
        # when Bob turns out to be Dora, and Carol sells her agreement
        enrollers.merge(line.bob, dora)
        heir = store.customer()
        enrollers.transfer(line.carol, heir, "Hana")
        sell(store, line.bob)
        sell(store, line.carol)
        faults.run(DRAIN)
        # then a sale by Bob's code is Dora's, who is above Carol now
        assert enrollers.enroller(line.carol) == dora.code
        assert paid(mlm, dora, following) == 580 + 290
        assert line.estimated(following) == {"Carol": 580, "Bob": paid(mlm, dora, following)}
        # and a month belongs to who was the owner at its end
        assert enrollers.owners(line.carol) == {month: "Carol", following: "Hana"}
        mine = enrollers.mine(heir)
        assert (mine["code"], mine["displayName"]) == (line.carol.code, "Hana")
        assert [row["period"]["key"] for row in mine["earnings"]] == [following]
        assert enrollers.mine(line.carol.customer) is None
