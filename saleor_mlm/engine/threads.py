"""Work shared among threads; numpy lets others go on while it works on long columns.

A single item is worked on where it is: starting threads for it took a third of a small run.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

THREADS = 2


def in_threads[T, R](work: Callable[[Sequence[T]], R], items: Sequence[T]) -> list[R]:
    """What each thread makes of its share of the items: all that follow at the same distance."""
    if len(items) <= 1:
        return [work(items)]
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(work, [items[i::THREADS] for i in range(THREADS)]))


def in_turn[T, R](work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """What becomes of the items, in their order; the next ones are begun while one is used."""
    if len(items) <= 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(THREADS) as threads:
        begun: deque[Future[R]] = deque()
        for item in items:
            begun.append(threads.submit(work, item))
            if len(begun) > THREADS:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
