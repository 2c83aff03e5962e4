"""Settings of a channel."""

from decimal import Decimal
from typing import Any

import graphene
from saleor.permission.enums import SitePermissions

from ..models import ChannelSettings
from ..services import settings
from .base import MlmMutation, error_type, errors_field

PPM_PER_PERCENT = Decimal(10_000)

MlmSettingsError = error_type(
    "Settings", ["CHANNEL_UNKNOWN", "INVALID_DECIMAL", "INVALID_URL", "OUT_OF_RANGE"]
)


class MlmChannelSettingsInput(graphene.InputObjectType):
    """What is left out stays as it is; null gives way to the plugin's form."""

    active = graphene.Boolean(description="Whether orders of this channel count.")
    cv_percent = graphene.String(description="CV in percent of the net price, like 12.5.")
    qv_percent = graphene.String(description="QV in percent of the net price, like 12.5.")
    hold_days = graphene.Int(description="Days from sending the goods until pay is released.")
    storefront_url = graphene.String(description="Where referral links lead, https://...")


class MlmChannelSettings(graphene.ObjectType):
    channel = graphene.String(required=True)
    active = graphene.Boolean(required=True)
    cv_percent = graphene.String()
    qv_percent = graphene.String()
    hold_days = graphene.Int()
    storefront_url = graphene.String(required=True)


class MlmChannelSettingsUpdate(MlmMutation):
    """Change settings of a channel."""

    class Arguments:
        channel = graphene.String(required=True)
        input = MlmChannelSettingsInput(required=True)

    permission = SitePermissions.MANAGE_SETTINGS
    settings = graphene.Field(MlmChannelSettings)
    errors = errors_field(MlmSettingsError)

    @classmethod
    def perform(cls, info: Any, *, channel: str, input: dict[str, Any]) -> Any:
        row = settings.update_channel(channel, _changes(input))
        return cls(settings=_shown(channel, row), errors=[])


def _changes(given: dict[str, Any]) -> dict[str, object]:
    changes: dict[str, object] = {}
    for name, field in (("cv_percent", "cvPercent"), ("qv_percent", "qvPercent")):
        if name in given:
            text = given[name]
            changes[f"{name}_ppm"] = None if text is None else settings.percent_ppm(text, field)
    if "hold_days" in given:
        days = given["hold_days"]
        changes["hold_days"] = None if days is None else settings.days(str(days), "holdDays")
    if given.get("active") is not None:
        changes["active"] = given["active"]
    if "storefront_url" in given:
        changes["storefront_url"] = settings.checked_url(given["storefront_url"] or "")
    return changes


def _shown(channel: str, row: ChannelSettings) -> MlmChannelSettings:
    return MlmChannelSettings(
        channel=channel,
        active=row.active,
        cv_percent=_percent(row.cv_percent_ppm),
        qv_percent=_percent(row.qv_percent_ppm),
        hold_days=row.hold_days,
        storefront_url=row.storefront_url,
    )


def _percent(ppm: int | None) -> str | None:
    return None if ppm is None else format((Decimal(ppm) / PPM_PER_PERCENT).normalize(), "f")
