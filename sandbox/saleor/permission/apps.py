from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

# Whose content type carries an app's permissions, where it is not the app's own name.
MODELS = {"account": "user", "plugins": "pluginconfiguration", "site": "sitesettings"}


class PermissionAppConfig(AppConfig):
    name = "saleor.permission"
    label = "permission"

    def ready(self) -> None:
        post_migrate.connect(create_permissions, sender=self)


def create_permissions(**_kwargs: Any) -> None:
    from django.contrib.contenttypes.models import ContentType

    from .enums import get_permissions_enum_dict
    from .models import Permission

    for name, member in get_permissions_enum_dict().items():
        label = member.value.split(".")[0]
        content_type, _ = ContentType.objects.get_or_create(
            app_label=label, model=MODELS.get(label, label)
        )
        Permission.objects.get_or_create(
            content_type=content_type,
            codename=member.codename,
            defaults={"name": name.replace("_", " ").capitalize()},
        )
