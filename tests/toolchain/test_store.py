"""The whole store with its five processes: up, killed, used again, and a child that fails."""

import json
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

NAMES = {"postgres", "redis", "web", "worker", "beat"}


@dataclass
class Up:
    """A store that `up` holds, and what it wrote about itself."""

    process: subprocess.Popen[str]
    addresses: dict[str, str]

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


class Stores:
    """Starts stores in one state folder, so that the second finds the first one's data."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.started: list[subprocess.Popen[str]] = []

    def up(self) -> Up:
        path = self.state.with_suffix(".json")
        path.unlink(missing_ok=True)
        command = [sys.executable, "-m", "saleor_sandbox", "up", "--ports", "auto", "--volatile"]
        process = subprocess.Popen([*command, "--json", path], stderr=subprocess.PIPE, text=True)
        self.started.append(process)
        while not path.exists():
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.1)
        return Up(process, json.loads(path.read_text()))

    def clean(self) -> None:
        for process in self.started:
            process.terminate()
            process.wait()
        self.state.with_suffix(".json").unlink(missing_ok=True)
        shutil.rmtree(self.state, ignore_errors=True)


@pytest.fixture
def stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    path = Path(tempfile.gettempdir()) / f"mlm-test-{secrets.token_hex(4)}"
    monkeypatch.setenv("MLM_STATE_DIR", str(path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    started = Stores(path)
    yield started
    started.clean()


def ask(graphql_url: str, query: str) -> dict[str, object]:
    request = urllib.request.Request(
        graphql_url, json.dumps({"query": query}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: dict[str, object] = json.load(answer)
    return found


def gone(processes: list[psutil.Process]) -> bool:
    return psutil.wait_procs(processes, timeout=15)[1] == []


def test_store_answers_and_is_used_again_after_kill_9(stores: Stores) -> None:
    first = stores.up()
    answer = ask(first.addresses["graphql_url"], "{ __typename }")
    assert answer["data"] == {"__typename": "Query"}
    key = (stores.state / "demo" / "secret_key").read_text()
    children = first.children()

    first.process.send_signal(signal.SIGKILL)

    assert gone(children)
    second = stores.up()
    assert (stores.state / "demo" / "secret_key").read_text() == key
    assert {path.stem for path in Path(second.addresses["logs"]).iterdir()} >= NAMES
    demand_that_a_dead_child_ends_it(second)


def demand_that_a_dead_child_ends_it(store: Up) -> None:
    children = store.children()
    (web,) = [child for child in children if "uvicorn" in child.cmdline()]

    web.kill()

    said = store.process.communicate(timeout=30)[1]
    assert store.process.returncode == 1
    assert said.startswith("store: web ended with -9: ")
    assert said.count("\n") == 1
    assert gone(children)
