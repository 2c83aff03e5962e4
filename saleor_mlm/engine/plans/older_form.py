"""Documents of the first form, published before volumes had names: read as plans of today.

Then rates were a list, one for each level; `active` named the test of payees; a test named
`personal` and a measure. What a store has published stays as it is and keeps its hash.
"""

import hashlib
import json
from dataclasses import replace
from typing import Any

from .document import Document
from .problems import Path
from .quantities import volume_text
from .schema import Plan
from .tests import VolumeTest

NEWER_PARTS = ("parameters", "volumes", "ranks", "calendars", "trees", "words")
MEASURES = ("qv", "cv")


def is_older(content: Any) -> bool:
    """Whether a document is of the first form: rates as a list are in no other."""
    if not isinstance(content, dict) or any(part in content for part in NEWER_PARTS):
        return False
    bonuses = content.get("bonuses")
    found = list(bonuses.values()) if isinstance(bonuses, dict) else []
    return any(isinstance(bonus, dict) and isinstance(bonus.get("rates"), list) for bonus in found)


def translated(document: Document) -> Document:
    """The document in today's form; errors still name the lines of the text."""
    assert isinstance(document.content, dict)
    content: dict[str, Any] = {**document.content, "volumes": {}}
    lines = dict(document.lines)
    tests = content.get("tests")
    if isinstance(tests, dict):
        content["tests"] = {name: _test(content["volumes"], test) for name, test in tests.items()}
    content["bonuses"] = {
        name: _bonus(bonus, lines, ("bonuses", name)) for name, bonus in content["bonuses"].items()
    }
    return replace(document, content=content, lines=lines)


def _test(volumes: dict[str, Any], test: Any) -> Any:
    if not (isinstance(test, dict) and test.get("measure") in MEASURES):
        return test
    if test.get("volume") != "personal":
        return test
    measure = test["measure"]
    volumes[f"personal-{measure}"] = {"kind": "sales", "measure": measure}
    rest = {key: value for key, value in test.items() if key != "measure"}
    return {**rest, "volume": f"personal-{measure}"}


def _bonus(bonus: Any, lines: dict[Path, int], path: Path) -> Any:
    if not isinstance(bonus, dict):
        return bonus
    changed = dict(bonus)
    if isinstance(rates := changed.get("rates"), list):
        changed["rates"] = {"by": "level", "rows": rates}
        for level in range(len(rates)):
            lines[*path, "rates", "rows", level] = lines[*path, "rates", level]
    if "active" in changed:
        changed["payee"] = changed.pop("active")
        lines[*path, "payee"] = lines[*path, "active"]
    return changed


def older_sha256(plan: Plan) -> str:
    """The hash that a document of the first form has had since it was published."""
    content = plan.model_dump(mode="json", by_alias=True)
    head = {key: content[key] for key in ("plan", "name", "time_zone", "period", "rounding")}
    tests = {name: _older_test(plan, test) for name, test in sorted(plan.tests.items())}
    bonuses = {name: _older_bonus(bonus) for name, bonus in content["bonuses"].items()}
    text = json.dumps(
        {**head, "tests": tests, "bonuses": bonuses}, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _older_test(plan: Plan, test: Any) -> dict[str, Any]:
    assert isinstance(test, VolumeTest)
    assert test.at_least_e4 is not None
    measure = test.volume.removeprefix("personal-")
    at_least = volume_text(test.at_least_e4)
    return {"kind": "volume", "volume": "personal", "measure": measure, "at_least": at_least}


def _older_bonus(bonus: dict[str, Any]) -> dict[str, Any]:
    active = {"active": bonus["payee"]} if bonus["payee"] else {}
    first = {key: bonus[key] for key in ("kind", "tree", "base")}
    rates = {"rates": bonus["rates"]["rows"]}
    return {**first, **rates, **active, "compression": bonus["compression"]}
