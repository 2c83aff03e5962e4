"""A company of any size, drawn from a seed, as columns in files: what every contender reads."""

from pathlib import Path

import numpy as np

SPINE = 50_000
MONTHS = 11
DAY_US = 86_400_000_000
OCTOBER_US = 1_790_812_800_000_000  # 2026-10-01, UTC


def write(folder: Path, people: int, sale_lines: int, shape: str, seed: int = 1) -> None:
    """`shape`: `wide` (everyone under a random earlier person) or `spine` (the first 50,000 people
    stand one below the other, the rest somewhere below any of them)."""
    draw = np.random.default_rng(seed)
    columns = _trees(draw, people, shape) | _sales(draw, people, sale_lines)
    for month in range(MONTHS):
        columns[f"past{month}"] = draw.integers(0, 600_000, people)
    folder.mkdir(parents=True, exist_ok=True)
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)


def _trees(draw: np.random.Generator, people: int, shape: str) -> dict[str, np.ndarray]:
    number = np.arange(people, dtype=np.int64)
    enroller = (draw.random(people) * number).astype(np.int32)
    placement = ((number - 1) // 2).astype(np.int32)
    if shape == "spine":
        spine = min(SPINE, people // 2)
        enroller[:spine] = placement[:spine] = number[:spine] - 1
        rest = (number[spine:] - spine) // 2 + spine - 1
        placement[spine:] = rest
    enroller[0] = placement[0] = -1
    return {"enroller": enroller, "placement": placement}


def _sales(draw: np.random.Generator, people: int, lines: int) -> dict[str, np.ndarray]:
    return {
        "place": draw.integers(0, people, lines).astype(np.int32),
        "own": draw.random(lines) < 0.3,
        "sold_at_us": OCTOBER_US + draw.integers(0, 31 * DAY_US, lines),
        "cv_e4": draw.integers(1, 1_000_000, lines),
    }
