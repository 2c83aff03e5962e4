"""Checks of names: whatever a plan names is in the plan, and is there once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from ..periods import PeriodKind
from .places import leaves, names_part
from .problems import Finding, Path
from .schema import Plan
from .validation import near

RESERVED = {
    "classes": ("self", "other"),
    "order_kinds": ("other",),
    "product_lines": ("other",),
    "ranks": ("none",),
    "calendars": tuple(PeriodKind),
}
"""Words that mean something of their own where names of a part stand."""
_THING = {
    "tests": "test",
    "volumes": "volume",
    "trees": "tree",
    "ranks": "rank",
    "bonuses": "bonus",
    "calendars": "calendar",
    "periods": "period",
    "buyers": "account class",
    "classes": "account class",
    "order_kinds": "kind of order",
    "product_lines": "product line",
}


def name_findings(plan: Plan) -> Iterator[Finding]:
    """Names that are not in the plan, that it defines twice, or that mean something else."""
    known = {part: list(names(plan)) for part, names in _KNOWN.items()}
    for path, form, value in leaves(plan, Plan):
        part = names_part(form)
        if part is not None and value is not None and value not in known[part]:
            yield _unknown(path, part, str(value), known[part])
    yield from _repeated(plan)
    yield from _reserved(plan)


def unknown_word(path: Path, part: str, word: str, known: Iterable[str]) -> Finding:
    """A word that neither sales nor people of this plan have."""
    return _unknown(path, part, word, list(known))


def _unknown(path: Path, part: str, value: str, known: list[str]) -> Finding:
    thing = _THING[part]
    code = f"unknown-{thing.replace(' ', '-')}"
    return Finding(path, f"there is no {thing} `{value}`", near(value, known), code)


def _ranks(plan: Plan) -> list[str]:
    return [rank.key for rank in plan.ranks.ladder] if plan.ranks else []


_KNOWN: dict[str, Callable[[Plan], Iterable[str]]] = {
    "tests": lambda plan: plan.tests,
    "volumes": lambda plan: plan.volumes,
    "trees": lambda plan: plan.trees,
    "ranks": _ranks,
    "bonuses": lambda plan: plan.bonuses,
    "calendars": lambda plan: plan.calendars,
    "periods": lambda plan: [*PeriodKind, *plan.calendars],
    "buyers": lambda plan: ["self", *plan.words.classes],
    "classes": lambda plan: plan.words.classes,
    "order_kinds": lambda plan: plan.words.order_kinds,
    "product_lines": lambda plan: plan.words.product_lines,
}


def _repeated(plan: Plan) -> Iterator[Finding]:
    """Lists in which each name may stand once."""
    yield from _twice(("trees",), plan.trees)
    yield from _twice(("ranks", "ladder"), _ranks(plan))
    for key, words in plan.words:
        yield from _twice(("words", key), words)
    for key, calendar in plan.calendars.items():
        yield from _twice(("calendars", key), [entry.key for entry in calendar])


def _twice(path: Path, names: Iterable[str]) -> Iterator[Finding]:
    for name, count in Counter(names).items():
        if count > 1:
            message = f"`{name}` stands here {count} times"
            yield Finding(path, message, "each name once", "name-twice")


def _reserved(plan: Plan) -> Iterator[Finding]:
    for part, words in RESERVED.items():
        for name in _KNOWN[part](plan):
            if name in words:
                message = f"`{name}` has a meaning of its own here"
                yield Finding(_place(part, name), message, "another name", "reserved-name")


def _place(part: str, name: str) -> Path:
    """Where a name of a part is defined, as near as there is a path."""
    places: dict[str, Path] = {"ranks": ("ranks", "ladder"), "calendars": ("calendars", name)}
    return places.get(part, ("words", part))
