"""What a shop sees in its life, each as a short script over HTTP: the recorded traces' source."""

from collections.abc import Callable
from typing import Any

from .store import ERRORS, Store

SCRIPTS: dict[str, Callable[[Store], Any]] = {}


def script(function: Callable[[Store], Any]) -> Callable[[Store], Any]:
    SCRIPTS[function.__name__] = function
    return function


@script
def guest_checkout(store: Store) -> None:
    store.place({"SKU-01": 2, "SKU-02": 1})


@script
def fulfil_whole(store: Store) -> None:
    store.fulfill(store.place({"SKU-01": 2}))


@script
def fulfil_in_three_parts(store: Store) -> None:
    order_id = store.place({"SKU-01": 4})
    for quantity in (1, 2, 1):
        store.fulfill(order_id, {"SKU-01": quantity})


@script
def refund_one_unit(store: Store) -> None:
    """Granted, asked of the payment app, answered REFUND_SUCCESS: the labelled refund."""
    order_id = store.place({"SKU-01": 2, "SKU-05": 1})
    store.fulfill(order_id)
    store.refund_granted(store.grant(order_id, {"SKU-01": 1}))


@script
def refund_granted_but_unlabelled(store: Store) -> None:
    order_id = store.place({"SKU-01": 2})
    store.grant(order_id, {"SKU-01": 1})
    store.report(order_id, "REFUND_SUCCESS", 22, "ref-1")


@script
def refund_by_amount(store: Store) -> None:
    order_id = store.place({"SKU-02": 2})
    store.report(order_id, "REFUND_SUCCESS", 11, "ref-1")
    store.report(order_id, "REFUND_SUCCESS", 104.5, "ref-2")


@script
def refund_reversed_and_charged_back(store: Store) -> None:
    order_id = store.place({"SKU-02": 1})
    store.report(order_id, "REFUND_SUCCESS", 10, "ref-1")
    store.report(order_id, "REFUND_REVERSE", 10, "ref-1")
    store.report(order_id, "CHARGE_BACK", 60.5, "back-1")


@script
def cancel_unpaid(store: Store) -> None:
    checkout_id = store.checkout({"SKU-01": 1})["id"]
    order_id = store.order_from_checkout(checkout_id)
    store.order_action("orderCancel", id=order_id)


@script
def pay_after_order(store: Store) -> None:
    checkout_id = store.checkout({"SKU-01": 1, "SKU-03": 3})["id"]
    total = store.total(checkout_id)
    order_id = store.order_from_checkout(checkout_id)
    store.pay(order_id, {**total, "amount": 10}, "pay-1")
    store.pay(order_id, {**total, "amount": round(total["amount"] - 10, 2)}, "pay-2")


@script
def mark_as_paid(store: Store) -> None:
    checkout_id = store.checkout({"SKU-04": 1})["id"]
    order_id = store.order_from_checkout(checkout_id)
    store.order_action("orderMarkAsPaid", id=order_id)
    store.order_action("orderConfirm", id=order_id)
    store.fulfill(order_id)


@script
def voucher_of_everything(store: Store) -> None:
    """100 % of the lines and no shipping method's price left out: shipping is still to pay."""
    store.voucher("ALL-FREE", 100, type="ENTIRE_ORDER")
    checkout_id = store.checkout({"SKU-01": 1, "SKU-02": 1})["id"]
    store.promo_code(checkout_id, "ALL-FREE")
    store.pay(checkout_id, store.total(checkout_id))
    store.complete(checkout_id)


@script
def voucher_of_a_seventh(store: Store) -> None:
    """An order-level percentage, spread over lines that do not divide evenly."""
    store.voucher("SEVENTH", 14.3, type="ENTIRE_ORDER")
    checkout_id = store.checkout({"SKU-01": 3, "SKU-05": 7, "SKU-08": 1})["id"]
    store.promo_code(checkout_id, "SEVENTH")
    store.pay(checkout_id, store.total(checkout_id))
    store.fulfill(store.complete(checkout_id))


@script
def voucher_of_one_product(store: Store) -> None:
    product = store.call('{ product(slug: "product-02", channel: "us") { id } }')["id"]
    store.voucher("TWO", 10, type="SPECIFIC_PRODUCT", products=[product])
    checkout_id = store.checkout({"SKU-01": 1, "SKU-02": 3})["id"]
    store.promo_code(checkout_id, "TWO")
    store.pay(checkout_id, store.total(checkout_id))
    store.complete(checkout_id)


@script
def voucher_of_an_amount(store: Store) -> None:
    """More than a line costs, less than all lines cost."""
    store.voucher("TWELVE", 12, type="ENTIRE_ORDER", discountValueType="FIXED")
    _place_with(store, "TWELVE", {"SKU-03": 1, "SKU-04": 2, "SKU-05": 3})


@script
def voucher_of_an_amount_each(store: Store) -> None:
    product = store.call('{ product(slug: "product-05", channel: "us") { id } }')["id"]
    more = {"type": "SPECIFIC_PRODUCT", "discountValueType": "FIXED", "products": [product]}
    store.voucher("EACH", 3.33, **more)
    _place_with(store, "EACH", {"SKU-01": 1, "SKU-05": 3})


@script
def voucher_of_the_cheapest(store: Store) -> None:
    store.voucher("CHEAPEST", 50, type="ENTIRE_ORDER", applyOncePerOrder=True)
    _place_with(store, "CHEAPEST", {"SKU-01": 1, "SKU-05": 3})


@script
def voucher_of_delivery(store: Store) -> None:
    store.voucher("DELIVERY", 33, type="SHIPPING")
    _place_with(store, "DELIVERY", {"SKU-01": 1})


@script
def voucher_in_yen(store: Store) -> None:
    store.voucher("YEN", 7.7, "jp", type="ENTIRE_ORDER")
    _place_with(store, "YEN", {"SKU-01": 1, "SKU-05": 2, "SKU-08": 3}, channel="jp")


def _place_with(store: Store, code: str, items: dict[str, int], **more: Any) -> str:
    checkout_id = store.checkout(items, **more)["id"]
    store.promo_code(checkout_id, code)
    store.pay(checkout_id, store.total(checkout_id))
    return store.complete(checkout_id)


@script
def gift_card_line(store: Store) -> None:
    store.place({"SKU-20": 1, "SKU-01": 1})


@script
def registered_customer(store: Store) -> None:
    token = store.register("amy@example.com")
    store.fulfill(store.place({"SKU-03": 2}, token=token))


@script
def order_by_an_app(store: Store) -> None:
    """What an autoship does: authorize, order in the customer's name, then charge."""
    store.register("bob@example.com")
    customer_id = store.app(
        "query Q($email: String!) { user(email: $email) { id } }", email="bob@example.com"
    )["id"]
    checkout_id = store.checkout({"SKU-03": 2}, email="x@example.com")["id"]
    store.app(
        "mutation M($id: ID!, $customerId: ID) { checkoutCustomerAttach("
        f"id: $id, customerId: $customerId) {{ {ERRORS} }} }}",
        id=checkout_id,
        customerId=customer_id,
    )
    total = store.total(checkout_id)
    store.pay(checkout_id, total, kind="amountAuthorized")
    order_id = store.order_from_checkout(checkout_id)
    store.report(order_id, "CHARGE_SUCCESS", total["amount"], "charge-1")
    store.fulfill(order_id)


@script
def amounts_restated(store: Store) -> None:
    order_id = store.place({"SKU-02": 1})
    for charged, refunded in ((50.5, 10), (60.5, 0), (0, 60.5)):
        store.app(
            "mutation M($id: ID!, $transaction: TransactionUpdateInput!) { transactionUpdate("
            f"id: $id, transaction: $transaction) {{ {ERRORS} }} }}",
            id=store.order(order_id)["transactions"][0]["id"],
            transaction={
                "amountCharged": {"amount": charged, "currency": "USD"},
                "amountRefunded": {"amount": refunded, "currency": "USD"},
            },
        )


@script
def overpaid(store: Store) -> None:
    order_id = store.place({"SKU-03": 1})
    store.pay(order_id, {"amount": 5, "currency": "USD"}, "pay-2")


@script
def grant_changed(store: Store) -> None:
    order_id = store.place({"SKU-01": 3})
    grant_id = store.grant(order_id, {"SKU-01": 1})
    store.app(
        "mutation M($id: ID!, $input: OrderGrantRefundUpdateInput!) { orderGrantRefundUpdate("
        f"id: $id, input: $input) {{ {ERRORS} }} }}",
        id=grant_id,
        input={"amount": 12.5, "reason": "kindness"},
    )
    store.refund_granted(grant_id)
    store.grant(order_id, {"SKU-01": 2}, grantRefundForShipping=True)
    store.report(order_id, "REFUND_SUCCESS", 1, "ref-1")


@script
def order_edited(store: Store) -> None:
    order_id = store.place({"SKU-01": 1})
    for operation in ("updateMetadata", "updatePrivateMetadata"):
        store.app(
            f"mutation M($id: ID!, $input: [MetadataInput!]!) {{ {operation}("
            f"id: $id, input: $input) {{ {ERRORS} }} }}",
            id=order_id,
            input=[{"key": "k", "value": "v"}],
        )
    store.app(
        "mutation M($id: ID!, $input: OrderUpdateInput!) { orderUpdate("
        f"id: $id, input: $input) {{ {ERRORS} }} }}",
        id=order_id,
        input={"userEmail": "changed@example.com"},
    )


@script
def customers(store: Store) -> None:
    created = store.app(
        "mutation M($input: UserCreateInput!) { customerCreate(input: $input) "
        f"{{ user {{ id }} {ERRORS} }} }}",
        input={"email": "cay@example.com", "firstName": "Cay"},
    )["user"]["id"]
    store.app(
        "mutation M($id: ID, $input: CustomerInput!) { customerUpdate("
        f"id: $id, input: $input) {{ {ERRORS} }} }}",
        id=created,
        input={"lastName": "Day"},
    )
    store.app(
        "mutation M($id: ID!, $input: [MetadataInput!]!) { updateMetadata("
        f"id: $id, input: $input) {{ {ERRORS} }} }}",
        id=created,
        input=[{"key": "k", "value": "v"}],
    )
    token = store.register("dan@example.com")
    store.call(
        f"mutation M($input: AccountInput!) {{ accountUpdate(input: $input) {{ {ERRORS} }} }}",
        {"input": {"firstName": "Dan"}},
        token,
    )
    store.place({"SKU-03": 1}, email="cay@example.com")


@script
def japanese_order(store: Store) -> None:
    order_id = store.place({"SKU-01": 1, "SKU-05": 2}, channel="jp")
    store.fulfill(order_id, {"SKU-05": 2})
    store.report(order_id, "REFUND_SUCCESS", 1099, "ref-1")


@script
def own_metadata(store: Store) -> None:
    checkout_id = store.checkout(
        {"SKU-01": 1}, metadata=[{"key": "mlm.ref", "value": "ANN"}, {"key": "b", "value": "1"}]
    )["id"]
    store.call(
        "mutation M($id: ID!, $input: [MetadataInput!]!) { updateMetadata("
        f"id: $id, input: $input) {{ {ERRORS} }} }}",
        {"id": checkout_id, "input": [{"key": "b", "value": "2"}]},
    )
    store.pay(checkout_id, store.total(checkout_id))
    store.complete(checkout_id, metadata=[{"key": "c", "value": "3"}])


@script
def fulfilment_cancelled(store: Store) -> None:
    order_id = store.place({"SKU-01": 2})
    fulfillment_id = store.fulfill(order_id)["fulfillments"][0]["id"]
    store.app(
        "mutation M($id: ID!, $input: FulfillmentCancelInput) { orderFulfillmentCancel("
        f"id: $id, input: $input) {{ {ERRORS} }} }}",
        id=fulfillment_id,
        input={"warehouseId": store.warehouse_id},
    )
    store.fulfill(order_id)


@script
def products_returned(store: Store) -> None:
    order_id = store.place({"SKU-01": 2, "SKU-02": 1})
    store.fulfill(order_id)
    (line, *_rest) = store.order(order_id)["fulfillments"][0]["lines"]
    for _ in range(2):
        store.app(
            "mutation M($order: ID!, $input: OrderReturnProductsInput!) { "
            f"orderFulfillmentReturnProducts(order: $order, input: $input) {{ {ERRORS} }} }}",
            order=order_id,
            input={
                "fulfillmentLines": [
                    {"fulfillmentLineId": line["id"], "quantity": 1, "replace": False}
                ],
                "refund": False,
            },
        )


@script
def order_cancelled_after_payment(store: Store) -> None:
    store.order_action("orderCancel", id=store.place({"SKU-06": 2}))


@script
def checkout_edited(store: Store) -> None:
    created = store.checkout({"SKU-01": 1})
    checkout_id = created["id"]
    add = [{"variantId": store.variant("SKU-07", "us"), "quantity": 2}]
    for operation in ("checkoutLinesAdd", "checkoutLinesUpdate"):
        kind = "CheckoutLineInput" if operation.endswith("Add") else "CheckoutLineUpdateInput"
        store.call(
            f"mutation M($id: ID!, $lines: [{kind}!]!) {{ {operation}("
            f"id: $id, lines: $lines) {{ {ERRORS} }} }}",
            {"id": checkout_id, "lines": [{**add[0], "quantity": 3}]},
        )
    store.call(
        "mutation M($id: ID!) { checkoutEmailUpdate("
        f'id: $id, email: "new@example.com") {{ {ERRORS} }} }}',
        {"id": checkout_id},
    )
    store.pay(checkout_id, store.total(checkout_id))
    store.complete(checkout_id)


@script
def draft_by_staff(store: Store) -> None:
    """A staff order: drafted, a price set by hand, completed, paid and sent."""
    order_id = store.draft(
        {"SKU-01": {"quantity": 2}, "SKU-05": {"quantity": 1, "price": "4.00"}},
        metadata=[{"key": "mlm.ref", "value": "ANN"}],
    )
    store.order_action("draftOrderComplete", id=order_id)
    store.pay(order_id, store.order(order_id)["total"]["gross"])
    store.fulfill(order_id)


@script
def draft_deleted(store: Store) -> None:
    store.order_action("draftOrderDelete", id=store.draft({"SKU-01": {"quantity": 1}}))


@script
def order_imported(store: Store) -> None:
    store.fulfill(store.bulk_import({"SKU-01": (2, "40.00", "44.00")}))


@script
def parcel_approved(store: Store) -> None:
    """Parcels wait for an approval; one of two gets it, the other is withdrawn."""
    store.auto_approve(False)
    try:
        order_id = store.place({"SKU-01": 2, "SKU-05": 1})
        for sku in ("SKU-01", "SKU-05"):
            store.fulfill(order_id, {sku: 1})
        first, second = (row["id"] for row in store.order(order_id)["fulfillments"])
        store.app(
            "mutation M($id: ID!) { orderFulfillmentApprove("
            f"id: $id, notifyCustomer: false) {{ {ERRORS} }} }}",
            id=first,
        )
        store.app(
            f"mutation M($id: ID!) {{ orderFulfillmentCancel(id: $id) {{ {ERRORS} }} }}", id=second
        )
    finally:
        store.auto_approve(True)


@script
def products_replaced(store: Store) -> None:
    """One of two comes back for another of the same: a draft of origin REISSUE, then sent."""
    order_id = store.place({"SKU-01": 2})
    store.fulfill(order_id)
    (line,) = store.order(order_id)["fulfillments"][0]["lines"]
    made = store.app(
        "mutation M($order: ID!, $input: OrderReturnProductsInput!) { "
        "orderFulfillmentReturnProducts(order: $order, input: $input) "
        f"{{ replaceOrder {{ id }} {ERRORS} }} }}",
        order=order_id,
        input={
            "fulfillmentLines": [{"fulfillmentLineId": line["id"], "quantity": 1, "replace": True}],
            "refund": False,
        },
    )["replaceOrder"]["id"]
    store.order_update_shipping(made)
    store.order_action("draftOrderComplete", id=made)
    store.order_action("orderMarkAsPaid", id=made)
    store.fulfill(made)


@script
def charged_back_and_won(store: Store) -> None:
    """The bank takes the money, then gives it back: reported as another charge."""
    order_id = store.place({"SKU-02": 1})
    store.report(order_id, "CHARGE_BACK", 60.5, "back-1")
    store.report(order_id, "CHARGE_SUCCESS", 60.5, "won-1")


@script
def charge_lowered(store: Store) -> None:
    order_id = store.place({"SKU-02": 1})
    for charged in (20, 60.5, 70):
        store.restate(order_id, amountCharged={"amount": charged, "currency": "USD"})


@script
def granted_without_lines(store: Store) -> None:
    order_id = store.place({"SKU-01": 2})
    store.refund_granted(store.grant(order_id, {}, amount=11))


@script
def paid_by_gift_card(store: Store) -> None:
    code = store.gift_card(15)
    checkout_id = store.checkout({"SKU-01": 1})["id"]
    store.promo_code(checkout_id, code)
    store.pay(checkout_id, store.total(checkout_id))
    store.fulfill(store.complete(checkout_id))


@script
def customer_registers_later(store: Store) -> None:
    """The guest's order becomes the customer's; then the customer is deleted."""
    order_id = store.place({"SKU-03": 1}, email="eve@example.com")
    store.register("eve@example.com")
    customer_id = store.app(
        "query Q($email: String!) { user(email: $email) { id } }", email="eve@example.com"
    )["id"]
    store.app(
        "mutation M($id: ID, $input: CustomerInput!) { customerUpdate("
        f"id: $id, input: $input) {{ {ERRORS} }} }}",
        id=customer_id,
        input={"isConfirmed": True},
    )
    store.fulfill(order_id)
    store.app(f"mutation M($id: ID!) {{ customerDelete(id: $id) {{ {ERRORS} }} }}", id=customer_id)
    store.report(order_id, "REFUND_SUCCESS", 5.5, "ref-1")
