from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


class PluginConfig(AppConfig):
    name = "saleor.plugins"
    verbose_name = "Plugins"

    def ready(self) -> None:
        for path in settings.PLUGINS:
            try:
                plugin = import_string(path)
            except ImportError as error:
                raise ImportError(f"Failed to import plugin {path}: {error}") from error
            if not getattr(plugin, "PLUGIN_ID", None):
                raise ImproperlyConfigured(
                    f"Missing field PLUGIN_ID for plugin - {plugin.__name__}"
                )
