"""Walks that once differed, in their shortest form, with what a real Saleor 3.23 made of each.

`found/NAME.json` has the script, why it matters, and Saleor's story without the state at each hook.
"""

import json
from pathlib import Path
from typing import Any

from . import hosts

FOLDER = Path(__file__).resolve().parent / "found"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def load(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())


def brief(story: dict[str, Any]) -> dict[str, Any]:
    """A story as it is kept: what was answered, which hooks came, how the order stands."""
    if "fault" in story:
        return story
    chapters = [
        {**chapter, "hooks": [[hook["hook"], *hook["keywords"]] for hook in chapter["hooks"]]}
        for chapter in story["chapters"]
    ]
    return {"chapters": chapters, "ends": story["ends"], "problems": story["problems"]}


def record() -> int:
    """Write down what a real Saleor makes of every walk in found/."""
    with hosts.saleor() as real:
        for name in names():
            kept = load(name)
            kept["saleor"] = brief(real.take(kept["script"]))
            text = json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False)
            (FOLDER / f"{name}.json").write_text(text + "\n")
            print(name, flush=True)
    return 0
