"""Holds two hosts' stories of a walk against each other, and each against its own oracle."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Story = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """Where two stories part first, and what each has there."""

    step: str
    place: str
    real: Any
    sandbox: Any

    @property
    def kind(self) -> str:
        """What makes two differences the same: operation and place, without numbers."""
        operation = self.step.partition(" ")[2] or self.step
        return f"{operation}: {''.join(c for c in self.place if not c.isdigit())}"


def difference(real: Story, sandbox: Story) -> Difference | None:
    for host, story in (("Saleor", real), ("the sandbox", sandbox)):
        if "fault" in story:
            return Difference("walker", f"fault on {host}", *_faults(real, sandbox))
    for story in (real, sandbox):
        if story["problems"]:
            return Difference("oracle", "problems", real["problems"], sandbox["problems"])
    for ours, theirs in zip(real["chapters"], sandbox["chapters"], strict=True):
        if ours != theirs:
            return _first(ours["step"], ours, theirs)
    return _first("end", real["ends"], sandbox["ends"]) if real["ends"] != sandbox["ends"] else None


def _faults(real: Story, sandbox: Story) -> tuple[Any, Any]:
    return real.get("fault"), sandbox.get("fault")


def _first(step: str, real: Story, sandbox: Story) -> Difference:
    for key in ("answers", "hooks"):
        names = [_names(story.get(key)) for story in (real, sandbox)]
        if names[0] != names[1]:
            return Difference(step, key, *names)
    place, ours, theirs = next(_places(real, sandbox))
    return Difference(step, place, ours, theirs)


def _names(rows: Any) -> Any:
    """Answers as they are, of hooks only which they were."""
    return [row.get("hook", row) for row in rows or []]


def _places(real: Any, sandbox: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(real, dict) and isinstance(sandbox, dict):
        for key in [*real, *(key for key in sandbox if key not in real)]:
            if real.get(key) != sandbox.get(key):
                yield from _places(real.get(key), sandbox.get(key), f"{place}.{key}")
    elif isinstance(real, list) and isinstance(sandbox, list) and len(real) == len(sandbox):
        for index, (ours, theirs) in enumerate(zip(real, sandbox, strict=True)):
            if ours != theirs:
                yield from _places(ours, theirs, f"{place}[{index}]")
    else:
        yield place, real, sandbox
