"""Orders as every version of Saleor leaves them, read by our adapter.

Each trace tells how an order lived on a real Saleor. Its last rows are laid into the sandbox's
tables; what the adapter makes of them is the same for every version.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model
from saleor.account.models import User
from saleor.channel.models import Channel
from saleor.order.models import (
    Fulfillment,
    FulfillmentLine,
    Order,
    OrderEvent,
    OrderGrantedRefund,
    OrderGrantedRefundLine,
    OrderLine,
)
from saleor.payment.models import TransactionEvent, TransactionItem

from saleor_mlm.adapters import orders

TRACES = Path(__file__).parents[2] / "traces"
VERSIONS = sorted(path.name for path in TRACES.iterdir())
SCRIPTS = sorted(path.stem for path in (TRACES / "3.23").glob("*.json"))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
# What Saleor itself cannot do on a version.
REFUSED = {
    "3.21": {
        "paid_by_gift_card": "a checkout paid in part by a gift card and in part by a transaction"
        " cannot be completed before 3.22: CHECKOUT_NOT_FULLY_PAID",
    },
}
TIMES = ("created_at", "updated_at")

Row = dict[str, Any]


@pytest.mark.django_db(databases=["default", "replica"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_an_order_reads_the_same_on_every_version(script: str) -> None:
    versions = [version for version in VERSIONS if script not in REFUSED.get(version, {})]
    read = {version: [_read(row) for row in _ended(version, script)] for version in versions}

    assert read == dict.fromkeys(versions, read["3.23"])


def test_every_version_lived_the_same_lives() -> None:
    assert VERSIONS == ["3.21", "3.22", "3.23", "3.24"]
    for version in VERSIONS:
        recorded = {path.stem for path in (TRACES / version).iterdir()}
        assert recorded == set(SCRIPTS) - REFUSED.get(version, {}).keys()


def _ended(version: str, script: str) -> list[Row]:
    """The last state of each order of a trace that was not deleted, the oldest first."""
    hooks = json.loads((TRACES / version / f"{script}.json").read_text())
    states = {hook["order"]: hook["state"] for hook in hooks if "order" in hook}
    return [{**state, "id": name} for name, state in states.items() if state]


def _read(state: Row) -> orders.Order | None:
    """What the adapter reads from such rows; laid by the sandbox's models, then taken away."""
    order = _lay_order(state)
    for model, rows in _parts(state):
        for part in rows:
            _lay(model, part, order_id=order.pk)
    for model, owner, rows in _parts_of_parts(state):
        for part in rows:
            _lay(model, part, **owner)
    found = orders.read(order.pk)
    TransactionItem.objects.all().delete()
    order.delete()
    return _without_keys(found) if found else None


def _lay_order(state: Row) -> Model:
    if state["user_id"]:
        User.objects.get_or_create(id=_number(state["user_id"]), email=state["user_email"])
    channel, _ = Channel.objects.get_or_create(
        slug=state["channel"],
        defaults={"currency_code": state["currency"], "default_country": "US"},
    )
    token = state["checkout_token"]
    row = {**state, "id": str(_uuid(state["id"])), "checkout_token": token and str(_uuid(token))}
    return _lay(Order, row, channel_id=channel.id, number=1)


def _parts(state: Row) -> Iterator[tuple[type[Model], list[Row]]]:
    yield OrderLine, state["lines"]
    yield OrderEvent, state["events"]
    yield Fulfillment, state["fulfillments"]
    yield TransactionItem, state["transactions"]
    yield OrderGrantedRefund, state["granted_refunds"]


def _parts_of_parts(state: Row) -> Iterator[tuple[type[Model], Row, list[Row]]]:
    for row in state["fulfillments"]:
        yield FulfillmentLine, {"fulfillment_id": _number(row["id"])}, row["lines"]
    for row in state["granted_refunds"]:
        yield OrderGrantedRefundLine, {"granted_refund_id": _number(row["id"])}, row["lines"]
    for row in state["transactions"]:
        yield TransactionEvent, {"transaction_id": _number(row["id"])}, row["events"]


def _lay(model: type[Model], row: Row, **more: Any) -> Model:
    """A row as it was, at one and the same instant; a trace names ids by number."""
    columns = {field.attname: field for field in model._meta.concrete_fields}
    values = {name: value for name, value in row.items() if name in columns}
    for name, value in values.items():
        if isinstance(value, str) and value.startswith("#"):
            is_line = name == "order_line_id" or model is OrderLine
            values[name] = _uuid(value) if is_line else _number(value)
    values |= {name: NOON for name in (*TIMES, "date") if name in columns}
    (laid,) = model._default_manager.bulk_create([model(**{**values, **more})])
    for name in set(TIMES) & columns.keys():
        model._default_manager.filter(pk=laid.pk).update(**{name: NOON})
    return laid


def _without_keys(order: orders.Order) -> orders.Order:
    """Without the primary keys of this database."""
    returned = [
        replace(row, id=str(number), at=NOON) for number, row in enumerate(order.returned, 1)
    ]
    return replace(order, channel_id=0, returned=returned)


def _number(name: str) -> int:
    return int(name[1:])


def _uuid(name: str) -> UUID:
    return UUID(int=_number(name))
