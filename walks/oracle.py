"""What an order's sale lines must add up to, by a slow calculation that shares no code with ours.

It reads Saleor's tables by SQL and goes through an order's life once, in fractions. Two hosts that
share a fault of the plugin agree with each other; with this they do not.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db import connection

from .shop import DISTRIBUTORS, EMAILS, FIXED_VOLUMES

CV_PERCENT, QV_PERCENT = Fraction(80, 100), Fraction(1)
SENT = ("fulfilled", "returned", "refunded_and_returned", "replaced")
MOVES = {
    "charge_success": 1,
    "charge_back": -1,
    "refund_success": -1,
    "refund_reverse": 1,
    "charge_failure": 0,
    "refund_failure": 0,
}
UNDONE = {
    "charge_failure": "charge_success",
    "refund_failure": "refund_success",
    "refund_reverse": "refund_success",
}
NO_SALE = ("draft", "unconfirmed", "expired")

Row = dict[str, Any]


@dataclass
class Life:
    """An order's rows, each list in Saleor's own order."""

    order: Row
    lines: list[Row]
    sent: list[Row]
    money: list[Row]
    granted: dict[int, list[Row]]
    grants: dict[int, Row]
    events: list[Row]
    returned: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    refunded: dict[int, Fraction] = field(default_factory=lambda: defaultdict(Fraction))


def read(order_id: str) -> Life:
    granted = defaultdict(list)
    of_order = "SELECT id FROM order_ordergrantedrefund WHERE order_id = %s"
    for row in _rows(
        "order_ordergrantedrefundline", f"granted_refund_id IN ({of_order})", order_id
    ):
        granted[row["granted_refund_id"]].append(row)
    parcels = {row["id"]: row for row in _rows("order_fulfillment", "order_id = %s", order_id)}
    items = "SELECT id FROM payment_transactionitem WHERE order_id = %s"
    parts = "SELECT id FROM order_fulfillment WHERE order_id = %s"
    return Life(
        order=_rows("order_order", "id = %s", order_id)[0],
        lines=_rows("order_orderline", "order_id = %s", order_id),
        sent=[
            row
            for row in _rows("order_fulfillmentline", f"fulfillment_id IN ({parts})", order_id)
            if parcels[row["fulfillment_id"]]["status"] in SENT
        ],
        money=_rows("payment_transactionevent", f"transaction_id IN ({items})", order_id),
        granted=granted,
        grants={
            row["id"]: row for row in _rows("order_ordergrantedrefund", "order_id = %s", order_id)
        },
        events=_rows("order_orderevent", "order_id = %s", order_id),
    )


def _rows(table: str, where: str, order_id: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t.* FROM {table} t WHERE {where} ORDER BY t.id", [order_id])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        for key in ("metadata", "private_metadata"):
            if isinstance(row.get(key), str):
                row[key] = json.loads(row[key])
    return rows


def expected(order_id: str) -> dict[str, list[int]]:
    """Each order line's QV, CV, earned base and net price; without those where all are zero."""
    life = read(order_id)
    _give_back(life)
    figures = {str(line["id"]): _figures(life, line) for line in life.lines}
    return {key: row for key, row in figures.items() if any(row)}


def _figures(life: Life, line: Row) -> list[int]:
    if not _is_sale(life) or line["is_gift_card"]:
        return [0, 0, 0, 0]
    gross = Fraction(line["total_price_gross_amount"])
    net = Fraction(line["total_price_net_amount"])
    kept = 1 - life.returned[line["id"]] / gross if gross else Fraction(1)
    sent = sum(row["quantity"] for row in life.sent if row["order_line_id"] == line["id"])
    gone = min(Fraction(sent, line["quantity"]), Fraction(1))
    cv, qv = _volume(line)
    minor = 1 if life.order["currency"] == "JPY" else 100
    return [
        round(qv * kept),
        round(cv * kept),
        round(cv * min(kept, gone)),
        round(net * kept * minor),
    ]


def _is_sale(life: Life) -> bool:
    order = life.order
    told = {event["type"] for event in life.events} & {"order_fully_paid", "order_marked_as_paid"}
    covered = order["total_charged_amount"] >= order["total_gross_amount"]
    chosen = order["private_metadata"].get("mlm.counts") == "true"
    imported = order["origin"] == "bulk_create" and not chosen
    placed = order["status"] not in NO_SALE and order["origin"] != "reissue" and not imported
    return placed and order["status"] != "canceled" and bool(told or covered)


def _volume(line: Row) -> tuple[int, int]:
    """CV and QV of the whole line in 1/10,000, each rounded once."""
    net = Fraction(line["total_price_net_amount"])
    if net <= 0:
        return 0, 0
    fixed = FIXED_VOLUMES.get(line["product_sku"])
    if fixed is None:
        return round(net * CV_PERCENT * 10_000), round(net * QV_PERCENT * 10_000)
    full = Fraction(line["undiscounted_total_price_net_amount"])
    paid = min(net / full, Fraction(1)) if full else Fraction(1)
    units = Fraction(fixed) * line["quantity"] * paid
    if line["is_price_overridden"]:
        units = min(units, net)
    return round(units * 10_000), round(units * 10_000)


def _give_back(life: Life) -> None:
    """Go through the money that went back, in the order of time, and note it line by line."""
    for _, _, grant_id, amount in sorted(_backs(life), key=lambda back: back[:2]):
        grant = life.grants.get(grant_id)
        if grant and _goods(life, grant) > 0:
            amount = _name_units(life, grant, amount)
        _spread(life, amount)


def _backs(life: Life) -> Iterator[tuple[Any, int, int | None, Fraction]]:
    """Instant, event, grant and amount of what went back; after each event all is counted anew."""
    total = Fraction(life.order["total_gross_amount"])
    events = [row for row in life.money if row["include_in_calculations"] and row["type"] in MOVES]
    before, highest, granted, spread = Fraction(0), Fraction(0), Fraction(0), Fraction(0)
    for place, event in enumerate(events):
        kept = _kept(events[: place + 1])
        grant = _grant_of(event, events[:place])
        if grant:
            granted += before - kept
        highest = max(highest, kept)
        if grant and before != kept:
            yield event["created_at"], event["id"], grant, before - kept
        elif not grant or before == kept:
            rest = _unnamed(total, highest, kept + granted) - spread
            spread += rest
            if rest:
                yield event["created_at"], event["id"], None, rest
        before = kept


def _unnamed(total: Fraction, highest: Fraction, accounted: Fraction) -> Fraction:
    owed = min(total, highest) - accounted
    return min(owed, total) if owed > 0 else min(Fraction(0), highest - accounted)


def _grant_of(event: Row, earlier: list[Row]) -> int | None:
    """The grant that an event's money is for: what undoes another has the other's."""
    undone = UNDONE.get(event["type"])
    for row in earlier:
        if event["psp_reference"] and undone == row["type"] and _same(row, event):
            return row["related_granted_refund_id"]
    return event["related_granted_refund_id"]


def _kept(events: list[Row]) -> Fraction:
    """The money that the shop has after these events, transaction by transaction."""
    keys = {row["transaction_id"] for row in events}
    return sum(
        (_kept_of([r for r in events if r["transaction_id"] == k]) for k in keys), Fraction()
    )


def _kept_of(events: list[Row]) -> Fraction:
    told = [row for row in events if row["psp_reference"]]
    reported = sum((_amount(row) for row in told if _stands(row, told)), Fraction())
    stated = [row for row in events if not row["psp_reference"]]
    charges = [Fraction(0)]
    for row in stated:
        charges.append(charges[-1] + (0 if row["type"] == "refund_success" else _amount(row)))
    refunded = -sum((_amount(row) for row in stated if row["type"] == "refund_success"), Fraction())
    lowered = max(charges) - charges[-1]
    return reported + max(charges) - max(refunded, lowered)


def _amount(row: Row) -> Fraction:
    return Fraction(row["amount_value"]) * MOVES[row["type"]]


def _stands(row: Row, told: list[Row]) -> bool:
    """A success counts no more once a failure with its reference is not older."""
    failure = row["type"].replace("success", "failure")
    return not any(
        other["type"] == failure and _same(other, row) and other["created_at"] >= row["created_at"]
        for other in told
        if failure != row["type"]
    )


def _same(one: Row, other: Row) -> bool:
    keys = ("transaction_id", "psp_reference")
    return all(one[key] == other[key] for key in keys)


def _goods(life: Life, grant: Row) -> Fraction:
    return sum(
        (_unit_gross(life, row) * row["quantity"] for row in life.granted[grant["id"]]), Fraction(0)
    )


def _unit_gross(life: Life, row: Row) -> Fraction:
    line = next(line for line in life.lines if line["id"] == row["order_line_id"])
    return Fraction(line["unit_price_gross_amount"])


def _name_units(life: Life, grant: Row, amount: Fraction) -> Fraction:
    """Take the units that a grant names by as much of it as was paid; the money left over."""
    goods = _goods(life, grant)
    shipping = Fraction(life.order["shipping_price_gross_amount"])
    named = goods + (shipping if grant["shipping_costs_included"] else 0)
    before = life.refunded[grant["id"]]
    after = life.refunded[grant["id"]] = before + amount
    part = _within(after / goods) - _within(before / goods)
    for row in life.granted[grant["id"]]:
        line = next(line for line in life.lines if line["id"] == row["order_line_id"])
        gross = Fraction(line["total_price_gross_amount"])
        _take(life, line, gross * row["quantity"] / line["quantity"] * part)
    return max(after - named, Fraction(0)) - max(before - named, Fraction(0))


def _within(share: Fraction) -> Fraction:
    return max(Fraction(-1), min(share, Fraction(1)))


def _spread(life: Life, amount: Fraction) -> None:
    """Money without units: from every line by what is left of it, back by what was taken."""
    weights = {}
    for line in life.lines:
        taken = life.returned[line["id"]]
        left = Fraction(line["total_price_gross_amount"]) - taken
        weights[line["id"]] = left if amount >= 0 else taken
    whole = sum(weights.values())
    if whole <= 0:
        return
    for line in life.lines:
        _take(life, line, weights[line["id"]] * _within(amount / whole))


def _take(life: Life, line: Row, money: Fraction) -> None:
    gross = Fraction(line["total_price_gross_amount"])
    taken = life.returned[line["id"]] + money
    life.returned[line["id"]] = max(Fraction(0), min(gross, taken))


@dataclass
class Past:
    """Who was credited for which customer's orders, as they were decided."""

    sales: list[tuple[Any, int, str]] = field(default_factory=list)

    def first_seller(self, order: Row) -> str | None:
        before = [
            (at, who)
            for at, user, who in self.sales
            if user == order["user_id"] and at <= order["placed_at"]
        ]
        return min(before)[1] if before else None


def placed_by(order_id: str) -> tuple[int | None, bool]:
    """Whose an order is, and whether nobody was logged in; with a customer both are deleted."""
    life = read(order_id)
    placed = [event for event in life.events if event["type"] == "placed"]
    guest = bool(placed) and not any(event["user_id"] or event["app_id"] for event in placed)
    return life.order["user_id"], guest


def attributed(
    order_id: str, buyer: tuple[int | None, bool], link: str, code: str, past: Past
) -> Row | None:
    """Whose sale an order must be: own purchase, customer of record, voucher, link, metadata.

    `buyer` is by whom it was placed as it was first read, `link` what was attached to its checkout,
    `code` what its metadata said. `past` is kept up here.
    """
    user_id, guest = buyer
    life = read(order_id)
    order = life.order | {"user_id": user_id, "placed_at": _placed_at(life)}
    own = _distributor_of(user_id)
    who, source = _credited(order, None if guest else own, guest, link, code, past)
    if who and user_id and not guest and source in ("link", "voucher", "metadata"):
        past.sales.append((order["placed_at"], user_id, who))
    return {"distributor": who, "source": source, "own": bool(who) and who == own}


def _placed_at(life: Life) -> Any:
    """An order of staff is placed when its draft is completed, and keeps the date of the draft."""
    completed = [event["date"] for event in life.events if event["type"] == "placed_from_draft"]
    return completed[0] if completed else life.order["created_at"]


def _distributor_of(user_id: int | None) -> str | None:
    buyer = _rows("account_user", "id::text = %s", str(user_id))
    codes = {email: code for code, email in EMAILS.items()}
    return codes.get(buyer[0]["email"]) if buyer else None


def _credited(
    order: Row, buyer: str | None, guest: bool, link: str, code: str, past: Past
) -> tuple[str | None, str]:
    if buyer:
        return buyer, "own_purchase"
    if not guest and (seller := past.first_seller(order)):
        return seller, "customer_of_record"
    if order["voucher_code"] == "OF-BEN":
        return "BEN", "voucher"
    if link:
        return link, "link"
    return (code.upper(), "metadata") if code.upper() in DISTRIBUTORS else (None, "")
