"""The shop: what customers and staff do in it. Knows nothing of distributors."""

import uuid
from dataclasses import dataclass
from typing import Any

from .graphql import Client
from .waiting import until

ERRORS = "errors { field message code }"
ADDRESS = {
    "us": {
        "firstName": "Ann",
        "lastName": "Buyer",
        "streetAddress1": "1600 Amphitheatre Pkwy",
        "city": "Mountain View",
        "countryArea": "CA",
        "postalCode": "94043",
        "country": "US",
    },
    "jp": {
        "firstName": "Aoi",
        "lastName": "Sato",
        "streetAddress1": "1-1-2 Otemachi",
        "city": "Chiyoda-ku",
        "countryArea": "Tokyo",
        "postalCode": "100-0004",
        "country": "JP",
    },
}
VARIANT = """query ($sku: String!, $channel: String!) {
  productVariant(sku: $sku, channel: $channel) { id } }"""
PRODUCT = """query ($slug: String!, $channel: String!) {
  product(slug: $slug, channel: $channel) { id } }"""
METHODS = "query ($id: ID!) { checkout(id: $id) { shippingMethods { id } } }"
CHECKOUT_CREATE = f"""mutation ($input: CheckoutCreateInput!) {{
  checkoutCreate(input: $input) {{ checkout {{ id shippingMethods {{ id }} }} {ERRORS} }} }}"""
DELIVERY = f"""mutation ($id: ID!, $method: ID!) {{
  checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $method) {{ {ERRORS} }} }}"""
PROMO_CODE = f"""mutation ($id: ID!, $code: String!) {{
  checkoutAddPromoCode(id: $id, promoCode: $code) {{ {ERRORS} }} }}"""
CHECKOUT = """query ($id: ID!) {
  checkout(id: $id) { totalPrice { gross { amount currency } } } }"""
TRANSACTION_CREATE = f"""mutation ($id: ID!, $transaction: TransactionCreateInput!) {{
  transactionCreate(id: $id, transaction: $transaction) {{ transaction {{ id }} {ERRORS} }} }}"""
CHECKOUT_COMPLETE = f"""mutation ($id: ID!) {{
  checkoutComplete(id: $id) {{ order {{ id }} {ERRORS} }} }}"""
ORDER_FROM_CHECKOUT = f"""mutation ($id: ID!) {{
  orderCreateFromCheckout(id: $id) {{ order {{ id }} {ERRORS} }} }}"""
ORDER = """query ($id: ID!) { order(id: $id) {
  id number status chargeStatus total { net { amount } gross { amount currency } }
  lines { id productSku quantity quantityFulfilled }
  transactions { id } grantedRefunds { id status } } }"""
ORDER_CANCEL = f"mutation ($id: ID!) {{ orderCancel(id: $id) {{ {ERRORS} }} }}"
WAREHOUSES = "{ warehouses(first: 10) { edges { node { id slug } } } }"
FULFILL = f"""mutation ($order: ID!, $input: OrderFulfillInput!) {{
  orderFulfill(order: $order, input: $input) {{ {ERRORS} }} }}"""
FULFILLMENTS = "query ($id: ID!) { order(id: $id) { fulfillments { id status } } }"
FULFILLMENT_CANCEL = f"""mutation ($id: ID!, $input: FulfillmentCancelInput) {{
  orderFulfillmentCancel(id: $id, input: $input) {{ {ERRORS} }} }}"""
GRANT = f"""mutation ($id: ID!, $input: OrderGrantRefundCreateInput!) {{
  orderGrantRefundCreate(id: $id, input: $input) {{ grantedRefund {{ id }} {ERRORS} }} }}"""
REFUND_GRANTED = f"""mutation ($id: ID!) {{
  transactionRequestRefundForGrantedRefund(grantedRefundId: $id) {{ {ERRORS} }} }}"""
REPORT = f"""mutation ($id: ID!, $type: TransactionEventTypeEnum!, $amount: PositiveDecimal!,
    $psp: String!) {{
  transactionEventReport(id: $id, type: $type, amount: $amount, pspReference: $psp) {{
    {ERRORS} }} }}"""
METADATA = f"""mutation ($id: ID!, $input: [MetadataInput!]!) {{
  updateMetadata(id: $id, input: $input) {{ {ERRORS} }} }}"""
REGISTER = f"""mutation ($input: AccountRegisterInput!) {{
  accountRegister(input: $input) {{ {ERRORS} }} }}"""
TOKEN = f"""mutation ($email: String!, $password: String!) {{
  tokenCreate(email: $email, password: $password) {{ token user {{ id }} {ERRORS} }} }}"""
VOUCHER = f"""mutation ($input: VoucherInput!) {{
  voucherCreate(input: $input) {{ voucher {{ id }} {ERRORS} }} }}"""
VOUCHER_LISTING = f"""mutation ($id: ID!, $input: VoucherChannelListingInput!) {{
  voucherChannelListingUpdate(id: $id, input: $input) {{ {ERRORS} }} }}"""
PLUGIN_UPDATE = f"""mutation ($id: ID!, $input: PluginUpdateInput!) {{
  pluginUpdate(id: $id, input: $input) {{
    plugin {{ globalConfiguration {{ active }} }} {ERRORS} }} }}"""
PLUGIN = "query ($id: ID!) { plugin(id: $id) { globalConfiguration { active } } }"

Items = dict[str, int]


@dataclass(frozen=True)
class Customer:
    """A registered buyer; `client` asks as that person."""

    id: str
    email: str
    client: Client


class Store:
    """`app` is an app with every permission, `guest` is nobody."""

    def __init__(self, guest: Client, app: Client) -> None:
        self.guest = guest
        self.app = app
        self._ids: dict[str, str] = {}
        self._buyers: dict[str, Client] = {}

    def customer(self, email: str = "") -> Customer:
        email = email or f"{uuid.uuid4().hex[:12]}@example.com"
        data = {"email": email, "password": "password1", "channel": "us"}
        self.guest.ask(REGISTER, input=data)
        return self.logged_in(email, "password1")

    def logged_in(self, email: str, password: str) -> Customer:
        found = self.guest.ask(TOKEN, email=email, password=password)
        return Customer(found["user"]["id"], email, Client(self.guest.http, found["token"]))

    def variant(self, sku: str, channel: str = "us") -> str:
        return self._id(sku, lambda: self.app.ask(VARIANT, sku=sku, channel=channel)["id"])

    def checkout(
        self,
        items: Items,
        channel: str = "us",
        customer: Customer | None = None,
        metadata: dict[str, str] | None = None,
        email: str | None = None,
    ) -> str:
        """A checkout that wants nothing but its payment; with an e-mail a visitor's."""
        data: dict[str, Any] = {
            "channel": channel,
            "lines": [
                {"variantId": self.variant(sku, channel), "quantity": quantity}
                for sku, quantity in items.items()
            ],
            "shippingAddress": ADDRESS[channel],
            "billingAddress": ADDRESS[channel],
            "metadata": [{"key": k, "value": v} for k, v in (metadata or {}).items()],
        }
        if customer is None:
            data["email"] = email or f"guest-{uuid.uuid4().hex[:12]}@example.com"
        client = customer.client if customer else self.guest
        made = client.ask(CHECKOUT_CREATE, input=data)["checkout"]
        for method in made["shippingMethods"][:1]:
            client.ask(DELIVERY, id=made["id"], method=method["id"])
        checkout_id: str = made["id"]
        self._buyers[checkout_id] = client
        return checkout_id

    def apply_voucher(self, checkout_id: str, code: str) -> None:
        self.guest.ask(PROMO_CODE, id=checkout_id, code=code)

    def pay(self, checkout_id: str, kind: str = "amountCharged") -> None:
        money = self.app.ask(CHECKOUT, id=checkout_id)["totalPrice"]["gross"]
        self.app.ask(
            TRANSACTION_CREATE,
            id=checkout_id,
            transaction={
                "name": "card",
                "pspReference": _reference(),
                "availableActions": ["REFUND"],
                kind: money,
            },
        )

    def complete(self, checkout_id: str) -> str:
        """The new order's id; whoever filled the checkout completes it, logged in or not."""
        buyer = self._buyers.get(checkout_id, self.guest)
        order_id: str = buyer.ask(CHECKOUT_COMPLETE, id=checkout_id)["order"]["id"]
        return order_id

    def buy(self, checkout_id: str) -> str:
        self.pay(checkout_id)
        return self.complete(checkout_id)

    def order_unpaid(self, checkout_id: str) -> str:
        order_id: str = self.app.ask(ORDER_FROM_CHECKOUT, id=checkout_id)["order"]["id"]
        return order_id

    def order(self, order_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.app.ask(ORDER, id=order_id)
        return found

    def cancel(self, order_id: str) -> None:
        self.app.ask(ORDER_CANCEL, id=order_id)

    def fulfill(self, order_id: str, items: Items | None = None) -> None:
        """Send some items, or all that were not sent yet."""
        lines = [
            {
                "orderLineId": line["id"],
                "stocks": [{"warehouse": self.warehouse(), "quantity": quantity}],
            }
            for line in self.order(order_id)["lines"]
            if (quantity := _to_send(line, items))
        ]
        self.app.ask(FULFILL, order=order_id, input={"lines": lines, "notifyCustomer": False})

    def take_back_fulfillment(self, order_id: str) -> None:
        """Cancel what was sent: the goods never left."""
        for row in self.app.ask(FULFILLMENTS, id=order_id)["fulfillments"]:
            self.app.ask(FULFILLMENT_CANCEL, id=row["id"], input={"warehouseId": self.warehouse()})

    def refund(self, order_id: str, items: Items) -> None:
        """Give money back for named units: granted, asked of the payment app, and answered."""
        order = self.order(order_id)
        data = {
            "transactionId": order["transactions"][0]["id"],
            "lines": [
                {"id": line["id"], "quantity": items[line["productSku"]]}
                for line in order["lines"]
                if line["productSku"] in items
            ],
        }
        grant_id = self.app.ask(GRANT, id=order_id, input=data)["grantedRefund"]["id"]
        self.app.ask(REFUND_GRANTED, id=grant_id)
        self.await_grant(order_id, grant_id)

    def await_grant(self, order_id: str, grant_id: str) -> None:
        """Wait until the payment app has paid a granted refund."""
        until(lambda: {"id": grant_id, "status": "SUCCESS"} in self._grants(order_id))

    def refund_amount(self, order_id: str, amount: float) -> None:
        """Give an amount back, and say nothing of what for."""
        transaction_id = self.order(order_id)["transactions"][0]["id"]
        kind = "REFUND_SUCCESS"
        self.app.ask(REPORT, id=transaction_id, type=kind, amount=amount, psp=_reference())

    def set_metadata(self, object_id: str, **values: str) -> None:
        data = [{"key": key.replace("_", "."), "value": value} for key, value in values.items()]
        self.app.ask(METADATA, id=object_id, input=data)

    def voucher(self, percent: float, channel: str = "us", product: str = "") -> str:
        """The code of a new voucher over the entire order, or over one product."""
        code = f"V-{uuid.uuid4().hex[:10].upper()}"
        data: dict[str, Any] = {"addCodes": [code], "discountValueType": "PERCENTAGE"}
        data["type"] = "SPECIFIC_PRODUCT" if product else "ENTIRE_ORDER"
        if product:
            data["products"] = [self.guest.ask(PRODUCT, slug=product, channel=channel)["id"]]
        voucher_id = self.app.ask(VOUCHER, input=data)["voucher"]["id"]
        listing = {"channelId": self.channel(channel), "discountValue": percent}
        self.app.ask(VOUCHER_LISTING, id=voucher_id, input={"addChannels": [listing]})
        return code

    def channel(self, slug: str) -> str:
        def find() -> str:
            channels = self.app.ask("{ channels { id slug } }")
            return next(row["id"] for row in channels if row["slug"] == slug)

        return self._id(slug, find)

    def delivery_method(self, channel: str = "us") -> str:
        """The shipping method that checkouts of a channel are offered first."""

        def find() -> str:
            checkout = self.checkout({"SKU-01": 1}, channel)
            method: str = self.guest.ask(METHODS, id=checkout)["shippingMethods"][0]["id"]
            return method

        return self._id(f"delivery in {channel}", find)

    def switch_plugin(self, plugin_id: str, active: bool) -> None:
        found = self.app.ask(PLUGIN_UPDATE, id=plugin_id, input={"active": active})
        assert found["plugin"]["globalConfiguration"]["active"] is active

    def configure_plugin(self, plugin_id: str, values: dict[str, str]) -> None:
        items = [{"name": name, "value": value} for name, value in values.items()]
        self.app.ask(PLUGIN_UPDATE, id=plugin_id, input={"configuration": items})

    def plugin_is_on(self, plugin_id: str) -> bool:
        on: bool = self.app.ask(PLUGIN, id=plugin_id)["globalConfiguration"]["active"]
        return on

    def _grants(self, order_id: str) -> list[dict[str, str]]:
        grants: list[dict[str, str]] = self.order(order_id)["grantedRefunds"]
        return grants

    def warehouse(self) -> str:
        def find() -> str:
            edges = self.app.ask(WAREHOUSES)["edges"]
            return next(edge["node"]["id"] for edge in edges if edge["node"]["slug"] == "main")

        return self._id("the warehouse", find)

    def _id(self, name: str, find: Any) -> str:
        if name not in self._ids:
            self._ids[name] = find()
        return self._ids[name]


def _to_send(line: dict[str, Any], items: Items | None) -> int:
    unsent: int = line["quantity"] - line["quantityFulfilled"]
    return unsent if items is None else items.get(line["productSku"], 0)


def _reference() -> str:
    return f"psp-{uuid.uuid4().hex[:12]}"
