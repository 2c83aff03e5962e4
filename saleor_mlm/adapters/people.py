"""Saleor's users, by primary key or e-mail."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.sites.models import Site
from saleor.account.models import User
from saleor.site.models import SiteSettings

IS_THERE = "EXISTS (SELECT id FROM account_user WHERE id = %(user)s)"


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    email: str
    full_name: str
    language: str
    active: bool


def by_id(user_id: int) -> Person | None:
    return _person(User.objects.filter(id=user_id).first())


def by_email(email: str) -> Person | None:
    return _person(User.objects.filter(email__iexact=email).first())


def has_password(person: Person, password: str) -> bool:
    """Only for an account that was made just now: it counts no wrong attempts."""
    return bool(get_user_model().objects.get(id=person.id).check_password(password))


def are_confirmed_by_mail() -> bool:
    """Whether the shop wants the address of a new account confirmed.

    Read from the table: the settings that hang on the current site are those of the process's
    start.
    """
    row = SiteSettings.objects.get(site=Site.objects.get_current())
    return bool(row.enable_account_confirmation_by_email)


def _person(user: User | None) -> Person | None:
    if user is None:
        return None
    name = f"{user.first_name} {user.last_name}".strip()
    return Person(user.id, user.email, name, user.language_code, user.is_active)
