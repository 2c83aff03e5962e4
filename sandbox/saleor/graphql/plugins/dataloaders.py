from typing import Any

from promise import Promise

from ...plugins.manager import PluginsManager, get_plugins_manager
from ..core import SaleorContext
from ..core.dataloaders import DataLoader


class PluginManagerByRequestorDataloader(DataLoader[Any, PluginsManager]):
    context_key = "plugin_manager_by_requestor"

    def batch_load(self, keys: Any) -> list[PluginsManager]:
        allow_replica = getattr(self.context, "allow_replica", True)
        return [get_plugins_manager(allow_replica, lambda key=key: key) for key in keys]


def get_plugin_manager_promise(context: SaleorContext) -> Promise[PluginsManager]:
    requestor = getattr(context, "app", None) or context.user
    if not requestor:
        requestor = "Anonymous"
    return PluginManagerByRequestorDataloader(context).load(requestor)
