"""`docs/plan-reference.md` and `docs/plan-schema.json` are up to date, and show what is true."""

import enum
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from saleor_mlm.engine.plans import Plan, load_plan
from saleor_mlm.engine.plans.document import parse
from saleor_mlm.engine.plans.insertion import references
from saleor_mlm.engine.plans.json_schema import schema_document
from saleor_mlm.engine.plans.places import fields, kinds, models_below
from saleor_mlm.engine.plans.promotions import Promotion
from saleor_mlm.engine.plans.reference_page import CHAPTERS, reference_page
from saleor_mlm.engine.plans.tests import Test
from saleor_mlm.engine.plans.validation import validate
from saleor_mlm.engine.plans.volumes import Volume

from .broken_plans import BROKEN

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "plan-reference.md"
SCHEMA = ROOT / "docs" / "plan-schema.json"
EXAMPLES = (
    ("An example: three levels", ROOT / "plans" / "level.yaml"),
    ("An example: stairstep and breakaway", ROOT / "plans" / "stairstep.yaml"),
)
MODELS = [model for _, _, part in CHAPTERS for _, model in part if issubclass(model, BaseModel)]


def page() -> str:
    refused = {broken.code: broken.message for broken in BROKEN.values()}
    return reference_page(
        sorted(refused.items()), [(heading, path.read_text()) for heading, path in EXAMPLES]
    )


def test_the_page_is_up_to_date() -> None:
    """To write it: `python -m tests.engine.test_plan_reference`."""
    assert PAGE.read_text() == page()


def test_the_schema_is_up_to_date() -> None:
    """To write it: `python -m tests.engine.test_plan_reference`."""
    assert SCHEMA.read_text() == schema_document()
    assert json.loads(SCHEMA.read_text())["title"] == "Plan"


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_described(model: type[BaseModel]) -> None:
    for key, info in fields(model).items():
        assert info.description, (model, key)


def test_every_model_of_the_language_has_its_section() -> None:
    assert {*models_below(Plan), *models_below(Promotion)} <= set(MODELS)


def test_every_model_and_enumeration_says_its_rule() -> None:
    for _, module, part in CHAPTERS:
        assert module.__doc__
        for _, model in part:
            assert model.__doc__, model
            assert issubclass(model, BaseModel | enum.Enum)


def examples() -> Iterator[tuple[type[BaseModel], str, str]]:
    """Each kind or part with the examples of its own fields, as a document would have them."""
    for model in MODELS:
        written = {
            key: info.examples[0]
            for key, info in fields(model).items()
            if info.examples and (info.is_required() or key != "kind")
        }
        yield model, "\n".join(f"{key}: {value}" for key, value in written.items()), model.__name__


@pytest.mark.parametrize(("model", "text", "name"), examples())
def test_the_examples_of_a_kind_make_one(model: type[BaseModel], text: str, name: str) -> None:
    """All its examples together are of the right form; only checks of content may refuse them."""
    missing = {key for key, info in fields(model).items() if info.is_required()}
    if not missing <= {key for key, info in fields(model).items() if info.examples}:
        pytest.skip(f"{name} has parts that are shown in whole plans")
    validate(parse(text, name), model)


def test_kinds_have_names_of_their_own() -> None:
    assert set(kinds(Volume)) & set(kinds(Test)) == {"legs"}


def test_the_examples_on_the_page_are_plans() -> None:
    documents = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    plans = [load_plan(document) for document in documents]
    assert [plan.key for plan in plans] == ["level", "stairstep"]
    assert any(references(parse(documents[1], "").content))


if __name__ == "__main__":
    PAGE.write_text(page())
    SCHEMA.write_text(schema_document())
