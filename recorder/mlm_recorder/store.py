"""A store spoken to over HTTP: the operations that the scripts use, and nothing about its host."""

import json
import urllib.error
import urllib.request
from decimal import Decimal
from typing import Any

APP_TOKEN = "scenarios-app-token-0123456789"
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
    "de": {  # nothing is sent there
        "firstName": "Anke",
        "lastName": "Kunz",
        "streetAddress1": "Unter den Linden 1",
        "city": "Berlin",
        "postalCode": "10117",
        "country": "DE",
    },
}
ORDER = """query Q($id: ID!) { order(id: $id) {
  id status chargeStatus total { gross { amount currency } }
  lines { id productSku quantity quantityFulfilled }
  fulfillments { id status lines { id quantity orderLine { id } } }
  transactions { id } grantedRefunds { id status } } }"""


class StoreError(Exception):
    """The store answered with errors."""


class Store:
    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.warehouse_id = ""

    def raw(self, body: dict[str, Any], token: str = "") -> dict[str, Any]:
        return json.loads(self._http("POST", "/graphql/", json.dumps(body).encode(), token))

    def call(self, query: str, variables: dict[str, Any] | None = None, token: str = "") -> Any:
        """Return the one field that the query asks for."""
        answer = self.raw({"query": query, "variables": variables or {}}, token)
        if answer.get("errors"):
            raise StoreError([error["message"] for error in answer["errors"]])
        for name, payload in answer["data"].items():
            if isinstance(payload, dict) and payload.get("errors"):
                raise StoreError(name, payload["errors"])
        (payload,) = answer["data"].values()
        return payload

    def app(self, query: str, **variables: Any) -> Any:
        return self.call(query, variables, APP_TOKEN)

    def hooks(self) -> list[dict[str, Any]]:
        return json.loads(self._http("GET", "/plugins/global/mlm.recorder/trace"))["hooks"]

    def forget_hooks(self) -> None:
        self._http("DELETE", "/plugins/global/mlm.recorder/trace")

    def _http(self, method: str, path: str, body: bytes | None = None, token: str = "") -> bytes:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.read()
        except urllib.error.HTTPError as error:
            return error.read()

    def register(self, email: str, channel: str = "us") -> str:
        self.call(
            "mutation M($input: AccountRegisterInput!) { accountRegister(input: $input) "
            f"{{ {ERRORS} }} }}",
            {"input": {"email": email, "password": "password1", "channel": channel}},
        )
        return self.login(email, "password1")

    def login(self, email: str, password: str) -> str:
        return self.call(
            "mutation M($email: String!, $password: String!) "
            f"{{ tokenCreate(email: $email, password: $password) {{ token {ERRORS} }} }}",
            {"email": email, "password": password},
        )["token"]

    def checkout(
        self,
        items: dict[str, int],
        channel: str = "us",
        email: str = "guest@example.com",
        token: str = "",
        **more: Any,
    ) -> dict[str, Any]:
        lines = [{"variantId": self.variant(s, channel), "quantity": q} for s, q in items.items()]
        data = {
            "channel": channel,
            "lines": lines,
            "shippingAddress": ADDRESS[channel],
            "billingAddress": ADDRESS[channel],
            **({} if token else {"email": email}),
            **more,
        }
        created = self.call(
            "mutation M($input: CheckoutCreateInput!) { checkoutCreate(input: $input) "
            f"{{ checkout {{ id token shippingMethods {{ id }} }} {ERRORS} }} }}",
            {"input": data},
            token,
        )["checkout"]
        for method in created["shippingMethods"][:1]:
            self.call(
                "mutation M($id: ID!, $method: ID!) { checkoutDeliveryMethodUpdate("
                f"id: $id, deliveryMethodId: $method) {{ {ERRORS} }} }}",
                {"id": created["id"], "method": method["id"]},
                token,
            )
        return created

    def variant(self, sku: str, channel: str) -> str:
        return self.call(
            "query Q($sku: String!, $channel: String!) "
            "{ productVariant(sku: $sku, channel: $channel) { id } }",
            {"sku": sku, "channel": channel},
        )["id"]

    def promo_code(self, checkout_id: str, code: str) -> None:
        self.call(
            "mutation M($id: ID!, $code: String!) { checkoutAddPromoCode("
            f"id: $id, promoCode: $code) {{ {ERRORS} }} }}",
            {"id": checkout_id, "code": code},
        )

    def total(self, checkout_id: str) -> dict[str, Any]:
        return self.call(
            "query Q($id: ID!) { checkout(id: $id) { totalPrice { gross { amount currency } } } }",
            {"id": checkout_id},
        )["totalPrice"]["gross"]

    def pay(
        self,
        target_id: str,
        money: dict[str, Any],
        reference: str = "pay-1",
        kind: str = "amountCharged",
    ) -> str:
        return self.app(
            "mutation M($id: ID!, $transaction: TransactionCreateInput!) { transactionCreate("
            f"id: $id, transaction: $transaction) {{ transaction {{ id }} {ERRORS} }} }}",
            id=target_id,
            transaction={
                "name": "stub",
                "pspReference": reference,
                "availableActions": ["REFUND"],
                kind: money,
            },
        )["transaction"]["id"]

    def complete(self, checkout_id: str, token: str = "", **variables: Any) -> str:
        return self.call(
            "mutation M($id: ID!, $metadata: [MetadataInput!]) { checkoutComplete("
            f"id: $id, metadata: $metadata) {{ order {{ id }} {ERRORS} }} }}",
            {"id": checkout_id, **variables},
            token,
        )["order"]["id"]

    def place(self, items: dict[str, int], token: str = "", **more: Any) -> str:
        checkout_id = self.checkout(items, token=token, **more)["id"]
        self.pay(checkout_id, self.total(checkout_id))
        return self.complete(checkout_id, token)

    def order(self, order_id: str) -> dict[str, Any]:
        return self.app(ORDER, id=order_id)

    def fulfill(self, order_id: str, quantities: dict[str, int] | None = None) -> dict[str, Any]:
        lines = [
            {
                "orderLineId": line["id"],
                "stocks": [
                    {
                        "warehouse": self.warehouse(),
                        "quantity": (quantities or {}).get(line["productSku"], line["quantity"]),
                    }
                ],
            }
            for line in self.order(order_id)["lines"]
            if quantities is None or line["productSku"] in quantities
        ]
        return self.app(
            "mutation M($order: ID!, $input: OrderFulfillInput!) { orderFulfill("
            f"order: $order, input: $input) {{ fulfillments {{ id }} {ERRORS} }} }}",
            order=order_id,
            input={"lines": lines, "notifyCustomer": False},
        )

    def grant(self, order_id: str, quantities: dict[str, int], **more: Any) -> str:
        order = self.order(order_id)
        return self.app(
            "mutation M($id: ID!, $input: OrderGrantRefundCreateInput!) { orderGrantRefundCreate("
            f"id: $id, input: $input) {{ grantedRefund {{ id }} {ERRORS} }} }}",
            id=order_id,
            input={
                "transactionId": order["transactions"][0]["id"],
                "reason": "returned",
                "lines": [
                    {"id": line["id"], "quantity": quantities[line["productSku"]]}
                    for line in order["lines"]
                    if line["productSku"] in quantities
                ],
                **more,
            },
        )["grantedRefund"]["id"]

    def refund_granted(self, grant_id: str) -> None:
        self.app(
            "mutation M($id: ID!) { transactionRequestRefundForGrantedRefund("
            f"grantedRefundId: $id) {{ {ERRORS} }} }}",
            id=grant_id,
        )

    def report(self, order_id: str, kind: str, amount: float, reference: str) -> None:
        self.app(
            "mutation M($id: ID!, $type: TransactionEventTypeEnum!, $amount: PositiveDecimal!, "
            "$psp: String!) { transactionEventReport(id: $id, type: $type, amount: $amount, "
            f"pspReference: $psp) {{ {ERRORS} }} }}",
            id=self.order(order_id)["transactions"][0]["id"],
            type=kind,
            amount=amount,
            psp=reference,
        )

    def order_action(self, name: str, **variables: Any) -> None:
        """Run a mutation whose only argument is an order's id: orderCancel, orderConfirm, ..."""
        self.app(f"mutation M($id: ID!) {{ {name}(id: $id) {{ {ERRORS} }} }}", **variables)

    def order_from_checkout(self, checkout_id: str) -> str:
        return self.app(
            "mutation M($id: ID!) { orderCreateFromCheckout(id: $id) "
            f"{{ order {{ id }} {ERRORS} }} }}",
            id=checkout_id,
        )["order"]["id"]

    def voucher(self, code: str, discount: float, channel: str = "us", **more: Any) -> None:
        """Make a voucher, a percentage if nothing else is said, that is good in one channel."""
        voucher_id = self.app(
            "mutation M($input: VoucherInput!) { voucherCreate(input: $input) "
            f"{{ voucher {{ id }} {ERRORS} }} }}",
            input={"addCodes": [code], "discountValueType": "PERCENTAGE", **more},
        )["voucher"]["id"]
        self.app(
            "mutation M($id: ID!, $input: VoucherChannelListingInput!) "
            f"{{ voucherChannelListingUpdate(id: $id, input: $input) {{ {ERRORS} }} }}",
            id=voucher_id,
            input={
                "addChannels": [{"channelId": self.channel(channel), "discountValue": discount}]
            },
        )

    def draft(self, lines: dict[str, dict[str, Any]], channel: str = "us", **more: Any) -> str:
        """Draft an order by staff; `lines` are quantities and, if wished, prices by SKU."""
        return self.app(
            "mutation M($input: DraftOrderCreateInput!) { draftOrderCreate(input: $input) "
            f"{{ order {{ id }} {ERRORS} }} }}",
            input={
                "channelId": self.channel(channel),
                "userEmail": "draft@example.com",
                "shippingAddress": ADDRESS[channel],
                "billingAddress": ADDRESS[channel],
                "shippingMethod": self.delivery_method(channel),
                "lines": [
                    {"variantId": self.variant(sku, channel), **line} for sku, line in lines.items()
                ],
                **more,
            },
        )["order"]["id"]

    def bulk_import(self, lines: dict[str, tuple[int, str, str]], **more: Any) -> str:
        """Import one order, paid: quantity, net and gross of each line by SKU."""
        gross = str(sum(Decimal(line[2]) for line in lines.values()))
        made = self.app(
            "mutation M($orders: [OrderBulkCreateInput!]!) { orderBulkCreate(orders: $orders, "
            "errorPolicy: IGNORE_FAILED, stockUpdatePolicy: SKIP) "
            "{ results { order { id } errors { path message code } } errors { message code } } }",
            orders=[
                {
                    "channel": "us",
                    "createdAt": "2026-11-01T12:00:00Z",
                    "status": "UNFULFILLED",
                    "user": {"email": "import@example.com"},
                    "billingAddress": ADDRESS["us"],
                    "shippingAddress": ADDRESS["us"],
                    "deliveryMethod": {
                        "shippingMethodId": self.delivery_method("us"),
                        "shippingPrice": {"net": "0", "gross": "0"},
                    },
                    "currency": "USD",
                    "languageCode": "EN",
                    "lines": [self._imported(sku, *line) for sku, line in lines.items()],
                    "transactions": [
                        {
                            "name": "till",
                            "pspReference": "till-1",
                            "amountCharged": {"amount": gross, "currency": "USD"},
                        }
                    ],
                    **more,
                }
            ],
        )["results"][0]
        if not made["order"]:
            raise StoreError("orderBulkCreate", made["errors"])
        return made["order"]["id"]

    def _imported(self, sku: str, quantity: int, net: str, gross: str) -> dict[str, Any]:
        price = {"net": net, "gross": gross}
        return {
            "variantId": self.variant(sku, "us"),
            "createdAt": "2026-11-01T12:00:00Z",
            "isShippingRequired": True,
            "isGiftCard": False,
            "quantity": quantity,
            "totalPrice": price,
            "undiscountedTotalPrice": price,
            "warehouse": self.warehouse(),
        }

    def auto_approve(self, on: bool) -> None:
        self.app(
            "mutation M($input: ShopSettingsInput!) { shopSettingsUpdate(input: $input) "
            f"{{ {ERRORS} }} }}",
            input={"fulfillmentAutoApprove": on},
        )

    def gift_card(self, balance: float) -> str:
        return self.app(
            "mutation M($input: GiftCardCreateInput!) { giftCardCreate(input: $input) "
            f"{{ giftCard {{ code }} {ERRORS} }} }}",
            input={"balance": {"amount": balance, "currency": "USD"}, "isActive": True},
        )["giftCard"]["code"]

    def restate(self, order_id: str, **amounts: dict[str, Any]) -> None:
        """State a transaction's amounts anew, without an event of its own."""
        self.app(
            "mutation M($id: ID!, $transaction: TransactionUpdateInput!) { transactionUpdate("
            f"id: $id, transaction: $transaction) {{ {ERRORS} }} }}",
            id=self.order(order_id)["transactions"][0]["id"],
            transaction=amounts,
        )

    def channel(self, slug: str) -> str:
        rows = self.app("{ channels { id slug } }")
        return next(row["id"] for row in rows if row["slug"] == slug)

    def delivery_method(self, channel: str) -> str:
        """The shipping method that a checkout of this channel would offer first."""
        return self.checkout({"SKU-01": 1}, channel)["shippingMethods"][0]["id"]

    def warehouse(self) -> str:
        if not self.warehouse_id:
            found = self.app("{ warehouses(first: 10) { edges { node { id slug } } } }")
            self.warehouse_id = found["edges"][0]["node"]["id"]
        return self.warehouse_id

    def order_update_shipping(self, order_id: str, channel: str = "us") -> None:
        self.app(
            "mutation M($order: ID!, $input: OrderUpdateShippingInput!) { orderUpdateShipping("
            f"order: $order, input: $input) {{ {ERRORS} }} }}",
            order=order_id,
            input={"shippingMethod": self.delivery_method(channel)},
        )
