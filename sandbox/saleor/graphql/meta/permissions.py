"""Who may change, and who may read in private, the metadata of what."""

from typing import Any

from django.contrib.sites.models import Site

from ...account.models import Address, User
from ...core.exceptions import PermissionDenied
from ...permission.enums import (
    AccountPermissions,
    AppPermission,
    BasePermissionEnum,
    ChannelPermissions,
    CheckoutPermissions,
    DiscountPermissions,
    OrderPermissions,
    PaymentPermissions,
    ProductPermissions,
    ShippingPermissions,
    SitePermissions,
)
from ...permission.utils import one_of_permissions_or_auth_filter_required

_CHECKOUT = [CheckoutPermissions.MANAGE_CHECKOUTS, CheckoutPermissions.HANDLE_TAXES]
NEEDED: dict[str, list[BasePermissionEnum]] = {
    "App": [AppPermission.MANAGE_APPS],
    "Category": [ProductPermissions.MANAGE_PRODUCTS],
    "Channel": [ChannelPermissions.MANAGE_CHANNELS],
    "Checkout": _CHECKOUT,
    "CheckoutLine": _CHECKOUT,
    "Fulfillment": [OrderPermissions.MANAGE_ORDERS],
    "Order": [OrderPermissions.MANAGE_ORDERS],
    "OrderLine": [OrderPermissions.MANAGE_ORDERS],
    "Product": [ProductPermissions.MANAGE_PRODUCTS],
    "ProductType": [ProductPermissions.MANAGE_PRODUCTS],
    "ProductVariant": [ProductPermissions.MANAGE_PRODUCTS],
    "ShippingMethod": [ShippingPermissions.MANAGE_SHIPPING],
    "SiteSettings": [SitePermissions.MANAGE_SETTINGS],
    "TransactionItem": [PaymentPermissions.HANDLE_PAYMENTS],
    "Voucher": [DiscountPermissions.MANAGE_DISCOUNTS],
    "Warehouse": [ProductPermissions.MANAGE_PRODUCTS],
}


def check_private(context: Any, node: Any, *, reading: bool = False) -> None:
    try:
        _check(context, _needed(node))
    except PermissionDenied as error:
        raise PermissionDenied if reading else error from None


def check_public(context: Any, node: Any) -> None:
    """Anyone may write a checkout's public metadata, and customers their own."""
    if type(node).__name__ in ("Checkout", "CheckoutLine"):
        return
    if isinstance(node, User) and node == context.user:
        return
    if isinstance(node, Address) and _owns(context.user, node):
        return
    _check(context, _needed(node))


def _owns(user: User | None, address: Address) -> bool:
    return bool(user and user.addresses.filter(pk=address.pk).exists())


def _needed(node: Any) -> list[BasePermissionEnum]:
    if isinstance(node, User):
        staff = AccountPermissions.MANAGE_STAFF
        return [staff if node.is_staff else AccountPermissions.MANAGE_USERS]
    if isinstance(node, Site):
        return [SitePermissions.MANAGE_SETTINGS]
    return NEEDED.get(type(node).__name__, [AccountPermissions.MANAGE_USERS])


def _check(context: Any, permissions: list[BasePermissionEnum]) -> None:
    if not one_of_permissions_or_auth_filter_required(context, permissions):
        raise PermissionDenied(permissions=permissions)
