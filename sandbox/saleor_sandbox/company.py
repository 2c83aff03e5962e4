"""The demonstration's company: thirty-three people, twenty products, two months of orders.

Invariant: it is made through the same GraphQL that a shop uses, on the days on which it would
have happened; made once, a later start finds it.
"""

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.test import Client
from freezegun import freeze_time

from saleor_mlm.models import CommissionRun, Distributor
from saleor_mlm.services import outbox, runs, sales

from . import network
from .shop import PASSWORD, SETTINGS, STAFF, Shop

PLAN = Path(__file__).parents[2] / "plans" / "ladder.yaml"
# Each name stands below the one after the colon.
PEOPLE = """
Alice: | Bob:Alice | Carol:Bob | Dana:Carol | Emil:Alice | Farah:Alice | Goran:Bob | Hana:Bob
Ines:Carol | Jonas:Carol | Kaito:Dana | Lena:Dana | Mei:Kaito | Noor:Kaito | Omar:Lena | Pia:Emil
Quentin:Emil | Rosa:Farah | Sora:Farah | Tomas:Goran | Ursula:Hana | Vera:Ines | Wim:Jonas
Xenia:Mei | Yuki:Mei | Zoe:Noor | Anton:Omar | Bea:Pia | Chen:Rosa | Diego:Sora
"""
MONTHS = 2
ORDERS_A_MONTH = 30
ORDERS_THIS_MONTH = 10
QUIET = {"Carol"}
SKUS = [f"SKU-{number:02}" for number in range(1, 20)]

ACTIVATE = """mutation { pluginUpdate(id: "mlm.network", input: {active: true}) {
  errors { field message } } }"""
VOLUMES = """mutation ($input: [MlmVolumeInput!]!) {
  mlmVolumesSet(input: $input) { errors { field message } } }"""
PUBLISH = """mutation ($document: String!, $day: Date!) {
  mlmPlanPublish(document: $document, effectiveFrom: $day) { errors { field message } } }"""
ENROLL = """mutation ($input: MlmDistributorEnrollInput!) { mlmDistributorEnroll(input: $input) {
  distributor { code } errors { field message } } }"""


def load() -> None:
    """Make the company, unless it is there."""
    if CommissionRun.objects.count() >= MONTHS:
        print(f"company: {Distributor.objects.count()} distributors are there already")
        return
    if Distributor.objects.exists():
        raise SystemExit("An earlier start was stopped half way: `make demo-reset`, then again.")
    shop = Shop(_in_process)
    this_month = datetime.now(UTC).replace(day=1, hour=12, minute=0, second=0, microsecond=0)
    last = (this_month - timedelta(days=1)).replace(day=1)
    first = (last - timedelta(days=1)).replace(day=1)
    chance = random.Random(7)
    with _step("switched on, plan and volumes"), _on(first):
        _found(shop, first.date())
    with _step(f"{len(_people())} distributors"), _on(first + timedelta(hours=1)):
        _enrol(shop, _people())
    with _step("their places"), _on(first + timedelta(days=network.WINDOW_DAYS + 1)):
        network.place()
    for month in (first, last):
        with _step(f"orders of {month:%B}"):
            _trade(shop, chance, month, 27, ORDERS_A_MONTH)
    with _step(f"orders of {this_month:%B}"):
        _trade(shop, chance, this_month, datetime.now(UTC).day - 1, ORDERS_THIS_MONTH)
    for month in (first, last):
        with _step(f"commissions of {month:%B}"):
            runs.commit(f"{month:%Y-%m}", "demo")
    with _step(f"{len(network.NEWCOMERS)} newcomers"):
        _enrol(shop, network.NEWCOMERS)
    print(f"company: {CommissionRun.objects.count()} months are committed to the ledger")


def _found(shop: Shop, day: date) -> None:
    staff = shop.login(*STAFF)
    shop.ask(ACTIVATE, staff)
    shop.ask(PUBLISH, document=PLAN.read_text(), day=day.isoformat())
    shop.ask(VOLUMES, input=[_volume(shop, "us", sku, "") for sku in SKUS])
    shop.ask(VOLUMES, input=[_volume(shop, "jp", sku, "00") for sku in SKUS])
    for channel in ("us", "jp"):
        shop.ask(SETTINGS, channel=channel, input={"holdDays": 14, "active": True})
    network.found(shop)


def _volume(shop: Shop, channel: str, sku: str, zeros: str) -> dict[str, str]:
    """12.35 and 33.30 for the first two, then 8 to 40; a hundred times as many yen, not points."""
    qv = {"SKU-01": "12.35", "SKU-02": "33.30"}.get(sku, f"{6 + 2 * int(sku[-2:])}.00")
    cv = qv.replace(".", "") if zeros else qv
    return {"variant": shop.variant(channel, sku), "channel": channel, "cv": cv, "qv": qv}


def _people() -> dict[str, str]:
    """Each person's enroller."""
    pairs = (pair.partition(":") for pair in PEOPLE.replace("|", " ").split())
    return {name: enroller for name, _, enroller in pairs}


def _enrol(shop: Shop, people: Mapping[str, str]) -> None:
    for name, enroller in people.items():
        wanted = {
            "user": shop.register(f"{name.lower()}@example.com", "us"),
            "displayName": name,
            "code": name,
            "enrollerCode": enroller or None,
        }
        shop.ask(ENROLL, input=wanted)


def _trade(shop: Shop, chance: random.Random, start: datetime, days: int, orders: int) -> None:
    """Orders spread over a month, by referral links and by distributors for themselves."""
    sellers = [name for name in _people() if name not in QUIET]
    for number in range(orders):
        with _on(start + timedelta(days=days * number / orders, minutes=number)):
            name = sellers[number % 5] if number % 2 else chance.choice(sellers)
            channel = chance.choice(["us", "us", "jp"])
            items = {sku: chance.randint(1, 3) for sku in chance.sample(SKUS, 2)}
            if number % 5:
                order = shop.buy(channel, items, code=name)
            else:
                login = shop.login(f"{name.lower()}@example.com", PASSWORD)
                order = shop.buy(channel, items, as_user=login)
            shop.send(order)
    outbox.drain(sales.reconcile, limit=10_000)


def _in_process(request: Mapping[str, object], token: str | None) -> Mapping[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    client = Client(headers={"Host": "127.0.0.1"})
    answer = client.post("/graphql/", request, "application/json", headers=headers)
    body: Mapping[str, Any] = answer.json()
    return body


@contextmanager
def _on(moment: datetime) -> Iterator[None]:
    """That day: the clock of this process goes on from there."""
    with freeze_time(moment, tick=True):
        yield


@contextmanager
def _step(title: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"company: {title} ...", end=" ", flush=True)
    yield
    print(f"{time.monotonic() - began:.1f} s", flush=True)
