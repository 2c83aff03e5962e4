"""The page `docs/plan-reference.md`, made from the models so that it cannot fall behind them."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from .activity import VolumeTest
from .bonuses import LevelBonus
from .schema import Plan

# What a page of the plan language consists of: a heading, what it is, its model.
SECTIONS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("The plan", "The top of the document.", Plan),
    ("Tests: `kind: volume`", "An entry of `tests`, under a name of your own.", VolumeTest),
    ("Bonuses: `kind: level`", "An entry of `bonuses`, under a name of your own.", LevelBonus),
)
HEAD = """\
# Plan reference

Generated from the models in `saleor_mlm/engine/plans/`: edit those, then run
`python tests/engine/test_plan_reference.py`.

A plan is one YAML document. It is read strictly: every key is written once and is one of those
below; what is required is written out; rates are percentages with one space (`10 %`, `2.5 %`);
volumes are decimals in quotes (`"50.00"`), so that no number ever passes through a float. Names of
tests and bonuses are lower-case letters, digits and hyphens. Equal content has one hash, whatever
its layout.

No kind of bonus pays for enrolling anyone; a document that asks for one is refused.
"""


def reference_page(example: str) -> str:
    """The page in Markdown, with an example plan document at its end."""
    return "\n".join([HEAD, *_sections(), "## Example", "", "```yaml", example.strip(), "```", ""])


def _sections() -> Iterator[str]:
    for heading, introduction, model in SECTIONS:
        yield f"## {heading}\n\n{introduction}\n"
        yield "| key | required | example | what it says |\n|---|---|---|---|"
        yield from (_row(name, info) for name, info in model.model_fields.items())
        yield ""


def _row(name: str, info: Any) -> str:
    example = f"`{info.examples[0]}`" if info.examples else ""
    required = "yes" if info.is_required() else "no"
    return f"| `{info.alias or name}` | {required} | {example} | {info.description} |"
