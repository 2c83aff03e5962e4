"""The Saleor that hosts the plugin: which versions it runs on, and how its database is used.

The plugin meets Saleor through four surfaces: hooks (plugin.py), attribute reads (the modules of
this folder), Saleor's GraphQL executed in process, and the names that graphql/join.py needs.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import saleor
from django.db import connection, transaction
from saleor.core.db.connection import allow_writer

logger = logging.getLogger(__name__)

SUPPORTED = ((3, 21), (3, 22), (3, 23), (3, 24))
start_faults: list[str] = []


def version() -> tuple[int, int]:
    """(major, minor); a pre-release such as 3.24.0-a.0 counts as its minor."""
    major, minor = saleor.__version__.split(".")[:2]
    return int(major), int(minor)


def is_supported() -> bool:
    return version() in SUPPORTED


def writer() -> AbstractContextManager[None]:
    """Permits the use of the writer connection; Saleor logs or refuses it elsewhere."""
    return allow_writer()


@contextmanager
def impatient() -> Iterator[None]:
    """Within it a transaction waits half a second for a lock and then fails.

    The wait is set in each transaction by its first statement, and ends with it: a setting of the
    session would stay on a connection that a pooler lends to somebody else. A statement on its own
    gets a transaction of its own, or it would wait as long as the lock is held.
    """
    last: AbstractContextManager[None] | None = None

    def run(execute: Callable[..., object], *statement: object) -> object:
        nonlocal last
        if not connection.atomic_blocks:
            with transaction.atomic():
                return run(execute, *statement)
        outermost = connection.atomic_blocks[0]
        if outermost is not last:
            last = outermost
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
        return execute(*statement)

    with connection.execute_wrapper(run):
        yield


def attempt(what: str, step: Callable[[], None]) -> None:
    """Do a step of the start; a fault of ours is kept for the doctor and never stops the shop."""
    try:
        step()
    except Exception as fault:
        logger.exception("saleor_mlm: %s failed", what)
        start_faults.append(f"{what} failed: {fault}")


def warn_if_unsupported() -> None:
    if not is_supported():
        logger.warning(
            "saleor_mlm stays inert: it knows Saleor 3.21 to 3.24, this is %s", saleor.__version__
        )
