"""What the plugin costs a checkout, on a running store: STORE_URL, with the fault plugin in it.

Both arms run in the same web process, in turn: for one arm the fault plugin takes ours out of
settings.PLUGINS, from which Saleor makes its plugins anew for every request, so that none of our
code runs in it. (Our tables and GraphQL fields stay; nothing in a checkout reads them.) A third and
a fourth figure are measured in the same process: a bare `SELECT 1`, the floor for any plugin that
writes anything, and one Celery message, which is what a hook usually does.
"""

import argparse
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from scenarios.faults import Faults
from scenarios.graphql import Client
from scenarios.mlm import PLUGIN_ID
from scenarios.store import Store

STEPS = ("checkoutCreate", "transactionCreate", "checkoutComplete")
BASKET = {"SKU-01": 2, "SKU-02": 1}
MORE_AT_MOST_MS = 2.0
RESAMPLES = 10_000
SAVEPOINT = re.compile(r'"s\d+_x\d+"')
WARM_UP = 10
LOOKED_AT = 5

Timed = dict[str, float]


def main() -> int:
    options = _options()
    with httpx.Client(base_url=options.url, timeout=120) as http:
        store = Store(Client(http), Client(http, options.app_token))
        faults = Faults(http)
        faults.clear()
        store.switch_plugin(PLUGIN_ID, True)
        try:
            return _bench(store, faults, options.pairs)
        finally:
            faults.clear()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--url", default=os.environ.get("STORE_URL", "http://127.0.0.1:8000/"))
    token = os.environ.get("STORE_APP_TOKEN", "scenarios-app-token-0123456789")
    parser.add_argument("--app-token", default=token)
    return parser.parse_args()


def _bench(store: Store, faults: Faults, number: int) -> int:
    for _ in range(WARM_UP):
        _checkout(store)
    _print_statements(store, faults)
    _print_neighbours(faults)
    pairs = []
    for i in range(number):
        pairs.append(_pair(store, faults, without_first=i % 2 == 0))
        if (i + 1) % 50 == 0:
            print(f"... {i + 1} of {number} pairs", flush=True)
    return _print_difference(pairs)


def _checkout(store: Store, around: Callable[[str], None] = lambda step: None) -> Timed:
    """Seconds of each step of one guest's checkout; `around` hears of each step's end."""
    taken = {}
    began = time.perf_counter()
    checkout = store.checkout(BASKET)
    taken["checkoutCreate"] = time.perf_counter() - began
    around("checkoutCreate")
    began = time.perf_counter()
    store.pay(checkout)
    taken["transactionCreate"] = time.perf_counter() - began
    around("transactionCreate")
    began = time.perf_counter()
    store.complete(checkout)
    taken["checkoutComplete"] = time.perf_counter() - began
    around("checkoutComplete")
    return taken


def _pair(store: Store, faults: Faults, without_first: bool) -> tuple[Timed, Timed]:
    """One checkout without the plugin and one with it; which is first alternates."""
    found = {}
    for absent in (without_first, not without_first):
        faults.without_plugin(absent)
        found[absent] = _checkout(store)
    return found[True], found[False]


def _print_statements(store: Store, faults: Faults) -> None:
    with_, hooks = _recorded(store, faults, absent=False)
    without, _ = _recorded(store, faults, absent=True)
    print(f"SQL of one checkout: {sum(with_.values())} statements with the plugin,", end=" ")
    print(f"{sum(without.values())} without. Added, by step:")
    for (step, sql), times in sorted((with_ - without).items()):
        print(f"  {times} x in {step}: {sql}")
    for (step, sql), times in sorted((without - with_).items()):
        print(f"  MISSING {times} x in {step}: {sql}")
    each = {name: len([row for row in hooks if row[0] == name]) for name, _ in hooks}
    spent = sum(seconds for _, seconds in hooks) * 1000 / LOOKED_AT
    called = ", ".join(f"{name} {times // LOOKED_AT} x" for name, times in each.items())
    print(f"Hooks of one checkout: {called}; together {spent:.2f} ms spent in them")


def _recorded(
    store: Store, faults: Faults, absent: bool
) -> tuple[Counter[tuple[str, str]], list[tuple[str, float]]]:
    """The statements of one checkout by step (the fewest of some), and all hooks with seconds."""
    faults.without_plugin(absent)
    seen: list[Counter[tuple[str, str]]] = []
    hooks: list[tuple[str, float]] = []
    for _ in range(LOOKED_AT):
        found: Counter[tuple[str, str]] = Counter()

        def note(step: str, found: Counter[tuple[str, str]] = found) -> None:
            record = faults.tell("record", on=False)
            found.update((step, SAVEPOINT.sub("s", sql)) for sql, _ in record["sql"])
            hooks.extend((name, seconds) for name, seconds in record["hooks"])
            faults.tell("record", on=True)

        faults.tell("record", on=True)
        _checkout(store, note)
        faults.tell("record", on=False)
        seen.append(found)
    fewest = seen[0]
    for found in seen[1:]:
        fewest &= found
    return fewest, hooks


def _print_neighbours(faults: Faults) -> None:
    floor = median(faults.tell("select-one", times=1000)["seconds"]) * 1000
    message = median(faults.tell("send-tasks", times=200)["seconds"]) * 1000
    print(f"In the same process: SELECT 1 {floor:.3f} ms, one Celery message {message:.3f} ms")


def _print_difference(pairs: list[tuple[Timed, Timed]]) -> int:
    print(f"{'':20}{'without':>10}{'with':>10}{'more':>10}   95 % of the median of pairs")
    for step in (*STEPS, "together"):
        without = [_ms(pair[0], step) for pair in pairs]
        with_ = [_ms(pair[1], step) for pair in pairs]
        more = [b - a for a, b in zip(without, with_, strict=True)]
        low, high = _interval(more)
        print(
            f"{step:20}{median(without):8.2f}ms{median(with_):8.2f}ms{median(more):+8.2f}ms"
            f"   {low:+.2f} to {high:+.2f} ms"
        )
    verdict = median(more) < MORE_AT_MOST_MS
    print(f"{'under' if verdict else 'NOT under'} {MORE_AT_MOST_MS} ms more, {len(pairs)} pairs")
    return 0 if verdict else 1


def _ms(timed: Timed, step: str) -> float:
    return 1000 * (sum(timed.values()) if step == "together" else timed[step])


def _interval(values: list[float]) -> tuple[float, float]:
    """A bootstrap interval of the median, the same for the same values."""
    draw = random.Random(20261121)
    medians = sorted(median(draw.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return medians[RESAMPLES // 40], medians[-RESAMPLES // 40]


if __name__ == "__main__":
    sys.exit(main())
