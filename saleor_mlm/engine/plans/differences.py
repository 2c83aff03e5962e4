"""What is different between two plans, in words."""

from collections.abc import Callable, Iterator
from typing import Any

from .bonuses import Bonus
from .problems import Path, path_text
from .say_bonuses import bonus_sentences
from .say_rates import places, texts
from .say_tests import test_sentence
from .say_volumes import volume_sentence
from .schema import Plan
from .wording import listed, quoted

HEAD = {
    "plan": "key",
    "name": "name",
    "time_zone": "time zone",
    "period": "period",
    "rounding": "rounding",
    "trees": "trees",
}
_ABSENT = object()


def diff(old: Plan, new: Plan) -> list[str]:
    """All that the new plan says otherwise, part by part; one sentence where it is nothing."""
    before, after = old.content(), new.content()
    lines = [
        *_head(before, after),
        *_parameters(before.get("parameters", {}), after.get("parameters", {})),
        *_named(old, new, "calendars", "calendar"),
        *_named(old, new, "volumes", "volume"),
        *_named(old, new, "tests", "test"),
        *_ranks(before.get("ranks", {}), after.get("ranks", {})),
        *_named(old, new, "bonuses", "bonus"),
        *_order("bonuses", list(before["bonuses"]), list(after["bonuses"])),
    ]
    return lines or ["The two plans say the same."]


def _head(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for key, thing in HEAD.items():
        was, now = before.get(key, _ABSENT), after.get(key, _ABSENT)
        if was != now:
            yield f"The {thing} is {_shown(now)} instead of {_shown(was)}."
    for path, was, now in _changes(before.get("words", {}), after.get("words", {})):
        yield f"The words: {_changed(path, was, now)}."


def _parameters(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for key in _gone(before, after):
        yield f"The parameter {quoted(key)} is gone."
    for key, parameter in after.items():
        if key not in before:
            values = [f"{row['value']} from {row['from']}" for row in parameter["values"]]
            yield f"The parameter {quoted(key)} is new: {listed(values)}."
            continue
        yield from _dated(key, _values(before[key]), _values(parameter))
        rest = ({**before[key], "values": []}, {**parameter, "values": []})
        for path, was, now in _changes(rest[0], rest[1]):
            yield f"The parameter {quoted(key)}: {_changed(path, was, now)}."


def _values(parameter: dict[str, Any]) -> dict[str, str]:
    return {row["from"]: str(row["value"]) for row in parameter["values"]}


def _dated(key: str, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """Values by the day from which they rule."""
    for day in sorted({*before, *after}):
        was, now = before.get(day), after.get(day)
        if was == now:
            continue
        if now is None:
            yield f"The parameter {quoted(key)} does not change to {was} on {day} any more."
        else:
            instead = f" instead of {was}" if was is not None else ""
            yield f"The parameter {quoted(key)} is {now} from {day} on{instead}."


def _named(old: Plan, new: Plan, part: str, thing: str) -> Iterator[str]:
    """Things under names: those that are gone, those that are new, and what changed in others."""
    before, after = old.content().get(part, {}), new.content().get(part, {})
    for name in _gone(before, after):
        yield f"The {thing} {quoted(name)} is gone."
    for name, content in after.items():
        if name not in before:
            yield f"The {thing} {quoted(name)} is new.{_told(new, part, name)}"
        elif _kind(before[name]) != _kind(content):
            kinds = f"{_kind(content)} instead of {_kind(before[name])}"
            yield f"The {thing} {quoted(name)} is of the kind {kinds}.{_told(new, part, name)}"
        else:
            yield from _within(old, new, part, thing, name)


def _within(old: Plan, new: Plan, part: str, thing: str, name: str) -> Iterator[str]:
    """What changed in one thing; rates by what they are for, all else by its key."""
    before, after = _rates(old, part, name, texts), _rates(new, part, name, texts)
    labels = _rates(new, part, name, places)
    for path, was, now in _changes(old.content()[part][name], new.content()[part][name]):
        place = path_text((part, name, *path))
        if place in before and place in after:
            paid = [
                said[place] if isinstance(rates, dict) else rates
                for rates, said in ((now, after), (was, before))
            ]
            yield f"The {thing} {quoted(name)} pays {' instead of '.join(paid)}{labels[place]}."
        else:
            was, now = (_or_default(new, part, name, path, value) for value in (was, now))
            yield f"The {thing} {quoted(name)}: {_changed(path, was, now)}."


def _or_default(plan: Plan, part: str, name: str, path: Path, value: Any) -> Any:
    """What holds where a key is left out, as far as it has a word for that."""
    if value is not _ABSENT or len(path) > 1:
        return value
    fields = type(getattr(plan, part)[name]).model_fields.items()
    default = {field.alias or key: field.default for key, field in fields}[str(path[0])]
    return f"{default} (left out)" if isinstance(default, str | int) else _ABSENT


def _rates(plan: Plan, part: str, name: str, say: Callable[..., dict[str, str]]) -> dict[str, str]:
    """What `say` says of all rates and tables of a bonus, by their paths."""
    if part != "bonuses":
        return {}
    bonus: Bonus = plan.bonuses[name]
    said: dict[str, str] = {}
    for field in ("rates", "own_group"):
        rates = getattr(bonus, field, None)
        if rates is not None:
            said |= say(plan, rates, ("bonuses", name, field))
    return said


def _ranks(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """Ranks by their keys, and the rules of the ladder."""
    was, now = (
        {rank["rank"]: rank for rank in ranks.get("ladder", ())} for ranks in (before, after)
    )
    for key in _gone(was, now):
        yield f"The rank {quoted(key)} is gone."
    for key, rank in now.items():
        if key not in was:
            yield f"The rank {quoted(key)} is new: {rank['name']}, for {listed(rank['requires'])}."
            continue
        for path, old, new in _changes(was[key], rank):
            yield f"The rank {quoted(key)}: {_changed(path, old, new)}."
    yield from _order("ranks", list(was), list(now))
    for path, old, new in _changes({**before, "ladder": []}, {**after, "ladder": []}):
        yield f"The ranks: {_changed(path, old, new)}."


def _order(things: str, before: list[str], after: list[str]) -> Iterator[str]:
    """Whether those that stayed stand in another order."""
    stayed = [name for name in before if name in after]
    now = [name for name in after if name in before]
    if stayed != now:
        yield f"The {things} stand in another order: {listed(map(quoted, after))}."


def _told(plan: Plan, part: str, name: str) -> str:
    """The sentences of something that the other plan has not."""
    match part:
        case "volumes":
            return f" {volume_sentence(plan, name)}"
        case "tests":
            return f" {test_sentence(plan, name)}"
        case "bonuses":
            return "".join(f" {text}" for text in bonus_sentences(plan, name, plan.bonuses[name]))
    return ""


def _changes(was: Any, now: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Every place at which two contents differ; lists of words are one place."""
    if isinstance(was, dict) and isinstance(now, dict) and was.get("by") == now.get("by"):
        for key in dict.fromkeys([*was, *now]):
            yield from _changes(was.get(key, _ABSENT), now.get(key, _ABSENT), (*path, key))
    elif isinstance(was, list) and isinstance(now, list) and _has_parts([*was, *now], path):
        for place in range(max(len(was), len(now))):
            yield from _changes(_at(was, place), _at(now, place), (*path, place))
    elif was != now:
        yield path, was, now


def _at(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else _ABSENT


def _has_parts(items: list[Any], path: Path) -> bool:
    """Whether a list is more than words: rows of rates, or mappings."""
    return path[-1:] == ("rows",) or any(isinstance(item, dict | list) for item in items)


def _changed(path: Path, was: Any, now: Any) -> str:
    place = f"`{path_text(path)}`"
    if was is _ABSENT:
        return f"{place} is new: {_shown(now)}"
    if now is _ABSENT:
        return f"{place} is gone, which was {_shown(was)}"
    return f"{place} is {_shown(now)} instead of {_shown(was)}"


def _shown(value: Any) -> str:
    """A value as a document would write it."""
    if value is _ABSENT:
        return "nothing"
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(item)}" for key, item in value.items()) + "}"
    return str(value)


def _gone(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [key for key in before if key not in after]


def _kind(content: Any) -> str | None:
    return content.get("kind") if isinstance(content, dict) else None
