"""A checkout becomes an order, in one transaction; the hooks follow its commit."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from prices import Money

from .. import NotInSandbox
from ..account.models import Address, User
from ..app.models import App
from ..channel.models import MarkAsPaidStrategy
from ..core.exceptions import InsufficientStock
from ..core.prices import quantize_price
from ..core.taxes import TAX_RATE, with_tax, zero_taxed_money
from ..discount import DiscountType, DiscountValueType
from ..discount.models import NotApplicable, OrderDiscount, VoucherCustomer
from ..order import OrderOrigin, OrderStatus
from ..order.actions import order_created
from ..order.fetch import OrderInfo, OrderLineInfo
from ..order.models import Order, OrderLine
from ..order.utils import updates_amounts_for_order
from ..plugins.manager import PluginsManager
from ..warehouse.management import allocate_stocks
from . import CheckoutAuthorizeStatus, calculations
from .fetch import CheckoutInfo, CheckoutLineInfo, fetch_checkout_info, fetch_checkout_lines
from .models import Checkout, CheckoutMetadata

Metadata = dict[str, str]


def complete_checkout(
    manager: PluginsManager,
    checkout_info: CheckoutInfo,
    lines: list[CheckoutLineInfo],
    user: User | None,
    app: App | None,
    metadata: Metadata | None = None,
) -> Order | None:
    checkout, channel = checkout_info.checkout, checkout_info.channel
    calculations.fetch_checkout_data(checkout_info)
    strategy = channel.order_mark_as_paid_strategy
    free = (
        checkout.total_to_pay().gross.amount == 0
        and strategy == MarkAsPaidStrategy.TRANSACTION_FLOW
    )
    covered = checkout.authorize_status == CheckoutAuthorizeStatus.FULL
    paying = checkout.payment_transactions.exists()
    if not (covered or paying or free or channel.allow_unpaid_orders):
        _refuse_without_payment()
    if not (covered or channel.allow_unpaid_orders):
        message = "The authorized amount doesn't cover the checkout's total amount."
        raise _error("id", message, "checkout_not_fully_paid")
    preprocess(manager, checkout_info, lines)
    return create_order_from_checkout(checkout_info, manager, user, app, metadata=metadata)


def _refuse_without_payment() -> None:
    raise ValidationError(
        "Provided payment methods can not cover the checkout's total amount",
        code="checkout_not_fully_paid",
    )


def preprocess(
    manager: PluginsManager, checkout_info: CheckoutInfo, lines: list[CheckoutLineInfo]
) -> None:
    manager.preprocess_order_creation(checkout_info, lines)


def create_order_from_checkout(
    checkout_info: CheckoutInfo,
    manager: PluginsManager,
    user: User | None,
    app: App | None,
    *,
    delete_checkout: bool = True,
    metadata: Metadata | None = None,
    private_metadata: Metadata | None = None,
) -> Order | None:
    key = checkout_info.checkout.pk
    try:
        with transaction.atomic():
            checkout = Checkout.objects.select_for_update(of=("self",)).filter(pk=key).first()
            if not checkout:
                return Order.objects.get_by_checkout_token(key)
            lines, _ = fetch_checkout_lines(checkout)
            info = fetch_checkout_info(checkout, lines)
            if not user and not info.user and checkout.email:
                known = User.objects.filter(email__iexact=checkout.email, is_active=True)
                info.user = known.first()
            order = _create_order(info, manager, user, app, metadata, private_metadata)
            if delete_checkout:
                checkout.delete()
            return order
    except NotApplicable as error:
        raise _error("voucher_code", "Voucher not applicable", "voucher_not_applicable") from error
    except InsufficientStock as error:
        names = ", ".join(str(item) for item in error.items)
        raise _error("lines", f"Insufficient product stock: {names}", "insufficient_stock") from (
            error
        )


def _create_order(
    info: CheckoutInfo,
    manager: PluginsManager,
    user: User | None,
    app: App | None,
    metadata: Metadata | None,
    private_metadata: Metadata | None,
) -> Order:
    checkout, channel = info.checkout, info.channel
    calculations.fetch_checkout_data(info)
    _use_voucher(info)
    storage, _ = CheckoutMetadata.objects.get_or_create(checkout=checkout)
    storage.store_value_in_metadata(metadata or {})
    storage.store_value_in_private_metadata(private_metadata or {})
    paying = checkout.payment_transactions.exists()
    confirmed = channel.automatically_confirm_all_new_orders and paying
    order = Order(
        status=OrderStatus.UNFULFILLED if confirmed else OrderStatus.UNCONFIRMED,
        currency=checkout.currency,
        total=checkout.total_to_pay(),
        language_code=checkout.language_code,
        checkout_token=str(checkout.token),
        origin=OrderOrigin.CHECKOUT,
        channel=channel,
        user=info.user,
        user_email=info.get_customer_email() or "",
        customer_note=checkout.note,
        voucher=info.voucher,
        voucher_code=info.voucher_code.code if info.voucher_code else None,
        metadata=storage.metadata,
        private_metadata=storage.private_metadata,
        redirect_url=checkout.redirect_url,
        should_refresh_prices=False,
        display_gross_prices=False,
        lines_count=len(info.lines),
        **_addresses(info),
        **_shipping(info),
    )
    order.save()
    lines = [_line(order, line) for line in info.lines]
    OrderLine.objects.bulk_create(lines)
    if calculations.is_order_level(info) and checkout.discount_amount:
        _order_discount(order, info)
    shipping = order.undiscounted_base_shipping_price
    nothing = zero_taxed_money(order.currency)
    # Saleor adds the untaxed delivery price to both sums.
    order.undiscounted_total = sum((x.undiscounted_total_price for x in lines), nothing) + shipping
    order.subtotal = sum((line.total_price for line in lines), nothing)
    allocate_stocks(lines, channel)
    _use_gift_cards(checkout, order)
    checkout.payment_transactions.update(order=order, checkout_id=None)
    updates_amounts_for_order(order, save=False)
    order.save()
    details = [OrderLineInfo(line, line.quantity, line.variant) for line in lines]
    order_info = OrderInfo(order, order.user_email, channel, details)
    transaction.on_commit(lambda: order_created(order_info, user, app, manager))
    return order


def _use_gift_cards(checkout: Checkout, order: Order) -> None:
    left = checkout.total_gross_amount - order.total_gross_amount
    for card in checkout.gift_cards.select_for_update():
        left -= card.spend(left)


def _addresses(info: CheckoutInfo) -> dict[str, Address | None]:
    """Copy the addresses for the order; a customer's go into the address book too."""
    kept: dict[str, Address | None] = {}
    for name in ("billing_address", "shipping_address"):
        address = getattr(info, name)
        kept[name] = address.get_copy() if address else None
        if address and info.user and getattr(info.checkout, f"save_{name}"):
            _remember(info.user, address, name)
    return kept


def _remember(user: User, address: Address, name: str) -> None:
    known = [a for a in user.addresses.all() if a.as_data() == address.as_data()]
    own = known[0] if known else address.get_copy()
    user.addresses.add(own)
    if not getattr(user, f"default_{name}_id"):
        setattr(user, f"default_{name}", own)
        user.save(update_fields=[f"default_{name}", "updated_at"])


def _shipping(info: CheckoutInfo) -> dict[str, Any]:
    checkout, method = info.checkout, info.shipping_method
    return {
        "shipping_method": method,
        "shipping_method_name": method.name if method else None,
        "shipping_price_net_amount": checkout.shipping_price_net_amount,
        "shipping_price_gross_amount": checkout.shipping_price_gross_amount,
        "base_shipping_price_amount": calculations.delivery_price(info).amount,
        "undiscounted_base_shipping_price_amount": info.delivery_price().amount,
        "shipping_tax_rate": TAX_RATE,
    }


def _line(order: Order, info: CheckoutLineInfo) -> OrderLine:
    line, variant = info.line, info.variant
    total = line.total_price
    unit = calculations.unit_price(total, line.quantity)
    full = calculations.undiscounted_line_total(info)
    base = calculations.base_line_total(info)
    full_unit = quantize_price(info.undiscounted_unit_price, line.currency)
    off = full_unit - unit.net
    return OrderLine(
        order=order,
        variant=variant,
        product_name=str(info.product),
        variant_name=str(variant),
        product_sku=variant.sku,
        product_variant_id=variant.get_global_id(),
        product_type_id=info.product.product_type_id,
        is_shipping_required=variant.is_shipping_required(),
        is_gift_card=variant.is_gift_card(),
        is_gift=line.is_gift,
        quantity=line.quantity,
        currency=line.currency,
        unit_price=unit,
        total_price=total,
        undiscounted_unit_price=with_tax(full_unit),
        undiscounted_total_price=with_tax(full),
        base_unit_price=quantize_price(base / line.quantity, line.currency),
        undiscounted_base_unit_price=full_unit,
        tax_rate=TAX_RATE,
        unit_discount_amount=off.amount,
        unit_discount_value=off.amount,
        unit_discount_type=DiscountValueType.FIXED,
        unit_discount_reason=_reason(order, info, off),
        voucher_code=order.voucher_code if info.voucher else None,
        is_price_overridden=line.price_override is not None,
        metadata=line.metadata,
        private_metadata=line.private_metadata,
    )


def _reason(order: Order, info: CheckoutLineInfo, off: Money) -> str | None:
    if not order.voucher_code or not off.amount:
        return None
    kind = "Voucher code" if info.voucher else "Entire order voucher code"
    return f"{kind}: {order.voucher_code}"


def _order_discount(order: Order, info: CheckoutInfo) -> None:
    checkout = info.checkout
    OrderDiscount.objects.create(
        order=order,
        type=DiscountType.VOUCHER,
        value_type=DiscountValueType.FIXED,
        value=checkout.discount_amount,
        amount_value=checkout.discount_amount,
        currency=order.currency,
        name=checkout.discount_name,
        voucher=info.voucher,
        voucher_code=order.voucher_code,
    )


def _use_voucher(info: CheckoutInfo) -> None:
    if not info.checkout.voucher_code:
        return
    if not info.voucher or not info.voucher_code:
        raise NotApplicable("Voucher expired in meantime. Order placement aborted.")
    if info.voucher.only_for_staff:
        raise NotInSandbox("A voucher for staff only")
    code = type(info.voucher_code).objects.select_for_update().get(pk=info.voucher_code.pk)
    limit = info.voucher.usage_limit
    if limit is not None and code.used >= limit:
        raise NotApplicable("Voucher code usage limit reached.")
    code.used = F("used") + 1
    code.is_active = not info.voucher.single_use
    code.save(update_fields=["used", "is_active"])
    if info.voucher.apply_once_per_customer:
        _, new = VoucherCustomer.objects.get_or_create(
            voucher_code=code, customer_email=info.get_customer_email()
        )
        if not new:
            raise NotApplicable("This offer is valid only once per customer.")


def _error(field: str, message: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})
