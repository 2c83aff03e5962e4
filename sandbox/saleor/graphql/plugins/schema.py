# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from typing import Any

from ...channel.models import Channel
from ...plugins.base_plugin import BasePlugin, ConfigurationTypeField
from ...plugins.manager import PluginsManager, get_plugins_manager
from ..core.connection import slice_of
from ..core.mutations import fail, get_node
from ..core.sdl import load, resolves
from .dataloaders import get_plugin_manager_promise

types = load("plugins")
PluginsQueries, PluginsMutations = types["Query"], types["Mutation"]
SECRET = (
    ConfigurationTypeField.SECRET,
    ConfigurationTypeField.SECRET_MULTILINE,
    ConfigurationTypeField.PASSWORD,
)


def _plugins(manager: PluginsManager) -> list[dict[str, Any]]:
    grouped: dict[str, list[BasePlugin]] = {}
    for plugin in manager.get_all_plugins():
        if not plugin.HIDDEN:
            grouped.setdefault(plugin.PLUGIN_ID, []).append(plugin)
    return [
        {
            "id": key,
            "name": plugins[0].PLUGIN_NAME,
            "description": plugins[0].PLUGIN_DESCRIPTION,
            "global_configuration": next(
                (p for p in plugins if not p.CONFIGURATION_PER_CHANNEL), None
            ),
            "channel_configurations": [p for p in plugins if p.CONFIGURATION_PER_CHANNEL],
        }
        for key, plugins in grouped.items()
    ]


def _plugin(manager: PluginsManager, plugin_id: str) -> dict[str, Any] | None:
    return next((row for row in _plugins(manager) if row["id"] == plugin_id), None)


@resolves("Query.plugin")
def plugin(_root: Any, info: Any, id: str) -> Any:
    return _plugin(get_plugin_manager_promise(info.context).get(), id)


@resolves("Query.plugins")
def plugins(_root: Any, info: Any, **args: Any) -> Any:
    rows = _plugins(get_plugin_manager_promise(info.context).get())
    return slice_of(rows, info, lambda row: row, **args)


@resolves("PluginConfiguration.configuration")
def configuration(root: BasePlugin, info: Any) -> list[dict[str, Any]]:
    return [_item(item) for item in root.resolve_plugin_configuration(info.context) or []]


def _item(item: dict[str, Any]) -> dict[str, Any]:
    """Show a setting as Saleor does: text, with secrets masked but for their end."""
    kind, value = item.get("type"), item.get("value")
    if value and kind in SECRET:
        value = "**********" if kind == ConfigurationTypeField.PASSWORD else f"****{value[-4:]}"
    if value is not None:
        value = str(value)
    return {
        "name": item["name"],
        "value": value,
        "type": (kind or "").lower() or None,
        "help_text": item.get("help_text"),
        "label": item.get("label"),
    }


@resolves("Mutation.pluginUpdate")
def plugin_update(
    _root: Any, info: Any, id: str, input: dict[str, Any], channel_id: str | None = None
) -> Any:
    channel = get_node(Channel, channel_id, "channelId") if channel_id else None
    manager = get_plugin_manager_promise(info.context).get()
    found = manager.get_plugin(id, channel.slug if channel else None)
    if not found and not channel:
        found = next((p for p in manager.get_all_plugins() if id == p.PLUGIN_ID), None)
    if not found or found.HIDDEN:
        raise fail("id", "Plugin doesn't exist.", "not_found")
    if found.CONFIGURATION_PER_CHANNEL and not channel:
        raise fail("id", "Plugin requires to specify channel slug.", "not_found")
    if channel and not found.CONFIGURATION_PER_CHANNEL:
        raise fail("id", "Plugin doesn't support configuration per channel.", "invalid")
    manager.save_plugin_configuration(id, channel.slug if channel else None, input)
    return {"plugin": _plugin(get_plugins_manager(allow_replica=False), id)}
