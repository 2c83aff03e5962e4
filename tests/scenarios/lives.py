"""Orders that live through everything our hooks tell of, step by step."""

from collections.abc import Iterator

from .line import Line
from .store import Items, Store

EXAMPLE: Items = {"SKU-01": 2, "SKU-02": 1}
VOLUME = "91.30"  # 58.00 of the first order and 33.30 of the one that came back from the post
PAY = {"Carol": 580, "Bob": 290, "Alice": 145}  # of the first order; the others earn nothing


def lives(store: Store, line: Line) -> Iterator[str]:
    """Four orders of Carol's customers; yields the order at hand after every step.

    They carry her code as metadata: nothing of ours is written before the order is placed.
    """
    yield from _kept(store, line)
    yield from _refunded(store, line)
    yield from _came_back_from_the_post(store, line)
    yield from _cancelled(store, line)


def _kept(store: Store, line: Line) -> Iterator[str]:
    order = _placed(store, line, EXAMPLE)
    yield order
    store.fulfill(order, {"SKU-01": 1})
    yield order
    store.fulfill(order)
    yield order


def _refunded(store: Store, line: Line) -> Iterator[str]:
    order = _placed(store, line, EXAMPLE)
    store.fulfill(order)
    yield order
    store.refund(order, {"SKU-01": 1})
    yield order
    store.refund_amount(order, 104.50 - 22.00)
    yield order


def _came_back_from_the_post(store: Store, line: Line) -> Iterator[str]:
    order = _placed(store, line, {"SKU-02": 1})
    store.fulfill(order)
    yield order
    store.take_back_fulfillment(order)
    yield order


def _cancelled(store: Store, line: Line) -> Iterator[str]:
    order = _placed(store, line, EXAMPLE)
    yield order
    store.cancel(order)
    yield order


def _placed(store: Store, line: Line, items: Items) -> str:
    return store.buy(store.checkout(items, metadata={"mlm.ref": line.carol.code}))
