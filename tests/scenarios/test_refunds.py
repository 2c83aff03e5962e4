"""What takes pay back or lets none arise: S02, S05, S06, S07."""

import pytest

from .books import Books
from .line import Line
from .mlm import Mlm
from .store import Items, Store
from .waiting import until_equal

EXAMPLE: Items = {"SKU-01": 2, "SKU-02": 1}


def sold(store: Store, mlm: Mlm, line: Line, items: Items) -> str:
    """An order by Carol's link, paid and sent."""
    checkout = store.checkout(items)
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    store.fulfill(order)
    return order


def test_s02_one_of_two_comes_back_then_the_other(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given a committed sale: 2.47 of Carol's 5.80 are for the two 12.35
    sale = books.month().key
    order = sold(store, mlm, line, EXAMPLE)
    first = books.close().key
    assert line.posted(sale) == {"Carol": 580, "Bob": 290, "Alice": 145}
    # when one is refunded, then a month later the other
    store.refund(order, {"SKU-01": 1})
    until_equal(lambda: line.estimated(first), {"Carol": -123, "Bob": -62, "Alice": -31})
    second = books.close().key
    store.refund(order, {"SKU-01": 1})
    until_equal(lambda: line.estimated(second), {"Carol": -124, "Bob": -62, "Alice": -31})
    books.close()
    # then each posting is the rounded share of what remains, less what was posted:
    #   Carol 10 %:  1.235  -> 1.24 - 2.47 = -1.23, then 0 - 1.24 = -1.24, together -2.47
    #   Bob    5 %:  0.6175 -> 0.62 - 1.24 = -0.62, then 0 - 0.62
    #   Alice 2.5 %: .30875 -> 0.31 - 0.62 = -0.31, then 0 - 0.31
    assert line.posted(first) == {"Carol": -123, "Bob": -62, "Alice": -31}
    assert line.posted(second) == {"Carol": -124, "Bob": -62, "Alice": -31}
    # then the volume goes back in the month of the refund
    volumes = [line.volumes(month)["Carol"] for month in (sale, first, second)]
    assert volumes == ["58.00", "-12.35", "-12.35"]


def test_s02_a_refund_in_the_month_of_the_sale_nets(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given
    month = books.month().key
    order = sold(store, mlm, line, EXAMPLE)
    until_equal(lambda: line.estimated(month), {"Carol": 580, "Bob": 290, "Alice": 145})
    # when
    store.refund(order, {"SKU-01": 1})
    # then what remains is paid: 1.24 + 3.33, 0.62 + 1.66, 0.31 + 0.83
    pay = {"Carol": 457, "Bob": 228, "Alice": 114}
    until_equal(lambda: line.estimated(month), pay)
    books.close()
    assert line.posted(month) == pay


def test_s02_all_back_in_the_month_of_the_sale_is_nothing(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given
    month = books.month().key
    order = sold(store, mlm, line, EXAMPLE)
    # when
    store.refund(order, EXAMPLE)
    books.close()
    # then
    assert line.posted(month) == {}
    assert line.volumes(month)["Carol"] == "0.00"


def test_s05_an_amount_comes_back_and_no_line_is_named(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given 2 x 22.00 and 1 x 55.00 gross, with shipping 104.50
    sale = books.month().key
    order = sold(store, mlm, line, EXAMPLE)
    first = books.close().key
    # when 10.00 come back
    store.refund_amount(order, 10.00)
    # then it is spread over the lines by their gross, 44 : 55, shipping left aside:
    #   24.70 x (44 - 10 x 44/99) / 44 = 24.70 x 89/99 = 22.20505.. -> 22.2051
    #   33.30 x 89/99 = 29.93636.. -> 29.9364
    #   Carol 10 %:  2.22051  -> 2.22 - 2.47 = -0.25, 2.99364 -> 2.99 - 3.33 = -0.34
    #   Bob    5 %:  1.110255 -> 1.11 - 1.24 = -0.13, 1.49682 -> 1.50 - 1.66 = -0.16
    #   Alice 2.5 %: .5551275 -> 0.56 - 0.62 = -0.06, 0.74841 -> 0.75 - 0.83 = -0.08
    pay = {"Carol": -59, "Bob": -29, "Alice": -14}
    until_equal(lambda: line.estimated(first), pay)
    assert line.volumes(first)["Carol"] == "-5.8585"
    second = books.close().key
    assert line.posted(first) == pay
    # when the other 94.50 come back, which is all
    store.refund_amount(order, 94.50)
    books.close()
    # then nothing remains of any line
    assert line.posted(second) == {"Carol": 59 - 580, "Bob": 29 - 290, "Alice": 14 - 145}
    volumes = [line.volumes(month)["Carol"] for month in (sale, first, second)]
    assert volumes == ["58.00", "-5.8585", "-52.1415"]


def test_s05_an_amount_comes_back_after_a_named_line(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given one of the two 12.35 refunded: 22.00 and 55.00 gross remain
    sale = books.month().key
    order = sold(store, mlm, line, EXAMPLE)
    store.refund(order, {"SKU-01": 1})
    until_equal(lambda: line.volumes(sale)["Carol"], "45.65")
    # when half of the 77.00 come back, no line named
    store.refund_amount(order, 38.50)
    # then half of each line's remaining volume goes: 6.1750 and 16.6500 remain
    #   Carol: 0.6175 -> 0.62, 1.665 -> 1.66; Bob: .30875 -> 0.31, .8325 -> 0.83
    #   Alice: .154375 -> 0.15, .41625 -> 0.42
    until_equal(lambda: line.volumes(sale)["Carol"], "22.825")
    books.close()
    assert line.posted(sale) == {"Carol": 228, "Bob": 114, "Alice": 57}


@pytest.mark.parametrize("authorized", [False, True], ids=["unpaid", "authorized only"])
def test_s06_cancelled_before_payment_is_nothing(
    store: Store, mlm: Mlm, books: Books, line: Line, authorized: bool
) -> None:
    # given an order by Carol's link that was never charged
    month = books.month().key
    checkout = store.checkout(EXAMPLE)
    mlm.follow_link(checkout, line.carol)
    if authorized:
        store.pay(checkout, "amountAuthorized")
        order = store.complete(checkout)
    else:
        order = store.order_unpaid(checkout)
    # when
    store.cancel(order)
    assert store.order(order)["status"] == "CANCELED"
    books.close()
    # then
    assert line.volumes(month)["Carol"] == "0.00"
    assert line.posted(month) == {}


def test_s06_cancelled_after_payment_gives_its_volume_back(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given an order by Carol's link, paid and not sent
    month = books.month().key
    checkout = store.checkout(EXAMPLE)
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    until_equal(lambda: line.volumes(month)["Carol"], "58.00")
    # when
    store.cancel(order)
    # then
    until_equal(lambda: line.volumes(month)["Carol"], "0.00")
    books.close()
    assert line.posted(month) == {}


def test_s07_a_voucher_over_everything_leaves_no_volume(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given a voucher of 100 %: only shipping, 5.50, is left to pay
    month = books.month().key
    checkout = store.checkout(EXAMPLE)
    mlm.follow_link(checkout, line.carol)
    store.apply_voucher(checkout, store.voucher(100))
    # when
    order = store.buy(checkout)
    store.fulfill(order)
    assert store.order(order)["total"]["gross"]["amount"] == 5.5
    books.close()
    # then the sale is Carol's, and carries nothing
    assert mlm.order_attribution(order) == (line.carol.code, "LINK")
    assert line.volumes(month)["Carol"] == "0.00"
    assert line.posted(month) == {}


def test_s07_a_voucher_over_half_halves_the_volume(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given
    month = books.month().key
    checkout = store.checkout(EXAMPLE)
    mlm.follow_link(checkout, line.carol)
    store.apply_voucher(checkout, store.voucher(50))
    # when
    store.fulfill(store.buy(checkout))
    books.close()
    # then paid net over undiscounted net, 20/40 and 25/50: 12.35 and 16.65 of CV
    #   Carol 1.235 -> 1.24, 1.665 -> 1.66; Bob .6175 -> .62, .8325 -> .83
    #   Alice .30875 -> .31, .41625 -> .42
    assert line.volumes(month)["Carol"] == "29.00"
    assert line.posted(month) == {"Carol": 290, "Bob": 145, "Alice": 73}


def test_s07_a_gift_card_line_carries_no_volume(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given a gift card that somebody gave a volume, beside a product of 33.30
    month = books.month().key
    mlm.set_volume(store.variant("SKU-20"), "25")
    # when
    order = sold(store, mlm, line, {"SKU-20": 1, "SKU-02": 1})
    books.close()
    # then only the product counts
    assert store.order(order)["total"]["net"]["amount"] == 25 + 50 + 5
    assert line.volumes(month)["Carol"] == "33.30"
    assert line.posted(month) == {"Carol": 333, "Bob": 166, "Alice": 83}


def test_s07_shipping_and_tax_carry_no_volume(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given a product without a volume of its own, in a channel where CV is the whole net price
    month = books.month().key
    mlm.set_channel("us", cvPercent="100", qvPercent="100")
    try:
        # when 3 x 9.99 are sold: 32.97 with tax, 38.47 with shipping
        order = sold(store, mlm, line, {"SKU-05": 3})
        until_equal(lambda: line.volumes(month)["Carol"], "29.97")
    finally:
        mlm.set_channel("us", cvPercent="0", qvPercent="0")
    books.close()
    # then the net price of the goods counts and nothing else: 2.997, 1.4985, .74925
    assert store.order(order)["total"]["gross"]["amount"] == 38.47
    assert line.posted(month) == {"Carol": 300, "Bob": 150, "Alice": 75}
