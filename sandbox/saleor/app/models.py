from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import models

from ..core.models import ModelWithMetadata
from ..permission.enums import BasePermissionEnum
from ..permission.models import Permission


class App(ModelWithMetadata):
    uuid = models.UUIDField(unique=True, default=uuid4)
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    is_active = models.BooleanField(default=True)
    removed_at = models.DateTimeField(blank=True, null=True)
    type = models.CharField(default="local", max_length=60)
    identifier = models.CharField(max_length=256, blank=True)
    permissions = models.ManyToManyField(
        Permission, blank=True, related_name="app_set", related_query_name="app"
    )
    app_url = models.URLField(blank=True, null=True)
    manifest_url = models.URLField(max_length=2048, blank=True, null=True)
    version = models.CharField(max_length=60, blank=True, null=True)
    audience = models.CharField(blank=True, null=True, max_length=256)
    is_installed = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_permissions(self) -> set[str]:
        if not self.is_active:
            return set()
        if not hasattr(self, "_permission_values"):
            pairs = self.permissions.values_list("content_type__app_label", "codename")
            self._permission_values = {f"{app}.{code}" for app, code in pairs.order_by()}
        return self._permission_values

    def has_perm(self, perm: BasePermissionEnum | str) -> bool:
        value = perm.value if isinstance(perm, BasePermissionEnum) else perm
        return value in self.get_permissions()

    def has_perms(self, perm_list: Iterable[BasePermissionEnum | str]) -> bool:
        return self.is_active and all(self.has_perm(perm) for perm in perm_list)


class AppTokenManager(models.Manager["AppToken"]):
    def create(  # type: ignore[override]
        self, *, app: App, name: str = "", auth_token: str | None = None, **extra_fields: Any
    ) -> tuple["AppToken", str]:
        auth_token = auth_token or token_urlsafe(30)[:30]
        app_token = self.model(app=app, name=name, **extra_fields)
        app_token.set_auth_token(auth_token)
        app_token.save()
        return app_token, auth_token


class AppToken(models.Model):
    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(blank=True, default="", max_length=128)
    auth_token = models.CharField(unique=True, max_length=128)
    token_last_4 = models.CharField(max_length=4)

    objects = AppTokenManager()

    def set_auth_token(self, raw_token: str) -> None:
        self.auth_token = make_password(raw_token)
        self.token_last_4 = raw_token[-4:]
