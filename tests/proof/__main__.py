"""`python -m tests.proof N SEED`: so many random cases, engine against twin; and a tenth as many
varied inputs around each public figure.

Prints in how many cases each kind and option of bonuses paid something; fails where engine and twin
differ, or where anything paid in less than one case of twenty.
"""

import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import repeat

from .cases import attempted, case_of
from .coverage import expected
from .figures import FIGURES, wrong_around
from .shrink import shrunk, written

PROCESSES = 2
SHARE_LEAST = 0.05


def main(count: int, seed: int) -> int:
    """Prove so many cases; 1 where something is wrong."""
    started, seen, lines, refused = time.monotonic(), Counter[str](), 0, 0
    wrong: list[int] = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        outcomes = pool.map(partial(attempted, case_of), repeat(seed), range(count), chunksize=20)
        for number, outcome in enumerate(outcomes):
            seen.update(outcome.features)
            lines, refused = lines + outcome.lines, refused + outcome.refused
            if outcome.wrong:
                wrong.append(number)
                print(f"case {seed}/{number}: {outcome.wrong[0][:600]}", flush=True)
            if sys.stderr.isatty() and number % 50 == 0:
                print(f"\r{number}/{count}", end="", file=sys.stderr)
    took = time.monotonic() - started
    print(f"{count} cases of seed {seed}: {lines} commission lines in {took:.0f} s")
    print(f"{refused} plans did not pass the checks and were written anew")
    rare = _print_coverage(seen, count)
    if wrong:
        print(f"{len(wrong)} cases differ; the first, cut down:\n{_cut(seed, wrong[0])}")
    around = _around_figures(count // 10)
    return 1 if wrong or around or (rare and count >= 1000) else 0


def _around_figures(count: int) -> int:
    """So many inputs around each public figure; how many differ."""
    different = 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        for figure in FIGURES:
            found = list(pool.map(wrong_around, repeat(figure), range(count), chunksize=20))
            different += sum(map(bool, found))
            name = f"{figure[0]}, {figure[1]} ..."
            print(f"{count} inputs around {name}: {sum(map(bool, found))} differ")
            for number, wrong in enumerate(found):
                if wrong:
                    print(f"  {number}: {wrong[0][:600]}")
    return different


def _print_coverage(seen: Counter[str], count: int) -> list[str]:
    """The table of what paid in how many cases; what paid in too few."""
    wanted = expected()
    for name in sorted({*wanted, *seen}):
        share = seen[name] / count
        mark = "" if share >= SHARE_LEAST else "  RARE" if name in wanted else "  (rare)"
        print(f"{share:7.1%}  {name}{mark}")
    return [name for name in wanted if seen[name] / count < SHARE_LEAST]


def _cut(seed: int, number: int) -> str:
    return written(shrunk(case_of(seed, number)))


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(arguments + [1000, 1][len(arguments) :])))
