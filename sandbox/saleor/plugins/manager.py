"""Calls the hooks of all active plugins, with 3.23's arguments; what a plugin raises goes up."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.module_loading import import_string

from ..channel.models import Channel
from ..core.db.connection import allow_writer
from ..core.middleware import Requestor
from .base_plugin import BasePlugin
from .models import PluginConfiguration

OF_CHANNEL = """
order_created order_updated order_confirmed order_paid order_fully_paid order_fulfilled
order_cancelled order_expired order_refunded order_fully_refunded order_metadata_updated
draft_order_created draft_order_updated draft_order_deleted checkout_created checkout_updated
checkout_fully_paid checkout_fully_authorized checkout_metadata_updated
""".split()
OF_CUSTOMER = "customer_updated customer_deleted customer_metadata_updated".split()


class PluginsManager:
    def __init__(
        self,
        plugins: list[str],
        requestor_getter: Callable[[], Requestor] | None = None,
        allow_replica: bool = True,
    ) -> None:
        self.plugins = plugins
        self.requestor_getter = requestor_getter
        self._allow_replica = allow_replica
        self.all_plugins: list[BasePlugin] = []
        self.global_plugins: list[BasePlugin] = []
        self.plugins_per_channel: dict[str, list[BasePlugin]] = defaultdict(list)
        self.loaded_channels: set[str] = set()
        self.loaded_global = False

    @property
    def database(self) -> str:
        if self._allow_replica:
            return settings.DATABASE_CONNECTION_REPLICA_NAME
        return settings.DATABASE_CONNECTION_DEFAULT_NAME

    def preprocess_order_creation(self, checkout_info: Any, lines: Any = None) -> Any:
        return self._run(
            "preprocess_order_creation", checkout_info.channel.slug, checkout_info, lines
        )

    def order_bulk_created(self, orders: list[Any]) -> Any:
        return self._run("order_bulk_created", None, orders)

    def customer_created(self, customer: Any) -> Any:
        return self._run("customer_created", None, customer)

    def transaction_item_metadata_updated(self, transaction_item: Any) -> Any:
        return self._run("transaction_item_metadata_updated", None, transaction_item)

    def fulfillment_created(
        self,
        fulfillment: Any,
        notify_customer: bool | None = True,
        calculate_stocks_with_shipping_zones: bool = True,
    ) -> Any:
        return self._run(
            "fulfillment_created",
            fulfillment.order.channel.slug,
            fulfillment,
            notify_customer=notify_customer,
            calculate_stocks_with_shipping_zones=calculate_stocks_with_shipping_zones,
        )

    def fulfillment_approved(
        self,
        fulfillment: Any,
        notify_customer: bool | None = True,
        calculate_stocks_with_shipping_zones: bool = True,
    ) -> Any:
        return self._run(
            "fulfillment_approved",
            fulfillment.order.channel.slug,
            fulfillment,
            notify_customer=notify_customer,
            calculate_stocks_with_shipping_zones=calculate_stocks_with_shipping_zones,
        )

    def fulfillment_canceled(
        self, fulfillment: Any, calculate_stocks_with_shipping_zones: bool = True
    ) -> Any:
        return self._run(
            "fulfillment_canceled",
            fulfillment.order.channel.slug,
            fulfillment,
            calculate_stocks_with_shipping_zones=calculate_stocks_with_shipping_zones,
        )

    def fulfillment_metadata_updated(self, fulfillment: Any) -> Any:
        slug = fulfillment.order.channel.slug
        return self._run("fulfillment_metadata_updated", slug, fulfillment)

    def get_plugins(
        self,
        channel_slug: str | None = None,
        active_only: bool = False,
        plugin_ids: list[str] | None = None,
    ) -> list[BasePlugin]:
        self._ensure_channel_plugins_loaded(channel_slug)
        found = self.all_plugins
        if channel_slug is not None:
            found = self.plugins_per_channel[channel_slug]
        return [
            plugin
            for plugin in found
            if (plugin.active or not active_only)
            and (not plugin_ids or plugin.PLUGIN_ID in plugin_ids)
        ]

    def get_all_plugins(self, active_only: bool = False) -> list[BasePlugin]:
        for channel in Channel.objects.using(self.database):
            self._ensure_channel_plugins_loaded(channel.slug)
        self._ensure_channel_plugins_loaded(None)
        return [plugin for plugin in self.all_plugins if plugin.active or not active_only]

    def get_plugin(self, plugin_id: str, channel_slug: str | None = None) -> BasePlugin | None:
        plugins = self.get_plugins(channel_slug=channel_slug)
        return next((plugin for plugin in plugins if plugin.check_plugin_id(plugin_id)), None)

    def save_plugin_configuration(
        self, plugin_id: str, channel_slug: str | None, cleaned_data: dict[str, Any]
    ) -> PluginConfiguration | None:
        channel = Channel.objects.get(slug=channel_slug) if channel_slug else None
        plugin = self.get_plugin(plugin_id, channel_slug)
        if not plugin:
            return None
        row, _ = PluginConfiguration.objects.get_or_create(
            identifier=plugin_id,
            channel=channel,
            defaults={
                "configuration": plugin.configuration,
                "name": plugin.PLUGIN_NAME,
                "description": plugin.PLUGIN_DESCRIPTION,
            },
        )
        configuration = plugin.save_plugin_configuration(row, cleaned_data)
        plugin.active = configuration.active
        plugin.configuration = configuration.configuration
        return configuration

    def webhook(
        self, request: HttpRequest, plugin_id: str, channel_slug: str | None
    ) -> HttpResponse:
        plugin = self.get_plugin(plugin_id, channel_slug)
        if not plugin or not plugin.active:
            return HttpResponseNotFound()
        if plugin.CONFIGURATION_PER_CHANNEL and not channel_slug:
            return HttpResponseNotFound(
                f"Incorrect endpoint. Use /plugins/channel/<channel_slug>/{plugin.PLUGIN_ID}/"
            )
        return self._answer(plugin, request)

    def webhook_endpoint_without_channel(
        self, request: HttpRequest, plugin_id: str
    ) -> HttpResponse:
        self.get_all_plugins()
        plugin = self.get_plugin(plugin_id)
        return self._answer(plugin, request) if plugin else HttpResponseNotFound()

    def is_event_active_for_any_plugin(self, event: str, channel_slug: str | None = None) -> bool:
        plugins = self.get_plugins(channel_slug, active_only=True)
        return any(plugin.is_event_active(event) for plugin in plugins)

    def _answer(self, plugin: BasePlugin, request: HttpRequest) -> HttpResponse:
        path = request.path.split(plugin.PLUGIN_ID, maxsplit=1)[1]
        return _call(plugin, "webhook", HttpResponseNotFound(), request, path)

    def _run(self, hook: str, channel_slug: str | None, *args: Any, **kwargs: Any) -> Any:
        value = None
        for plugin in self.get_plugins(channel_slug, active_only=True):
            value = _call(plugin, hook, value, *args, **kwargs)
        return value

    def _ensure_channel_plugins_loaded(self, channel_slug: str | None) -> None:
        if not self.loaded_global:
            self.loaded_global = True
            self.global_plugins = self._load(None)
            self.all_plugins = list(self.global_plugins)
        if channel_slug is None or channel_slug in self.loaded_channels:
            return
        channel = Channel.objects.using(self.database).filter(slug=channel_slug).first()
        if not channel:
            return
        own = self._load(channel)
        self.all_plugins.extend(own)
        self.plugins_per_channel[channel_slug] = own + self.global_plugins
        self.loaded_channels.add(channel_slug)

    def _load(self, channel: Channel | None) -> list[BasePlugin]:
        rows = PluginConfiguration.objects.using(self.database).filter(channel=channel)
        stored = {row.identifier: row for row in rows.select_related("channel")}
        classes = [import_string(path) for path in self.plugins]
        return [
            self._load_plugin(plugin, stored.get(plugin.PLUGIN_ID), channel)
            for plugin in classes
            if (channel is not None) == plugin.CONFIGURATION_PER_CHANNEL
        ]

    def _load_plugin(
        self, plugin: type[BasePlugin], row: PluginConfiguration | None, channel: Channel | None
    ) -> BasePlugin:
        return plugin(
            configuration=row.configuration if row else plugin.DEFAULT_CONFIGURATION,
            active=row.active if row else plugin.get_default_active(),
            channel=channel,
            requestor_getter=self.requestor_getter,
            db_config=row,
            allow_replica=self._allow_replica,
        )


def _call(plugin: BasePlugin, hook: str, value: Any, *args: Any, **kwargs: Any) -> Any:
    method = getattr(plugin, hook, NotImplemented)
    if method is NotImplemented:
        return value
    returned = method(*args, **kwargs, previous_value=value)
    return value if returned is NotImplemented else returned


def _of_channel(hook: str) -> Callable[..., Any]:
    def call(self: PluginsManager, subject: Any, webhooks: Any = None) -> Any:
        return self._run(hook, subject.channel.slug, subject, webhooks=webhooks)

    return call


def _of_customer(hook: str) -> Callable[..., Any]:
    def call(self: PluginsManager, customer: Any, webhooks: Any = None) -> Any:
        return self._run(hook, None, customer, webhooks=webhooks)

    return call


for _hook in OF_CHANNEL:
    setattr(PluginsManager, _hook, _of_channel(_hook))
for _hook in OF_CUSTOMER:
    setattr(PluginsManager, _hook, _of_customer(_hook))


def get_plugins_manager(
    allow_replica: bool, requestor_getter: Callable[[], Requestor] | None = None
) -> PluginsManager:
    with allow_writer():
        return PluginsManager(settings.PLUGINS, requestor_getter, allow_replica)
