"""Every way an order comes, waits, is sent and changes its customer: S13 to S16, S19."""

import uuid

from .books import Books
from .faults import DRAIN, SWEEP, Faults
from .line import Line
from .mlm import Mlm
from .staff import Staff
from .store import Customer, Store
from .waiting import until_equal

EXPIRE = "saleor.order.tasks.expire_orders_task"
EXAMPLE = {"SKU-01": 2, "SKU-02": 1}
PAY = {"Carol": 580, "Bob": 290, "Alice": 145}


def test_s13_what_staff_drafts_and_what_is_imported(
    store: Store, mlm: Mlm, books: Books, line: Line, staff: Staff, faults: Faults
) -> None:
    month = books.month().key
    code = {"mlm.ref": line.carol.code}
    # given a draft of staff with Carol's code: 33.30, and a product of 20.00 and CV 12.35 that
    # staff sells for 4.00; a second draft is thrown away
    order = staff.draft({"SKU-02": 1, "SKU-01": 1}, {"SKU-01": "4.00"}, code)
    staff.delete_draft(staff.draft({"SKU-02": 1}, metadata=code))
    faults.run(DRAIN)
    assert mlm.order_attribution(order) is None
    # when it is completed, paid and sent
    staff.complete(order)
    staff.pay(order)
    store.fulfill(order)
    faults.run(DRAIN)
    # then it is a sale like any other; a price set by hand bears no more CV than itself
    until_equal(lambda: line.volumes(month)["Carol"], "37.30")
    assert mlm.order_attribution(order) == (line.carol.code, "METADATA")
    until_equal(lambda: line.estimated(month), {"Carol": 373, "Bob": 186, "Alice": 93})
    # when two orders with Carol's code are imported, of which one shall count
    at = faults.now()
    price = {"net": "40.00", "gross": "44.00"}
    left, counted = (
        staff.import_order("SKU-01", price, at, line.carol.code, counts=counts)
        for counts in (False, True)
    )
    faults.run(SWEEP)
    faults.run(DRAIN)
    # then that one does, with 2 x 12.35, and nothing of it was sent
    until_equal(lambda: line.volumes(month)["Carol"], "62.00")
    assert mlm.order_attribution(counted) == (line.carol.code, "METADATA")
    assert mlm.order_attribution(left) is None
    books.close()
    assert line.posted(month) == {"Carol": 373, "Bob": 186, "Alice": 93}


def test_s14_confirmed_late_or_never(
    store: Store, mlm: Mlm, books: Books, line: Line, staff: Staff, faults: Faults
) -> None:
    # given two orders that wait for payment, with Carol's code, read by us
    month = books.month().key
    code = {"mlm.ref": line.carol.code}
    late, never = (store.order_unpaid(store.checkout(EXAMPLE, metadata=code)) for _ in range(2))
    assert store.order(late)["status"] == "UNCONFIRMED"
    faults.run(DRAIN)
    assert mlm.order_attribution(late) is None
    # when somebody puts another code into the one, and staff confirms and marks it as paid
    store.set_metadata(late, mlm_ref=line.bob.code)
    staff.mark_paid(late)
    staff.confirm(late)
    store.fulfill(late)
    # then the code counts with which it was placed
    until_equal(lambda: line.estimated(month), PAY)
    assert mlm.order_attribution(late) == (line.carol.code, "METADATA")
    # when the other expires
    with staff.orders_expire(minutes=1):
        faults.move_clock(120.0)
        faults.run(EXPIRE)
    assert store.order(never)["status"] == "EXPIRED"
    books.close()
    # then it never was a sale
    assert mlm.order_attribution(never) is None
    assert line.posted(month) == PAY


def test_s15_parcels_that_wait_and_parcels_that_are_cancelled(
    store: Store, mlm: Mlm, books: Books, line: Line, staff: Staff, faults: Faults
) -> None:
    # given a sale by Carol's link whose parcels wait for an approval
    month = books.month().key
    checkout = store.checkout(EXAMPLE)
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    with staff.approval():
        store.fulfill(order)
        faults.run(DRAIN)
        # then nothing is earned yet
        until_equal(lambda: line.volumes(month)["Carol"], "58.00")
        assert line.estimated(month) == {}
        # when it is approved
        staff.approve(order)
    # then it is
    until_equal(lambda: line.estimated(month), PAY)
    # when the parcel is cancelled, and the order sent once more
    store.take_back_fulfillment(order)
    until_equal(lambda: line.estimated(month), {})
    store.fulfill(order)
    until_equal(lambda: line.estimated(month), PAY)
    # then it is paid once
    books.close()
    assert line.posted(month) == PAY


def test_s16_goods_come_back_and_are_replaced(
    store: Store, mlm: Mlm, books: Books, line: Line, staff: Staff, faults: Faults
) -> None:
    # given two of 12.35, sold by Carol's code and sent
    month = books.month().key
    checkout = store.checkout({"SKU-01": 2}, metadata={"mlm.ref": line.carol.code})
    order = store.buy(checkout)
    store.fulfill(order)
    pay = {"Carol": 247, "Bob": 124, "Alice": 62}
    until_equal(lambda: line.estimated(month), pay)
    # when one comes back for another of its kind, which is paid for on paper and sent
    replacement = staff.take_back_goods(order, replace=True)
    assert replacement
    staff.deliver_by_mail(replacement)
    staff.complete(replacement)
    staff.mark_paid(replacement)
    store.fulfill(replacement)
    # when the other comes back, and no money goes
    staff.take_back_goods(order)
    faults.run(SWEEP)
    faults.run(DRAIN)
    # then the sale stands, and the replacement is none
    assert line.estimated(month) == pay
    assert mlm.order_attribution(replacement) is None
    # when the money of one goes back
    store.refund(order, {"SKU-01": 1})
    until_equal(lambda: line.estimated(month), {"Carol": 124, "Bob": 62, "Alice": 31})
    books.close()
    assert line.posted(month) == {"Carol": 124, "Bob": 62, "Alice": 31}
    assert line.volumes(month)["Carol"] == "12.35"


def test_s19_the_buyer_registers_later_and_is_deleted(
    store: Store, mlm: Mlm, books: Books, line: Line, staff: Staff, faults: Faults
) -> None:
    # given a guest's order by Carol's link
    month = books.month().key
    email = f"{uuid.uuid4().hex[:12]}@example.com"
    checkout = store.checkout(EXAMPLE, email=email)
    mlm.follow_link(checkout, line.carol)
    order = store.buy(checkout)
    store.fulfill(order)
    until_equal(lambda: line.estimated(month), PAY)
    # when the guest registers, and the order becomes that customer's
    customer: Customer = store.customer(email)
    staff.confirm_customer(customer)
    assert staff.buyer(order) == customer.id
    faults.run(SWEEP)
    faults.run(DRAIN)
    # then the sale is whose it was
    assert mlm.order_attribution(order) == (line.carol.code, "LINK")
    # when the customer is deleted, and the money goes back
    staff.delete_customer(customer)
    assert staff.buyer(order) is None
    store.refund_amount(order, 104.50)
    # then so does the pay
    until_equal(lambda: line.estimated(month), {})
    books.close()
    assert mlm.order_attribution(order) == (line.carol.code, "LINK")
    assert line.posted(month) == {}
