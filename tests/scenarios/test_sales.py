"""What a sale pays, from the click to the ledger: S01, S03, S04, S08, S09."""

from datetime import timedelta

from .books import Books
from .faults import Faults
from .line import Line
from .mlm import Mlm, level_plan
from .store import Store
from .waiting import until_equal


def test_s01_a_guest_buys_by_carols_link(store: Store, mlm: Mlm, books: Books, line: Line) -> None:
    # given a guest who came by Carol's link
    month = books.month().key
    checkout = store.checkout({"SKU-01": 2, "SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    # when the order is paid
    order = store.buy(checkout)
    # then it is Carol's, its volume shows (2 x 12.35 + 33.30), and nothing is earned yet
    until_equal(lambda: line.volumes(month), {"Alice": "0.00", "Bob": "0.00", "Carol": "58.00"})
    assert mlm.order_attribution(order) == (line.carol.code, "LINK")
    assert line.estimated(month) == {}
    # when it is sent
    store.fulfill(order)
    # then the estimate shows, an exact half going to the even neighbour in each line:
    #   Carol 10 %:  2.470 -> 2.47, 3.330  -> 3.33
    #   Bob    5 %:  1.235 -> 1.24, 1.665  -> 1.66   (half up would give 1.67 and 2.91 in all)
    #   Alice 2.5 %: .6175 -> 0.62, .8325  -> 0.83
    pay = {"Carol": 580, "Bob": 290, "Alice": 145}
    until_equal(lambda: line.estimated(month), pay)
    assert line.posted(month) == {}
    # when the month is committed
    books.close()
    # then the ledger has it
    assert line.posted(month) == pay
    assert line.estimated(month) == {}


def test_s01_every_amount_names_its_sale(store: Store, mlm: Mlm, books: Books, line: Line) -> None:
    # given
    month = books.month().key
    checkout = store.checkout({"SKU-01": 2, "SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    store.fulfill(order)
    # when
    books.close()
    # then
    number = store.order(order)["number"]
    lines = mlm.earnings(line.bob, month).lines()
    shared = {
        "state": "AVAILABLE",
        "bonus": "level",
        "level": 2,
        "paidLevel": 2,
        "rate": "0.05",
        "source": {"code": line.carol.code},
        "orderNumber": number,
        "skipped": [],
    }
    assert sorted(lines, key=lambda row: row["base"]) == [
        {**shared, "base": "24.70", "amount": {"minor": "124"}},
        {**shared, "base": "33.30", "amount": {"minor": "166"}},
    ]


def test_s01_pay_is_held_for_two_weeks(
    store: Store, mlm: Mlm, faults: Faults, books: Books, line: Line
) -> None:
    # given a sale sent on the 25th of a month
    month = books.month()
    faults.move_clock_to(month.starts_at + timedelta(days=24, hours=12))
    checkout = store.checkout({"SKU-01": 2, "SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    store.fulfill(store.buy(checkout))
    # when the month is committed on the 1st
    books.close()
    # then the pay is there, and on hold
    held = mlm.earnings(line.carol, month.key)
    assert (held.amounts("pending"), held.amounts("available")) == ({"USD": 580}, {})
    assert {row["state"] for row in held.lines()} == {"PENDING"}
    # when the midnight after 14 days has passed
    faults.move_clock_to(month.starts_at + timedelta(days=24 + 14 + 1, minutes=1))
    # then it is free
    free = mlm.earnings(line.carol, month.key)
    assert (free.amounts("pending"), free.amounts("available")) == ({}, {"USD": 580})
    assert {row["state"] for row in free.lines()} == {"AVAILABLE"}


def test_s03_the_same_in_yen(store: Store, mlm: Mlm, books: Books, line: Line) -> None:
    # given a guest of the Japanese channel, where the volumes are 1235 and 3330
    month = books.month().key
    checkout = store.checkout({"SKU-01": 2, "SKU-02": 1}, channel="jp")
    mlm.follow_link(checkout, line.carol, "jp")
    # when
    order = store.buy(checkout)
    store.fulfill(order)
    # then whole yen:
    #   Carol 10 %:  247, 333          Bob 5 %: 123.5 -> 124, 166.5 -> 166
    #   Alice 2.5 %: 61.75 -> 62, 83.25 -> 83
    pay = {"Carol": 580, "Bob": 290, "Alice": 145}
    until_equal(lambda: line.estimated(month, "JPY"), pay)
    # when
    refunds = books.close().key
    # then
    assert line.posted(month, "JPY") == pay
    assert line.posted(month, "USD") == {}
    # when one of the two 1235 comes back, then the other
    store.refund(order, {"SKU-01": 1})
    until_equal(lambda: line.estimated(refunds, "JPY"), {"Carol": -123, "Bob": -62, "Alice": -31})
    last = books.close().key
    store.refund(order, {"SKU-01": 1})
    books.close()
    # then each posting is the rounded remainder less what was posted:
    #   Carol 123.5 -> 124 - 247 = -123, then 0 - 124; Bob 61.75 -> 62 - 124 = -62, then -62
    #   Alice 30.875 -> 31 - 62 = -31, then -31
    assert line.posted(refunds, "JPY") == {"Carol": -123, "Bob": -62, "Alice": -31}
    assert line.posted(last, "JPY") == {"Carol": -124, "Bob": -62, "Alice": -31}


def test_s04_a_bob_without_the_volume_is_passed_over(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given a plan that asks for 50 of personal volume
    month = books.new_month(level_plan(active_at_least="50.00")).key
    # given Alice with an order of her own over 66.60, and Bob with one of only 12.35, not sent
    store.buy(store.checkout({"SKU-02": 2}, customer=line.alice.customer))
    store.buy(store.checkout({"SKU-01": 1}, customer=line.bob.customer))
    # when a guest buys by Carol's link
    checkout = store.checkout({"SKU-01": 2, "SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    store.fulfill(store.buy(checkout))
    until_equal(lambda: line.volumes(month), {"Alice": "66.60", "Bob": "12.35", "Carol": "58.00"})
    books.close()
    # then Alice is paid what would have been Bob's: 1.24 + 1.66
    assert line.posted(month) == {"Carol": 580, "Alice": 290}
    for row in mlm.earnings(line.alice, month).lines():
        assert (row["level"], row["paidLevel"], row["rate"]) == (3, 2, "0.05")
        assert [skip["distributor"]["code"] for skip in row["skipped"]] == [line.bob.code]


def test_s08_three_partial_fulfilments_one_by_one(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given three of 12.35 in one line, paid
    month = books.month().key
    checkout = store.checkout({"SKU-01": 3})
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    until_equal(lambda: line.volumes(month)["Carol"], "37.05")
    # when they are sent one by one, then the line's pay is always the rounded share of what was
    # sent so far:       Carol 10 %        Bob 5 %           Alice 2.5 %
    #   12.35:           1.235  -> 1.24    0.6175 -> 0.62    .30875 -> 0.31
    #   24.70:           2.470  -> 2.47    1.2350 -> 1.24    .61750 -> 0.62
    #   37.05:           3.705  -> 3.70    1.8525 -> 1.85    .92625 -> 0.93
    for pay in (
        {"Carol": 124, "Bob": 62, "Alice": 31},
        {"Carol": 247, "Bob": 124, "Alice": 62},
        {"Carol": 370, "Bob": 185, "Alice": 93},
    ):
        store.fulfill(order, {"SKU-01": 1})
        until_equal(lambda: line.estimated(month), pay)
    books.close()
    # then
    assert line.posted(month) == {"Carol": 370, "Bob": 185, "Alice": 93}
    assert line.volumes(month)["Carol"] == "37.05"


def test_s08_a_part_sent_in_each_of_three_months(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given
    first = books.month().key
    checkout = store.checkout({"SKU-01": 3})
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    # when each month one is sent
    store.fulfill(order, {"SKU-01": 1})
    second = books.close().key
    store.fulfill(order, {"SKU-01": 1})
    third = books.close().key
    store.fulfill(order, {"SKU-01": 1})
    books.close()
    # then each month pays the difference to what was posted before, 3.70 in all
    assert line.posted(first) == {"Carol": 124, "Bob": 62, "Alice": 31}
    assert line.posted(second) == {"Carol": 247 - 124, "Bob": 124 - 62, "Alice": 62 - 31}
    assert line.posted(third) == {"Carol": 370 - 247, "Bob": 185 - 124, "Alice": 93 - 62}
    # then the volume stands where it was paid
    assert [line.volumes(month)["Carol"] for month in (first, second, third)] == [
        "37.05",
        "0.00",
        "0.00",
    ]


def test_s09_carol_buys_for_herself(store: Store, mlm: Mlm, books: Books, line: Line) -> None:
    # given Carol, logged in
    month = books.month().key
    checkout = store.checkout({"SKU-01": 2, "SKU-02": 1}, customer=line.carol.customer)
    # when
    order = store.buy(checkout)
    store.fulfill(order)
    # then it is her own volume, and the levels begin with who enrolled her
    until_equal(lambda: line.estimated(month), {"Bob": 580, "Alice": 290})
    assert line.volumes(month) == {"Alice": "0.00", "Bob": "0.00", "Carol": "58.00"}
    assert mlm.order_attribution(order) == (line.carol.code, "OWN_PURCHASE")
    books.close()
    assert line.posted(month) == {"Bob": 580, "Alice": 290}


def test_s09_carol_buys_by_bobs_link(store: Store, mlm: Mlm, books: Books, line: Line) -> None:
    # given Carol, logged in, who came by Bob's link
    month = books.month().key
    checkout = store.checkout({"SKU-02": 1}, customer=line.carol.customer)
    mlm.follow_link(checkout, line.bob)
    # when
    order = store.buy(checkout)
    store.fulfill(order)
    books.close()
    # then it is her own purchase all the same: 10 and 5 % of 33.30
    assert mlm.order_attribution(order) == (line.carol.code, "OWN_PURCHASE")
    assert line.posted(month) == {"Bob": 333, "Alice": 166}
