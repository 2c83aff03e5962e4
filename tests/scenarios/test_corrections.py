"""Staff corrects: S30 credit, S31 move, refund and undo, S32 exclude and move a customer, S33 a
backfill as previewed; each for the exact cent."""

from datetime import timedelta

import pytest

from .books import Books
from .corrections import Corrections
from .faults import BACKFILL, DRAIN, Faults
from .line import Line
from .mlm import Mlm
from .store import Store

EXAMPLE = {"SKU-01": 2, "SKU-02": 1}
FULL = {"Carol": 580, "Bob": 290, "Alice": 145}


@pytest.fixture
def corrections(store: Store) -> Corrections:
    return Corrections(store.app)


def bought(store: Store, line: Line | None, channel: str = "us") -> str:
    """A paid and sent order, by Carol's code or by none."""
    metadata = {"mlm.ref": line.carol.code} if line else {}
    order = store.buy(store.checkout(EXAMPLE, channel, metadata=metadata))
    store.fulfill(order)
    return order


def test_s30_an_order_without_a_code_is_credited_until_the_commit(
    store: Store, mlm: Mlm, faults: Faults, books: Books, line: Line, corrections: Corrections
) -> None:
    # given
    month = books.month().key
    with faults.tasks_paused():
        order = bought(store, None)
        faults.run(DRAIN)
        assert mlm.order_attribution(order) is None
        # when
        corrections.credit(order, line.carol)
        faults.run(DRAIN)
        # then
        assert mlm.order_attribution(order) == (line.carol.code, "STAFF")
        assert line.estimated(month) == FULL
        assert line.volumes(month) == {"Alice": "0.00", "Bob": "0.00", "Carol": "58.00"}
    books.close()
    assert line.posted(month) == FULL
    # and after the commit it is too late
    assert corrections.refused(order, line.bob) == "PERIOD_COMMITTED"
    assert corrections.log(order) == [("CREDIT", None, line.carol.code)]


def test_s31_a_moved_order_its_refund_and_the_undo(
    store: Store, mlm: Mlm, faults: Faults, books: Books, line: Line, corrections: Corrections
) -> None:
    # given an order that should have been Bob's
    month = books.month().key
    with faults.tasks_paused():
        order = bought(store, line)
        faults.run(DRAIN)
        # when it is moved and one unit of 12.35 comes back
        moved = corrections.move(order, line.bob)
        faults.run(DRAIN)
        assert line.estimated(month) == {"Bob": 580, "Alice": 290}
    store.refund(order, {"SKU-01": 1})
    with faults.tasks_paused():
        faults.run(DRAIN)
        # then the refund is Bob's too
        assert line.estimated(month) == {"Bob": 457, "Alice": 228}
        # and with the undo all of it is Carol's again
        corrections.undo(moved)
        faults.run(DRAIN)
        assert mlm.order_attribution(order) == (line.carol.code, "METADATA")
        assert line.estimated(month) == {"Carol": 457, "Bob": 228, "Alice": 114}
    books.close()
    assert line.posted(month) == {"Carol": 457, "Bob": 228, "Alice": 114}
    kinds = [kind for kind, *_ in corrections.log(order)]
    assert kinds == ["MOVE", "UNDO"]


def test_s32_an_excluded_order_and_a_customer_in_other_hands(
    store: Store, mlm: Mlm, faults: Faults, books: Books, line: Line, corrections: Corrections
) -> None:
    # given a customer of Carol's with an open order, and an order of staff's own
    month = books.month().key
    customer = store.customer()
    with faults.tasks_paused():
        metadata = {"mlm.ref": line.carol.code}
        first = store.buy(store.checkout(EXAMPLE, customer=customer, metadata=metadata))
        store.fulfill(first)
        test_order = bought(store, line)
        faults.run(DRAIN)
        # when
        corrections.exclude(test_order)
        corrections.move_customer(customer.id, line.bob, with_open_orders=True)
        second = store.buy(store.checkout(EXAMPLE, customer=customer))
        store.fulfill(second)
        faults.run(DRAIN)
        # then
        assert mlm.order_attribution(test_order) is None
        assert mlm.order_attribution(first) == (line.bob.code, "STAFF")
        assert mlm.order_attribution(second) == (line.bob.code, "CUSTOMER_OF_RECORD")
        assert line.estimated(month) == {"Bob": 1160, "Alice": 580}


def test_s33_past_orders_count_as_previewed(
    store: Store, mlm: Mlm, faults: Faults, books: Books, line: Line, corrections: Corrections
) -> None:
    # given two orders from before the Japanese channel counted, one without a code
    month = books.month().key
    with faults.tasks_paused():
        starts_at = faults.now() - timedelta(minutes=1)
        mlm.set_channel("jp", active=False)
        try:
            past, nobodys = bought(store, line, "jp"), bought(store, None, "jp")
        finally:
            mlm.set_channel("jp", active=True)
        faults.run(DRAIN)
        assert mlm.order_attribution(past) is None
        # when
        preview = corrections.preview("jp", starts_at)
        number = store.order(nobodys)["number"]
        # then
        ours = [row for row in preview["shares"] if row["distributor"]["code"] == line.carol.code]
        assert ours == [
            {
                "distributor": {"code": line.carol.code},
                "orders": 1,
                "cv": "5800.00",
                "qv": "5800.00",
            }
        ]
        assert preview["commission"] == [{"currency": "JPY", "minor": "1015"}]
        assert preview["countedIn"] == month
        reasons = {n: row["reason"] for row in preview["skipped"] for n in row["orderNumbers"]}
        assert reasons[number] == "NOBODYS"
        assert mlm.order_attribution(past) is None
        # and when it is applied
        begun = corrections.apply("jp", starts_at, preview["token"])
        assert (begun["orders"], begun["applied"], begun["finishedAt"]) == (1, 0, None)
        faults.run(BACKFILL)
        # then it counts, and so does what comes after
        found = corrections.last_backfill()
        assert (found["channel"], found["applied"], found["changed"]) == ("jp", 1, 0)
        assert mlm.order_attribution(past) == (line.carol.code, "METADATA")
        assert line.estimated(month, "JPY") == FULL
        store.refund_amount(past, store.order(past)["total"]["gross"]["amount"])
        faults.run(DRAIN)
        assert line.estimated(month, "JPY") == {}
