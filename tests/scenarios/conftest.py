"""The store under test: STORE_URL, the seed's app token and staff login, and the fault plugin.

The store starts seeded and with the plugin installed. The suite may run again on the same store:
every test makes its own people, and has a month of its own.
"""

import os
from collections.abc import Iterator

import httpx
import pytest

from .books import Books
from .faults import Faults
from .graphql import Client
from .line import Line
from .mlm import PLUGIN_ID, Mlm
from .staff import Staff
from .store import Store

STORE_URL = os.environ.get("STORE_URL", "http://127.0.0.1:8000/")
APP_TOKEN = os.environ.get("STORE_APP_TOKEN", "scenarios-app-token-0123456789")
CV = {"us": {"SKU-01": "12.35", "SKU-02": "33.30"}, "jp": {"SKU-01": "1235", "SKU-02": "3330"}}


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(base_url=STORE_URL, timeout=120) as client:
        yield client


@pytest.fixture(scope="session")
def store(http: httpx.Client) -> Store:
    return Store(Client(http), Client(http, APP_TOKEN))


@pytest.fixture(scope="session")
def mlm(http: httpx.Client) -> Mlm:
    return Mlm(Client(http), Client(http, APP_TOKEN))


@pytest.fixture(scope="session")
def faults(http: httpx.Client) -> Iterator[Faults]:
    found = Faults(http)
    found.clear()
    yield found
    found.clear()


@pytest.fixture(scope="session", autouse=True)
def company(store: Store, mlm: Mlm, faults: Faults) -> None:
    """Switch the plugin on, and give the products of the examples their volumes."""
    store.switch_plugin(PLUGIN_ID, True)
    Books(mlm, faults).open()
    for channel, volumes in CV.items():
        mlm.set_channel(channel, active=True, cvPercent="0", qvPercent="0", holdDays=14)
        for sku, volume in volumes.items():
            mlm.set_volume(store.variant(sku), volume, channel)


@pytest.fixture
def books(mlm: Mlm, faults: Faults) -> Books:
    """A new month under the plan of the examples: 10, 5 and 2.5 %."""
    found = Books(mlm, faults)
    found.new_month()
    return found


@pytest.fixture(scope="session")
def staff(store: Store) -> Staff:
    return Staff(store)


@pytest.fixture
def line(store: Store, mlm: Mlm) -> Line:
    return Line(store, mlm)
