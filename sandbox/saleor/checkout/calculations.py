"""A checkout's prices: net prices, less vouchers, plus the flat tax; kept until something changes.

An order-level discount is spread over the lines in proportion, the last line taking the rest.
"""

import datetime
from decimal import Decimal

from django.utils import timezone
from prices import Money, TaxedMoney

from ..core.db.connection import allow_writer
from ..core.prices import quantize_price
from ..core.taxes import with_tax, zero_money, zero_taxed_money
from ..discount import DiscountValueType, VoucherType
from . import CheckoutAuthorizeStatus, CheckoutChargeStatus
from .fetch import CheckoutInfo, CheckoutLineInfo
from .models import Checkout

PRICES_TTL = datetime.timedelta(hours=1)
PRICE_FIELDS = [
    f"{name}_{kind}_amount"
    for name in ("total", "subtotal", "shipping_price")
    for kind in ("net", "gross")
]


def fetch_checkout_data(info: CheckoutInfo, *, force: bool = False) -> None:
    """Bring the checkout's stored prices and payment statuses up to date.

    What a voucher takes off stays as it was when the cart was last changed, as in Saleor.
    """
    checkout = info.checkout
    if not force and checkout.price_expiration > timezone.now():
        return
    currency = checkout.currency
    subtotal = zero_taxed_money(currency)
    with allow_writer():
        for line, total in zip(info.lines, line_totals(info), strict=True):
            line.line.total_price = with_tax(total)
            line.line.undiscounted_unit_price = line.undiscounted_unit_price
            line.line.save(
                update_fields=[
                    "total_price_net_amount",
                    "total_price_gross_amount",
                    "undiscounted_unit_price_amount",
                ]
            )
            subtotal += line.line.total_price
        checkout.shipping_price = with_tax(delivery_price(info))
        checkout.subtotal = subtotal
        checkout.total = subtotal + checkout.shipping_price
        checkout.price_expiration = timezone.now() + PRICES_TTL
        checkout.save(update_fields=[*PRICE_FIELDS, "price_expiration", "last_change"])
        update_payment_statuses(checkout, has_lines=bool(info.lines))


def invalidate_checkout_prices(checkout: Checkout, save: bool = True) -> None:
    checkout.price_expiration = timezone.now()
    if save:
        checkout.save(update_fields=["price_expiration", "last_change"])


def is_order_level(info: CheckoutInfo) -> bool:
    voucher = info.voucher
    return bool(
        voucher and voucher.type == VoucherType.ENTIRE_ORDER and not voucher.apply_once_per_order
    )


def voucher_discount(info: CheckoutInfo) -> Money:
    """Return what the whole voucher takes off, wherever it takes it."""
    currency = info.checkout.currency
    if not info.voucher:
        return zero_money(currency)
    if info.voucher.type == VoucherType.SHIPPING:
        return info.voucher.get_discount_amount_for(info.delivery_price(), info.channel)
    if is_order_level(info):
        subtotal = sum((base_line_total(line) for line in info.lines), zero_money(currency))
        return info.voucher.get_discount_amount_for(subtotal, info.channel)
    full = sum((undiscounted_line_total(line) for line in info.lines), zero_money(currency))
    reduced = sum((base_line_total(line) for line in info.lines), zero_money(currency))
    return full - reduced


def refresh_discount(info: CheckoutInfo) -> None:
    checkout = info.checkout
    discount = voucher_discount(info)
    if checkout.discount != discount:
        checkout.discount = discount
        checkout.save(update_fields=["discount_amount", "last_change"])


def undiscounted_line_total(line: CheckoutLineInfo) -> Money:
    total = line.undiscounted_unit_price * line.line.quantity
    return quantize_price(total, total.currency)


def base_line_total(line: CheckoutLineInfo) -> Money:
    """Return the line's price after line-level vouchers, before order-level ones."""
    total = line.undiscounted_unit_price * line.line.quantity
    if line.voucher:
        total -= _line_discount(line, total)
    return quantize_price(total, total.currency)


def _line_discount(line: CheckoutLineInfo, total: Money) -> Money:
    voucher, quantity = line.voucher, line.line.quantity
    assert voucher is not None
    unit = total / quantity
    if voucher.apply_once_per_order:
        return voucher.get_discount_amount_for(unit, line.channel)
    if voucher.discount_value_type == DiscountValueType.PERCENTAGE:
        return voucher.get_discount_amount_for(total, line.channel)
    return min(voucher.get_discount_amount_for(unit, line.channel) * quantity, total)


def line_totals(info: CheckoutInfo) -> list[Money]:
    base = [base_line_total(line) for line in info.lines]
    if not is_order_level(info) or not base:
        return base
    currency = info.checkout.currency
    whole = sum(base, zero_money(currency))
    rest = info.checkout.discount
    totals = []
    for index, price in enumerate(base):
        share = rest
        if index < len(base) - 1:
            part = price / whole if whole else Decimal(0)
            share = quantize_price(min(info.checkout.discount * part, price), currency)
            rest -= share
        totals.append(max(price - share, zero_money(currency)))
    return totals


def delivery_price(info: CheckoutInfo) -> Money:
    price = info.delivery_price()
    if info.voucher and info.voucher.type == VoucherType.SHIPPING:
        price = max(price - info.checkout.discount, zero_money(price.currency))
    return quantize_price(price, price.currency)


def unit_price(line_total: TaxedMoney, quantity: int) -> TaxedMoney:
    return quantize_price(line_total / quantity, line_total.currency)


def update_payment_statuses(checkout: Checkout, has_lines: bool) -> None:
    due = checkout.total_to_pay().gross.amount
    items = list(checkout.payment_transactions.all())
    charged = sum((i.charged_value + i.charge_pending_value for i in items), Decimal(0))
    covered = charged + sum(
        (i.authorized_value + i.authorize_pending_value for i in items), Decimal(0)
    )
    free = has_lines and due <= 0
    checkout.charge_status = _charge_status(max(charged, Decimal(0)), due, free)
    if free or (covered != 0 and covered >= due):
        checkout.authorize_status = CheckoutAuthorizeStatus.FULL
    elif covered <= 0:
        checkout.authorize_status = CheckoutAuthorizeStatus.NONE
    else:
        checkout.authorize_status = CheckoutAuthorizeStatus.PARTIAL
    checkout.save(update_fields=["charge_status", "authorize_status", "last_change"])


def _charge_status(charged: Decimal, due: Decimal, free: bool) -> str:
    if charged <= 0:
        return CheckoutChargeStatus.FULL if free else CheckoutChargeStatus.NONE
    if charged < due:
        return CheckoutChargeStatus.PARTIAL
    return CheckoutChargeStatus.FULL if charged == due else CheckoutChargeStatus.OVERCHARGED
