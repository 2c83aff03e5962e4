"""A walk under way in one host: its carts and orders by name, and what each question brought."""

import json
from collections.abc import Callable
from typing import Any

import graphene
from mlm_recorder.store import ADDRESS, APP_TOKEN

from .mutations import DOCUMENTS
from .payment_app import PaymentApp
from .shop import EMAILS, Counter

Step = Callable[..., str | None]
STEPS: dict[str, Step] = {}


def step(function: Step) -> Step:
    """Register a step under its function's name; it returns the name of what it touched."""
    STEPS[function.__name__] = function
    return function


class Missing(Exception):
    """A step names what no earlier step made."""


class Walk:
    """Invariant: what is sent follows from the script and the store's state, never from its ids."""

    def __init__(self, store: Counter, payment_app: PaymentApp, run: int) -> None:
        self.store = store
        self.payment_app = payment_app
        self.run = run
        self.carts: dict[str, str] = {}
        self.channels: dict[str, str] = {}
        self.orders: dict[str, str] = {}
        self.answers: list[dict[str, Any]] = []

    def take(self, do: str, **params: Any) -> str | None:
        self.answers = []
        try:
            return STEPS[do](self, **params)
        except Missing as missing:
            self.answers.append({"missing": str(missing)})
            return None

    def ask(
        self, name: str, login: str = APP_TOKEN, given: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any] | None:
        """Send a mutation; its payload, or none where it was refused."""
        body = {"query": DOCUMENTS[name], "variables": {**(given or {}), **more}}
        answer = self.store.raw(body, login)
        payload = (answer.get("data") or {}).get(name)
        if answer.get("errors") or payload is None:
            self.answers.append({"asked": name, "refused": [_code(e) for e in answer["errors"]]})
            return None
        errors = sorted([error["field"] or "", error["code"]] for error in payload["errors"])
        self.answers.append({"asked": name, "errors": errors})
        return None if errors else payload

    def reference(self, name: str) -> str:
        """A payment reference that no other walk uses; `last` is the payment app's newest."""
        return self.payment_app.last_reference if name == "last" else f"{name}-{self.run}"

    def cart(self, name: str) -> str:
        return self._known(self.carts, name)

    def order(self, name: str) -> str:
        return self._known(self.orders, name)

    def _known(self, made: dict[str, str], name: str) -> str:
        if name not in made:
            raise Missing(name)
        return made[name]

    def keep_order(self, name: str, payload: dict[str, Any] | None) -> str | None:
        if not payload or not payload.get("order"):
            return None
        self.orders[name] = payload["order"]["id"]
        return name

    def email(self, who: str) -> str:
        return EMAILS.get(who) or f"{who}.{self.run}@example.com"

    def customer(self, who: str) -> Any:
        """The account of somebody, made when first needed."""
        from saleor.account.models import User

        found = User.objects.filter(email=self.email(who)).first()
        if found is None:
            self.ask("customerCreate", input={"email": self.email(who), "firstName": who.title()})
            found = User.objects.get(email=self.email(who))
        return found

    def token_of(self, who: str | None) -> str:
        """A login, or nothing for a guest: `guest:amy` is one who leaves amy's address."""
        from saleor.core.jwt import create_access_token

        if not who or who.startswith("guest"):
            return ""
        return create_access_token(self.customer(who))


def _code(error: dict[str, Any]) -> str:
    """The class of a refusal; its words are the host's own."""
    return error.get("extensions", {}).get("exception", {}).get("code", "")


def key_of(global_id: str) -> str:
    return graphene.Node.from_global_id(global_id)[1]


def global_id(kind: str, key: Any) -> str:
    return graphene.Node.to_global_id(kind, key)


def address(channel: str) -> dict[str, str]:
    return ADDRESS[channel]


def dumps(value: Any) -> str:
    return json.dumps(value, default=str)
