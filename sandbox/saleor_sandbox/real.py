"""A real Saleor, given by three variables: the plugin installed, migrated, joined and served.

SALEOR is the folder of its source, SALEOR_PYTHON its Python with its locked packages, DATABASE_URL
a database for this alone: made if it is missing, and refused if this project did not make it.
Invariant: nothing of that Saleor is written to, and only the database is left behind.
"""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from . import layer, store
from .errors import CannotRun
from .folder import PROJECT
from .store import Options, Store, step

WANTED = ("SALEOR", "SALEOR_PYTHON", "DATABASE_URL")
SCHEMA = PROJECT / "docs" / "mlm.graphql"
# What the doctor has to find well before anything is configured.
SOUND = ("Saleor", "Start")
# In one process each: starting a Saleor takes longer than what is done then.
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("makemigrations", "saleor_mlm", check_changes=True, dry_run=True)
call_command("migrate", interactive=False)
call_command("seed_scenarios")
"""
JOINED = """
import sys
import django; django.setup()
from django.core.management import call_command
call_command("mlm", "schema")
call_command("mlm", "doctor", stdout=sys.stderr)
"""
VERSION = re.compile(r'^__version__ = "(\d+\.\d+)', re.MULTILINE)


@dataclass(frozen=True)
class Given:
    """What the variables name."""

    source: Path
    python: str
    version: str
    database: str


@contextlib.contextmanager
def running(options: Options, given: Given, *, eager: bool = False) -> Iterator[Store]:
    """That Saleor with our plugin in it, seeded; everything answers.

    Eager: without a broker, so that a task runs inside the request that sends it, in an order
    that is the same on each run.
    """
    with store.servers(options) as servers:
        shop = installed(servers, given)
        shop = replace(shop, env={**shop.env, "CELERY_BROKER_URL": ""}) if eager else shop
        shop.call("migrate and seed", ["-W", "ignore", "-c", PREPARE])
        _check_join(shop)
        with store.serving(shop, options):
            yield shop


def installed(servers: Store, given: Given, project: Path = PROJECT) -> Store:
    """The store, run by that Saleor's Python with the project's plugin over it."""
    with step("install"):
        python, added = layer.make(servers.folder, given.python, given.source, project)
    print(f"store: adds {', '.join(f'{n} {v}' for n, v in added.items())}; changes none")
    return replace(servers, python=python, env=_environment(servers))


def given() -> Given:
    """What the variables name; a missing or wrong one is one line."""
    missing = [name for name in WANTED if not os.environ.get(name)]
    if missing:
        raise CannotRun(
            "no real Saleor is given: SALEOR is its source, SALEOR_PYTHON its Python, DATABASE_URL"
            f" a database for this alone; {', '.join(missing)} missing"
        )
    source = Path(os.environ["SALEOR"]).absolute()
    text = source / "saleor" / "__init__.py"
    found = VERSION.search(text.read_text()) if text.exists() else None
    if found is None:
        raise CannotRun(f"SALEOR={source} is no source of Saleor: {text} names no version")
    database = urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/")
    return Given(source, os.environ["SALEOR_PYTHON"], found[1], database)


def told(shop: Store, given: Given) -> dict[str, str]:
    """The environment of a command that speaks to the store."""
    return {**shop.env, "SALEOR_VERSION": given.version}


def _environment(servers: Store) -> dict[str, str]:
    env = dict(servers.env)
    # Saleor's parser of cache addresses takes a socket's path apart at its first digit.
    cache_url = f"redis:///0?location={env.pop('REDIS_URL')}"
    return {
        **env,
        "CACHE_URL": cache_url,
        "DEBUG": "True",
        "ALLOWED_HOSTS": "*",
        "ALLOWED_CLIENT_HOSTS": "localhost,127.0.0.1",
        "HTTP_IP_FILTER_ENABLED": "False",
        "EMAIL_URL": env.get("EMAIL_URL", "consolemail://"),
        "DEFAULT_FROM_EMAIL": "noreply@example.com",
        "JWT_TTL_ACCESS": "1 hour",
    }


def _check_join(shop: Store) -> None:
    """The plugin started without a fault, and our part of the store's schema is the one that
    front ends rely on, letter by letter."""
    command = [shop.python, "-W", "ignore", "-c", JOINED]
    with step("join and doctor"):
        # The code is 1: there is no plan yet.
        told = subprocess.run(command, env=shop.env, capture_output=True, text=True, check=False)
    wanting = [name for name in SOUND if f"ok    {name}: " not in told.stderr]
    if wanting:
        raise CannotRun(f"the doctor finds fault with {', '.join(wanting)}: {told.stderr}")
    if told.stdout != SCHEMA.read_text():
        (shop.folder / "mlm.graphql").write_text(told.stdout)
        raise CannotRun(f"the schema is another: diff {SCHEMA} {shop.folder / 'mlm.graphql'}")
