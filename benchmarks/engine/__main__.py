"""`make bench-engine`: sizes and shapes, with and without detail, then the peers; as a page."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from . import company

HERE = Path(__file__).parent
MILLION = 1_000_000
SHAPES = ("wide", "spine")


@dataclass(frozen=True)
class Run:
    """One whole process: seconds, peak memory, and what it printed."""

    seconds: float
    gigabytes: float
    said: dict[str, float]


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        for line in _page(Path(folder), options):
            print(line, flush=True)
    return 0


def _page(folder: Path, options: argparse.Namespace) -> Iterator[str]:
    yield "| people | sale lines | tree | kept | lines | seconds | of them reading | peak memory |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for people in options.people:
        for shape in SHAPES:
            data = folder / f"{people}-{shape}"
            company.write(data, people, 5 * people, shape)
            for kept in ("totals", "detail", "lines"):
                runs = [_engine(data, "plan.yaml", kept) for _ in range(options.times)]
                yield _row(people, shape, kept, runs)
            if not (people == MILLION and shape == "wide"):
                subprocess.run(["rm", "-r", str(data)], check=True)
    if MILLION in options.people and not options.without_peers:
        yield from _peers(folder / f"{MILLION}-wide", options)


def _row(people: int, shape: str, kept: str, runs: list[Run]) -> str:
    seconds = median(run.seconds for run in runs)
    reading = median(run.said["read_s"] for run in runs)
    memory = max(run.gigabytes for run in runs)
    lines = int(runs[0].said["lines"])
    return (
        f"| {people:,} | {5 * people:,} | {shape} | {kept} | {lines:,} | {seconds:.2f} "
        f"| {reading:.2f} | {memory:.2f} GB |"
    )


def _peers(data: Path, options: argparse.Namespace) -> Iterator[str]:
    yield ""
    yield "| the level bonus alone, 1,000,000 x 5,000,000 | seconds | times ours |"
    yield "| --- | --- | --- |"
    ours = [_engine(data, "level.yaml", "totals") for _ in range(options.times)]
    counted = _engine(data, "level.yaml", "lines").said
    our_s = median(run.said["calculate_s"] for run in ours)
    yield f"| ours | {our_s:.2f} | 1 |"
    for name in ("python", "sql", "duckdb"):
        run = _process("peers", name, str(data))
        for figure in ("lines", "paid_minor"):
            if run.said[figure] != counted[figure]:
                raise SystemExit(f"{name}: {figure} {run.said[figure]}, ours {counted[figure]}")
        took = run.said.get("query_s", run.said["calculate_s"])
        yield f"| {name} | {took:.2f} | {took / our_s:.1f} |"
    floor = _process("peers", "bandwidth", str(data)).said
    speed = floor["gigabytes_a_second"]
    yield (
        f"| memory bandwidth, {speed:.1f} GB/s | {floor['floor_s']:.2f} "
        f"| {floor['floor_s'] / our_s:.2f} |"
    )


def _engine(data: Path, plan: str, kept: str) -> Run:
    return _process("contender", str(data), str(HERE / plan), kept)


def _process(module: str, *arguments: str) -> Run:
    command = [sys.executable, "-m", f"benchmarks.engine.{module}", *arguments]
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HERE.parents[1])
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Run(seconds, usage.ru_maxrss / MILLION, json.loads(said))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[100_000, MILLION, 10 * MILLION])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--without-peers", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
