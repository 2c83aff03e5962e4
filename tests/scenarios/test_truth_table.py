"""The truth table of docs/attribution.md, over HTTP.

All rows run side by side, day by day: the store's clock moves once through the days of all. Each
policy is in force only while an order of its row is placed, and taken back before any is read.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from .books import Books
from .faults import DRAIN, Faults
from .line import Line
from .mlm import Distributor, Mlm
from .store import Customer, Store
from .truth_table import Row, Step, rows

BASKET = {"SKU-01": 1}


class Play:
    """One row as it is acted: its people, its checkout, its order."""

    def __init__(self, row: Row, store: Store, mlm: Mlm, cast: dict[str, Distributor]) -> None:
        self.row, self.store, self.mlm, self.cast = row, store, mlm, cast
        self.customer = store.customer() if "customer" in row.buyer else None
        self.token: str | None = None
        self.voucher_code = ""
        self.placed = ""
        written = [cast[step.who].code for step in row.steps if step.verb == "metadata"]
        metadata = {"mlm.ref": written[0]} if written else {}
        self.checkout = store.checkout(BASKET, metadata=metadata, **self._buyer())

    def _buyer(self) -> dict[str, Any]:
        person: Customer | None = self.customer
        name = self.row.buyer.removeprefix("e-mail of ")
        if name in self.cast:
            person = self.cast[name].customer
        if person and name != self.row.buyer:
            return {"email": person.email}
        return {"customer": person}

    def take(self, step: Step) -> None:
        if step.verb != "metadata":
            getattr(self, step.verb)(step.who)

    def link(self, who: str) -> None:
        self.token = self.mlm.visit(self.cast[who], earlier=self.token)
        assert self.mlm.attach(self.checkout, token=self.token)["errors"] == []

    def code(self, who: str) -> None:
        assert self.mlm.attach(self.checkout, code=self.cast[who].code)["errors"] == []

    def voucher(self, who: str) -> None:
        code = self.store.voucher(10)
        self.mlm.assign_voucher(code, self.cast[who])
        self.store.apply_voucher(self.checkout, code)

    def end(self, who: str) -> None:
        self.mlm.end(self.cast[who])

    def sale(self, who: str) -> None:
        checkout = self.store.checkout(BASKET, customer=self.customer)
        if who in self.cast:
            assert self.mlm.attach(checkout, code=self.cast[who].code)["errors"] == []
        self._buy(checkout)

    def order(self, _: str) -> None:
        self.placed = self._buy(self.checkout)

    def _buy(self, checkout: str) -> str:
        self.mlm.set_channel("us", **chosen(self.row))
        order = self.store.buy(checkout)
        self.mlm.set_channel("us", **dict.fromkeys(self.row.policy))
        return order

    def outcome(self) -> tuple[str, str, list[str]]:
        """Whose the sale is, by what, and what lost why: as the table has it."""
        found = self.mlm.explanation(self.placed)
        names = {person.code: name for name, person in self.cast.items()}
        credited, told = found["mlmAttribution"], found["mlmAttributionExplanation"]
        lost = [
            f"{claim['source']} {names[claim['distributor']['code']]} {claim['verdict']}"
            for claim in told["claims"]
            if claim["verdict"] != "WON"
        ]
        if credited is None:
            return "nobody", told["why"], lost
        return names[credited["distributor"]["code"]], credited["source"], lost


def chosen(row: Row) -> dict[str, Any]:
    """The row's policy as GraphQL has it."""
    words: dict[str, Any] = {"true": True, "false": False}
    return {
        name: words.get(text, int(text) if text.isdecimal() else text)
        for name, text in row.policy.items()
    }


@pytest.fixture
def cast(store: Store, mlm: Mlm) -> Iterator[Any]:
    """Gives a cast: one for all rows, and one of its own to a row in which somebody ends."""

    def gather() -> dict[str, Distributor]:
        line = Line(store, mlm)
        dora = mlm.enroll(store.customer(), None, "Dora")
        return {"Alice": line.alice, "Bob": line.bob, "Carol": line.carol, "Dora": dora}

    everyone = gather()

    def of(row: Row) -> dict[str, Distributor]:
        return gather() if any(step.verb == "end" for step in row.steps) else everyone

    return of


def test_truth(store: Store, mlm: Mlm, faults: Faults, books: Books, cast: Any) -> None:
    # given
    start = faults.now()
    plays = [Play(row, store, mlm, cast(row)) for row in rows()]
    steps = [(step.day, play, step) for play in plays for step in play.row.steps]
    # when
    for day in sorted({day for day, _, _ in steps}):
        if day:
            faults.move_clock_to(start + timedelta(days=day, minutes=day))
        with faults.tasks_paused():
            for _, play, step in (item for item in steps if item[0] == day):
                play.take(step)
            faults.run(DRAIN)
    # then
    outcomes = {play.row.number: play.outcome() for play in plays}
    assert outcomes == {row.number: (row.sale, row.by, row.lost) for row in rows()}
