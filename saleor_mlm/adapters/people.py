"""Saleor's users, by primary key or e-mail."""

from dataclasses import dataclass

from saleor.account.models import User


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


def _person(user: User | None) -> Person | None:
    if user is None:
        return None
    name = f"{user.first_name} {user.last_name}".strip()
    return Person(user.id, user.email, name, user.language_code, user.is_active)
