"""A small company, a plan and a clock for tests of the use cases, on a real PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from saleor.channel.models import Channel

from saleor_mlm.adapters import clock
from saleor_mlm.models import (
    Activation,
    Attribution,
    Distributor,
    OrderLineTraits,
    SaleLine,
    StatusChange,
)
from saleor_mlm.services import plans, settings

NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
PLAN = """
plan: level
name: Level
time_zone: UTC
period: month
rounding: half-even
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    rates: [10 %, 5 %, 2.5 %]
    compression: skip-inactive
"""


class Clock:
    """The store's time in a test: it stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    @contextmanager
    def at(self, instant: datetime) -> Iterator[None]:
        """As it was, or will be, at an instant."""
        now, self.now = self.now, instant
        try:
            yield
        finally:
            self.now = now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    hands = Clock(NOVEMBER + timedelta(days=20))
    monkeypatch.setattr(clock, "now", hands)
    return hands


@pytest.fixture
def fresh_connection() -> Iterator[None]:
    yield
    connection.close()


@pytest.fixture
def committed_db(fresh_connection: None, transactional_db: None) -> Iterator[None]:
    """A database in which tests really commit, for what several connections see of each other.

    Our tables refuse TRUNCATE, so the emptying after the test runs without triggers, on a
    connection that is closed behind it.
    """
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


class Company:
    """Makes people and sales by the shortest way that leaves the rows a real one leaves."""

    def __init__(self, now: Clock) -> None:
        self.now = now

    def join(self, name: str, enroller: Distributor | None = None) -> Distributor:
        person = Distributor.objects.create(
            code=name.upper(), display_name=name, enroller=enroller, joined_at=NOVEMBER
        )
        self.status(person, "active", NOVEMBER - timedelta(days=1))
        return person

    def status(self, person: Distributor, status: str, at: datetime) -> None:
        StatusChange.objects.create(
            distributor=person, status=status, effective_at=at, recorded_at=at
        )

    def sell(
        self,
        seller: Distributor,
        cv: str,
        *,
        at: datetime | None = None,
        currency: str = "USD",
        qv: str | None = None,
        sent: bool = True,
        customer: int | None = None,
        own: bool = False,
        country: str = "",
        categories: tuple[str, ...] = (),
    ) -> UUID:
        """A paid order with one line below `seller`; the id of the line. QV is CV unless said.

        Without country and categories it is as an older release recorded it.
        """
        at = at or self.now()
        order_id, line_id = uuid4(), uuid4()
        Attribution.objects.create(
            order_id=order_id,
            distributor=seller,
            source="link",
            attached_at=at,
            decided_at=at,
            order_number="1001",
            order_created_at=at,
            customer_user_id=customer,
            channel_id=1,
        )
        cv_e4 = round(float(cv) * 10_000)
        qv_e4 = round(float(qv or cv) * 10_000)
        volumes = {"qv_e4": qv_e4, "cv_e4": cv_e4, "own": own}
        self.row(seller, order_id, line_id, "paid", at, currency, **volumes)
        if sent:
            fact = "fulfilled:1"
            self.row(seller, order_id, line_id, fact, at, currency, earned_e4=cv_e4, own=own)
        if country or categories:
            OrderLineTraits.objects.create(
                order_line_id=line_id, country=country, categories=[*categories], recorded_at=at
            )
        return line_id

    def give_back(self, line_id: UUID, cv: str, at: datetime | None = None) -> None:
        first = SaleLine.objects.filter(order_line_id=line_id).order_by("seq").first()
        assert first is not None
        assert first.distributor is not None
        lost = -round(float(cv) * 10_000)
        fact = f"refunded:{uuid4().hex[:8]}"
        self.row(
            first.distributor,
            first.order_id,
            line_id,
            fact,
            at or self.now(),
            first.currency,
            qv_e4=lost,
            cv_e4=lost,
            earned_e4=lost,
        )

    def row(
        self,
        seller: Distributor,
        order_id: UUID,
        line_id: UUID,
        fact: str,
        at: datetime,
        currency: str,
        *,
        qv_e4: int = 0,
        cv_e4: int = 0,
        earned_e4: int = 0,
        own: bool = False,
    ) -> SaleLine:
        return SaleLine.objects.create(
            order_id=order_id,
            order_line_id=line_id,
            seq=SaleLine.objects.filter(order_line_id=line_id).count() + 1,
            fact=fact,
            kind=fact.split(":")[0],
            at=at,
            volume_at=at,
            release_at=at + timedelta(days=14) if earned_e4 else None,
            distributor=seller,
            own=own,
            channel_id=1,
            currency=currency,
            qv_e4=qv_e4,
            cv_e4=cv_e4,
            earned_e4=earned_e4,
            net_minor=0,
            recorded_at=at,
        )


@pytest.fixture
def company(time: Clock) -> Company:
    return Company(time)


@pytest.fixture
def in_force(time: Clock) -> Callable[[], None]:
    """Switches the company on and publishes the plan, from November on."""

    def begin() -> None:
        Activation.objects.create(id=1, counts_from=NOVEMBER, sweep_watermark=NOVEMBER)
        plans.publish(PLAN, NOVEMBER.date(), "test")

    return begin


@pytest.fixture
def channel(time: Clock) -> Channel:
    return Channel.objects.create(
        name="US", slug="us", currency_code="USD", default_country="US", is_active=True
    )


@pytest.fixture
def people(
    company: Company, in_force: Callable[[], None], channel: Channel
) -> dict[str, Distributor]:
    """Alice enrolled Bob, Bob enrolled Carol; Dora stands beside. Volumes are the net price."""
    in_force()
    with company.now.at(NOVEMBER):
        settings.update_channel("us", {"cvPercent": "100", "qvPercent": "100"}, "test")
    alice = company.join("Alice")
    bob = company.join("Bob", alice)
    return {
        "Alice": alice,
        "Bob": bob,
        "Carol": company.join("Carol", bob),
        "Dora": company.join("Dora"),
    }


@contextmanager
def at_once(*works: Callable[[], object]) -> Iterator[list[object]]:
    """Runs all at the same time, each on a connection of its own; gives results or exceptions."""
    results: list[object] = [None] * len(works)
    gate = threading.Barrier(len(works))

    def run(number: int, work: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[number] = work()
        except Exception as fault:
            results[number] = fault
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, work)) for number, work in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    yield results


@pytest.fixture
def together() -> Callable[..., list[object]]:
    def run(*works: Callable[[], object]) -> list[object]:
        with at_once(*works) as results:
            return results

    return run
