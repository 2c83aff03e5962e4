from collections.abc import Iterable
from enum import Enum

from django.conf import settings
from django.db.models import QuerySet

from .models import Permission


class BasePermissionEnum(Enum):
    @property
    def codename(self) -> str:
        return self.value.split(".")[1]


PERMISSIONS_ENUMS: list[type[BasePermissionEnum]] = []


def _enum(name: str, label: str, codenames: str) -> type[BasePermissionEnum]:
    members = {codename.upper(): f"{label}.{codename}" for codename in codenames.split()}
    PERMISSIONS_ENUMS.append(BasePermissionEnum(name, members))
    return PERMISSIONS_ENUMS[-1]


AccountPermissions = _enum(
    "AccountPermissions", "account", "manage_users manage_staff impersonate_user"
)
AppPermission = _enum("AppPermission", "app", "manage_apps manage_observability")
ChannelPermissions = _enum("ChannelPermissions", "channel", "manage_channels")
CheckoutPermissions = _enum(
    "CheckoutPermissions",
    "checkout",
    "manage_checkouts handle_checkouts handle_taxes manage_taxes",
)
CustomerTypePermissions = _enum(
    "CustomerTypePermissions", "account", "manage_customer_types_and_attributes"
)
DiscountPermissions = _enum("DiscountPermissions", "discount", "manage_discounts")
GiftcardPermissions = _enum("GiftcardPermissions", "giftcard", "manage_gift_card")
MenuPermissions = _enum("MenuPermissions", "menu", "manage_menus")
OrderPermissions = _enum("OrderPermissions", "order", "manage_orders manage_orders_import")
PagePermissions = _enum("PagePermissions", "page", "manage_pages")
PageTypePermissions = _enum("PageTypePermissions", "page", "manage_page_types_and_attributes")
PaymentPermissions = _enum("PaymentPermissions", "payment", "handle_payments")
PluginsPermissions = _enum("PluginsPermissions", "plugins", "manage_plugins")
ProductPermissions = _enum("ProductPermissions", "product", "manage_products")
ProductTypePermissions = _enum(
    "ProductTypePermissions", "product", "manage_product_types_and_attributes"
)
ShippingPermissions = _enum("ShippingPermissions", "shipping", "manage_shipping")
SitePermissions = _enum("SitePermissions", "site", "manage_settings manage_translations")


def get_permissions_enum_dict() -> dict[str, BasePermissionEnum]:
    return {member.name: member for enum in PERMISSIONS_ENUMS for member in enum}


def get_permissions_codename() -> list[str]:
    return [member.codename for member in get_permissions_enum_dict().values()]


def get_permissions_from_names(names: Iterable[str]) -> QuerySet[Permission]:
    members = get_permissions_enum_dict()
    return get_permissions_from_codenames([members[name].codename for name in names])


def get_permission_names(permissions: Iterable[Permission]) -> set[str]:
    codenames = {permission.codename for permission in permissions}
    return {n for n, member in get_permissions_enum_dict().items() if member.codename in codenames}


def get_permissions(
    permissions: Iterable[str] | None = None,
    database_connection_name: str = settings.DATABASE_CONNECTION_DEFAULT_NAME,
) -> QuerySet[Permission]:
    if permissions is None:
        codenames = get_permissions_codename()
    else:
        codenames = [permission.split(".")[1] for permission in permissions]
    return get_permissions_from_codenames(codenames, database_connection_name)


def get_permissions_from_codenames(
    permission_codenames: list[str],
    database_connection_name: str = settings.DATABASE_CONNECTION_DEFAULT_NAME,
) -> QuerySet[Permission]:
    permissions = Permission.objects.using(database_connection_name)
    found = permissions.filter(codename__in=permission_codenames)
    return found.prefetch_related("content_type").order_by("codename")
