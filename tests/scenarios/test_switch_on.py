"""Switching on counts nothing from before; off for a while and on again loses nothing."""

from .books import Books
from .faults import DRAIN, SWEEP, Faults
from .line import Line
from .mlm import PLUGIN_ID, Mlm
from .store import Store
from .waiting import until_equal

EXAMPLE = {"SKU-01": 2, "SKU-02": 1}
DAY_SECONDS = 24 * 3600.0
NOTHING = {"Alice": "0.00", "Bob": "0.00", "Carol": "0.00"}


def buy(store: Store, line: Line) -> str:
    """An order that carries Carol's code as metadata, paid."""
    return store.buy(store.checkout(EXAMPLE, metadata={"mlm.ref": line.carol.code}))


def test_nothing_from_before_the_switch_on_counts(
    store: Store, mlm: Mlm, faults: Faults, books: Books, line: Line
) -> None:
    # given a store on which the plugin was never on, with orders sent, refunded and paid
    month = books.month().key
    faults.tell("forget-activation")
    sent, paid, unpaid = (
        buy(store, line),
        buy(store, line),
        store.order_unpaid(store.checkout(EXAMPLE, metadata={"mlm.ref": line.carol.code})),
    )
    store.fulfill(sent)
    store.refund(sent, {"SKU-01": 1})
    assert store.plugin_is_on(PLUGIN_ID) is False
    assert mlm.periods()[0].state == "COMMITTED"
    # when it is switched on, and the old orders go on
    store.switch_plugin(PLUGIN_ID, True)
    store.fulfill(paid)
    store.refund(sent, {"SKU-01": 1})
    store.cancel(unpaid)
    faults.run(SWEEP)
    faults.run(DRAIN)
    # then they are nobody's, also after the commit, which reads every order
    books.close()
    for order in (sent, paid, unpaid):
        assert mlm.order_attribution(order) is None
    assert line.volumes(month) == NOTHING
    assert line.posted(month) == {}


def test_orders_after_the_switch_on_count(
    store: Store, mlm: Mlm, faults: Faults, books: Books, line: Line
) -> None:
    # given
    month = books.month().key
    faults.tell("forget-activation")
    before = buy(store, line)
    # when
    store.switch_plugin(PLUGIN_ID, True)
    after = buy(store, line)
    store.fulfill(before)
    store.fulfill(after)
    # then
    until_equal(lambda: line.estimated(month), {"Carol": 580, "Bob": 290, "Alice": 145})
    books.close()
    assert mlm.order_attribution(before) is None
    assert mlm.order_attribution(after) == (line.carol.code, "METADATA")
    assert line.posted(month) == {"Carol": 580, "Bob": 290, "Alice": 145}


def test_off_for_a_day_and_on_again_loses_nothing(
    store: Store, mlm: Mlm, faults: Faults, books: Books, line: Line
) -> None:
    # given one order paid before, and a checkout with Carol's link attached
    month = books.month().key
    before = buy(store, line)
    checkout = store.checkout(EXAMPLE)
    mlm.follow_link(checkout, line.carol)
    until_equal(lambda: line.volumes(month)["Carol"], "58.00")
    # when the plugin is off for a day, in which both are sent
    store.switch_plugin(PLUGIN_ID, False)
    during = store.buy(checkout)
    store.fulfill(before)
    store.fulfill(during)
    faults.move_clock(DAY_SECONDS)
    # then meanwhile nothing moves
    faults.run(SWEEP)
    faults.run(DRAIN)
    assert line.volumes(month)["Carol"] == "58.00"
    # when it is on again
    store.switch_plugin(PLUGIN_ID, True)
    faults.run(SWEEP)
    # then nothing was lost
    pay = {"Carol": 1160, "Bob": 580, "Alice": 290}
    until_equal(lambda: line.estimated(month), pay)
    books.close()
    assert mlm.order_attribution(during) == (line.carol.code, "LINK")
    assert line.volumes(month)["Carol"] == "116.00"
    assert line.posted(month) == pay


def test_a_channel_off_for_a_day_counts_nothing_of_it(
    store: Store, mlm: Mlm, faults: Faults, books: Books, line: Line
) -> None:
    # given a channel switched off
    month = books.month().key
    mlm.set_channel("us", active=False)
    try:
        during = buy(store, line)
        faults.move_clock(DAY_SECONDS)
    finally:
        # when it is on again
        mlm.set_channel("us", active=True)
    store.fulfill(during)
    after = buy(store, line)
    store.fulfill(after)
    # then it counts from there
    until_equal(lambda: line.volumes(month)["Carol"], "58.00")
    books.close()
    assert mlm.order_attribution(during) is None
    assert line.posted(month) == {"Carol": 580, "Bob": 290, "Alice": 145}
