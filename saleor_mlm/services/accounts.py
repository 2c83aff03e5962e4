"""Accounts of customers by the thousand: the table of Django's user model, which is the store's."""

from django.contrib.auth import get_user_model
from django.db import connection

ACCOUNT = get_user_model()
TABLE = ACCOUNT._meta.db_table
RANDOM = "replace(gen_random_uuid()::text, '-', '')"


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
    fields = [field for field in ACCOUNT._meta.concrete_fields if not field.primary_key]
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
