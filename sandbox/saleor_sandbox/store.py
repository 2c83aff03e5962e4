"""One sandbox store: its servers, the processes of Saleor and a payment app, started in order.

Invariant: inside `running` everything answers, after it nothing is left running.
"""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from . import folder, payment_app, postgres, redis_server
from .errors import CannotRun
from .processes import Children, Spec, last_words, stop_orphans

CELERY = ["-m", "celery", "--app", "saleor.celeryconf:app"]
WORKER_OPTIONS = ["--concurrency", "2", "--without-gossip", "--without-mingle"]
BEAT_OPTIONS = ["--scheduler", "saleor.schedulers.schedulers.DatabaseScheduler", "--pidfile="]


@dataclass(frozen=True)
class Options:
    """What a person or a test chooses; a port of 0 means any free one."""

    name: str = "demo"
    host: str = "127.0.0.1"
    port: int = 8000
    fresh: bool = False
    durable: bool = True


@dataclass
class Store:
    """A store that runs: where it is and how to run something in its environment."""

    folder: Path
    url: str
    env: Mapping[str, str]
    children: Children = field(repr=False)
    python: str = sys.executable

    def addresses(self) -> dict[str, str | int]:
        return {
            "store_url": self.url,
            "graphql_url": f"{self.url}graphql/",
            "database_url": self.env["DATABASE_URL"],
            "broker_url": self.env["CELERY_BROKER_URL"],
            "logs": str(self.folder / "logs"),
            "pid": os.getpid(),
        }

    def manage(self, *arguments: str) -> None:
        self.call(arguments[0], ["-m", "django", *arguments])

    def call(self, title: str, arguments: list[str | Path]) -> None:
        """Run Python in the store's environment; its output goes to a log of that title."""
        log = self.folder / "logs" / f"{title}.log"
        with step(title), open(log, "wb") as output:
            ran = subprocess.run(
                [self.python, *arguments],
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                check=False,
            )
        if ran.returncode:
            raise CannotRun(f"{title} failed: {last_words(log)}")

    def say(self, arguments: list[str]) -> None:
        """Run Python in the store's environment; its output is for the person who waits."""
        ran = subprocess.run([self.python, *arguments], env=self.env, check=False)
        if ran.returncode:
            raise CannotRun(f"{' '.join(arguments)} failed; see above")

    def wait(self) -> None:
        """Until somebody stops us; a child that ends by itself is an error."""
        while (child := self.children.first_ended()) is None:
            time.sleep(0.3)
        code = child.process.returncode
        raise CannotRun(f"{child.spec.name} ended with {code}: {last_words(child.log)}")


@contextlib.contextmanager
def running(options: Options) -> Iterator[Store]:
    """The whole store, its tables migrated and its goods on the shelf."""
    with servers(options) as store:
        store.manage("migrate", "--no-input")
        store.manage("seed_store")
        with serving(store, options):
            yield store


@contextlib.contextmanager
def serving(store: Store, options: Options) -> Iterator[None]:
    """Everything that answers, for a store whose database is ready; without a broker no worker."""
    web, worker = pod(store, options)
    background = [worker, beat(store)] if store.env["CELERY_BROKER_URL"] else []
    with step("web, worker, beat and payment app"):
        store.children.start(web, *background, _payment_app(store))
    with _state_file(store):
        yield


@contextlib.contextmanager
def servers(options: Options) -> Iterator[Store]:
    """PostgreSQL (unless DATABASE_URL names one) and Redis, and the environment to use them."""
    if options.fresh:
        reset(options.name)
    place = folder.store_folder(options.name)
    folder.check_free_space(place)
    with folder.locked(place):
        stop_orphans(place)
        (place / "state.json").unlink(missing_ok=True)
        port = free_port(options.host, options.port)
        children = Children(place)
        try:
            with step("postgres"):
                database_url = _database(place, options, children)
            with step("redis"):
                children.start(redis_server.server(place))
            url = f"http://{options.host}:{port}/"
            yield Store(place, url, _environment(place, url, database_url, options), children)
        finally:
            children.stop()


def reset(name: str) -> None:
    """Remove the store and its database, both only if this project made them."""
    place = folder.store_folder(name)
    with folder.locked(place):
        stop_orphans(place)
        external = os.environ.get("DATABASE_URL")
        if external:
            postgres.drop_database(external)
        folder.remove(place)


def addresses_of(name: str) -> dict[str, str | int] | None:
    """The addresses of a store that runs. What a killed one wrote down does not count."""
    place = folder.store_folder(name)
    try:
        with folder.locked(place):
            return None
    except CannotRun:
        path = place / "state.json"
        found: dict[str, str | int] | None = json.loads(path.read_text()) if path.exists() else None
        return found


def free_port(host: str, port: int, variable: str = "PORT") -> int:
    """The port itself if nothing listens there; for 0, one that is free now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotRun(
                f"port {port} on {host} cannot be used ({error.strerror}):"
                f" stop what listens there or choose another, {variable}={port + 1}"
            ) from None
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    print(f"store: {title}: {time.monotonic() - start:.1f} s", flush=True)


def _database(place: Path, options: Options, children: Children) -> str:
    database_url = os.environ.get("DATABASE_URL")
    if not database_url:
        children.start(postgres.server(place, durable=options.durable))
        database_url = postgres.url(place, options.name)
    postgres.create_database(database_url)
    return database_url


def _environment(place: Path, url: str, database_url: str, options: Options) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": redis_server.broker_url(place),
        "REDIS_URL": redis_server.cache_url(place),
        "PUBLIC_URL": url,
        "SECRET_KEY": _secret_key(place),
        "FAST_PASSWORDS": str(not options.durable),
        "STORE_URL": url,
        "SCENARIOS_PSP_URL": payment_app.url(free_port(payment_app.HOST, 0)),
        "HTTP_IP_FILTER_ALLOW_LOOPBACK_IPS": "True",
        "DJANGO_SETTINGS_MODULE": "saleor.settings",
        "PYTHONUNBUFFERED": "1",
    }


def _secret_key(place: Path) -> str:
    """The same for all processes and every start: it signs the tokens that people hold."""
    path = place / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(40))
    return path.read_text()


def pod(store: Store, options: Options) -> tuple[Spec, Spec]:
    """What a deployment has many of: web and worker."""
    return _web(store, options), _worker(store)


def _web(store: Store, options: Options) -> Spec:
    port = store.url.rstrip("/").rpartition(":")[2]
    where = ["--host", options.host, "--port", port, "--timeout-graceful-shutdown", "3"]
    return Spec(
        name="web",
        command=[store.python, "-m", "uvicorn", *where, "saleor.asgi:application"],
        is_ready=lambda: _answers(_greeting(f"{store.url}graphql/")),
        env=store.env,
    )


def _worker(store: Store) -> Spec:
    return Spec(
        name="worker",
        command=[store.python, *CELERY, "worker", "--loglevel", "INFO", *WORKER_OPTIONS],
        is_ready=lambda: _has_logged(store, "worker", b" ready."),
        env=store.env,
    )


def beat(store: Store) -> Spec:
    return Spec(
        name="beat",
        command=[store.python, *CELERY, "beat", "--loglevel", "INFO", *BEAT_OPTIONS],
        is_ready=lambda: _has_logged(store, "beat", b"beat: Starting..."),
        env=store.env,
    )


def _payment_app(store: Store) -> Spec:
    where = store.env["SCENARIOS_PSP_URL"]
    return Spec(
        name="payment app",
        command=[sys.executable, "-m", payment_app.__name__, str(urlsplit(where).port)],
        is_ready=lambda: _answers(urllib.request.Request(where)),
        env=store.env,
    )


def _greeting(graphql_url: str) -> urllib.request.Request:
    return urllib.request.Request(
        graphql_url, b'{"query": "{ __typename }"}', {"Content-Type": "application/json"}
    )


def _answers(question: urllib.request.Request) -> bool:
    try:
        with urllib.request.urlopen(question, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _has_logged(store: Store, name: str, words: bytes) -> bool:
    return words in (store.folder / "logs" / f"{name}.log").read_bytes()


@contextlib.contextmanager
def _state_file(store: Store) -> Iterator[None]:
    """`state.json` in the store's folder exists exactly while everything answers."""
    path = store.folder / "state.json"
    path.write_text(json.dumps(store.addresses()))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
