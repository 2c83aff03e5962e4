"""Work shared among threads; numpy lets others go on while it works on long columns."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

THREADS = 2


def in_threads[T, R](work: Callable[[Sequence[T]], R], items: Sequence[T]) -> list[R]:
    """What each thread makes of its share of the items: all that follow at the same distance."""
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(work, [items[i::THREADS] for i in range(THREADS)]))
