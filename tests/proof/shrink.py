"""Cuts a case down as long as it goes on failing, so that a person can read it."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import yaml

from .cases import Case, outcome_of
from .world import World


def failure(case: Case) -> str:
    """What is wrong with a case in a few words, or nothing. Errors count by their last line."""
    try:
        wrong = outcome_of(case).wrong
        return wrong[0].split(":")[0].split(", ")[-1].split(" ")[0] if wrong else ""
    except Exception as error:
        return f"{type(error).__name__} {traceback.extract_tb(error.__traceback__)[-1].name}"


def shrunk(case: Case, fails: Callable[[Case], str] = failure, tries: int = 1500) -> Case:
    """The smallest case found that is wrong in the same way."""
    kind = fails(case)
    while kind:
        for smaller in _smaller(case):
            tries -= 1
            if tries < 0:
                return case
            if fails(smaller) == kind:
                case = smaller
                break
        else:
            return case
    return case


def written(case: Case) -> str:
    """A case as text that can be read again: the plan document, and the world as it is typed."""
    return f"{case.text}\n--- world\n{_pretty(case.world)}"


def _pretty(world: World) -> str:
    parts = []
    for name in World.__dataclass_fields__:
        value = getattr(world, name)
        if name in ("humans", "lines", "changes", "exempt"):
            value = "\n  " + "\n  ".join(f"{index}: {item}" for index, item in enumerate(value))
        parts.append(f"{name}: {value}")
    return "\n".join(parts)


def _smaller(case: Case) -> Iterator[Case]:
    for world in _smaller_worlds(case.world):
        yield replace(case, world=world)
    document = yaml.safe_load(case.text)
    for smaller in _smaller_documents(document):
        yield replace(case, text=yaml.safe_dump(smaller, sort_keys=False, width=1000))
    for world in _plainer_worlds(case.world):
        yield replace(case, world=world)


def _smaller_worlds(world: World) -> Iterator[World]:
    if len(world.periods) > 1:
        yield replace(world, periods=world.periods[:-1])
    if world.exempt:
        yield replace(world, exempt=())
    half = len(world.humans) // 2
    for step in (half, 1):
        if step:
            for start in range(0, len(world.humans), step):
                yield _without_humans(world, set(range(start, start + step)))
    for line in range(len(world.lines)):
        yield _without_line(world, line)
    for index in range(len(world.changes)):
        yield replace(world, changes=world.changes[:index] + world.changes[index + 1 :])


def _without_humans(world: World, gone: set[int]) -> World:
    """Without these people; whoever was below them goes up, their orders go with them."""
    kept = [person for person in range(len(world.humans)) if person not in gone]
    number = {person: place for place, person in enumerate(kept)}
    if not kept:
        return world
    for line in reversed(range(len(world.lines))):
        if world.lines[line].place in gone:
            world = _without_line(world, line)
    trees = {}
    for name, parents in world.trees.items():
        rows = []
        for person in kept:
            above = parents[person]
            while above in gone:
                above = parents[above]
            rows.append(number.get(above, above))
        trees[name] = tuple(rows)
    return replace(
        world,
        humans=tuple(world.humans[person] for person in kept),
        trees=trees,
        lines=tuple(replace(line, place=number[line.place]) for line in world.lines),
        exempt=tuple(
            replace(row, person=number[row.person]) for row in world.exempt if row.person in number
        ),
    )


def _without_line(world: World, gone: int) -> World:
    changes = tuple(
        replace(change, line=change.line - (change.line > gone))
        for change in world.changes
        if change.line != gone
    )
    return replace(world, lines=world.lines[:gone] + world.lines[gone + 1 :], changes=changes)


def _plainer_worlds(world: World) -> Iterator[World]:
    """Without absences, households and words."""
    plain: dict[str, Any] = {"country": "", "klass": "", "household": -1, "absences": ()}
    for index, human in enumerate(world.humans):
        for name, value in plain.items():
            if getattr(human, name) != value:
                plainer = replace(human, **{name: value})
                yield replace(
                    world, humans=(*world.humans[:index], plainer, *world.humans[index + 1 :])
                )
    for index, line in enumerate(world.lines):
        for name in ("order_kind", "product_line", "country", "buyer_class"):
            if getattr(line, name):
                plainer_line = replace(line, **{name: ""})
                lines = (*world.lines[:index], plainer_line, *world.lines[index + 1 :])
                yield replace(world, lines=lines)


def _smaller_documents(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in ("bonuses", "tests", "volumes", "parameters"):
        names = list(document.get(part, {}))
        for name in names:
            if part == "bonuses" and len(names) == 1:
                continue
            rest = {key: value for key, value in document[part].items() if key != name}
            yield {**document, part: rest}
    if document.get("ranks") and len(document["ranks"]["ladder"]) == 1:
        yield {key: value for key, value in document.items() if key != "ranks"}
    for name, bonus in document["bonuses"].items():
        for smaller in _smaller_bonuses(bonus):
            yield {**document, "bonuses": {**document["bonuses"], name: smaller}}


def _smaller_bonuses(bonus: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Without one option, or with part of a rate table in its place."""
    needed = (
        "kind",
        "base",
        "tree",
        "rates",
        "compression",
        "leader",
        "boundary",
        "stop",
        "window",
    )
    for key in bonus:
        if key not in needed:
            yield {name: value for name, value in bonus.items() if name != key}
    for table in ("rates", "own_group"):
        for smaller in _smaller_tables(bonus.get(table)):
            yield {**bonus, table: smaller}


def _smaller_tables(table: Any) -> Iterator[Any]:
    """One of its entries in its place, one entry fewer, or one that is smaller."""
    if not isinstance(table, dict):
        return
    rows = table["rows"]
    keys = list(rows) if isinstance(rows, dict) else list(range(len(rows)))
    for key in keys:
        yield _inner(rows[key])
    if isinstance(rows, list) and len(rows) > 1:
        yield {**table, "rows": rows[:-1]}
    for key in keys:
        for smaller in _smaller_tables(_inner(rows[key])):
            yield {**table, "rows": _replaced(rows, key, smaller)}


def _inner(row: Any) -> Any:
    return row["rate"] if isinstance(row, dict) and "rate" in row else row


def _replaced(rows: Any, key: Any, inner: Any) -> Any:
    new = rows.copy()
    old = rows[key]
    new[key] = {**old, "rate": inner} if isinstance(old, dict) and "rate" in old else inner
    return new
