"""`python -m tests.proof.small N SEED`: so many of the smallest random cases, one after the other.

A plan of a bonus or two, two to six people, one to four orders, a period or two: a fault that needs
little to show shows here, in so many cases that none is left out. Each plan gets 25 worlds, since
reading a plan takes longer than working such a case out twice.
"""

import sys
import time
from functools import lru_cache
from random import Random

from saleor_mlm.engine.plans import PlanError

from .cases import MONTHS, Case, attempted, plan_on
from .documents import random_document
from .worlds import random_world

WORLDS = 25
TOLD_EVERY = 10_000


def case_of(seed: int, number: int) -> Case:
    """The small case with this number; the same on every machine."""
    text, single_currency = _plan(seed, number // WORLDS)
    random, plan = Random(f"small {seed}/{number}"), plan_on(text, None)
    world = random_world(
        random,
        time_zone=plan.time_zone,
        periods=MONTHS[: random.choice((1, 1, 1, 2))],
        trees=plan.trees,
        tests=list(plan.tests),
        single_currency=single_currency,
        people=random.randint(2, 6),
        orders=random.randint(1, 4),
    )
    return Case(text, world)


@lru_cache(maxsize=2)
def _plan(seed: int, number: int) -> tuple[str, bool]:
    random = Random(f"small {seed} plan {number}")
    while True:
        text, single_currency = random_document(random, small=True)
        try:
            plan_on(text, None)
        except PlanError:
            continue
        return text, single_currency


def main(count: int, seed: int) -> int:
    """Prove so many small cases; 1 where one differs."""
    started, lines, paying, wrong = time.monotonic(), 0, 0, 0
    for number in range(count):
        outcome = attempted(case_of, seed, number)
        lines, paying = lines + outcome.lines, paying + bool(outcome.lines)
        if outcome.wrong:
            wrong += 1
            print(f"small case {seed}/{number}: {outcome.wrong[0][:600]}", flush=True)
        if (number + 1) % TOLD_EVERY == 0 or number + 1 == count:
            pace = (number + 1) / (time.monotonic() - started)
            told = f"{number + 1} cases of seed {seed}, {paying} of them with {lines} lines in all"
            print(f"{told}: {wrong} differ; {pace:.0f} in a second", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(arguments + [10_000, 1][len(arguments) :])))
