"""What the staff of a shop and its payment app do to orders, beyond sending and refunding."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from .store import ADDRESS, ERRORS, REPORT, Customer, Items, Store

DRAFT = f"""mutation ($input: DraftOrderCreateInput!) {{
  draftOrderCreate(input: $input) {{ order {{ id }} {ERRORS} }} }}"""
COMPLETE = f"mutation ($id: ID!) {{ draftOrderComplete(id: $id) {{ {ERRORS} }} }}"
DRAFT_DELETE = f"mutation ($id: ID!) {{ draftOrderDelete(id: $id) {{ {ERRORS} }} }}"
SHIPPING = f"""mutation ($order: ID!, $input: OrderUpdateShippingInput!) {{
  orderUpdateShipping(order: $order, input: $input) {{ {ERRORS} }} }}"""
# The stock is left alone, and a tax class that is not named is no reason to refuse.
IMPORT = """mutation ($orders: [OrderBulkCreateInput!]!) {
  orderBulkCreate(orders: $orders, errorPolicy: IGNORE_FAILED, stockUpdatePolicy: SKIP) {
    results { order { id } } errors { message code } } }"""
CONFIRM = f"mutation ($id: ID!) {{ orderConfirm(id: $id) {{ {ERRORS} }} }}"
MARK_PAID = f"mutation ($id: ID!) {{ orderMarkAsPaid(id: $id) {{ {ERRORS} }} }}"
SHOP = f"""mutation ($input: ShopSettingsInput!) {{
  shopSettingsUpdate(input: $input) {{ {ERRORS} }} }}"""
CHANNEL = f"""mutation ($id: ID!, $input: ChannelUpdateInput!) {{
  channelUpdate(id: $id, input: $input) {{ {ERRORS} }} }}"""
PARCELS = """query ($id: ID!) {
  order(id: $id) { fulfillments { id status lines { id quantity } } } }"""
APPROVE = f"""mutation ($id: ID!) {{
  orderFulfillmentApprove(id: $id, notifyCustomer: false) {{ {ERRORS} }} }}"""
GIVE_BACK = f"""mutation ($order: ID!, $input: OrderReturnProductsInput!) {{
  orderFulfillmentReturnProducts(order: $order, input: $input) {{
    replaceOrder {{ id }} {ERRORS} }} }}"""
PAY = f"""mutation ($id: ID!, $transaction: TransactionCreateInput!) {{
  transactionCreate(id: $id, transaction: $transaction) {{ {ERRORS} }} }}"""
RESTATE = f"""mutation ($id: ID!, $transaction: TransactionUpdateInput!) {{
  transactionUpdate(id: $id, transaction: $transaction) {{ {ERRORS} }} }}"""
GRANT_AMOUNT = f"""mutation ($id: ID!, $input: OrderGrantRefundCreateInput!) {{
  orderGrantRefundCreate(id: $id, input: $input) {{ grantedRefund {{ id }} {ERRORS} }} }}"""
REFUND_GRANTED = f"""mutation ($id: ID!) {{
  transactionRequestRefundForGrantedRefund(grantedRefundId: $id) {{ {ERRORS} }} }}"""
GIFT_CARD = f"""mutation ($input: GiftCardCreateInput!) {{
  giftCardCreate(input: $input) {{ giftCard {{ code }} {ERRORS} }} }}"""
CUSTOMER_UPDATE = f"""mutation ($id: ID, $input: CustomerInput!) {{
  customerUpdate(id: $id, input: $input) {{ {ERRORS} }} }}"""
CUSTOMER_DELETE = f"mutation ($id: ID!) {{ customerDelete(id: $id) {{ {ERRORS} }} }}"
ORDER_USER = "query ($id: ID!) { order(id: $id) { user { id } } }"


class Staff:
    """An app with every permission; amounts are in US dollars."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.app = store.app

    def draft(
        self,
        items: Items,
        prices: dict[str, str] | None = None,
        metadata: dict[str, str] | None = None,
    ) -> str:
        """Draft an order; `prices` are those that are set by hand."""
        lines = [
            {
                "variantId": self.store.variant(sku),
                "quantity": quantity,
                "price": (prices or {}).get(sku),
            }
            for sku, quantity in items.items()
        ]
        data = {
            "channelId": self.store.channel("us"),
            "userEmail": f"{uuid.uuid4().hex[:12]}@example.com",
            "shippingAddress": ADDRESS["us"],
            "billingAddress": ADDRESS["us"],
            "shippingMethod": self.store.delivery_method(),
            "metadata": [{"key": k, "value": v} for k, v in (metadata or {}).items()],
            "lines": lines,
        }
        order_id: str = self.app.ask(DRAFT, input=data)["order"]["id"]
        return order_id

    def complete(self, draft_id: str) -> None:
        self.app.ask(COMPLETE, id=draft_id)

    def delete_draft(self, draft_id: str) -> None:
        self.app.ask(DRAFT_DELETE, id=draft_id)

    def pay(self, order_id: str, amount: float | None = None) -> None:
        """Charge an order that was placed, in full if nothing else is said."""
        total = self.store.order(order_id)["total"]["gross"]
        money = total if amount is None else {"amount": amount, "currency": "USD"}
        data = {"name": "card", "availableActions": ["REFUND"], "amountCharged": money}
        self.app.ask(PAY, id=order_id, transaction=data)

    def import_order(
        self, sku: str, price: dict[str, str], at: datetime, code: str, *, counts: bool
    ) -> str:
        """Import two of a product, paid elsewhere; whether it counts is for the importer to say."""
        data = {
            "channel": "us",
            "createdAt": at.isoformat(),
            "status": "UNFULFILLED",
            "user": {"email": f"{uuid.uuid4().hex[:12]}@example.com"},
            "billingAddress": ADDRESS["us"],
            "shippingAddress": ADDRESS["us"],
            "currency": "USD",
            "languageCode": "EN",
            "deliveryMethod": {
                "shippingMethodId": self.store.delivery_method(),
                "shippingPrice": {"net": "0", "gross": "0"},
            },
            "lines": [
                {
                    "variantId": self.store.variant(sku),
                    "createdAt": at.isoformat(),
                    "isShippingRequired": True,
                    "isGiftCard": False,
                    "quantity": 2,
                    "totalPrice": price,
                    "undiscountedTotalPrice": price,
                    "warehouse": self.store.warehouse(),
                }
            ],
            "transactions": [
                {"name": "till", "amountCharged": {"amount": price["gross"], "currency": "USD"}}
            ],
            "metadata": [{"key": "mlm.ref", "value": code}],
        }
        if counts:
            data["privateMetadata"] = [{"key": "mlm.counts", "value": "true"}]
        (result,) = self.app.ask(IMPORT, orders=[data])["results"]
        order_id: str = result["order"]["id"]
        return order_id

    def confirm(self, order_id: str) -> None:
        self.app.ask(CONFIRM, id=order_id)

    def mark_paid(self, order_id: str) -> None:
        self.app.ask(MARK_PAID, id=order_id)

    @contextmanager
    def approval(self) -> Iterator[None]:
        """Parcels wait for an approval meanwhile."""
        self.app.ask(SHOP, input={"fulfillmentAutoApprove": False})
        try:
            yield
        finally:
            self.app.ask(SHOP, input={"fulfillmentAutoApprove": True})

    def approve(self, order_id: str) -> None:
        for row in self._parcels(order_id, "WAITING_FOR_APPROVAL"):
            self.app.ask(APPROVE, id=row["id"])

    def take_back_goods(self, order_id: str, *, replace: bool = False) -> str | None:
        """One unit comes back and no money goes; the draft of what replaces it, if anything."""
        line = self._parcels(order_id, "FULFILLED")[0]["lines"][0]
        row = {"fulfillmentLineId": line["id"], "quantity": 1, "replace": replace}
        data = {"fulfillmentLines": [row], "refund": False}
        made = self.app.ask(GIVE_BACK, order=order_id, input=data)["replaceOrder"]
        return made["id"] if made else None

    def deliver_by_mail(self, order_id: str) -> None:
        data = {"shippingMethod": self.store.delivery_method()}
        self.app.ask(SHIPPING, order=order_id, input=data)

    def report(self, order_id: str, kind: str, amount: float) -> None:
        """What a payment app tells of the order's first transaction."""
        reference = f"psp-{uuid.uuid4().hex[:12]}"
        self.app.ask(
            REPORT, id=self._transaction(order_id), type=kind, amount=amount, psp=reference
        )

    def restate_charge(self, order_id: str, amount: float) -> None:
        """The payment app says what is charged now, and nothing of why."""
        money = {"amountCharged": {"amount": amount, "currency": "USD"}}
        self.app.ask(RESTATE, id=self._transaction(order_id), transaction=money)

    def refund_granted_amount(self, order_id: str, amount: float) -> None:
        """Grant a sum without saying what for, and have it paid."""
        data = {"transactionId": self._transaction(order_id), "amount": amount}
        grant = self.app.ask(GRANT_AMOUNT, id=order_id, input=data)["grantedRefund"]["id"]
        self.app.ask(REFUND_GRANTED, id=grant)
        self.store.await_grant(order_id, grant)

    def gift_card(self, balance: float) -> str:
        """The code of a new gift card."""
        data = {"balance": {"amount": balance, "currency": "USD"}, "isActive": True}
        code: str = self.app.ask(GIFT_CARD, input=data)["giftCard"]["code"]
        return code

    @contextmanager
    def orders_expire(self, minutes: int) -> Iterator[None]:
        self._channel({"expireOrdersAfter": minutes})
        try:
            yield
        finally:
            self._channel({"expireOrdersAfter": 0})

    def confirm_customer(self, customer: Customer) -> None:
        """Staff confirms an address: the orders placed with it before become the customer's."""
        self.app.ask(CUSTOMER_UPDATE, id=customer.id, input={"isConfirmed": True})

    def delete_customer(self, customer: Customer) -> None:
        self.app.ask(CUSTOMER_DELETE, id=customer.id)

    def buyer(self, order_id: str) -> str | None:
        user = self.app.ask(ORDER_USER, id=order_id)["user"]
        return user["id"] if user else None

    def _channel(self, changes: dict[str, Any]) -> None:
        data = {"orderSettings": changes}
        self.app.ask(CHANNEL, id=self.store.channel("us"), input=data)

    def _parcels(self, order_id: str, status: str) -> list[dict[str, Any]]:
        rows = self.app.ask(PARCELS, id=order_id)["fulfillments"]
        return [row for row in rows if row["status"] == status]

    def _transaction(self, order_id: str) -> str:
        transaction_id: str = self.store.order(order_id)["transactions"][0]["id"]
        return transaction_id
