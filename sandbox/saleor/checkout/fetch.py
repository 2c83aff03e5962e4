from dataclasses import dataclass, field
from decimal import Decimal

from prices import Money

from ..account.models import Address, User
from ..channel.models import Channel
from ..discount import VoucherType
from ..discount.models import Voucher, VoucherCode
from ..product.models import Product, ProductVariant, ProductVariantChannelListing
from ..shipping.models import ShippingMethod, ShippingMethodChannelListing
from .models import Checkout, CheckoutLine


@dataclass
class CheckoutLineInfo:
    line: CheckoutLine
    variant: ProductVariant
    channel_listing: ProductVariantChannelListing | None
    product: Product
    channel: Channel
    voucher: Voucher | None = None

    @property
    def undiscounted_unit_price(self) -> Money:
        currency = self.line.currency
        if self.line.price_override is not None:
            return Money(self.line.price_override, currency)
        listing = self.channel_listing
        return Money(listing.price_amount, currency) if listing else Money(Decimal(0), currency)


@dataclass
class CheckoutInfo:
    checkout: Checkout
    user: User | None
    channel: Channel
    billing_address: Address | None
    shipping_address: Address | None
    shipping_method: ShippingMethod | None = None
    voucher: Voucher | None = None
    voucher_code: VoucherCode | None = None
    lines: list[CheckoutLineInfo] = field(default_factory=list)

    def get_customer_email(self) -> str | None:
        return self.checkout.email or (self.user.email if self.user else None)

    def get_country(self) -> str:
        return self.checkout.country.code

    def delivery_price(self) -> Money:
        listing = ShippingMethodChannelListing.objects.filter(
            shipping_method=self.shipping_method, channel=self.channel
        ).first()
        shipped = any(info.variant.is_shipping_required() for info in self.lines)
        amount = listing.price_amount if listing and shipped else Decimal(0)
        return Money(amount, self.checkout.currency)


def fetch_checkout_lines(checkout: Checkout) -> tuple[list[CheckoutLineInfo], list[int]]:
    """Return the lines, and the variants among them that the channel no longer sells."""
    infos = []
    for line in checkout.lines.select_related("variant__product__product_type"):
        variant = line.variant
        listing = variant.listing(checkout.channel_id)
        infos.append(CheckoutLineInfo(line, variant, listing, variant.product, checkout.channel))
    return infos, [i.variant.pk for i in infos if not i.channel_listing]


def fetch_checkout_info(checkout: Checkout, lines: list[CheckoutLineInfo]) -> CheckoutInfo:
    info = CheckoutInfo(
        checkout=checkout,
        user=checkout.user,
        channel=checkout.channel,
        billing_address=checkout.billing_address,
        shipping_address=checkout.shipping_address,
        shipping_method=checkout.shipping_method,
        lines=lines,
    )
    if checkout.voucher_code:
        codes = VoucherCode.objects.filter(code=checkout.voucher_code, is_active=True)
        if code := codes.select_related("voucher").first():
            set_voucher(info, code)
    return info


def set_voucher(info: CheckoutInfo, code: VoucherCode) -> None:
    """Put a voucher on what it discounts; one for the entire order is reckoned on what an earlier
    voucher has left of the lines, as Saleor does until the cart is changed."""
    voucher = code.voucher
    info.voucher, info.voucher_code = voucher, code
    if voucher.type == VoucherType.SPECIFIC_PRODUCT or voucher.apply_once_per_order:
        for line in info.lines:
            line.voucher = None
    discounted = info.lines
    if voucher.type == VoucherType.SPECIFIC_PRODUCT:
        discounted = discounted_lines(info.lines, voucher)
    if voucher.apply_once_per_order and discounted:
        min(discounted, key=lambda line: line.undiscounted_unit_price).voucher = voucher
    elif voucher.type == VoucherType.SPECIFIC_PRODUCT:
        for line in discounted:
            line.voucher = voucher


def discounted_lines(lines: list[CheckoutLineInfo], voucher: Voucher) -> list[CheckoutLineInfo]:
    products = set(voucher.products.values_list("pk", flat=True))
    variants = set(voucher.variants.values_list("pk", flat=True))
    categories = set(voucher.categories.values_list("pk", flat=True))
    return [
        info
        for info in lines
        if info.product.pk in products
        or info.variant.pk in variants
        or info.product.category_id in categories
    ]
