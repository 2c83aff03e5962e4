"""Where a store keeps its data, sockets, logs and list of children.

Invariant: nothing is written to, or removed from, a folder that lacks this project's marker.

The folder lies outside the project and outside home directories: PostgreSQL refuses to run as
root, and the unprivileged user it runs as then must be able to reach its data and its socket.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from .errors import CannotRun
from .processes import stop_orphans

PROJECT = Path(__file__).resolve().parent.parent.parent
MARKER = "made-by-saleor-mlm"
THROW_AWAY = "tmp."
SOCKET_PATH_BYTES_MAX = 100
FREE_BYTES_MIN = 500 * 10**6


def state_folder() -> Path:
    """The folder of all stores of this project and this user."""
    chosen = os.environ.get("MLM_STATE_DIR")
    if chosen:
        return Path(chosen).absolute()
    key = hashlib.sha256(f"{PROJECT}\0{os.geteuid()}".encode()).hexdigest()[:10]
    return _temporary_folder() / f"saleor-mlm-{key}"


def store_folder(name: str) -> Path:
    """The folder of one store, made if need be."""
    if not name.replace("-", "").replace("_", "").isalnum():
        raise CannotRun(f"a store's name has letters, digits, - and _ only, not {name!r}")
    return make(state_folder() / name)


def throw_away_folder() -> Path:
    """Where this process's throw-away servers live; no store can have such a name."""
    return state_folder() / f"{THROW_AWAY}{os.getpid()}"


def make(folder: Path) -> Path:
    """Make the folder of a store inside the state folder."""
    if len(os.fsencode(folder)) > SOCKET_PATH_BYTES_MAX - len("/postgres/.s.PGSQL.5432"):
        raise CannotRun(f"{folder} is too long for a socket's path: set a shorter MLM_STATE_DIR")
    claim(folder.parent)
    claim(folder)
    (folder / "logs").mkdir(exist_ok=True)
    return folder


def claim(folder: Path) -> None:
    """Make the folder and mark it; one that exists must be marked and ours."""
    try:
        folder.mkdir(mode=0o711)
    except FileExistsError:
        if not is_ours(folder):
            raise CannotRun(
                f"{folder} was not made by this project: move it away or set MLM_STATE_DIR"
            ) from None
    except OSError as error:
        raise CannotRun(f"cannot make {folder} ({error.strerror}): set MLM_STATE_DIR") from None
    (folder / MARKER).touch()


def is_ours(folder: Path) -> bool:
    """Whether this user's run of this project made it; an empty folder may be taken."""
    if folder.is_symlink() or not folder.is_dir() or folder.stat().st_uid != os.geteuid():
        return False
    return (folder / MARKER).exists() or not any(folder.iterdir())


def remove(folder: Path) -> None:
    """Remove a store's folder, if it is ours."""
    if not folder.exists():
        return
    if not (is_ours(folder) and (folder / MARKER).exists()):
        raise CannotRun(f"{folder} was not made by this project: not removed")
    shutil.rmtree(folder)


def sweep() -> None:
    """Remove the throw-away folders of processes that were killed before they could."""
    for folder in state_folder().glob(f"{THROW_AWAY}*"):
        if psutil.pid_exists(int(folder.name.removeprefix(THROW_AWAY))):
            continue
        with contextlib.suppress(CannotRun, FileNotFoundError), locked(folder):
            stop_orphans(folder)
            remove(folder)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the system lets go of it however the process ends."""
    with open(folder / "lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            owner = lock.read().strip() or "?"
            raise CannotRun(
                f"the store {folder.name!r} is already running (process {owner}): stop it first"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def check_free_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES_MIN:
        raise CannotRun(
            f"{folder} has {free / 10**9:.1f} GB of free disk, the store needs 0.5 GB:"
            " free some or set MLM_STATE_DIR to another disk"
        )


def _temporary_folder() -> Path:
    """/var/tmp rather than /tmp: it survives a restart and is not held in memory."""
    lasting = Path("/var/tmp")
    return lasting if os.access(lasting, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
