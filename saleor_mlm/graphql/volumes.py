"""CV and QV of what the company sells."""

from typing import Any

import graphene
from saleor.permission.enums import ProductPermissions

from ..services import volumes
from ..services.errors import MlmError
from .base import MlmMutation, actor, error_type, errors_field, row_number
from .money import decimal_text

TARGETS = {"variant": "ProductVariant", "product": "Product", "category": "Category"}

MlmVolumesError = error_type(
    "Volumes",
    [
        "CHANNEL_UNKNOWN",
        "INVALID_DECIMAL",
        "INVALID_ID",
        "NOT_FOUND",
        "OUT_OF_RANGE",
        "REQUIRED",
        "TOO_PRECISE",
    ],
)


class MlmVolumeInput(graphene.InputObjectType):
    """CV and QV of one unit of a variant, product or category in a channel, as decimals."""

    variant = graphene.ID()
    product = graphene.ID()
    category = graphene.ID()
    channel = graphene.String(required=True)
    cv = graphene.String(description="In the channel's currency; with `qv` left out: ends it.")
    qv = graphene.String()


class MlmFixedVolume(graphene.ObjectType):
    """A volume that rules from now on."""

    target = graphene.ID(required=True)
    channel = graphene.String(required=True)
    cv = graphene.String()
    qv = graphene.String()


class MlmVolumesSet(MlmMutation):
    """Set CV and QV from now on, all or none; orders already placed keep theirs."""

    class Arguments:
        input = graphene.List(graphene.NonNull(MlmVolumeInput), required=True)

    permission = ProductPermissions.MANAGE_PRODUCTS
    volumes = graphene.List(graphene.NonNull(MlmFixedVolume))
    errors = errors_field(MlmVolumesError)

    @classmethod
    def perform(cls, info: Any, *, input: list[dict[str, Any]]) -> Any:
        changes = [_change(item, index) for index, item in enumerate(input)]
        rows = volumes.set_volumes(changes, actor(info))
        return cls(
            volumes=[
                MlmFixedVolume(
                    target=graphene.Node.to_global_id(TARGETS[row.target], row.target_id),
                    channel=change.channel,
                    cv=None if row.cv_e4 is None else decimal_text(row.cv_e4),
                    qv=None if row.qv_e4 is None else decimal_text(row.qv_e4),
                )
                for row, change in zip(rows, changes, strict=True)
            ],
            errors=[],
        )


def _change(item: dict[str, Any], index: int) -> volumes.VolumeChange:
    named = [target for target in TARGETS if item.get(target)]
    if len(named) != 1:
        message = "Name exactly one of variant, product and category."
        raise MlmError("REQUIRED", message, f"input.{index}")
    target = named[0]
    field = f"input.{index}.{target}"
    key = row_number(item[target], TARGETS[target], field)
    return volumes.VolumeChange(target, key, item["channel"], item.get("cv"), item.get("qv"))
