"""Every way the money of an order comes and goes: S17, S18, S20."""

import pytest

from .books import Books
from .faults import DRAIN, Faults
from .graphql import Refused
from .line import Line
from .mlm import Mlm
from .staff import Staff
from .store import Store
from .waiting import until_equal

WHOLE = {"Carol": 333, "Bob": 166, "Alice": 83}
TOTAL = 60.50  # one of 50.00 and 33.30 CV: 55.00 with tax, and 5.50 for delivery


def sold(store: Store, mlm: Mlm, line: Line) -> str:
    """One of 33.30 by Carol's link, paid and sent."""
    checkout = store.checkout({"SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    store.fulfill(order)
    return order


def test_s17_charged_back_and_won_lowered_and_raised(
    store: Store, mlm: Mlm, books: Books, line: Line, staff: Staff, faults: Faults
) -> None:
    # given a sale of last month, committed
    sale = books.month().key
    order = sold(store, mlm, line)
    month = books.close().key
    assert line.posted(sale) == WHOLE
    # when the bank takes the money back
    staff.report(order, "CHARGE_BACK", TOTAL)
    faults.run(DRAIN)
    until_equal(lambda: line.estimated(month), {"Carol": -333, "Bob": -166, "Alice": -83})
    # when the shop wins it
    staff.report(order, "CHARGE_SUCCESS", TOTAL)
    faults.run(DRAIN)
    until_equal(lambda: line.estimated(month), {})
    # when the payment app only says that less is charged, and then that all is
    staff.restate_charge(order, TOTAL - 55.00)
    faults.run(DRAIN)
    until_equal(lambda: line.volumes(month)["Carol"], "-33.30")
    staff.restate_charge(order, TOTAL)
    faults.run(DRAIN)
    until_equal(lambda: line.volumes(month)["Carol"], "0.00")
    # when it is lowered once more, by half of the 55.00
    staff.restate_charge(order, TOTAL - 27.50)
    # then half of the pay goes back: 1.665 -> 1.66 - 3.33, .8325 -> .83 - 1.66, .41625 -> .42 - .83
    half = {"Carol": -167, "Bob": -83, "Alice": -41}
    until_equal(lambda: line.estimated(month), half)
    books.close()
    assert line.posted(month) == half


def test_s18_paid_too_much_and_granted_without_a_line(
    store: Store, mlm: Mlm, books: Books, line: Line, staff: Staff
) -> None:
    # given a sale that is paid too much
    month = books.month().key
    order = sold(store, mlm, line)
    staff.pay(order, 10.00)
    until_equal(lambda: line.estimated(month), WHOLE)
    assert store.order(order)["chargeStatus"] == "OVERCHARGED"
    # when the surplus goes back, and then 11.00 are granted without saying what for
    store.refund_amount(order, 10.00)
    staff.refund_granted_amount(order, 11.00)
    # then only the 11.00 of 55.00 take pay back: 26.64 remain
    until_equal(lambda: line.volumes(month)["Carol"], "26.64")
    books.close()
    assert line.posted(month) == {"Carol": 266, "Bob": 133, "Alice": 67}


def test_s20_a_gift_card_pays_in_part(
    store: Store, mlm: Mlm, books: Books, line: Line, staff: Staff
) -> None:
    # given a cart by Carol's link of which a gift card pays 30.00
    month = books.month().key
    checkout = store.checkout({"SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    store.apply_voucher(checkout, staff.gift_card(30))
    store.pay(checkout)
    # when it is bought and sent
    order = _complete(store, checkout)
    assert store.order(order)["total"]["gross"]["amount"] == TOTAL - 30
    store.fulfill(order)
    # then it counts whole: a gift card is money
    until_equal(lambda: line.estimated(month), WHOLE)


def _complete(store: Store, checkout: str) -> str:
    try:
        return store.complete(checkout)
    except Refused as refused:
        if refused.errors[0].get("code") != "CHECKOUT_NOT_FULLY_PAID":
            raise
        pytest.skip("Saleor mended in 3.22 that a gift card and a transaction cannot pay together")


def test_s20_a_gift_card_pays_whole_and_a_voucher_is_for_one_line(
    store: Store, mlm: Mlm, books: Books, line: Line, staff: Staff
) -> None:
    # given a cart by Carol's link that a gift card pays whole
    month = books.month().key
    checkout = store.checkout({"SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    store.apply_voucher(checkout, staff.gift_card(100))
    order = store.complete(checkout)
    assert store.order(order)["total"]["gross"]["amount"] == 0
    store.fulfill(order)
    # then it counts whole too
    until_equal(lambda: line.estimated(month), WHOLE)
    # when a voucher of 10 % is good for one of two products
    checkout = store.checkout({"SKU-01": 1, "SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    store.apply_voucher(checkout, store.voucher(10, product="product-02"))
    store.fulfill(store.buy(checkout))
    # then the other keeps its volume: 12.35 and 29.97
    until_equal(lambda: line.volumes(month)["Carol"], "75.62")
    books.close()
    assert line.posted(month) == {
        "Carol": 333 + 124 + 300,
        "Bob": 166 + 62 + 150,
        "Alice": 83 + 31 + 75,
    }
