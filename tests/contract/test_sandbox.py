"""The sandbox's Python, name by name, is what the digest says of the Saleor that it imitates.

Not its hooks' keywords: traces recorded on a real Saleor hold it to those.
"""

import inspect
from importlib import import_module
from typing import Any

import pytest
from django.db.models import Field, ForeignKey
from django.utils.module_loading import import_string

import contract
from contract import source
from contract.saleor_facts import LOOKUPS, of_member

SAID = contract.load(contract.IMITATED)
# A model's own way of making one is Django's.
MAKES_ONE = {name: fact for name, fact in SAID["imports"].items() if "(" in str(fact)}
MAKES_ONE.pop("saleor.account.models.User")
VALUES = {name: fact for name, fact in SAID["members"].items() if str(fact).startswith("'")}


@pytest.mark.parametrize("name", SAID["imports"])
def test_name_can_be_imported(name: str) -> None:
    import_string(name)


@pytest.mark.parametrize("name", MAKES_ONE)
def test_call_takes_the_same(name: str) -> None:
    fact = str(MAKES_ONE[name])
    wanted = [part.strip("*= ") for part in fact[fact.index("(") + 1 : -1].split(",")]

    taken = inspect.signature(import_string(name)).parameters

    assert [part for part in wanted if part and part not in taken] == []


@pytest.mark.parametrize("name", sorted(SAID["members"].keys() - VALUES.keys()))
def test_member_is_there(name: str) -> None:
    sandbox = source.from_folder(contract.ROOT / "sandbox")

    assert of_member(sandbox, name) == SAID["members"][name]


@pytest.mark.parametrize("name", VALUES)
def test_value_is_the_same(name: str) -> None:
    owner, _, member = name.rpartition(".")
    found = getattr(import_string(owner), member)

    assert repr(str(getattr(found, "value", found))) == VALUES[name]


@pytest.mark.parametrize("name", SAID["attributes"])
def test_attribute_is_the_same(name: str) -> None:
    model, _, path = name.rpartition(".")
    steps = [step for step in path.split("__") if step not in LOOKUPS]
    for step in steps[:-1]:
        model = _dotted(import_string(model)._meta.get_field(step).related_model)

    assert _fact(import_string(model), steps[-1]) == SAID["attributes"][name]


@pytest.mark.parametrize("name", SAID["columns"])
def test_column_is_the_same(name: str) -> None:
    table, _, column = name.partition(".")
    models = vars(import_module(f"saleor.{table.split('_')[0]}.models")).values()
    (model,) = {
        found for found in models if getattr(found, "_meta", None) and found._meta.db_table == table
    }

    assert _fact(model, column) == SAID["columns"][name]


def _dotted(model: type) -> str:
    return f"{model.__module__}.{model.__name__}"


def _fact(model: Any, name: str) -> str:
    field = model._meta.get_field(name)
    null = " null" * field.null
    if isinstance(field, ForeignKey) and name != field.name:
        return f"id of ForeignKey{null}"
    if field.primary_key and field.get_internal_type() == "AutoField":
        return "primary key"
    return type(field).__name__ + null if isinstance(field, Field) else ""
