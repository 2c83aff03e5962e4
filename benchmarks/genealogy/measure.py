"""What was measured, as rows of a table."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

HEAD = "| what | p50 | p95 | asked for |\n| --- | --- | --- | --- |"


@dataclass(frozen=True)
class Row:
    """A kind of work: how long it took each time, in ms, and what was asked for, if anything.

    Asked for is less than `limit_ms`, of p95 or of p50.
    """

    name: str
    taken_ms: Sequence[float]
    limit_ms: float | None = None
    of: str = "p95"

    @property
    def p50(self) -> float:
        return sorted(self.taken_ms)[len(self.taken_ms) // 2]

    @property
    def p95(self) -> float:
        return sorted(self.taken_ms)[math.ceil(len(self.taken_ms) * 0.95) - 1]

    @property
    def is_met(self) -> bool:
        reached = self.p50 if self.of == "p50" else self.p95
        return self.limit_ms is None or reached < self.limit_ms

    def __str__(self) -> str:
        name = self.name if self.is_met else f"**{self.name}**"
        asked = "" if self.limit_ms is None else f"{self.of} < {in_ms(self.limit_ms)}"
        return f"| {name} | {in_ms(self.p50)} | {in_ms(self.p95)} | {asked} |"


def timed(work: Callable[[], object], times: int = 1) -> list[float]:
    """How long a piece of work took each time, in ms."""
    return [_once(work) for _ in range(times)]


def in_ms(value: float) -> str:
    """Three digits, and seconds where that reads better."""
    if value >= 1000:
        return f"{value / 1000:.3g} s"
    return f"{value:.3g} ms" if value < 100 else f"{value:.0f} ms"


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
