"""The merchant's switch and form for the plugin, as Saleor stores them."""

from collections.abc import Mapping
from typing import Any

from saleor.plugins.models import PluginConfiguration

from . import host, saleor_versions

PLUGIN_ID = "mlm.network"


def is_on() -> bool:
    if not host.is_supported():
        return False
    return bool(_stored().filter(active=True).exists())


def form() -> Mapping[str, str]:
    """The stored values of the form; empty before it was saved for the first time."""
    row = _stored().values_list("configuration", flat=True).first()
    return {item["name"]: item["value"] for item in saleor_versions.configuration(row)}


def _stored() -> Any:
    return PluginConfiguration.objects.filter(identifier=PLUGIN_ID, channel__isnull=True)
