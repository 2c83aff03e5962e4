"""Whose sale an order is: S10, S11, S12, and the order of claims."""

import pytest

from .books import Books
from .faults import DRAIN, Faults
from .line import Line
from .mlm import Mlm
from .store import Store
from .waiting import until_equal

BASKET = {"SKU-01": 1}


def refusal(field: str, code: str, message: str) -> list[dict[str, str]]:
    return [{"field": field, "code": code, "message": message}]


def nothing_attached(mlm: Mlm, store: Store, faults: Faults, checkout: str) -> None:
    """The checkout goes on, and the order, once read, is nobody's."""
    assert mlm.checkout_attribution(checkout) is None
    with faults.tasks_paused():
        order = store.buy(checkout)
        store.fulfill(order)
        faults.run(DRAIN)
    assert store.order(order)["status"] == "FULFILLED"
    assert mlm.order_attribution(order) is None


def test_s10_an_unknown_code(store: Store, mlm: Mlm, faults: Faults) -> None:
    # given
    checkout = store.checkout(BASKET)
    # when
    answer = mlm.attach(checkout, code="NOBODY-1")
    # then
    message = "The referral code NOBODY-1 is not known."
    assert answer["errors"] == refusal("code", "CODE_UNKNOWN", message)
    assert (answer["checkout"], answer["attribution"]) == (None, None)
    nothing_attached(mlm, store, faults, checkout)


def test_s10_an_ended_code(store: Store, mlm: Mlm, faults: Faults, line: Line) -> None:
    # given
    checkout = store.checkout(BASKET)
    mlm.end(line.carol)
    # when
    answer = mlm.attach(checkout, code=line.carol.code)
    # then
    message = f"The referral code {line.carol.code} is no longer in use."
    assert answer["errors"] == refusal("code", "CODE_ENDED", message)
    assert (answer["checkout"], answer["attribution"]) == (None, None)
    nothing_attached(mlm, store, faults, checkout)


def test_s10_a_link_of_another_channel(store: Store, mlm: Mlm, faults: Faults, line: Line) -> None:
    # given a visit to the Japanese shop, and a checkout in the American one
    token = mlm.visit(line.carol, "jp")
    checkout = store.checkout(BASKET)
    # when
    answer = mlm.attach(checkout, token=token)
    # then
    message = "The referral link belongs to another channel."
    assert answer["errors"] == refusal("token", "OTHER_CHANNEL", message)
    assert (answer["checkout"], answer["attribution"]) == (None, None)
    nothing_attached(mlm, store, faults, checkout)


def test_s10_a_channel_without_distributors(
    store: Store, mlm: Mlm, faults: Faults, line: Line
) -> None:
    # given
    checkout = store.checkout(BASKET, channel="jp")
    mlm.set_channel("jp", active=False)
    try:
        # when
        answer = mlm.attach(checkout, code=line.carol.code)
        # then
        message = "This channel has no distributors."
        assert answer["errors"] == refusal("checkoutId", "CHANNEL_INACTIVE", message)
        assert (answer["checkout"], answer["attribution"]) == (None, None)
        nothing_attached(mlm, store, faults, checkout)
    finally:
        mlm.set_channel("jp", active=True)


@pytest.mark.parametrize("last", ["Carol", "Bob"], ids=["the same", "another"])
def test_s10_attached_twice_the_last_rules(store: Store, mlm: Mlm, line: Line, last: str) -> None:
    # given
    checkout = store.checkout(BASKET)
    wanted = {"Carol": line.carol, "Bob": line.bob}[last]
    assert mlm.attach(checkout, code=line.carol.code)["errors"] == []
    # when
    answer = mlm.attach(checkout, code=wanted.code)
    # then
    assert answer["errors"] == []
    assert answer["checkout"] == {"id": checkout}
    assert answer["attribution"]["distributor"] == {"code": wanted.code, "displayName": last}
    assert answer["attribution"]["source"] == "LINK"
    assert mlm.checkout_attribution(checkout) == (wanted.code, "LINK")
    order = store.buy(checkout)
    until_equal(lambda: mlm.order_attribution(order), (wanted.code, "LINK"))


def test_s10_a_code_is_read_whatever_its_case(store: Store, mlm: Mlm, line: Line) -> None:
    # given
    checkout = store.checkout(BASKET)
    # when
    answer = mlm.attach(checkout, code=f" {line.carol.code.lower()} ")
    # then
    assert answer["errors"] == []
    assert mlm.checkout_attribution(checkout) == (line.carol.code, "LINK")


def test_s10_a_completed_checkout(store: Store, mlm: Mlm, line: Line) -> None:
    # given an order by Carol's link
    checkout = store.checkout(BASKET)
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    # when somebody attaches Bob to what was its checkout
    answer = mlm.attach(checkout, code=line.bob.code)
    # then
    message = "This checkout has become an order; its sale is settled."
    assert answer["errors"] == refusal("checkoutId", "CHECKOUT_COMPLETED", message)
    assert (answer["checkout"], answer["attribution"]) == (None, None)
    until_equal(lambda: mlm.order_attribution(order), (line.carol.code, "LINK"))


def test_s11_carol_ended_after_the_attach(store: Store, mlm: Mlm, books: Books, line: Line) -> None:
    # given a checkout with Carol's link attached
    month = books.month().key
    checkout = store.checkout({"SKU-01": 2, "SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    # when she ends, and then the order is placed
    mlm.end(line.carol)
    order = store.buy(checkout)
    store.fulfill(order)
    # then it stands at the next above her, as if it were his customer
    until_equal(lambda: mlm.order_attribution(order), (line.bob.code, "LINK"))
    until_equal(lambda: line.estimated(month), {"Bob": 580, "Alice": 290})
    books.close()
    assert line.volumes(month) == {"Alice": "0.00", "Bob": "58.00", "Carol": "0.00"}
    assert line.posted(month) == {"Bob": 580, "Alice": 290}


def test_s11_carol_ended_after_the_payment(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given an order of Carol's customer, paid and not sent yet
    month = books.month().key
    checkout = store.checkout({"SKU-01": 2, "SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    until_equal(lambda: line.volumes(month)["Carol"], "58.00")
    # when she ends before it is sent
    mlm.end(line.carol)
    store.fulfill(order)
    # then she is paid for it: she was there when it was sold
    books.close()
    assert mlm.order_attribution(order) == (line.carol.code, "LINK")
    assert line.posted(month) == {"Carol": 580, "Bob": 290, "Alice": 145}


def test_s11_bob_ended_before_carols_sale(store: Store, mlm: Mlm, books: Books, line: Line) -> None:
    # given
    month = books.month().key
    mlm.end(line.bob)
    # when
    checkout = store.checkout({"SKU-01": 2, "SKU-02": 1})
    mlm.follow_link(checkout, line.carol)
    store.fulfill(store.buy(checkout))
    books.close()
    # then he uses no level: Alice is paid the second
    assert line.posted(month) == {"Carol": 580, "Alice": 290}


def test_s12_metadata_changed_after_the_order(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given an order whose checkout carried Carol's code as metadata
    month = books.month().key
    items = {"SKU-01": 2, "SKU-02": 1}
    order = store.buy(store.checkout(items, metadata={"mlm.ref": line.carol.code}))
    until_equal(lambda: mlm.order_attribution(order), (line.carol.code, "METADATA"))
    # when somebody writes Bob's code there, before it is sent
    store.set_metadata(order, mlm_ref=line.bob.code)
    store.fulfill(order)
    # then nothing changes
    until_equal(lambda: line.estimated(month), {"Carol": 580, "Bob": 290, "Alice": 145})
    books.close()
    assert mlm.order_attribution(order) == (line.carol.code, "METADATA")
    assert line.posted(month) == {"Carol": 580, "Bob": 290, "Alice": 145}


def test_s12_metadata_changed_before_any_worker_looked(
    store: Store, mlm: Mlm, faults: Faults, line: Line
) -> None:
    # given no worker
    with faults.tasks_paused():
        order = store.buy(store.checkout(BASKET, metadata={"mlm.ref": line.carol.code}))
        # when the metadata changes between the order and its first reading
        store.set_metadata(order, mlm_ref=line.bob.code)
        faults.run(DRAIN)
    # then what the order had when it was placed counts
    assert mlm.order_attribution(order) == (line.carol.code, "METADATA")


def test_a_link_goes_before_metadata(store: Store, mlm: Mlm, line: Line) -> None:
    # given
    checkout = store.checkout(BASKET, metadata={"mlm.ref": line.bob.code})
    mlm.follow_link(checkout, line.carol)
    # when
    order = store.buy(checkout)
    # then
    until_equal(lambda: mlm.order_attribution(order), (line.carol.code, "LINK"))


def test_a_voucher_goes_before_a_link(store: Store, mlm: Mlm, line: Line) -> None:
    # given a voucher that belongs to Bob
    code = store.voucher(10)
    mlm.assign_voucher(code, line.bob)
    checkout = store.checkout(BASKET)
    mlm.follow_link(checkout, line.carol)
    store.apply_voucher(checkout, code)
    # when
    order = store.buy(checkout)
    # then
    until_equal(lambda: mlm.order_attribution(order), (line.bob.code, "VOUCHER"))


def test_the_customer_of_record_goes_before_a_voucher(store: Store, mlm: Mlm, line: Line) -> None:
    # given a registered customer whose first order was Carol's
    customer = store.customer()
    first = store.checkout(BASKET, customer=customer)
    mlm.follow_link(first, line.carol)
    order = store.buy(first)
    until_equal(lambda: mlm.order_attribution(order), (line.carol.code, "LINK"))
    code = store.voucher(10)
    mlm.assign_voucher(code, line.bob)
    # when the next comes by Bob's link with Bob's voucher
    second = store.checkout(BASKET, customer=customer)
    mlm.follow_link(second, line.bob)
    store.apply_voucher(second, code)
    order = store.buy(second)
    # then
    expected = (line.carol.code, "CUSTOMER_OF_RECORD")
    until_equal(lambda: mlm.order_attribution(order), expected)


def test_an_unknown_code_in_the_metadata_is_nobodys(store: Store, mlm: Mlm, faults: Faults) -> None:
    nothing_attached(mlm, store, faults, store.checkout(BASKET, metadata={"mlm.ref": "NOBODY-1"}))
