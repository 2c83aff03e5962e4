"""The supervisor with real processes: start, stop, kill -9, reuse, and what it refuses."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from saleor_sandbox import __main__, folder, postgres, processes, store
from saleor_sandbox.errors import CannotRun

# A store's servers, held until the process is told to stop.
HOLD = """
import signal
from saleor_sandbox import store
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.default_int_handler)
with store.servers(store.Options(name="held", port=0, durable=False)) as running:
    print(running.env["DATABASE_URL"], flush=True)
    signal.pause()
"""

STUBBORN = """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
print("up", flush=True)
time.sleep(99)
"""


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder of the test's own, short enough for sockets, reachable by any user."""
    path = Path(tempfile.gettempdir()) / f"mlm-test-{secrets.token_hex(4)}"
    monkeypatch.setenv("MLM_STATE_DIR", str(path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield path
    shutil.rmtree(path, ignore_errors=True)


class Hold:
    """Supervisors started by a test."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[str]] = []

    def start(self) -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True)
        self.processes.append(process)
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        return process, next(line.strip() for line in lines if line.startswith("postgres://"))

    def clean(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def hold() -> Iterator[Hold]:
    held = Hold()
    yield held
    held.clean()


def children_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes: list[psutil.Process], seconds: float = 10) -> bool:
    return psutil.wait_procs(processes, timeout=seconds)[1] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_child_outlives_the_supervisor(hold: Hold, number: signal.Signals) -> None:
    process, _ = hold.start()
    children = children_of(process)
    assert {"postgres", "redis-server"} <= {child.name() for child in children}

    process.send_signal(number)

    process.wait(10)
    assert gone(children)


def test_data_is_there_again_after_kill_9(hold: Hold) -> None:
    process, url = hold.start()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    process.kill()
    process.wait()

    _, again = hold.start()

    with psycopg.connect(again) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_orphans_are_stopped_by_the_next_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    # given a child that will not end, as on a system without the death signal
    stubborn = subprocess.Popen(
        [sys.executable, "-c", STUBBORN], start_new_session=True, stdout=subprocess.PIPE
    )
    assert stubborn.stdout is not None
    stubborn.stdout.readline()
    orphan = psutil.Process(stubborn.pid)
    place = folder.store_folder("held")
    rows = [[orphan.pid, orphan.create_time(), signal.SIGINT, signal.SIGKILL]]
    (place / "children.json").write_text(json.dumps(rows))

    with store.servers(store.Options(name="held", port=0)):
        assert not orphan.is_running()


def test_a_stranger_with_an_old_process_id_is_left_alone(state: Path) -> None:
    place = folder.store_folder("held")
    rows = [[os.getpid(), 1.0, signal.SIGTERM, signal.SIGKILL]]
    (place / "children.json").write_text(json.dumps(rows))

    with store.servers(store.Options(name="held", port=0)):
        pass


def test_second_start_of_a_running_store_says_who_holds_it(hold: Hold) -> None:
    process, _ = hold.start()
    with pytest.raises(CannotRun, match=f"already running .process {process.pid}."):
        store.reset("held")


def test_port_in_use_is_one_line_and_leaves_nothing_running(state: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        started = cli("up", "--ports", str(port))

    assert started.returncode == 1
    assert started.stderr.count("\n") == 1
    assert f"port {port} on 127.0.0.1 cannot be used" in started.stderr
    assert f"PORT={port + 1}" in started.stderr


def test_no_disk_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "FREE_BYTES_MIN", 10**18)
    with pytest.raises(CannotRun, match="GB of free disk"), store.servers(store.Options()):
        pass


def test_folder_of_somebody_else_is_neither_used_nor_removed(state: Path) -> None:
    state.mkdir()
    (state / "precious").write_text("mine")

    refused = cli("reset")

    assert refused.returncode == 1
    assert "was not made by this project" in refused.stderr
    assert (state / "precious").read_text() == "mine"


def test_database_of_somebody_else_is_neither_used_nor_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with postgres.throw_away() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE shop")
        monkeypatch.setenv("DATABASE_URL", beside(url, "shop"))

        for refused in (cli("reset"), cli("up", "--ports", "auto")):
            assert refused.returncode == 1
            assert "'shop' was not created by this project" in refused.stderr

        with psycopg.connect(beside(url, "shop")):
            pass


def test_reset_drops_a_database_of_this_project(monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.throw_away() as url:
        shop = beside(url, "shop")
        postgres.create_database(shop)
        monkeypatch.setenv("DATABASE_URL", shop)

        assert cli("reset").returncode == 0

        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(shop)


def test_throw_away_server_of_a_killed_run_is_removed(state: Path) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-m", "saleor_sandbox", "pg"], stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout is not None
    killed.stdout.readline()
    children = children_of(killed)
    killed.kill()
    killed.wait()
    assert gone(children)
    left = state / f"tmp.{killed.pid}"
    assert left.exists()

    with postgres.throw_away():
        pass

    assert not left.exists()


def test_store_ends_with_whoever_started_it() -> None:
    starter = """
import signal, subprocess, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests themselves may run under nohup
subprocess.run([sys.executable, "-m", "saleor_sandbox", "pg"])
"""
    parent = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    parent.stdout.readline()
    descendants = children_of(parent)
    assert "postgres" in {process.name() for process in descendants}

    parent.kill()

    parent.wait()
    assert gone(descendants)


def test_run_gives_the_command_a_store_and_returns_its_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The servers alone will do: the answer must not get lost on its way, whatever runs.
    monkeypatch.setattr(store, "running", store.servers)
    told = tmp_path / "told"
    words = f"import os, sys; open({str(told)!r}, 'w').write(os.environ['STORE_URL']); sys.exit(7)"
    command = ["run", "--ports", "auto", "--", sys.executable, "-c", words]
    monkeypatch.setattr(sys, "argv", ["saleor_sandbox", *command])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(__main__, "end_with", lambda *_: None)

    assert __main__.main() == 7

    assert told.read_text().startswith("http://127.0.0.1:")


def test_pg_writes_its_address_and_ends_with_its_data(tmp_path: Path, state: Path) -> None:
    addresses = tmp_path / "pg.json"
    process = subprocess.Popen([sys.executable, "-m", "saleor_sandbox", "pg", "--json", addresses])
    wait_for(addresses)
    with psycopg.connect(json.loads(addresses.read_text())["database_url"]):
        pass

    process.terminate()

    assert process.wait(10) == 0
    assert list(state.glob("tmp.*")) == []


def beside(url: str, database: str) -> str:
    return url.rpartition("/")[0] + "/" + database


def cli(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "saleor_sandbox", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
