# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
from typing import Any

import graphene
from django.conf import settings
from django.contrib.sites.models import Site
from django_countries import countries as all_countries
from django_countries.fields import Country

from ... import __version__
from ...channel.models import Channel
from ...permission.enums import get_permissions
from ...site.models import SiteSettings
from ..core.context import get_database_connection_name
from ..core.sdl import load, resolves
from ..core.types import country_display

types = load("shop")
ShopQueries, ShopMutations = types["Query"], types["Mutation"]


@resolves("Query.shop")
def shop(_root: Any, info: Any) -> SiteSettings:
    rows = SiteSettings.objects.using(get_database_connection_name(info.context))
    return rows.select_related("site").get(site_id=settings.SITE_ID)


@resolves("Mutation.shopSettingsUpdate")
def settings_update(_root: Any, _info: Any, input: dict[str, Any]) -> dict[str, SiteSettings]:
    found = SiteSettings.objects.get(site_id=settings.SITE_ID)
    for name, value in input.items():
        if value is not None:
            setattr(found, name, value)
    found.save()
    Site.objects.clear_cache()
    return {"shop": found}


@resolves("Shop.id")
def shop_id(root: SiteSettings, _info: Any) -> str:
    return graphene.Node.to_global_id("Shop", root.site_id)


@resolves("Shop.name")
def name(root: SiteSettings, _info: Any) -> str:
    return root.site.name


@resolves("Shop.version", "Shop.schemaVersion")
def version(_root: Any, info: Any) -> str:
    return __version__ if info.field_name == "version" else __version__.rsplit(".", 1)[0]


@resolves("Shop.channelCurrencies")
def currencies(_root: Any, info: Any) -> list[str]:
    rows = Channel.objects.using(get_database_connection_name(info.context))
    return sorted(set(rows.values_list("currency_code", flat=True)))


@resolves("Shop.domain")
def domain(root: SiteSettings, _info: Any) -> dict[str, Any]:
    site: Site = root.site
    scheme = "https" if settings.ENABLE_SSL else "http"
    return {
        "host": site.domain,
        "ssl_enabled": settings.ENABLE_SSL,
        "url": f"{scheme}://{site.domain}/",
    }


@resolves("Shop.permissions")
def permissions(_root: Any, _info: Any) -> list[dict[str, str]]:
    return [
        {"code": f"{row.content_type.app_label}.{row.codename}", "name": row.name}
        for row in get_permissions()
    ]


@resolves("Shop.countries")
def countries(_root: Any, _info: Any) -> list[dict[str, str]]:
    return [{"code": code, "country": name} for code, name in all_countries]


@resolves("Shop.defaultCountry")
def default_country(_root: Any, _info: Any) -> dict[str, str]:
    return country_display(Country("US"))
