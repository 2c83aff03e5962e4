"""What people do in a store, over its GraphQL: by HTTP, or inside the process while time stands.

Invariant: an answer with errors is an exception; nobody goes on with half a checkout.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

APP_TOKEN = "scenarios-app-token-0123456789"
STAFF = ("admin@example.com", "admin")
PASSWORD = "demo-password"
ADDRESS = {
    "us": {
        "firstName": "Robin",
        "lastName": "Miller",
        "streetAddress1": "1 Main Street",
        "city": "Springfield",
        "countryArea": "IL",
        "postalCode": "62701",
        "country": "US",
    },
    "jp": {
        "firstName": "Hana",
        "lastName": "Mori",
        "streetAddress1": "2-3-1 Marunouchi",
        "city": "Chiyoda-ku",
        "countryArea": "Tokyo",
        "postalCode": "100-0005",
        "country": "JP",
    },
}

VARIANTS = """query ($channel: String!) { products(channel: $channel, first: 100) {
  edges { node { variants { id sku } } } } }"""
REGISTER = """mutation ($input: AccountRegisterInput!) { accountRegister(input: $input) {
  user { id } errors { field message } } }"""
CUSTOMER = "query ($email: String) { user(email: $email) { id } }"
LOGIN = """mutation ($email: String!, $password: String!) {
  tokenCreate(email: $email, password: $password) { token user { id } errors { message } } }"""
CHECKOUT = """mutation ($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {
  checkout { id shippingMethods { id } } errors { field message } } }"""
DELIVERY = """mutation ($id: ID!, $method: ID!) {
  checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $method) {
    checkout { totalPrice { gross { amount currency } } } errors { field message } } }"""
ATTACH = """mutation ($id: ID!, $token: String, $code: String) {
  mlmCheckoutAttach(checkoutId: $id, token: $token, code: $code) {
    attribution { distributor { displayName } } errors { code message } } }"""
VISIT = """mutation ($code: String!, $channel: String!) {
  mlmReferralVisit(code: $code, channel: $channel) { token errors { code message } } }"""
PAY = """mutation ($id: ID!, $transaction: TransactionCreateInput!) {
  transactionCreate(id: $id, transaction: $transaction) { errors { field message } } }"""
COMPLETE = """mutation ($id: ID!) { checkoutComplete(id: $id) {
  order { id number lines { id quantity productName } } errors { field message } } }"""
SETTINGS = """mutation ($channel: String!, $input: MlmChannelSettingsInput!) {
  mlmChannelSettingsUpdate(channel: $channel, input: $input) { errors { field message } } }"""
WAREHOUSES = "{ warehouses(first: 10) { edges { node { id } } } }"
FULFIL = """mutation ($order: ID!, $input: OrderFulfillInput!) {
  orderFulfill(order: $order, input: $input) { errors { field message } } }"""


class Refused(Exception):
    """The store answered with errors."""


type Post = Callable[[Mapping[str, object], str | None], Mapping[str, Any]]


@dataclass
class Shop:
    """A store behind `post`, which sends one GraphQL request with a token and gives its body."""

    post: Post
    variants: dict[str, dict[str, str]] = field(default_factory=dict)
    warehouse: str = ""
    numbers: Any = field(default_factory=itertools.count)

    def ask(self, document: str, token: str | None = APP_TOKEN, /, **variables: object) -> Any:
        """The data of a request; with one root field, that field's value."""
        body = self.post({"query": document, "variables": variables}, token)
        if body.get("errors"):
            raise Refused("; ".join(error["message"] for error in body["errors"]))
        (answer,) = body["data"].values()
        if isinstance(answer, dict) and answer.get("errors"):
            raise Refused("; ".join(error["message"] for error in answer["errors"]))
        return answer

    def variant(self, channel: str, sku: str) -> str:
        if channel not in self.variants:
            products = self.ask(VARIANTS, channel=channel)["edges"]
            every = [variant for product in products for variant in product["node"]["variants"]]
            self.variants[channel] = {variant["sku"]: variant["id"] for variant in every}
        return self.variants[channel][sku]

    def register(self, email: str, channel: str) -> str:
        """A customer with the demonstration's password; the id of the user."""
        wanted = {"email": email, "password": PASSWORD, "channel": channel}
        self.ask(REGISTER, None, input=wanted)
        return str(self.ask(CUSTOMER, email=email)["id"])

    def login(self, email: str, password: str = PASSWORD) -> str:
        return str(self.ask(LOGIN, None, email=email, password=password)["token"])

    def buy(
        self,
        channel: str,
        items: Mapping[str, int],
        *,
        code: str | None = None,
        token: str | None = None,
        as_user: str | None = None,
    ) -> dict[str, Any]:
        """An order of these SKUs, paid: by a guest with a referral, or by a logged-in user."""
        checkout_id, method = self._checkout(channel, items, as_user)
        if code or token:
            self.ask(ATTACH, None, id=checkout_id, token=token, code=code)
        delivered = self.ask(DELIVERY, as_user, id=checkout_id, method=method)
        price = delivered["checkout"]["totalPrice"]["gross"]
        payment = {
            "name": "Card",
            "pspReference": f"demo-{checkout_id}",
            "availableActions": ["REFUND"],
            "amountCharged": price,
        }
        self.ask(PAY, id=checkout_id, transaction=payment)
        order: dict[str, Any] = self.ask(COMPLETE, as_user, id=checkout_id)["order"]
        return order

    def send(self, order: Mapping[str, Any]) -> None:
        """Fulfil an order whole."""
        if not self.warehouse:
            self.warehouse = self.ask(WAREHOUSES)["edges"][0]["node"]["id"]
        lines = [
            {
                "orderLineId": line["id"],
                "stocks": [{"warehouse": self.warehouse, "quantity": line["quantity"]}],
            }
            for line in order["lines"]
        ]
        self.ask(FULFIL, order=order["id"], input={"lines": lines, "notifyCustomer": False})

    def _checkout(
        self, channel: str, items: Mapping[str, int], as_user: str | None
    ) -> tuple[str, str]:
        wanted: dict[str, object] = {
            "channel": channel,
            "lines": [
                {"variantId": self.variant(channel, sku), "quantity": quantity}
                for sku, quantity in items.items()
            ],
            "shippingAddress": ADDRESS[channel],
            "billingAddress": ADDRESS[channel],
        }
        if as_user is None:
            wanted["email"] = f"guest-{next(self.numbers)}@example.com"
        checkout = self.ask(CHECKOUT, as_user, input=wanted)["checkout"]
        return checkout["id"], checkout["shippingMethods"][0]["id"]
