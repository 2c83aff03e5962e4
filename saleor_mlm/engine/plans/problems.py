"""What is wrong with a document, in a form both a person and a page can use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

type Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """Something wrong with a plan's content; the document it is in makes a `PlanProblem` of it."""

    path: Path
    message: str
    expected: str
    code: str


@dataclass(frozen=True)
class PlanProblem:
    """One thing wrong: where (source, line, path), what (message, code), what was expected.

    path: as `bonuses.level.rates[1]`, empty for the document as a whole. line: from 1.
    """

    source: str
    path: str
    line: int
    message: str
    expected: str
    code: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}: " + (f"{self.path}: " if self.path else "")
        return f"{place}{self.message}; expected {self.expected} [{self.code}]"


class PlanError(Exception):
    """A document that is no plan; `problems` holds all that was found, in the order of lines."""

    def __init__(self, problems: Iterable[PlanProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.path)))
        super().__init__("\n".join(map(str, self.problems)))


_PART = re.compile(r"\.?([^.\[\]]+)|\[([0-9]+)\]")


def path_from_text(text: str) -> Path:
    """`bonuses.level.rates[1]` as `("bonuses", "level", "rates", 1)`; empty where it is none."""
    parts: list[str | int] = []
    end = 0
    while end < len(text):
        match = _PART.match(text, end)
        if match is None:
            return ()
        parts.append(match[1] if match[1] is not None else int(match[2]))
        end = match.end()
    return tuple(parts)


def path_text(path: Path) -> str:
    """`("bonuses", "level", "rates", 1)` as `bonuses.level.rates[1]`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")
