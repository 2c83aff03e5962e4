"""What a plugin is to Saleor: a class with a configuration and whichever hooks it defines."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import SimpleLazyObject

from ..account.models import User
from ..channel.models import Channel
from ..core.middleware import Requestor
from .models import PluginConfiguration

Items = list[dict[str, Any]]


class ConfigurationTypeField:
    STRING = "String"
    MULTILINE = "Multiline"
    BOOLEAN = "Boolean"
    SECRET = "Secret"
    SECRET_MULTILINE = "SecretMultiline"
    PASSWORD = "Password"
    OUTPUT = "OUTPUT"


@dataclass
class ExternalAccessTokens:
    token: str | None = None
    refresh_token: str | None = None
    csrf_token: str | None = None
    user: User | None = None


class BasePlugin:
    PLUGIN_NAME = ""
    PLUGIN_ID = ""
    PLUGIN_DESCRIPTION = ""
    CONFIG_STRUCTURE: ClassVar[dict[str, dict[str, Any]] | None] = None
    CONFIGURATION_PER_CHANNEL = True
    DEFAULT_CONFIGURATION: ClassVar[Items] = []
    DEFAULT_ACTIVE = False
    HIDDEN = False

    def __init__(
        self,
        *,
        configuration: Items,
        active: bool,
        channel: Channel | None = None,
        requestor_getter: Callable[[], Requestor] | None = None,
        db_config: PluginConfiguration | None = None,
        allow_replica: bool = True,
    ) -> None:
        self.configuration = self.get_plugin_configuration(configuration)
        self.active = active
        self.channel = channel
        self.requestor = SimpleLazyObject(requestor_getter) if requestor_getter else None
        self.db_config = db_config
        self.allow_replica = allow_replica

    def __str__(self) -> str:
        return self.PLUGIN_NAME

    @classmethod
    def check_plugin_id(cls, plugin_id: str) -> bool:
        return plugin_id == cls.PLUGIN_ID

    @classmethod
    def get_default_active(cls) -> bool:
        return cls.DEFAULT_ACTIVE

    @classmethod
    def validate_plugin_configuration(
        cls, plugin_configuration: PluginConfiguration, **kwargs: Any
    ) -> None:
        """Raise ValidationError when the configuration will not do."""

    @classmethod
    def pre_save_plugin_configuration(cls, plugin_configuration: PluginConfiguration) -> None:
        """Run between validation and saving."""

    @classmethod
    def save_plugin_configuration(
        cls, plugin_configuration: PluginConfiguration, cleaned_data: dict[str, Any]
    ) -> PluginConfiguration:
        # The model's default is a dict, a plugin's configuration a list.
        current: Items = plugin_configuration.configuration or []
        plugin_configuration.configuration = current
        if changes := cleaned_data.get("configuration"):
            cls._update_config_items(changes, current)
        if "active" in cleaned_data:
            plugin_configuration.active = cleaned_data["active"]
        cls.validate_plugin_configuration(plugin_configuration)
        cls.pre_save_plugin_configuration(plugin_configuration)
        plugin_configuration.save()
        if plugin_configuration.configuration:
            cls._append_config_structure(plugin_configuration.configuration)
        return plugin_configuration

    @classmethod
    def _update_config_items(cls, configuration_to_update: Items, current_config: Items) -> None:
        structure = cls.CONFIG_STRUCTURE or {}
        present = {item["name"]: item for item in current_config}
        for change in configuration_to_update:
            name, value = change["name"], change.get("value")
            kind = structure.get(name, {}).get("type")
            value = cls._clean_configuration_value(kind, value)
            if value is None:
                continue
            if name in present:
                present[name]["value"] = value
            elif name in structure:
                current_config.append({"name": name, "value": value})

    @classmethod
    def _clean_configuration_value(cls, item_type: str | None, new_value: Any) -> Any:
        if item_type == ConfigurationTypeField.OUTPUT:
            return None
        if item_type == ConfigurationTypeField.BOOLEAN and isinstance(new_value, str):
            return new_value.lower() == "true"
        return new_value

    @classmethod
    def _append_config_structure(cls, configuration: Items) -> None:
        structure = cls.CONFIG_STRUCTURE or {}
        configuration[:] = [item for item in configuration if item.get("name") in structure]
        for item in configuration:
            item.update(structure[item["name"]])

    @classmethod
    def _update_configuration_structure(cls, configuration: Items) -> Items:
        structure = cls.CONFIG_STRUCTURE or {}
        known = [copy(item) for item in configuration if item["name"] in structure]
        missing = set(structure) - {item["name"] for item in known}
        return known + [
            copy(item) for item in cls.DEFAULT_CONFIGURATION or [] if item["name"] in missing
        ]

    def get_plugin_configuration(self, configuration: Items) -> Items:
        items = self._update_configuration_structure(configuration or [])
        self._append_config_structure(items)
        return items

    def resolve_plugin_configuration(self, request: Any) -> Items:
        return self.configuration

    def is_event_active(self, event: str, channel: str | None = None) -> bool:
        return hasattr(self, event)
