"""The Saleor that hosts the plugin: which versions it runs on, and how its database is used.

The plugin meets Saleor through four surfaces: hooks (plugin.py), attribute reads (the modules of
this folder), Saleor's GraphQL executed in process, and the names that graphql/join.py needs.
"""

import logging
from contextlib import AbstractContextManager

import saleor
from django.conf import settings
from saleor.core.db.connection import allow_writer

logger = logging.getLogger(__name__)

SUPPORTED = ((3, 21), (3, 22), (3, 23), (3, 24))


def version() -> tuple[int, int]:
    """(major, minor); a pre-release such as 3.24.0-a.0 counts as its minor."""
    major, minor = saleor.__version__.split(".")[:2]
    return int(major), int(minor)


def is_supported() -> bool:
    return version() in SUPPORTED


def writer() -> AbstractContextManager[None]:
    """Permits the use of the writer connection; Saleor logs or refuses it elsewhere."""
    return allow_writer()


def replica() -> str:
    return str(settings.DATABASE_CONNECTION_REPLICA_NAME)


def warn_if_unsupported() -> None:
    if not is_supported():
        logger.warning(
            "saleor_mlm stays inert: it knows Saleor 3.21 to 3.24, this is %s", saleor.__version__
        )
