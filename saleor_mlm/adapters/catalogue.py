"""Saleor's catalogue: what a variant belongs to."""

from collections.abc import Collection
from dataclasses import dataclass

from saleor.product.models import Category, Product, ProductVariant

MODELS = {"variant": ProductVariant, "product": Product, "category": Category}


@dataclass(frozen=True, slots=True)
class Place:
    """A variant's product and its categories, the nearest first."""

    product_id: int | None = None
    category_ids: tuple[int, ...] = ()


def places(variant_ids: Collection[int]) -> dict[int, Place]:
    rows = ProductVariant.objects.filter(id__in=variant_ids).values_list(
        "id", "product_id", "product__category_id"
    )
    parents = dict(Category.objects.values_list("id", "parent_id")) if rows else {}
    return {
        variant_id: Place(product_id, _upwards(category_id, parents))
        for variant_id, product_id, category_id in rows
    }


def exists(target: str, target_id: int) -> bool:
    return bool(MODELS[target].objects.filter(id=target_id).exists())


def _upwards(category_id: int | None, parents: dict[int, int | None]) -> tuple[int, ...]:
    path: list[int] = []
    while category_id is not None and category_id not in path:
        path.append(category_id)
        category_id = parents.get(category_id)
    return tuple(path)
