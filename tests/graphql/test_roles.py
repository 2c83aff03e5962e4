"""`docs/rights.md` is true: every cell is asked, and every field has a row.

A new field needs a row in the page. Write it with any cells: the test says what each column got.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from graphql import TypeInfo, build_client_schema, introspection_query, parse
from graphql.language.visitor import TypeInfoVisitor, Visitor, visit
from saleor.account.models import User
from saleor.app.models import App
from saleor.core.jwt import create_access_token
from saleor.permission.enums import get_permissions

from saleor_mlm.adapters import clock

from .conftest import START
from .one_of_everything import OneOfEverything
from .rights import CELLS, COLUMNS, RIGHTS, Row, rows

pytestmark = pytest.mark.django_db

ROWS = rows()
ROOTS = ("Query", "Mutation")
ALSO = {"Order": "mlm", "Checkout": "mlm", "User": "mlm"}
"""Types of the store to which we add fields whose names begin so."""


@pytest.fixture
def everything(company: Any, monkeypatch: pytest.MonkeyPatch) -> OneOfEverything:
    """On the third day of the period in which all of it happened."""
    monkeypatch.setattr(clock, "now", lambda: START + timedelta(days=2))
    return OneOfEverything(company, START)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_cell_of_a_column(everything, column):
    got = _got(column, everything)
    wrong = [
        f"{row.type}: {row.text}: {row.cell(column)} in the page, got {got[row]}"
        for row in ROWS
        if got[row] != row.cell(column)
    ]

    assert not wrong, "\n".join([f"{column}:", *wrong])


def test_every_field_has_a_row(ask, company):
    answer = ask("visitor", introspection_query)
    schema = build_client_schema(answer["data"])
    asked = _Asked()
    for row in ROWS:
        text = row.question if row.type == "Mutation" else f"query {row.question}"
        info = TypeInfo(schema)
        visit(parse(_with_ids(text, {})), TypeInfoVisitor(info, asked.over(info)))
    ours = {
        (name, field)
        for name, type_ in schema.get_type_map().items()
        for field in getattr(type_, "fields", None) or ()
        if _is_ours(type_, name, field)
    }

    assert sorted(ours - asked.fields) == []


def test_every_field_of_a_table_has_a_row_of_its_own(ask, company):
    """A person's fields are judged one by one, not with what else is asked of the person."""
    schema = build_client_schema(ask("visitor", introspection_query)["data"])

    for name in {row.type for row in ROWS if row.type.startswith("Mlm")}:
        fields = set(schema.get_type(name).fields)
        assert fields == {row.field for row in ROWS if row.type == name}, name


def test_the_page_is_well_formed():
    assert len({row.question for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row.right in ("", *RIGHTS), row
        assert len(row.cells) == len(COLUMNS), row
        assert set(row.cells) <= CELLS, row


class _Asked:
    """Which fields of which types documents ask for."""

    def __init__(self) -> None:
        self.fields: set[tuple[str, str]] = set()

    def over(self, info: TypeInfo) -> Visitor:
        fields = self.fields

        class Noting(Visitor):
            def enter_Field(self, node: Any, *_: object) -> None:  # noqa: N802
                parent = info.get_parent_type()
                if parent is not None:
                    fields.add((parent.name, node.name.value))

        return Noting()


def _is_ours(type_: Any, name: str, field: str) -> bool:
    """Whether it is a field of ours that can be asked for."""
    if type(type_).__name__ != "GraphQLObjectType":
        return False
    if name in (*ROOTS, *ALSO):
        return field.startswith("mlm")
    return name.startswith("Mlm")


def _got(column: str, everything: OneOfEverything) -> dict[Row, str]:
    """What a column gets of every row; what changes something comes last, as in the page."""
    tokens = {right: _token(column, right) for right in ("", *RIGHTS)}
    got: dict[Row, str] = {}
    for group in _groups():
        got |= _answers(tokens[group[0].right], group, everything.ids)
    return got


def _groups() -> list[list[Row]]:
    """Rows to be asked at once: those of a person with the same right, which are refused one by
    one; every other row alone."""
    of_person = [row for row in ROWS if row.type.startswith("Mlm")]
    together = [[row for row in of_person if row.right == right] for right in ("", *RIGHTS)]
    return [*filter(None, together), *([row] for row in ROWS if row not in of_person)]


def _answers(token: str | None, group: list[Row], ids: dict[str, str]) -> dict[Row, str]:
    """The rows of a group, each under a name of its own."""
    kind = "mutation" if group[0].type == "Mutation" else "query"
    parts = [f"q{n}: {_inner(row)}" for n, row in enumerate(group)]
    answer = _post(token, _with_ids(f"{kind} {{ {' '.join(parts)} }}", ids))
    return {row: _cell(answer, f"q{n}", row) for n, row in enumerate(group)}


def _inner(row: Row) -> str:
    """A question without the braces around it."""
    return row.question.removeprefix("mutation").strip().removeprefix("{").removesuffix("}")


def _cell(answer: dict[str, Any], name: str, row: Row) -> str:
    errors = [one for one in answer.get("errors", []) if one.get("path", [name])[0] == name]
    if errors:
        codes = {error["extensions"]["exception"]["code"] for error in errors}
        return "no" if codes == {"PermissionDenied"} else str(errors)
    found = answer["data"][name]
    for step in _way(row)[1:]:
        found = None if found is None else found[step]
    return "-" if found in (None, [], "") else "yes"


def _way(row: Row) -> list[str]:
    """The names from the top of an answer to the row's field."""
    names, node = [], parse(_with_ids(row.question, {})).definitions[0]
    while not names or names[-1] != row.field:
        node = node.selection_set.selections[0]
        names.append(node.name.value)
    return names


def _with_ids(text: str, ids: dict[str, str]) -> str:
    for name in ("order", "checkout", "bob", "carol", "user", "correction", "endpoint", "delivery"):
        text = text.replace(f"${name}", f'"{ids.get(name, "")}"')
    return text


def _post(token: str | None, query: str) -> dict[str, Any]:
    headers = {"Host": "127.0.0.1"} | ({"Authorization": f"Bearer {token}"} if token else {})
    client = Client(headers=headers)
    answer: dict[str, Any] = client.post("/graphql/", {"query": query}, "application/json").json()
    return answer


def _token(column: str, right: str) -> str | None:
    if column == "visitor":
        return None
    if column.startswith("app"):
        app, _ = App.objects.get_or_create(name=f"{column}:{right}", defaults={"is_active": True})
        app.permissions.set(get_permissions(_granted(column, right)))
        return str(app.tokens.create(name="test")[1])
    if column.startswith("staff"):
        name = f"{column}-{right}@example.com"
        user, _ = User.objects.get_or_create(
            email=name, defaults={"is_active": True, "is_staff": True}
        )
        user.user_permissions.set(get_permissions(_granted(column, right)))
        return str(create_access_token(user))
    name = {"customer": "customer"}.get(column, COLUMNS[column].lower())
    user, _ = User.objects.get_or_create(email=f"{name}@example.com", defaults={"is_active": True})
    return str(create_access_token(user))


def _granted(column: str, right: str) -> list[str]:
    if not right:
        return list(RIGHTS.values()) if column.endswith("+") else []
    if column.endswith("+"):
        return [RIGHTS[right]]
    return [value for name, value in RIGHTS.items() if name != right]
