# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from graphql import GraphQLError

from ...channel.models import Channel
from ...core.taxes import with_tax
from ...permission.auth_filters import is_app, is_staff_user
from ...product.models import Category, Product, ProductVariant, ProductVariantChannelListing
from ...warehouse.management import available
from ..core.connection import slice_of
from ..core.context import ChannelContext, get_database_connection_name
from ..core.mutations import fail, get_node, query_key
from ..core.sdl import load, resolves

types = load("product")
ProductQueries, ProductMutations = types["Query"], types["Mutation"]
SORTS = {
    "name": "name",
    "date": "updated_at",
    "created_at": "created_at",
    "price": "least",
    "minimal_price": "least",
}


def _channel(info: Any, slug: str | None) -> Channel | None:
    if not slug:
        return None
    rows = Channel.objects.using(get_database_connection_name(info.context))
    return rows.filter(slug=slug).first()


def _sees_all(info: Any) -> bool:
    return is_app(info.context) or bool(is_staff_user(info.context))


def _products(info: Any, slug: str | None) -> QuerySet[Product]:
    rows = Product.objects.using(get_database_connection_name(info.context))
    if not slug and not _sees_all(info):
        raise GraphQLError("More than one channel exists. Specify which channel to use.")
    if _sees_all(info):
        return rows.filter(channel_listings__channel__slug=slug) if slug else rows.all()
    channel = _channel(info, slug)
    return rows.published(channel) if channel and channel.is_active else rows.none()


def _lookup(name: str, **args: Any) -> dict[str, Any]:
    given = {key: value for key, value in args.items() if value}
    if len(given) != 1:
        options = ", ".join(f"'{key}'" for key in args)
        raise GraphQLError(f"At least one of arguments is required: {options}.")
    if "id" in given:
        return {"pk": query_key(given["id"], name)}
    return given


@resolves("Query.product")
def product(_root: Any, info: Any, channel: str | None = None, **args: Any) -> Any:
    lookup = _lookup("Product", **{"id": None, "slug": None, "external_reference": None, **args})
    found = _products(info, channel).filter(**lookup).first()
    return found and ChannelContext(found, channel)


@resolves("Query.products")
def products(
    _root: Any,
    info: Any,
    channel: str | None = None,
    filter: Any = None,
    search: str | None = None,
    sort_by: Any = None,
    **args: Any,
) -> Any:
    rows = _filtered(_products(info, channel), filter or {}, search)
    if sort_by and sort_by.get("field"):
        rows = rows.annotate(least=Min("variants__channel_listings__price_amount"))
        sign = "-" if sort_by["direction"] == "desc" else ""
        rows = rows.order_by(f"{sign}{SORTS[sort_by['field']]}", "pk")
    return slice_of(rows, info, lambda row: ChannelContext(row, channel), **args)


def _filtered(
    rows: QuerySet[Product], filter: dict[str, Any], search: str | None
) -> QuerySet[Product]:
    if text := search or filter.get("search"):
        rows = rows.filter(Q(name__icontains=text) | Q(variants__sku__iexact=text)).distinct()
    if filter.get("categories"):
        keys = [query_key(key, "Category") for key in filter["categories"]]
        rows = rows.filter(category_id__in=keys)
    if filter.get("ids"):
        rows = rows.filter(pk__in=[query_key(key, "Product") for key in filter["ids"]])
    if filter.get("slugs"):
        rows = rows.filter(slug__in=filter["slugs"])
    return rows


def _variants(info: Any, slug: str | None) -> QuerySet[ProductVariant]:
    rows = ProductVariant.objects.using(get_database_connection_name(info.context))
    if not _sees_all(info):
        rows = rows.filter(product__in=_products(info, slug), channel_listings__channel__slug=slug)
    return rows


@resolves("Query.productVariant")
def product_variant(_root: Any, info: Any, channel: str | None = None, **args: Any) -> Any:
    names = {"id": None, "sku": None, "external_reference": None}
    lookup = _lookup("ProductVariant", **{**names, **args})
    found = _variants(info, channel).filter(**lookup).first()
    return found and ChannelContext(found, channel)


@resolves("Query.productVariants")
def product_variants(
    _root: Any,
    info: Any,
    channel: str | None = None,
    ids: list[str] | None = None,
    filter: Any = None,
    **args: Any,
) -> Any:
    rows = _variants(info, channel)
    if ids:
        rows = rows.filter(pk__in=[query_key(key, "ProductVariant") for key in ids])
    if filter and filter.get("sku"):
        rows = rows.filter(sku__in=filter["sku"])
    if filter and filter.get("search"):
        text = filter["search"]
        rows = rows.filter(Q(name__icontains=text) | Q(sku__icontains=text))
    return slice_of(rows, info, lambda row: ChannelContext(row, channel), **args)


@resolves("Query.category")
def category(_root: Any, info: Any, **args: Any) -> Any:
    rows = Category.objects.using(get_database_connection_name(info.context))
    return rows.filter(**_lookup("Category", **{"id": None, "slug": None, **args})).first()


@resolves("Query.categories")
def categories(_root: Any, info: Any, level: int | None = None, **args: Any) -> Any:
    rows = Category.objects.using(get_database_connection_name(info.context)).order_by("slug")
    if level == 0:
        rows = rows.filter(parent=None)
    return slice_of(rows, info, lambda row: row, **args)


@resolves("Category.level")
def level(root: Category, _info: Any) -> int:
    return 0 if root.parent is None else 1 + level(root.parent, _info)


@resolves("Category.children")
def children(root: Category, info: Any, **args: Any) -> Any:
    return slice_of(root.children.order_by("slug"), info, lambda row: row, **args)


@resolves("Category.products")
def category_products(root: Category, info: Any, channel: str | None = None, **args: Any) -> Any:
    rows = _products(info, channel).filter(category=root)
    return slice_of(rows, info, lambda row: ChannelContext(row, channel), **args)


@resolves("Product.channel", "ProductVariant.channel")
def channel_slug(root: ChannelContext, _info: Any) -> str | None:
    return root.channel_slug


@resolves("Product.created", "ProductVariant.created")
def created(root: ChannelContext, _info: Any) -> Any:
    return root.node.created_at


@resolves("Product.media", "ProductVariant.media")
def media(_root: ChannelContext, _info: Any) -> list[Any]:
    return []


@resolves("Product.thumbnail")
def thumbnail(_root: ChannelContext, _info: Any, **_args: Any) -> None:
    return None


@resolves("Product.variant")
def variant(root: ChannelContext, info: Any, id: str | None = None, sku: str | None = None) -> Any:
    lookup = _lookup("ProductVariant", id=id, sku=sku)
    return _own_variants(root, info).filter(**lookup).first()


@resolves("Product.variants")
def variants(root: ChannelContext, info: Any) -> list[ProductVariant]:
    return list(_own_variants(root, info))


def _own_variants(root: ChannelContext, info: Any) -> QuerySet[ProductVariant]:
    rows = root.node.variants.all()
    if root.channel_slug:
        rows = rows.filter(channel_listings__channel__slug=root.channel_slug)
    return rows


@resolves("Product.pricing")
def product_pricing(root: ChannelContext, info: Any) -> Any:
    listed = ProductVariantChannelListing.objects.using(
        get_database_connection_name(info.context)
    ).filter(
        variant__product=root.node, channel__slug=root.channel_slug, price_amount__isnull=False
    )
    prices = sorted((with_tax(row.price) for row in listed), key=lambda price: price.net)
    if not prices:
        return None
    spread = {"start": prices[0], "stop": prices[-1]}
    return {"on_sale": False, "price_range": spread, "price_range_undiscounted": spread}


@resolves("ProductVariant.pricing")
def variant_pricing(root: ChannelContext, info: Any) -> Any:
    channel = _channel(info, root.channel_slug)
    price = root.node.price_in(channel) if channel else None
    if not price:
        return None
    taxed = with_tax(price)
    return {"on_sale": False, "price": taxed, "price_undiscounted": taxed}


@resolves("Product.isAvailable", "Product.isAvailableForPurchase")
def is_available(root: ChannelContext, info: Any) -> bool | None:
    since = available_at(root, info)
    return None if not root.channel_slug else bool(since and since <= timezone.now())


@resolves("Product.availableForPurchaseAt")
def available_at(root: ChannelContext, _info: Any) -> Any:
    listing = root.node.channel_listings.filter(channel__slug=root.channel_slug).first()
    return listing.available_for_purchase_at if listing else None


@resolves("ProductVariant.quantityAvailable")
def quantity_available(root: ChannelContext, info: Any, country_code: str | None = None) -> int:
    channel = _channel(info, root.channel_slug)
    return min(available(root.node, channel), 50) if channel else 0


@resolves("Mutation.productVariantChannelListingUpdate")
def variant_listing_update(
    _root: Any, _info: Any, input: list[Any], id: str | None = None, sku: str | None = None
) -> Any:
    found = get_node(ProductVariant, id) if id else ProductVariant.objects.filter(sku=sku).first()
    if not found:
        raise fail("sku", f"Couldn't resolve to an object: {sku}", "not_found")
    for row in input:
        channel = get_node(Channel, row["channel_id"], "channelId")
        if not found.product.channel_listings.filter(channel=channel).exists():
            raise fail("input", "Product not available in channels.", "invalid")
        ProductVariantChannelListing.objects.update_or_create(
            variant=found,
            channel=channel,
            defaults={
                "currency": channel.currency_code,
                "price_amount": row["price"],
                "discounted_price_amount": row["price"],
                "cost_price_amount": row.get("cost_price"),
            },
        )
    return {"variant": ChannelContext(found, None)}
