"""The store's own /graphql/ asked in process, by everyone who may ask."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from saleor.account.models import User
from saleor.app.models import App
from saleor.channel.models import Channel

from saleor_mlm.models import Activation, Distributor, StatusChange
from saleor_mlm.services import plans

START = datetime(2026, 11, 1, tzinfo=UTC)
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
    rates: [10 %, 5 %]
    compression: skip-inactive
"""


@pytest.fixture(autouse=True)
def _one_connection(settings: Any) -> None:
    """The replica is a connection of its own: it would not see what a test has not committed."""
    settings.DATABASE_CONNECTION_REPLICA_NAME = "default"


@pytest.fixture
def company() -> dict[str, Distributor]:
    """Alice enrolled Bob, Bob enrolled Carol; Dora stands beside. All can log in."""
    Channel.objects.create(
        name="US", slug="us", currency_code="USD", default_country="US", is_active=True
    )
    Activation.objects.create(id=1, counts_from=START, sweep_watermark=START)
    plans.publish(PLAN, START.date(), "test")
    people: dict[str, Distributor] = {}
    for name, enroller in [("Alice", ""), ("Bob", "Alice"), ("Carol", "Bob"), ("Dora", "")]:
        user = _user(f"{name.lower()}@example.com")
        people[name] = Distributor.objects.create(
            code=name.upper(),
            display_name=name,
            user_id=user.pk,
            enroller=people.get(enroller),
            joined_at=START,
        )
        StatusChange.objects.create(
            distributor=people[name], status="active", effective_at=START, recorded_at=START
        )
    return people


@pytest.fixture
def ask(company: dict[str, Distributor]) -> Callable[..., dict[str, Any]]:
    """Send a request as somebody: a distributor's name, `customer`, `staff`, `app:RIGHT` ..."""

    def post(who: str, query: str, **variables: object) -> dict[str, Any]:
        headers = {"Host": "127.0.0.1"}
        token = _token(who)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        client = Client(headers=headers)
        body = {"query": query, "variables": variables}
        answer: dict[str, Any] = client.post("/graphql/", body, "application/json").json()
        return answer

    return post


def _user(email: str, **flags: bool) -> User:
    user, _ = User.objects.get_or_create(email=email, defaults={"is_active": True, **flags})
    return user


def _token(who: str) -> str | None:
    from saleor.core.jwt import create_access_token
    from saleor.permission.enums import get_permissions

    if who == "visitor":
        return None
    if who.startswith("app:"):
        app, _ = App.objects.get_or_create(name=who, defaults={"is_active": True})
        wanted = who.removeprefix("app:")
        app.permissions.set(get_permissions(wanted.split(",") if wanted else []))
        return str(app.tokens.create(name="test")[1])
    email = f"{who.lower()}@example.com"
    return str(create_access_token(_user(email, is_staff=who == "staff")))
