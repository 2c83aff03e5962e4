"""What is to go wrong, and what did: one file each, shared by every process of a store."""

import contextlib
import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class HookFault:
    """What happens to a hook of ours: `lose`, `repeat` or `raise`; no names means every hook."""

    mode: str
    names: list[str] = field(default_factory=list)
    times: int = 2


@dataclass(frozen=True)
class State:
    clock_offset_seconds: float = 0.0
    tasks_paused: bool = False
    hook: HookFault | None = None


NOTHING = State()
_known: tuple[tuple[int, int] | None, State] = (None, NOTHING)


def is_on() -> bool:
    return os.environ.get("MLM_FAULTS") == "1"


def file() -> Path:
    return Path(os.environ.get("MLM_FAULTS_FILE", "/tmp/mlm-faults.json"))


def counts_file() -> Path:
    return file().with_suffix(".counts")


def read() -> State:
    """The state now; the file itself is read only after a change."""
    global _known
    try:
        status = os.stat(file())
    except FileNotFoundError:
        return NOTHING
    version = (status.st_mtime_ns, status.st_ino)
    if _known[0] != version:
        _known = (version, _parse(file().read_text()))
    return _known[1]


def change(**fields: object) -> State:
    """Change some fields for every process of the store; the rest stays."""
    with _flock("lock", fcntl.LOCK_EX):
        wanted = State(**{**vars(read()), **fields})
        draft = file().with_suffix(".new")
        draft.write_text(json.dumps(asdict(wanted)))
        draft.replace(file())
    return wanted


def count(what: str) -> None:
    """Note that a fault fired: one short line appended, whole whichever process writes it."""
    with counts_file().open("a") as out:
        out.write(what + "\n")


def counts() -> dict[str, int]:
    try:
        return dict(Counter(counts_file().read_text().split("\n")[:-1]))
    except FileNotFoundError:
        return {}


def forget_counts() -> None:
    counts_file().write_text("")


def _parse(text: str) -> State:
    data = json.loads(text)
    hook = data.pop("hook")
    return State(**data, hook=HookFault(**hook) if hook else None)


@contextlib.contextmanager
def task_under_way() -> Iterator[None]:
    """Inside, `wait_for_tasks` waits, in whichever process."""
    with _flock("tasks", fcntl.LOCK_SH):
        yield


def wait_for_tasks() -> None:
    """Until every task that is under way has ended."""
    with _flock("tasks", fcntl.LOCK_EX):
        pass


@contextlib.contextmanager
def _flock(name: str, kind: int) -> Iterator[None]:
    with file().with_suffix(f".{name}").open("w") as lock:
        fcntl.flock(lock, kind)
        yield
