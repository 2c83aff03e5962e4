# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from typing import Any

from django_countries.fields import Country

from ...channel.models import Channel
from ..core.context import get_database_connection_name
from ..core.mutations import get_node, query_key
from ..core.sdl import load, resolves
from ..core.types import country_display

types = load("channel")
ChannelQueries, ChannelMutations = types["Query"], types["Mutation"]


@resolves("Query.channel")
def channel(_root: Any, info: Any, id: str | None = None, slug: str | None = None) -> Any:
    channels = Channel.objects.using(get_database_connection_name(info.context))
    if id:
        return channels.filter(pk=query_key(id, "Channel")).first()
    return channels.filter(slug=slug).first()


@resolves("Query.channels")
def channels(_root: Any, info: Any) -> list[Channel]:
    return list(Channel.objects.using(get_database_connection_name(info.context)))


@resolves("Channel.defaultCountry")
def default_country(root: Channel, _info: Any) -> dict[str, str]:
    return country_display(root.default_country)


@resolves("Channel.countries")
def countries(root: Channel, _info: Any) -> list[dict[str, str]]:
    codes = {c.code for zone in root.shipping_zones.all() for c in zone.countries}
    return [country_display(Country(code)) for code in sorted(codes)]


@resolves("Mutation.channelUpdate")
def channel_update(_root: Any, _info: Any, id: str, input: dict[str, Any]) -> dict[str, Channel]:
    found = get_node(Channel, id)
    changes = input.get("order_settings") or {}
    if "expire_orders_after" in changes:
        found.expire_orders_after = changes["expire_orders_after"] or None
    if changes.get("automatically_confirm_all_new_orders") is not None:
        found.automatically_confirm_all_new_orders = changes["automatically_confirm_all_new_orders"]
    found.save()
    return {"channel": found}


@resolves("Channel.orderSettings")
def order_settings(root: Channel, _info: Any) -> Channel:
    return root


@resolves("OrderSettings.markAsPaidStrategy")
def mark_as_paid_strategy(root: Channel, _info: Any) -> str:
    return root.order_mark_as_paid_strategy
