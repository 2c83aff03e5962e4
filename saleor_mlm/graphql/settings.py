"""Settings of a channel: every field follows from `services/declared_settings.py`."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import SitePermissions

from ..services import settings
from ..services.declared_settings import (
    ACTIVE,
    TABLE,
    Choice,
    Countries,
    Kind,
    Percent,
    Setting,
    Switch,
    Value,
    VariantId,
    WebAddress,
    WholeNumber,
)
from .base import MlmMutation, demand, error_type, errors_field
from .base import actor as who
from .pages import ARGUMENTS, connection_type, page, rows_by_id

MlmSettingsError = error_type(
    "Settings",
    ["CHANNEL_UNKNOWN", "INVALID_CHOICE", "INVALID_DECIMAL", "INVALID_URL", "OUT_OF_RANGE"],
)
ALWAYS_SET = (ACTIVE.name, "storefrontUrl")
ENUMS = {
    item.name: graphene.Enum(
        f"Mlm{item.kind.members.__name__}",
        [(member.name, member.name) for member in item.kind.members],
    )
    for item in TABLE
    if isinstance(item.kind, Choice)
}
SCALARS: dict[type[Kind], Any] = {
    WholeNumber: graphene.Int,
    Percent: graphene.String,
    Switch: graphene.Boolean,
    WebAddress: graphene.String,
    Countries: graphene.String,
    VariantId: graphene.String,
}


def _type_of(item: Setting) -> Any:
    return ENUMS.get(item.name) or SCALARS[type(item.kind)]


MlmChannelSettingsInput = type(
    "MlmChannelSettingsInput",
    (graphene.InputObjectType,),
    {
        "__doc__": "What is left out stays as it is; null gives way to form or default.",
        **{item.name: _type_of(item)(description=item.meaning) for item in TABLE},
    },
)


class MlmSetting(graphene.ObjectType):
    """A setting as it holds, in words: the channel's own value, and the one that rules."""

    name = graphene.String(required=True)
    meaning = graphene.String(required=True)
    limits = graphene.String(required=True)
    default = graphene.String(required=True)
    own = graphene.String()
    value = graphene.String(required=True)


class MlmSettingChange(graphene.ObjectType):
    """Who changed a setting, when, from what to what; of one channel, or in the form for all."""

    name = graphene.String(required=True)
    before = graphene.String()
    after = graphene.String()
    at = DateTime(required=True)
    actor = graphene.String(required=True)
    for_all_channels = graphene.Boolean(required=True)

    def resolve_for_all_channels(root: Any, info: Any) -> bool:
        return root.channel_id is None


MlmSettingChangeConnection = connection_type(MlmSettingChange)


class ChannelSettingsFields:
    """What every channel's settings have besides the settings themselves."""

    channel = graphene.String(required=True)
    in_force = graphene.List(graphene.NonNull(MlmSetting), required=True)
    changes = graphene.Field(MlmSettingChangeConnection, required=True, **ARGUMENTS)

    def resolve_in_force(root: Any, info: Any) -> Any:
        return [_shown(item) for item in settings.in_force(root.channel)]

    def resolve_changes(root: Any, info: Any, **arguments: Any) -> Any:
        rows = rows_by_id(settings.history(root.channel))
        return page(MlmSettingChangeConnection, rows, **arguments)


MlmChannelSettings = type(
    "MlmChannelSettings",
    (ChannelSettingsFields, graphene.ObjectType),
    {
        "__doc__": "A channel's own settings; null where form or default rules.",
        **{
            item.name: _type_of(item)(required=item.name in ALWAYS_SET, description=item.meaning)
            for item in TABLE
        },
    },
)


class MlmChannelSettingsUpdate(MlmMutation):
    """Change settings of a channel, all or none."""

    class Arguments:
        channel = graphene.String(required=True)
        input = MlmChannelSettingsInput(required=True)

    permission = SitePermissions.MANAGE_SETTINGS
    settings = graphene.Field(MlmChannelSettings)
    errors = errors_field(MlmSettingsError)

    @classmethod
    def perform(cls, info: Any, *, channel: str, input: dict[str, Any]) -> Any:
        texts = {name: _text(value) for name, value in input.items()}
        if texts.get(ACTIVE.name, "") is None:
            del texts[ACTIVE.name]
        settings.update_channel(channel, texts, who(info))
        return cls(settings=_of_channel(channel), errors=[])


def resolve_channel_settings(root: Any, info: Any, channel: str) -> Any:
    demand(info, SitePermissions.MANAGE_SETTINGS)
    return _of_channel(channel) if settings.is_channel(channel) else None


def _of_channel(channel: str) -> Any:
    own = {item.setting: item.own for item in settings.in_force(channel)}
    values = {setting.name: _value(setting, text) for setting, text in own.items()}
    return MlmChannelSettings(channel=channel, **values)


def _value(setting: Setting, text: str | None) -> Value:
    """As GraphQL has it: a number or a switch; a percentage and a choice as they are written."""
    if text is None or isinstance(setting.kind, Percent | Choice):
        return text
    return setting.parse(text)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(item: settings.InForce) -> MlmSetting:
    declared = item.setting
    return MlmSetting(
        name=declared.name,
        meaning=declared.meaning,
        limits=declared.kind.limits,
        default=declared.words(declared.default),
        own=item.own,
        value=declared.words(item.value),
    )
