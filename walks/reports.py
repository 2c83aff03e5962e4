"""What people read of walks."""

import json
from collections import Counter
from typing import Any

from .compare import Difference, Story
from .scripts import Script

SHOWN_MAX = 1500


def operations(story: Story) -> Counter[str]:
    """How often each mutation was sent, and how often it was refused."""
    asked: Counter[str] = Counter()
    for chapter in story.get("chapters", []):
        for answer in chapter["answers"]:
            if name := answer.get("asked"):
                refused = answer.get("errors") or "refused" in answer
                asked[f"{name}{' refused' if refused else ''}"] += 1
    return asked


def show(script: Script, found: Difference | None) -> None:
    print(
        f"\nwalk {script['name']}, read: {script['reading']}, shop: {script['shop'] or 'as usual'}"
    )
    for step in script["steps"]:
        print("   ", json.dumps(step))
    if found is None:
        print("    which does not happen again")
        return
    print(f"    differs at step {found.step}, {found.place}")
    print(f"    Saleor:  {_short(found.real)}")
    print(f"    sandbox: {_short(found.sandbox)}", flush=True)


def _short(value: Any) -> str:
    return json.dumps(value)[:SHOWN_MAX]


def summary(kinds: Counter[str], asked: Counter[str]) -> None:
    for name, times in sorted(asked.items()):
        print(f"{times:6} {name}")
    for kind, times in kinds.most_common():
        print(f"DIFFERS {times:4} {kind}")
