"""The plugin is upgraded under running orders: pods of two versions side by side on one database.

`plugin.py FOLDER` takes the older plugin from a checkout in that folder, the newer one from this
project, and the Saleor from the usual variables.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parent))

from company import BASKET, PAY, VOLUME_CENTS, Company
from scenarios.line import Line
from scenarios.waiting import until_equal

from saleor_sandbox import folder, real, store
from saleor_sandbox.processes import Children

ORDERS_EACH = 3


def main(older: Path) -> None:
    given = real.given()
    options = store.Options(name=f"saleor-{given.database}", port=0)
    with store.servers(options) as servers, _beside(servers) as second:
        old, new = real.installed(servers, given, older), real.installed(second, given)
        old.manage("migrate", "--no-input")
        new.manage("seed_scenarios")
        with store.serving(old, options):
            _upgrade(old, new, options)


def _upgrade(old: store.Store, new: store.Store, options: store.Options) -> None:
    before, after = Company(old.url), Company(new.url)
    line = before.found()
    month = before.books.month().key
    orders = [before.sell(line)]
    with _orders_going_on(before, line) as meanwhile:
        new.manage("migrate", "--no-input")
    orders += meanwhile
    new.children.start(*store.pod(new, options))
    for _ in range(ORDERS_EACH):
        # Placed on one pod, sent on the other.
        for here, there in ((before, after), (after, before)):
            orders.append(here.sell(line, send=False))
            there.store.fulfill(orders[-1])
    _enrolled_on_one_sells_on_the_other(before, after)
    old.children.end("beat", "worker", "web")
    new.children.start(store.beat(new))
    orders += [after.sell(line) for _ in range(ORDERS_EACH)]
    _all_are_paid(after, line, month, orders)
    print(f"{len(meanwhile)} orders during migrate, {len(orders)} in all: each counted once")


def _enrolled_on_one_sells_on_the_other(before: Company, after: Company) -> None:
    dana = before.mlm.enroll(before.store.customer(), None, "Dana")
    checkout = after.store.checkout(BASKET)
    after.mlm.follow_link(checkout, dana)
    order = after.store.buy(checkout)
    until_equal(lambda: after.mlm.order_attribution(order), (dana.code, "LINK"))


@contextmanager
def _beside(servers: store.Store) -> Iterator[store.Store]:
    """A second pod's folder, address and processes; PostgreSQL and Redis are the first one's."""
    place = folder.store_folder(f"{servers.folder.name}-next")
    children = Children(place)
    url = f"http://127.0.0.1:{store.free_port('127.0.0.1', 0)}/"
    try:
        yield replace(servers, folder=place, url=url, children=children)
    finally:
        children.stop()


@contextmanager
def _orders_going_on(company: Company, line: Line) -> Iterator[list[str]]:
    """Orders one after the other, from another thread, until the block ends; at least one."""
    orders: list[str] = []
    enough = Event()

    def sell() -> None:
        while not (orders and enough.is_set()):
            orders.append(company.sell(line))

    with ThreadPoolExecutor(1) as pool:
        selling = pool.submit(sell)
        try:
            yield orders
        finally:
            enough.set()
            selling.result()


def _all_are_paid(company: Company, line: Line, month: str, orders: list[str]) -> None:
    """Every order is Carol's, and each is counted exactly once."""
    cents = f"{VOLUME_CENTS * len(orders) / 100:.2f}"
    until_equal(lambda: line_of(company, line).volumes(month)["Carol"], cents)
    for order in orders:
        assert company.mlm.order_attribution(order) == (line.carol.code, "LINK")
    pay = {name: minor * len(orders) for name, minor in PAY.items()}
    until_equal(lambda: line_of(company, line).estimated(month), pay)
    company.books.close()
    assert line_of(company, line).posted(month) == pay
    company.proofs()


def line_of(company: Company, line: Line) -> Line:
    """The line, asked through another pod."""
    line.mlm = company.mlm
    return line


if __name__ == "__main__":
    main(Path(sys.argv[1]))
