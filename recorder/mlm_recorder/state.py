"""Orders and checkouts as a fresh database connection sees them: committed rows only."""

import contextlib
from typing import Any

import psycopg
from django.conf import settings

ORDER = """
status authorize_status charge_status user_id user_email origin original_id currency checkout_token
created_at updated_at language_code lines_count voucher_code metadata private_metadata
shipping_method_name shipping_tax_rate shipping_price_net_amount shipping_price_gross_amount
base_shipping_price_amount undiscounted_base_shipping_price_amount
total_net_amount total_gross_amount undiscounted_total_net_amount undiscounted_total_gross_amount
subtotal_net_amount subtotal_gross_amount total_charged_amount total_authorized_amount
should_refresh_prices display_gross_prices tax_error
""".split()
LINE = """
id product_sku product_name variant_name quantity quantity_fulfilled is_shipping_required
is_gift_card is_gift is_price_overridden currency tax_rate metadata private_metadata voucher_code
unit_price_net_amount unit_price_gross_amount total_price_net_amount total_price_gross_amount
undiscounted_unit_price_net_amount undiscounted_unit_price_gross_amount
undiscounted_total_price_net_amount undiscounted_total_price_gross_amount
base_unit_price_amount undiscounted_base_unit_price_amount
unit_discount_amount unit_discount_value unit_discount_type unit_discount_reason
""".split()
FULFILLMENT = "id fulfillment_order status total_refund_amount shipping_refund_amount".split()
TRANSACTION = """
id name psp_reference available_actions currency authorized_value charged_value refunded_value
canceled_value authorize_pending_value charge_pending_value refund_pending_value
cancel_pending_value
""".split()
TRANSACTION_EVENT = """
type amount_value currency psp_reference message include_in_calculations related_granted_refund_id
""".split()
GRANT = """
id amount_value currency reason status shipping_costs_included transaction_item_id updated_at
""".split()
ORDER_EVENT = "type date".split()
CHECKOUT = """
email user_id currency country voucher_code authorize_status charge_status discount_amount
total_net_amount total_gross_amount subtotal_net_amount subtotal_gross_amount
""".split()
USER = "email first_name last_name is_staff is_active is_confirmed metadata".split()

Row = dict[str, Any]


def read_order(pk: Any) -> Row | None:
    with _connection() as db:
        found = _rows(db, "order_order", "id", pk, [*ORDER, "channel_id"])
        if not found:
            return None
        order = found[0]
        order["channel"] = _channel(db, order.pop("channel_id"))
        order["lines"] = _rows(db, "order_orderline", "order_id", pk, LINE, "created_at, id")
        order["fulfillments"] = _rows(db, "order_fulfillment", "order_id", pk, FULFILLMENT)
        for fulfillment in order["fulfillments"]:
            fulfillment["lines"] = _rows(
                db,
                "order_fulfillmentline",
                "fulfillment_id",
                fulfillment["id"],
                ["order_line_id", "quantity"],
            )
        order["transactions"] = _rows(db, "payment_transactionitem", "order_id", pk, TRANSACTION)
        for item in order["transactions"]:
            item["events"] = _rows(
                db, "payment_transactionevent", "transaction_id", item["id"], TRANSACTION_EVENT
            )
        order["granted_refunds"] = _rows(db, "order_ordergrantedrefund", "order_id", pk, GRANT)
        for grant in order["granted_refunds"]:
            grant["lines"] = _rows(
                db,
                "order_ordergrantedrefundline",
                "granted_refund_id",
                grant["id"],
                ["order_line_id", "quantity"],
            )
        order["events"] = _rows(db, "order_orderevent", "order_id", pk, ORDER_EVENT)
        return order


def read_checkout(pk: Any) -> Row | None:
    with _connection() as db:
        found = _rows(db, "checkout_checkout", "token", pk, [*CHECKOUT, "channel_id"], "token")
        if not found:
            return None
        checkout = found[0]
        checkout["channel"] = _channel(db, checkout.pop("channel_id"))
        checkout["metadata"] = _rows(
            db, "checkout_checkoutmetadata", "checkout_id", pk, ["metadata", "private_metadata"]
        )
        checkout["lines"] = _rows(
            db,
            "checkout_checkoutline",
            "checkout_id",
            pk,
            ["quantity", "currency", "is_gift", "total_price_net_amount"],
            "created_at, id",
        )
        return checkout


def read_user(pk: Any) -> Row | None:
    with _connection() as db:
        found = _rows(db, "account_user", "id", pk, USER)
        return found[0] if found else None


@contextlib.contextmanager
def _connection():
    target = settings.DATABASES["default"]
    connection = psycopg.connect(
        host=target["HOST"],
        port=target["PORT"],
        dbname=target["NAME"],
        user=target["USER"],
        password=target["PASSWORD"],
        autocommit=True,
    )
    try:
        yield connection
    finally:
        connection.close()


def _rows(db, table: str, column: str, value: Any, keys: list[str], order: str = "id") -> list[Row]:
    query = f"select to_jsonb(t) from {table} t where {column} = %s order by {order}"
    rows = [row for (row,) in db.execute(query, [value]).fetchall()]
    return [{key: row[key] for key in keys if key in row} for row in rows]


def _channel(db, pk: int) -> str:
    return db.execute("select slug from channel_channel where id = %s", [pk]).fetchone()[0]
