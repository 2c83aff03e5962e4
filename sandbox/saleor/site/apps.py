from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SiteAppConfig(AppConfig):
    name = "saleor.site"
    label = "site"

    def ready(self) -> None:
        post_migrate.connect(create_settings, sender=self)


def create_settings(**_kwargs: Any) -> None:
    from django.contrib.sites.models import Site

    from .models import SiteSettings

    site, _ = Site.objects.get_or_create(
        pk=1, defaults={"domain": "localhost:8000", "name": "Saleor sandbox"}
    )
    SiteSettings.objects.get_or_create(site=site)
