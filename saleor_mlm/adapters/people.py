"""Saleor's users, by primary key or e-mail."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.sites.models import Site
from django.db import connection
from saleor.account.models import User
from saleor.site.models import SiteSettings

IS_THERE = "EXISTS (SELECT id FROM account_user WHERE id = %(user)s)"
TABLE = User._meta.db_table
RANDOM = "replace(gen_random_uuid()::text, '-', '')"


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


def open_accounts(table: str) -> int:
    """Open an account for every row (email, name, id) of a table and put its key there; how many.

    Customers without a password, who choose one as whoever forgot it: so many cannot be opened one
    by one through the API, and nobody's hooks or mails are for people who did not come by
    themselves. What Saleor adds to its users in a later version has the default that it declares.
    """
    own = {
        "email": "m.email",
        "first_name": "m.name",
        "password": f"'!' || {RANDOM} || left({RANDOM}, 8)",
        "jwt_token_key": f"left({RANDOM}, 12)",
        "uuid": "gen_random_uuid()",
        "date_joined": "now()",
        "updated_at": "now()",
    }
    fields = [field for field in User._meta.concrete_fields if not field.primary_key]
    given = [own.get(field.column, "%s") for field in fields]
    values = [
        field.get_db_prep_save(field.get_default(), connection)
        for field in fields
        if field.column not in own
    ]
    columns = ", ".join(field.column for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH made AS (INSERT INTO {TABLE} ({columns}) SELECT {', '.join(given)}"
            f" FROM {table} m RETURNING id, email)"
            f" UPDATE {table} m SET id = made.id FROM made WHERE made.email = m.email",
            values,
        )
        return int(cursor.rowcount)
