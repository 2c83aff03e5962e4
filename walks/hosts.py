"""The two hosts as processes that take walks: the sandbox, and a real Saleor that is installed."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from saleor_sandbox import postgres, real, store

ROOT = Path(__file__).resolve().parent.parent


class Host:
    """A walker under way: it answers each script with the walk's story."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self.name = name
        self.process = process
        self.ready = False

    def send(self, script: dict[str, Any]) -> None:
        self.process.stdin.write(json.dumps(script) + "\n")
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        if not self.ready:
            self.ready = self._read()["ready"]
        return self._read()

    def _read(self) -> dict[str, Any]:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the walker on {self.name} ended: {self.process.wait()}")
        return json.loads(line)

    def take(self, script: dict[str, Any]) -> dict[str, Any]:
        self.send(script)
        return self.receive()

    def take_all(self, scripts: Iterable[dict[str, Any]], told: Queue[dict[str, Any]]) -> None:
        """Take walks one after another, ahead of the other host by as much as the queue holds."""
        for script in scripts:
            told.put(self.take(script))


@contextlib.contextmanager
def sandbox_store(server: str = "") -> Iterator[str]:
    """The database of a seeded sandbox, for copies; on a PostgreSQL of its own if none is given."""
    with contextlib.ExitStack() as stack:
        url = _named(server or stack.enter_context(postgres.throw_away()), "walks")
        postgres.create_database(url)
        env = _sandbox_env(ROOT, url)
        for command in (["migrate", "--no-input"], ["seed_store"]):
            words = [sys.executable, "-W", "ignore", "-m", "django", *command]
            subprocess.run(words, env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield url


def _named(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


@contextlib.contextmanager
def sandbox(package: Path = ROOT, template: str = "") -> Iterator[Host]:
    """A sandbox; `package` is where its code and the plugin's are taken from."""
    with contextlib.ExitStack() as stack:
        base = template or stack.enter_context(sandbox_store())
        env = _sandbox_env(package, stack.enter_context(_copy(base)))
        yield stack.enter_context(_walker("the sandbox", sys.executable, env, package))


def _sandbox_env(package: Path, url: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "PYTHONPATH": f"{package / 'sandbox'}:{package / 'recorder'}:{package}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "walks.settings",
    }


@contextlib.contextmanager
def saleor() -> Iterator[Host]:
    """The Saleor that SALEOR, SALEOR_PYTHON and DATABASE_URL name, on a copy of that database."""
    given = real.given()
    with store.servers(store.Options(name=f"saleor-{given.database}", port=0)) as servers:
        shop = real.installed(servers, given)
        shop.manage("migrate", "--no-input")
        shop.manage("seed_scenarios")
        with _copy(shop.env["DATABASE_URL"]) as url:
            env = {**shop.env, "DATABASE_URL": url}
            with _walker("Saleor", shop.python, env) as host:
                yield host


@contextlib.contextmanager
def _walker(name: str, python: str, env: Mapping[str, str], package: Path = ROOT) -> Iterator[Host]:
    process = subprocess.Popen(
        [python, "-W", "ignore", "-m", "walks.walker"],
        env=env,
        cwd=package,  # it comes first on the path
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Host(name, process)
    finally:
        process.stdin.close()
        process.kill()
        process.wait()


@contextlib.contextmanager
def _copy(url: str) -> Iterator[str]:
    """A database like the one of that URL, for this time only."""
    name = urlsplit(url).path.lstrip("/")
    names = [sql.Identifier(f"{name}_walked"), sql.Identifier(name)]
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names[0])
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        try:
            yield _named(url, f"{name}_walked")
        finally:
            connection.execute(drop)
