"""Plan documents in files: checked, explained and compared."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from ..engine.plans import Loaded, diff, load, load_promotion, order_of_rules, sentences
from ..engine.plans.wording import listed
from .documents import read_text


def checked(path: Path, on: dt.date | None, promotions: Sequence[Path]) -> list[str]:
    """What a plan is known by, and what may be wise to change.

    Raises `PlanError` with every problem, `FileError` when a file cannot be read.
    """
    loaded = _load(path, on, promotions)
    plan = loaded.plan
    sentences = [
        f"{path}: the plan `{plan.key}` ({plan.name}) is right",
        f"document sha256: {plan.document_sha256}",
        f"content sha256:  {plan.sha256}" + (f" (on {on})" if on else ""),
    ]
    sentences += [f"content sha256:  {sha256} (from {day} on)" for day, sha256 in loaded.changes]
    return sentences + [f"warning: {warning}" for warning in loaded.warnings]


def explained(path: Path, on: dt.date | None, promotions: Sequence[Path]) -> list[str]:
    """A plan in sentences, then the order of its rules.

    Raises what `checked` raises.
    """
    loaded = _load(path, on, promotions)
    told = [*sentences(loaded.plan), "", *order_of_rules(loaded.plan)]
    if not loaded.changes:
        return told
    days = listed(str(day) for day, _ in loaded.changes)
    return [f"As it rules at first; it says something else from {days} on (see --on).", *told]


def difference(old: Path, new: Path, on: dt.date | None) -> list[str]:
    """What is different between two plans, in words.

    Raises `PlanError` with every problem of one, or else of the other; or what `checked` raises.
    """
    return diff(_load(old, on, ()).plan, _load(new, on, ()).plan)


def _load(path: Path, on: dt.date | None, promotions: Sequence[Path]) -> Loaded:
    overlays = [load_promotion(read_text(file), str(file)) for file in promotions]
    return load(read_text(path), str(path), on, overlays)
