from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_countries.fields import CountryField

from ..core.models import ModelWithExternalReference, ModelWithMetadata
from ..permission.enums import BasePermissionEnum, get_permissions
from ..permission.models import Permission, PermissionsMixin

ADDRESS_FIELDS = (
    "first_name last_name company_name street_address_1 street_address_2 city city_area "
    "postal_code country country_area phone"
).split()


class Address(ModelWithMetadata):
    first_name = models.CharField(max_length=256, blank=True)
    last_name = models.CharField(max_length=256, blank=True)
    company_name = models.CharField(max_length=256, blank=True)
    street_address_1 = models.CharField(max_length=256, blank=True)
    street_address_2 = models.CharField(max_length=256, blank=True)
    city = models.CharField(max_length=256, blank=True)
    city_area = models.CharField(max_length=128, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = CountryField()
    country_area = models.CharField(max_length=128, blank=True)
    phone = models.CharField(max_length=128, blank=True, default="", db_index=True)
    validation_skipped = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)

    def as_data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ADDRESS_FIELDS}

    def get_copy(self) -> "Address":
        return Address.objects.create(**self.as_data())


class Group(models.Model):
    name = models.CharField(max_length=150, unique=True)
    permissions = models.ManyToManyField(Permission, blank=True)
    restricted_access_to_channels = models.BooleanField(default=False)


class UserManager(BaseUserManager["User"]):
    def create_user(
        self,
        email: str,
        password: str | None = None,
        is_staff: bool = False,
        is_active: bool = True,
        **extra_fields: Any,
    ) -> "User":
        user = self.model(
            email=self.normalize_email(email).lower(),
            is_staff=is_staff,
            is_active=is_active,
            **extra_fields,
        )
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str, **extra_fields: Any) -> "User":
        return self.create_user(email, password, True, True, is_superuser=True, **extra_fields)

    def customers(self) -> QuerySet["User"]:
        return self.get_queryset().filter(
            Q(is_staff=False) | (Q(is_staff=True) & Q(orders__isnull=False))
        )

    def staff(self) -> QuerySet["User"]:
        return self.get_queryset().filter(is_staff=True)


class User(PermissionsMixin, ModelWithMetadata, AbstractBaseUser, ModelWithExternalReference):
    email = models.EmailField(unique=True)
    first_name = models.CharField(max_length=256, blank=True)
    last_name = models.CharField(max_length=256, blank=True)
    addresses = models.ManyToManyField(Address, blank=True, related_name="user_addresses")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_confirmed = models.BooleanField(default=True)
    note = models.TextField(null=True, blank=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)
    default_shipping_address = models.ForeignKey(
        Address, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    default_billing_address = models.ForeignKey(
        Address, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    jwt_token_key = models.CharField(max_length=12, default=partial(get_random_string, length=12))
    language_code = models.CharField(max_length=35, default=settings.LANGUAGE_CODE)
    uuid = models.UUIDField(default=uuid4, unique=True)
    number_of_orders = models.PositiveIntegerField(default=0, db_default=0)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        ordering = ("email",)

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def effective_permissions(self) -> QuerySet[Permission]:
        narrowed = self.__dict__.get("_effective_permissions")
        if narrowed is not None:
            return narrowed
        everything = get_permissions()
        if self.is_superuser:
            return everything
        return everything.filter(Q(user=self) | Q(group__user=self)).distinct()

    @effective_permissions.setter
    def effective_permissions(self, value: QuerySet[Permission]) -> None:
        self.__dict__["_effective_permissions"] = value
        self.__dict__.pop("_permission_values", None)

    def get_full_name(self) -> str:
        name = f"{self.first_name} {self.last_name}".strip()
        address = None if name else self.default_billing_address
        if address:
            name = f"{address.first_name} {address.last_name}".strip()
        return name or self.email

    def has_perm(self, perm: BasePermissionEnum | str, obj: Any = None) -> bool:
        if not self.is_active:
            return False
        narrowed = self.__dict__.get("_effective_permissions") is not None
        if self.is_superuser and not narrowed:
            return True
        value = perm.value if isinstance(perm, BasePermissionEnum) else perm
        if "_permission_values" not in self.__dict__:
            rows = self.effective_permissions.using(settings.DATABASE_CONNECTION_REPLICA_NAME)
            pairs = rows.values_list("content_type__app_label", "codename").order_by()
            self.__dict__["_permission_values"] = {f"{app}.{code}" for app, code in pairs}
        return value in self.__dict__["_permission_values"]

    def has_perms(self, perm_list: Iterable[BasePermissionEnum | str], obj: Any = None) -> bool:
        return all(self.has_perm(perm) for perm in perm_list)
