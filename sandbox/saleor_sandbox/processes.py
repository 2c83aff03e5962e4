"""Child processes that end with their parent.

Invariant: a child is written down (process id and time of birth) before anything waits for it, so
that the next start finds it even when this process was killed and could not stop it.
"""

import contextlib
import ctypes
import json
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from .errors import CannotRun

STOP_SECONDS = 10
READY_SECONDS = 300
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None

Signals = tuple[signal.Signals, signal.Signals]
POLITE: Signals = (signal.SIGTERM, signal.SIGKILL)


@dataclass(frozen=True)
class Spec:
    """How to run one child; `stop` is the signal to ask with and the one to insist with."""

    name: str
    command: Sequence[str | Path]
    is_ready: Callable[[], bool]
    env: Mapping[str, str] | None = None
    stop: Signals = POLITE
    user: str | None = None


@dataclass(frozen=True)
class Child:
    spec: Spec
    process: psutil.Popen
    log: Path


class Children:
    """The children of one store, in the order of their start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[Child] = []

    def start(self, *specs: Spec) -> None:
        """Start these together and wait until the last of them is ready."""
        for child in [self._launch(spec) for spec in specs]:
            self._wait_until_ready(child)

    def _launch(self, spec: Spec) -> Child:
        log = self.folder / "logs" / f"{spec.name}.log"
        parent = os.getpid()
        with open(log, "wb") as output:
            process = psutil.Popen(
                [str(part) for part in spec.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=spec.env,
                cwd=self.folder,
                **run_as(spec.user),
                start_new_session=True,
                preexec_fn=lambda: end_with(parent, spec.stop[0]),
            )
        child = Child(spec, process, log)
        self.running.append(child)
        self._write_down()
        return child

    def stop(self) -> None:
        """Stop all, last started first."""
        with undisturbed():
            while self.running:
                child = self.running.pop()
                stop_process(child.process, child.spec.stop)
                self._write_down()

    def end(self, *names: str) -> None:
        """Stop these only; the others go on."""
        for child in [child for child in self.running if child.spec.name in names]:
            stop_process(child.process, child.spec.stop)
            self.running.remove(child)
        self._write_down()

    def first_ended(self) -> Child | None:
        return next((child for child in self.running if child.process.poll() is not None), None)

    def _wait_until_ready(self, child: Child) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while True:
            if child.process.poll() is not None:
                raise CannotRun(f"{child.spec.name} did not start: {last_words(child.log)}")
            if child.spec.is_ready():
                return
            if time.monotonic() > deadline:
                raise CannotRun(
                    f"{child.spec.name} was not ready after {READY_SECONDS} s: see {child.log}"
                )
            time.sleep(0.05)

    def _write_down(self) -> None:
        rows = [
            [child.process.pid, child.process.create_time(), *child.spec.stop]
            for child in self.running
            if child.process.is_running()
        ]
        (self.folder / "children.json").write_text(json.dumps(rows))


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """A second Ctrl-C waits until the children are stopped."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def stop_orphans(folder: Path) -> int:
    """Stop what an earlier run of this store left behind; the number of processes stopped."""
    stopped = 0
    for pid, born, ask, insist in _written_down(folder):
        try:
            process = psutil.Process(pid)
            if process.create_time() != born:
                continue
            stop_process(process, (signal.Signals(ask), signal.Signals(insist)))
            stopped += 1
        except psutil.NoSuchProcess:
            continue
    return stopped


def stop_process(process: psutil.Process, stop: Signals) -> None:
    """Ask the whole process group to end, and insist after a while."""
    for number in stop:
        _signal_group(process.pid, number)
        try:
            process.wait(STOP_SECONDS)
            break
        except psutil.TimeoutExpired:
            continue
    # What the child itself started and left behind, such as a killed worker's pool.
    _signal_group(process.pid, stop[1])


def run_as(user: str | None) -> dict[str, Any]:
    """What subprocess needs to become that user and nothing more; for None, nothing."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def last_words(log: Path) -> str:
    """The last line of a log, for a one-line message."""
    lines = log.read_text(errors="replace").split("\n") if log.exists() else []
    said = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
    return f"{said} ({log})"


def _written_down(folder: Path) -> list[list[int]]:
    try:
        rows: list[list[int]] = json.loads((folder / "children.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    return rows


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


def end_with(parent: int, number: signal.Signals) -> None:
    """Have the system send this process a signal when its parent dies, even by kill -9."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)
