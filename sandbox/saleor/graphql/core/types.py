"""The types that every area uses: metadata, money, countries, permissions."""

from typing import Any

import graphene
from babel.numbers import get_currency_precision
from django_countries import countries
from graphene.types.generic import GenericScalar

from ...permission.enums import get_permissions_enum_dict
from .sdl import TYPES, load, resolves

TYPES["GenericScalar"] = GenericScalar
TYPES["CountryCode"] = graphene.Enum("CountryCode", [(code, code) for code, _ in countries])
TYPES["PermissionEnum"] = graphene.Enum(
    "PermissionEnum", [(name, member.value) for name, member in get_permissions_enum_dict().items()]
)
load("core")


def country_display(country: Any) -> dict[str, str]:
    return {"code": country.code, "country": country.name}


def storage_of(root: Any) -> Any:
    """Return what holds the metadata: a checkout keeps it in a row of its own."""
    node = getattr(root, "node", root)
    return getattr(node, "metadata_storage", node)


@resolves("ObjectWithMetadata.metadata", "ObjectWithMetadata.privateMetadata")
def metadata(root: Any, info: Any) -> list[dict[str, str]]:
    pairs = _metadata(root, info)
    return [{"key": key, "value": value} for key, value in sorted(pairs.items())]


@resolves("ObjectWithMetadata.metafield", "ObjectWithMetadata.privateMetafield")
def metafield(root: Any, info: Any, key: str) -> str | None:
    return _metadata(root, info).get(key)


@resolves("ObjectWithMetadata.metafields", "ObjectWithMetadata.privateMetafields")
def metafields(root: Any, info: Any, keys: list[str] | None = None) -> dict[str, str]:
    pairs = _metadata(root, info)
    return pairs if keys is None else {key: pairs[key] for key in keys if key in pairs}


def _metadata(root: Any, info: Any) -> dict[str, str]:
    from ..meta.permissions import check_private

    private = info.field_name.startswith("private")
    if private:
        check_private(info.context, getattr(root, "node", root), reading=True)
    storage = storage_of(root)
    return (storage.private_metadata if private else storage.metadata) or {}


@resolves("Money.fractionDigits")
def fraction_digits(root: Any, _info: Any) -> int:
    return get_currency_precision(root.currency)


@resolves("Money.fractionalAmount")
def fractional_amount(root: Any, _info: Any) -> int:
    return int(root.amount.scaleb(get_currency_precision(root.currency)))
