"""Draws walks: what a store's people do, from a seed alone, never from what a host answers.

What does not fit the moment is sent all the same: hosts must refuse alike.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

Script = dict[str, Any]
Step = dict[str, Any]

STEPS_EACH = 12
SKUS = ("SKU-01", "SKU-02", "SKU-03", "SKU-05", "SKU-08", "SKU-10", "SKU-20")
BUYERS = (None, None, None, "amy", "amy", "bob", "CAT", "guest:amy")
CLAIMS = (
    {},
    {"code": "ANN"},
    {"link": "CAT"},
    {"code": "ben"},
    {"metadata": "CAT"},
    {"metadata": "nobody"},
    {"code": "BEN", "metadata": "ANN"},
)
VOUCHERS = "TENTH SEVENTH TWELVE ALL CHEAPEST DELIVERY ONE-PRODUCT ONCE OF-BEN NO-SUCH-CODE".split()
SHARES = (1, 1, 0.5, 0.25, 0.1, 0.333, 1.25, 2)
MODES = ("sync", "sync", "sync", "async", "async", "fail", "down")
REFERENCES = ("ref-1", "ref-2", "ref-3", "last", "last")
REPORTS = (
    "REFUND_SUCCESS",
    "REFUND_SUCCESS",
    "REFUND_SUCCESS",
    "REFUND_FAILURE",
    "REFUND_REVERSE",
    "REFUND_REQUEST",
    "CHARGE_SUCCESS",
    "CHARGE_FAILURE",
    "CHARGE_BACK",
    "CHARGE_REQUEST",
    "CANCEL_SUCCESS",
    "AUTHORIZATION_SUCCESS",
    "AUTHORIZATION_ADJUSTMENT",
    "AUTHORIZATION_FAILURE",
    "INFO",
)
READINGS = ("each", "each", "end", "sweep")


def draw(seed: str, number: int) -> Script:
    dice = random.Random(f"{seed}.{number}")
    pen = Pen(dice)
    return {
        "name": f"{seed}.{number}",
        "reading": dice.choice(READINGS),
        "shop": _shop(dice),
        "steps": [pen.step(index) for index in range(STEPS_EACH)],
    }


def _shop(dice: random.Random) -> dict[str, bool]:
    shop = {}
    if dice.random() < 0.15:
        shop["automatically_confirm_all_new_orders"] = False
    if dice.random() < 0.1:
        shop["allow_unpaid_orders"] = True
    if dice.random() < 0.15:
        shop["fulfillment_auto_approve"] = False
    return shop


class Pen:
    """Writes steps; it remembers only which names it has given out, and for what."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.carts: list[str] = []
        self.orders: list[str] = []
        self.kind = ""
        self.had: dict[str, list[str]] = defaultdict(list)

    def step(self, index: int) -> Step:
        kinds = list(WEIGHTS) if self.orders else ["place", "place", "fill"]
        if not self.carts:
            kinds = [kind for kind in kinds if kind not in OF_CARTS]
        self.kind = self.dice.choices(kinds, [self.weight(kind) for kind in kinds])[0]
        step = {"do": self.kind, **DRAWN[self.kind](self)}
        if "order" in step:
            self.had[self.kind].append(step["order"])
        return step

    def weight(self, kind: str) -> float:
        """Less where no order had the step yet that this one follows."""
        fits = kind not in AFTER or self.had[AFTER[kind]]
        return WEIGHTS[kind] * (1 if fits else 0.2)

    def pick(self, choices: Any) -> Any:
        return self.dice.choice(choices)

    def chance(self, probability: float) -> bool:
        return self.dice.random() < probability

    def order(self) -> str:
        """Mostly one that had the step before this one, or the newest: orders live long."""
        before = self.had[AFTER.get(self.kind, "")]
        if before and self.chance(0.8):
            return self.pick(before)
        return self.orders[-1] if self.chance(0.7) else self.pick(self.orders)

    def cart(self) -> str:
        return self.carts[-1] if self.chance(0.8) else self.pick(self.carts)

    def new_order(self) -> str:
        self.orders.append(f"order {len(self.orders) + 1}")
        return self.orders[-1]

    def new_cart(self) -> str:
        self.carts.append(f"cart {len(self.carts) + 1}")
        return self.carts[-1]

    def items(self) -> dict[str, int]:
        skus = self.dice.sample(SKUS, self.pick((1, 1, 2, 2, 3)))
        return {sku: self.pick((1, 1, 2, 3, 7)) for sku in skus}

    def filled(self) -> Step:
        cart: Step = {"channel": "jp" if self.chance(0.2) else "us", "items": self.items()}
        if buyer := self.pick(BUYERS):
            cart["buyer"] = buyer
        if claim := self.pick(CLAIMS):
            cart["claim"] = dict(claim)
        if self.chance(0.3):
            cart["vouchers"] = [self.pick(VOUCHERS)]
        if self.chance(0.05):
            cart["deliver"] = False
        return cart

    def paid(self) -> Step:
        paid: Step = {"share": 1 if self.chance(0.85) else self.pick(SHARES)}
        if self.chance(0.2):
            paid["kind"] = "amountAuthorized"
        return paid

    def units(self) -> list[int]:
        return [self.pick((-1, -1, 0, 1, 2)) for _ in range(3)]


DRAWN: dict[str, Callable[[Pen], Step]] = {
    "place": lambda p: {"cart": p.filled(), "pay": p.paid(), "order": p.new_order()},
    "fill": lambda p: {**p.filled(), "cart": p.new_cart()},
    "attach": lambda p: {
        "cart": p.cart(),
        "channel": p.pick(("us", "us", "jp")),
        p.pick(("code", "link")): p.pick(("ANN", "BEN", "CAT", "NOBODY")),
    },
    "delivery": lambda p: {"cart": p.cart(), "method": p.pick(("own", "own", "other", "none"))},
    "voucher": lambda p: {"cart": p.cart(), "code": p.pick(VOUCHERS), "remove": p.chance(0.2)},
    "items": lambda p: {"cart": p.cart(), "change": p.pick(("Add", "Update")), "items": p.items()},
    "cart_email": lambda p: {"cart": p.cart(), "who": p.pick(("amy", "eve", ""))},
    "cart_address": lambda p: {
        "cart": p.cart(),
        "which": p.pick(("shipping", "billing")),
        "channel": p.pick(("us", "jp", "de")),
    },
    "cart_customer": lambda p: {"cart": p.cart(), "who": p.pick(("amy", "bob", "CAT"))},
    "cart_metadata": lambda p: {
        "cart": p.cart(),
        "key": p.pick(("mlm.ref", "k")),
        "value": p.pick(("ANN", "BEN", "x")),
    },
    "pay_cart": lambda p: {"cart": p.cart(), **p.paid(), "reference": p.pick(REFERENCES)},
    "complete": lambda p: {"cart": p.cart(), "order": p.new_order()},
    "order_from_cart": lambda p: {"cart": p.cart(), "order": p.new_order()},
    "fulfil": lambda p: {"order": p.order(), "units": p.units()},
    "unsend": lambda p: {
        "order": p.order(),
        "number": p.pick((0, 0, 1)),
        "restock": p.chance(0.9),
    },
    "give_back": lambda p: {
        "order": p.order(),
        "number": p.pick((0, 0, 1, 2)),
        "units": p.pick((1, 1, 2)),
        **({"replacement": p.new_order()} if p.chance(0.3) else {}),
    },
    "approve": lambda p: {"order": p.order(), "number": p.pick((0, 0, 1))},
    "draft": lambda p: {
        "channel": p.pick(("us", "us", "jp")),
        "items": p.items(),
        "who": p.pick(("amy", "eve", "CAT")),
        **({"code": p.pick(("ANN", "BEN"))} if p.chance(0.4) else {}),
        **({"price": p.pick(("4", "100"))} if p.chance(0.3) else {}),
        **({"deliver": False} if p.chance(0.2) else {}),
        "order": p.new_order(),
    },
    "draft_shipping": lambda p: {"order": p.order(), "channel": p.pick(("us", "us", "jp"))},
    "draft_complete": lambda p: {"order": p.order()},
    "draft_delete": lambda p: {"order": p.order()},
    "customer_delete": lambda p: {"who": p.pick(("amy", "bob"))},
    "cancel": lambda p: {"order": p.order()},
    "confirm": lambda p: {"order": p.order()},
    "edit": lambda p: {"order": p.order(), "who": p.pick(("eve", "amy"))},
    "note": lambda p: {
        "order": p.order(),
        "key": p.pick(("mlm.ref", "k")),
        "value": p.pick(("ANN", "BEN", "x")),
        "private": p.chance(0.3),
    },
    "customer_edit": lambda p: {"who": p.pick(("amy", "bob", "CAT")), "name": p.pick("ABC")},
    "pay": lambda p: {
        "order": p.order(),
        "share": p.pick(SHARES),
        "kind": p.pick(("amountCharged", "amountCharged", "amountAuthorized")),
        "reference": p.pick(REFERENCES),
    },
    "report": lambda p: {
        "order": p.order(),
        "kind": p.pick(REPORTS),
        "share": None if p.chance(0.1) else p.pick(SHARES),
        "reference": p.pick(REFERENCES),
        "number": p.pick((0, 0, 0, 1)),
    },
    "restate": lambda p: {
        "order": p.order(),
        "number": p.pick((0, 0, 1)),
        **{
            kind: p.pick((0, *SHARES))
            for kind in p.dice.sample(
                ("amountCharged", "amountRefunded", "amountAuthorized", "amountCanceled"),
                p.pick((1, 2)),
            )
        },
    },
    "request": lambda p: {
        "order": p.order(),
        "action": p.pick(("REFUND", "REFUND", "CHARGE", "CANCEL")),
        "share": None if p.chance(0.2) else p.pick(SHARES),
        "mode": p.pick(MODES),
        "number": p.pick((0, 0, 0, 1)),
    },
    "mark_paid": lambda p: {"order": p.order()},
    "grant": lambda p: {
        "order": p.order(),
        "units": [p.pick((0, 1, 1, 2)) for _ in range(3)],
        "shipping": p.chance(0.25),
        "share": p.pick(SHARES) if p.chance(0.3) else None,
        "number": p.pick((0, 0, 0, 1)),
    },
    "regrant": lambda p: {
        "order": p.order(),
        "number": p.pick((0, 1)),
        "share": p.pick(SHARES),
    },
    "refund_granted": lambda p: {
        "order": p.order(),
        "number": p.pick((0, 0, 1)),
        "mode": p.pick(MODES),
    },
}
WEIGHTS = {
    "place": 12,
    "fill": 7,
    "attach": 2,
    "delivery": 2,
    "voucher": 3,
    "items": 3,
    "cart_email": 1,
    "cart_address": 1,
    "cart_customer": 2,
    "cart_metadata": 1,
    "pay_cart": 4,
    "complete": 5,
    "order_from_cart": 3,
    "fulfil": 14,
    "unsend": 4,
    "give_back": 5,
    "approve": 4,
    "draft": 4,
    "draft_shipping": 1,
    "draft_complete": 4,
    "draft_delete": 1,
    "customer_delete": 1,
    "cancel": 3,
    "confirm": 3,
    "edit": 1,
    "note": 2,
    "customer_edit": 1,
    "pay": 4,
    "report": 9,
    "restate": 3,
    "request": 7,
    "mark_paid": 3,
    "grant": 9,
    "regrant": 2,
    "refund_granted": 9,
}
# What there is nothing to do to before another step.
AFTER = {
    "unsend": "fulfil",
    "give_back": "fulfil",
    "approve": "fulfil",
    "draft_shipping": "draft",
    "draft_complete": "draft",
    "draft_delete": "draft",
    "regrant": "grant",
    "refund_granted": "grant",
}
OF_CARTS = (
    "attach delivery voucher items cart_email cart_address cart_customer cart_metadata pay_cart "
    "complete order_from_cart"
).split()
