"""`docs/plan-reference.md` is up to date, and what it shows is true."""

import re
from pathlib import Path

from pydantic import BaseModel

from saleor_mlm.engine.plans import load_plan
from saleor_mlm.engine.plans.reference_page import SECTIONS, reference_page

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "plans" / "level.yaml").read_text()
PAGE = ROOT / "docs" / "plan-reference.md"


def test_the_page_is_up_to_date() -> None:
    """To write it: `python tests/engine/test_plan_reference.py`."""
    assert PAGE.read_text() == reference_page(EXAMPLE)


def test_every_field_is_described() -> None:
    for _, _, model in SECTIONS:
        for name, info in model.model_fields.items():
            assert info.description, (model, name)


def test_every_model_of_the_schema_has_its_section() -> None:
    found: set[type[BaseModel]] = set()
    waiting: list[object] = [SECTIONS[0][2]]
    while waiting:
        here = waiting.pop()
        waiting += getattr(here, "__args__", ())
        if isinstance(here, type) and issubclass(here, BaseModel) and here not in found:
            found.add(here)
            waiting += [info.annotation for info in here.model_fields.values()]
    assert found == {model for _, _, model in SECTIONS}


def test_the_example_on_the_page_is_a_plan() -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    assert load_plan(example) == load_plan(EXAMPLE)


if __name__ == "__main__":
    PAGE.write_text(reference_page(EXAMPLE))
