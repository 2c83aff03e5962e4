"""Bad input: an exact answer each, and nothing half-written. Makes docs/errors.md.

MLM_ERRORS_TABLE=path writes the table; it is complete or it is not written.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from . import (  # noqa: F401 - their rows
    bad_corrections,
    bad_enrolment,
    bad_owners,
    bad_placement,
    bad_webhooks,
)
from .bad_input import ROWS, Row, World
from .faults import Faults
from .graphql import Client
from .mlm import Mlm, level_plan
from .store import Store

PUBLIC = {"mlmReferralVisit", "mlmCheckoutAttach", "mlmCheckoutDetach"}
TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name } } }"
SCHEMA = f"""{{ __schema {{ mutationType {{ fields {{ name args {{ name type {{ {TYPE} }} }}
  type {{ fields {{ name type {{ {TYPE} }} }} }} }} }} }} }}"""
FIELDS = f"""query ($name: String!) {{
  __type(name: $name) {{ fields {{ name type {{ {TYPE} }} }} }} }}"""
VALUES = "query ($name: String!) { __type(name: $name) { enumValues { name } } }"
FIRST_OF_EACH = {row.mutation: row for row in reversed(ROWS)}.values()
ENDS_OF_EACH = [*FIRST_OF_EACH, *{row.mutation: row for row in ROWS}.values()]
ODD_TEXTS = ["NUL \0", "x" * 5000, "", "😀", "1e999"]
shown: dict[str, tuple[Row, str]] = {}


class Mutations:
    """Our mutations as the store's schema has them."""

    def __init__(self, app: Client) -> None:
        self.app = app
        fields = app.ask(SCHEMA)["mutationType"]["fields"]
        self.fields = {row["name"]: row for row in fields if row["name"].startswith("mlm")}

    def document(self, name: str) -> str:
        field = self.fields[name]
        declared = ", ".join(f"${arg['name']}: {_text(arg['type'])}" for arg in field["args"])
        passed = ", ".join(f"{arg['name']}: ${arg['name']}" for arg in field["args"])
        return f"mutation ({declared}) {{ {name}({passed}) {{ {self._selection(name)} }} }}"

    def codes(self, name: str) -> tuple[str, set[str]]:
        """The enum of a mutation's error codes, and its values."""
        error = self._payload(name)["errors"]
        fields = self.app.ask(FIELDS, name=_named(error))["fields"]
        enum = _named(next(row["type"] for row in fields if row["name"] == "code"))
        values = self.app.ask(VALUES, name=enum)["enumValues"]
        return enum, {value["name"] for value in values}

    def _payload(self, name: str) -> dict[str, Any]:
        return {row["name"]: row["type"] for row in self.fields[name]["type"]["fields"]}

    def _selection(self, name: str) -> str:
        parts = []
        for field, type_ in self._payload(name).items():
            if field == "errors":
                parts.append("errors { field message code }")
            else:
                parts.append(field + (" { __typename }" if _kind(type_) == "OBJECT" else ""))
        return " ".join(parts)


def _named(type_: dict[str, Any]) -> str:
    return type_["name"] if type_["name"] else _named(type_["ofType"])


def _kind(type_: dict[str, Any]) -> str:
    inner = type_.get("ofType")
    return _kind(inner) if inner else str(type_["kind"])


def _text(type_: dict[str, Any]) -> str:
    if type_["kind"] == "NON_NULL":
        return _text(type_["ofType"]) + "!"
    if type_["kind"] == "LIST":
        return f"[{_text(type_['ofType'])}]"
    return str(type_["name"])


@pytest.fixture(scope="module")
def mutations(store: Store) -> Mutations:
    return Mutations(store.app)


@pytest.fixture
def world(store: Store, mlm: Mlm, faults: Faults) -> Iterator[World]:
    with ExitStack() as stack:
        yield World(store, mlm, faults, stack, store.app)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_bad_input(row: Row, world: World, mutations: Mutations) -> None:
    # given
    with world.faults.tasks_paused():
        variables, message = row.given(world)
        before = world.faults.digests()
        # when
        answer = world.caller.answer(mutations.document(row.mutation), **variables)
        # then
        assert "errors" not in answer, answer["errors"][0]["message"]
        payload = answer["data"][row.mutation]
        errors = payload.pop("errors")
        assert errors == [{"field": row.about or None, "code": row.code, "message": message}]
        assert [value for value in payload.values() if value] == []
        after = world.faults.digests()
    assert {table for table in before if before[table] != after[table]} <= row.touches
    shown[str(row)] = (row, _without_this_run(message, world.names))


def test_every_code_of_every_mutation_has_a_row(mutations: Mutations) -> None:
    tested = {(mutations.codes(row.mutation)[0], row.code) for row in ROWS}
    exist = {
        (enum, value)
        for enum, values in (mutations.codes(name) for name in mutations.fields)
        for value in values
    }
    assert tested == exist
    assert {row.mutation for row in ROWS} == set(mutations.fields)


@pytest.mark.parametrize("row", FIRST_OF_EACH, ids=lambda row: row.mutation)
def test_who_may_not_is_refused(row: Row, world: World, mutations: Mutations) -> None:
    # given somebody without any right, where the mutation is not everybody's
    with world.faults.tasks_paused():
        variables, _ = row.given(world)
        before = world.faults.digests()
        # when
        answer = world.store.guest.answer(mutations.document(row.mutation), **variables)
        # then
        denied = [
            error["extensions"]["exception"]["code"] for error in answer.get("errors", [])
        ] == ["PermissionDenied"]
        assert denied is (row.mutation not in PUBLIC)
        assert world.faults.digests() == before


@pytest.mark.parametrize("row", ENDS_OF_EACH, ids=str)
def test_odd_texts(row: Row, world: World, mutations: Mutations) -> None:
    # given an input of which one text is odd
    document = mutations.document(row.mutation)
    variables, _ = row.given(world)
    for odd in [odd for text in ODD_TEXTS for odd in _with_odd_text(variables, text)]:
        # when
        answer = world.store.app.answer(document, **odd)
        # then it is answered, if only by what GraphQL itself refuses
        kinds = {error["extensions"]["exception"]["code"] for error in answer.get("errors", [])}
        assert kinds <= {"GraphQLError", "PermissionDenied"}, (odd, answer["errors"][0]["message"])


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-01"])
def test_odd_days(store: Store, mutations: Mutations, day: str) -> None:
    # when
    document = mutations.document("mlmPlanPublish")
    answer = store.app.answer(document, document=level_plan(), effectiveFrom=day)
    # then
    assert "errors" not in answer, answer["errors"][0]["message"]
    assert [error["field"] for error in answer["data"]["mlmPlanPublish"]["errors"]] == [
        "effectiveFrom"
    ]


def test_the_table_of_errors() -> None:
    path = os.environ.get("MLM_ERRORS_TABLE")
    if not path:
        pytest.skip("MLM_ERRORS_TABLE names no file to write the table to")
    assert len(shown) == len(ROWS), "the table needs every row to have passed in this run"
    Path(path).write_text(table([shown[str(row)] for row in ROWS]))


def table(rows: list[tuple[Row, str]]) -> str:
    lines = [
        "# Errors",
        "",
        "Every error code of every public mutation, with the words people read. Made by",
        "`tests/scenarios/test_bad_input.py`, which runs each row on a store and checks that",
        "nothing was written; words in capitals stand for values of the run.",
        "",
        "| Mutation | Code | Field | Case | Message |",
        "|---|---|---|---|---|",
    ]
    for row, message in rows:
        about = f"`{row.about}`" if row.about else ""
        cells = [f"`{row.mutation}`", f"`{row.code}`", about, row.case, message]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _with_odd_text(value: Any, text: str) -> Iterator[Any]:
    """The value as often as it holds texts, with one of them replaced each time."""
    if isinstance(value, str):
        yield text
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from ({**value, key: odd} for odd in _with_odd_text(inner, text))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            odd_ones = _with_odd_text(inner, text)
            yield from ([*value[:index], odd, *value[index + 1 :]] for odd in odd_ones)


def _without_this_run(message: str, names: dict[str, str]) -> str:
    for value in sorted(names, key=len, reverse=True):
        message = message.replace(value, names[value])
    return message
