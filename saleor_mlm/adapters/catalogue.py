"""Saleor's catalogue: what a variant belongs to."""

from collections.abc import Collection
from dataclasses import dataclass

from saleor.product.models import Category, Product, ProductVariant

MODELS = {"variant": ProductVariant, "product": Product, "category": Category}


@dataclass(frozen=True, slots=True)
class Place:
    """A variant's product and its categories, the nearest first, by id and by slug."""

    product_id: int | None = None
    category_ids: tuple[int, ...] = ()
    category_slugs: tuple[str, ...] = ()


def places(variant_ids: Collection[int]) -> dict[int, Place]:
    rows = ProductVariant.objects.filter(id__in=variant_ids).values_list(
        "id", "product_id", "product__category_id"
    )
    categories = list(Category.objects.values_list("id", "parent_id", "slug")) if rows else []
    parents = {category_id: parent_id for category_id, parent_id, _ in categories}
    slugs = {category_id: slug for category_id, _, slug in categories}
    return {
        variant_id: Place(product_id, path, tuple(slugs[one] for one in path if one in slugs))
        for variant_id, product_id, category_id in rows
        for path in [_upwards(category_id, parents)]
    }


def category_slugs(wanted: Collection[str]) -> set[str]:
    """Those of some slugs that a category has."""
    return set(Category.objects.filter(slug__in=wanted).values_list("slug", flat=True))


def exists(target: str, target_id: int) -> bool:
    return bool(MODELS[target].objects.filter(id=target_id).exists())


def _upwards(category_id: int | None, parents: dict[int, int | None]) -> tuple[int, ...]:
    path: list[int] = []
    while category_id is not None and category_id not in path:
        path.append(category_id)
        category_id = parents.get(category_id)
    return tuple(path)
