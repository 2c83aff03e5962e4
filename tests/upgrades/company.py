"""A company on a store that is to be upgraded: the scenarios' own people, products and months."""

import os
import sys
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scenarios.books import Books
from scenarios.conftest import APP_TOKEN, CV
from scenarios.faults import Faults
from scenarios.graphql import Client
from scenarios.line import Line
from scenarios.mlm import PLUGIN_ID, Distributor, Mlm
from scenarios.store import Items, Store

BASKET: Items = {"SKU-01": 2, "SKU-02": 1}
VOLUME_CENTS = 5800
PAY = {"Carol": 580, "Bob": 290, "Alice": 145}


class Company:
    """`store`, `mlm`, `faults` and `books` of the web process at one address."""

    def __init__(self, url: str) -> None:
        http = httpx.Client(base_url=url, timeout=120)
        self.store = Store(Client(http), Client(http, APP_TOKEN))
        self.mlm = Mlm(Client(http), Client(http, APP_TOKEN))
        self.faults = Faults(http)
        self.books = Books(self.mlm, self.faults)

    def found(self) -> Line:
        """Switch the plugin on, give the products their volumes, begin a month and a line."""
        self.store.switch_plugin(PLUGIN_ID, True)
        self.books.open()
        for channel, volumes in CV.items():
            self.mlm.set_channel(channel, active=True, cvPercent="0", qvPercent="0", holdDays=14)
            for sku, volume in volumes.items():
                self.mlm.set_volume(self.store.variant(sku), volume, channel)
        self.books.new_month()
        return Line(self.store, self.mlm)

    def line(self, people: dict[str, list[str]]) -> Line:
        """A line enrolled before, from what `people_of` told."""
        found = object.__new__(Line)
        found.mlm = self.mlm
        for name, (code, email) in people.items():
            customer = self.store.logged_in(email, "password1")
            setattr(found, name, Distributor(code, customer))
        return found

    def sell(self, line: Line, send: bool = True) -> str:
        """A guest's order by Carol's link."""
        checkout = self.store.checkout(BASKET)
        self.mlm.follow_link(checkout, line.carol)
        order = self.store.buy(checkout)
        if send:
            self.store.fulfill(order)
        return order

    def proofs(self) -> dict[str, Any]:
        """The ledger's head; it proves itself, and every run gives the same again."""
        found = self.faults.tell("proofs")
        assert found["faults"] == []
        assert found["runs"]
        assert all(fine for fine, _ in found["runs"].values()), found["runs"]
        return found


def people_of(line: Line) -> dict[str, list[str]]:
    names = ("alice", "bob", "carol")
    people = [(name, getattr(line, name)) for name in names]
    return {name: [person.code, person.customer.email] for name, person in people}


def here() -> Company:
    return Company(os.environ["STORE_URL"])
