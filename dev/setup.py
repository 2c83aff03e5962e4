"""Make `.tools` (uv) and `.venv` (Python 3.12, everything locked) with whatever python3 is there.

Invariant: the stamp in `.venv` names exactly the inputs that the environment was made from, so a
second run with the same inputs does nothing, and an interrupted one starts over.

Standard library only, Python 3.8 or newer: this file runs before anything is installed.
"""

import contextlib
import fcntl
import glob
import hashlib
import os
import shutil
import ssl
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMP = VENV / "setup.stamp"
UV = TOOLS / "bin" / "uv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
TOOLS_LOCK = ROOT / "dev" / "tools.lock"
CONSTRAINTS = ROOT / "dev" / "saleor-3.23.txt"
FREE_BYTES_MIN = 3 * 10**9

# Distributions of this repository, installed editable: the plugin, the store it is shown on, and
# whatever test-only plugins exist (a folder with a setup.cfg of its own).
EDITABLE = [".", "sandbox", "faults", "recorder"]


class CannotSetUp(Exception):
    """What stands in the way and what to do about it, in one line."""


def main():
    try:
        with one_at_a_time():
            set_up()
    except CannotSetUp as error:
        sys.exit("setup: " + str(error))


def set_up():
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted and runs_python_312(str(PYTHON)):
        return
    check_free_space()
    STAMP.unlink(missing_ok=True)
    python = find_python_312()
    install_uv(python)
    make_venv(python)
    with step("installing the locked packages"):
        # Two old packages come as source only; the constraints hold what builds them.
        options = ["--require-hashes", "--build-constraints", CONSTRAINTS]
        uv("pip", "sync", "--quiet", "--python", PYTHON, *options, LOCK)
    with step("installing " + ", ".join(editable_folders())):
        install_editable()
    STAMP.write_text(wanted)


def fingerprint():
    """A hash of everything the environment is made from."""
    names = [LOCK, TOOLS_LOCK, Path(__file__), ROOT / "pyproject.toml"]
    names += [ROOT / folder / "setup.cfg" for folder in editable_folders()]
    digest = hashlib.sha256(str(ROOT).encode())
    for name in names:
        digest.update(name.read_bytes())
    return digest.hexdigest()


def editable_folders():
    return [folder for folder in EDITABLE if (ROOT / folder / "setup.cfg").exists()]


def check_free_space():
    free = shutil.disk_usage(ROOT).free
    if free < FREE_BYTES_MIN:
        raise CannotSetUp(
            "needs 3 GB of free disk for %s, %.1f GB are left: free some and run it again"
            % (ROOT, free / 10**9)
        )


def find_python_312():
    """Path of a working Python 3.12 of this machine, or None."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    on_path = [os.path.join(folder, "python3.12") for folder in folders]
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    of_pyenv = sorted(glob.glob(os.path.join(pyenv, "versions", "3.12*", "bin", "python3.12")))
    for candidate in [sys.executable, *on_path, *reversed(of_pyenv)]:
        if runs_python_312(candidate):
            return candidate
    return None


def runs_python_312(path):
    """Whether it really runs: pyenv puts a `python3.12` on PATH that only exits 127."""
    code = "import sys; sys.exit(sys.version_info[:2] != (3, 12))"
    try:
        return subprocess.run([path, "-c", code], capture_output=True).returncode == 0
    except OSError:
        return False


def install_uv(python):
    installed = TOOLS / "tools.lock"
    if installed.exists() and installed.read_bytes() == TOOLS_LOCK.read_bytes():
        return
    with step("installing uv in .tools"):
        run(python_with_venv(python), "-m", "venv", "--clear", TOOLS)
        pip = [TOOLS / "bin" / "python", "-m", "pip", "--quiet", "--no-cache-dir"]
        run(*pip, "--disable-pip-version-check", "install", "--require-hashes", "-r", TOOLS_LOCK)
    shutil.copy(str(TOOLS_LOCK), str(installed))


def python_with_venv(python):
    """A Python that can make a virtual environment: Debian's own cannot without python3-venv."""
    for candidate in [sys.executable, python]:
        if candidate and can_make_venv(candidate):
            return candidate
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotSetUp(
            "this Python has no venv module: install it (Debian: apt install python3-venv)"
        )
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run("apt-get", "-qq", "update", env=environment)
    run("apt-get", "-qq", "-y", "install", "python3-venv", env=environment)
    return sys.executable


def can_make_venv(python):
    return subprocess.run([python, "-c", "import ensurepip"], capture_output=True).returncode == 0


def make_venv(python):
    if runs_python_312(str(PYTHON)):
        return
    if python is None:
        with step("fetching Python 3.12"):
            python = fetch_python_312()
    with step("making .venv from " + python):
        uv("venv", "--quiet", "--clear", "--python", python, VENV)


def fetch_python_312():
    environment = dict(uv_environment(), UV_PYTHON_INSTALL_DIR=str(TOOLS / "python"))
    installed = subprocess.run(
        [str(UV), "python", "install", "--no-bin", "3.12"], env=environment, capture_output=True
    )
    found = subprocess.run(
        [str(UV), "python", "find", "3.12"], env=environment, capture_output=True, text=True
    )
    if installed.returncode or found.returncode:
        raise CannotSetUp(
            "Python 3.12 was not found and cannot be fetched from here: install it"
            " (`pyenv install 3.12`, or your system's package python3.12) and run it again"
        )
    return found.stdout.strip()


def install_editable():
    # Compat mode puts the folder itself on the path: mypy and import-linter do not follow the
    # import hooks of setuptools' default mode.
    options = ["--no-deps", "--no-build-isolation", "--config-setting", "editable_mode=compat"]
    for folder in editable_folders():
        uv("pip", "install", "--quiet", "--python", PYTHON, *options, "--editable", ROOT / folder)
        # The second copy of the metadata would go on naming entry points that are gone.
        for leftover in (ROOT / folder).glob("*.egg-info"):
            shutil.rmtree(leftover)


def uv(*arguments):
    run(UV, *arguments, env=uv_environment())


def uv_environment():
    """uv's cache stays inside the project: a home directory may be missing or read-only."""
    environment = {"UV_CACHE_DIR": str(TOOLS / "cache")}
    if system_has_certificates():
        environment["UV_SYSTEM_CERTS"] = "1"
    index = pip_index()
    if index:
        environment["UV_DEFAULT_INDEX"] = index
    environment.update(os.environ)
    environment.pop("VIRTUAL_ENV", None)
    return environment


def system_has_certificates():
    """uv trusts only its own list unless told: behind a company's proxy that list is not enough."""
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile or (paths.capath and os.listdir(paths.capath)))


def pip_index():
    """The index that this machine's pip is set to; uv does not read pip's settings."""
    asked = [str(TOOLS / "bin" / "python"), "-m", "pip", "config", "get", "global.index-url"]
    return (
        os.environ.get("PIP_INDEX_URL")
        or subprocess.run(asked, capture_output=True, universal_newlines=True).stdout.strip()
    )


def run(*command, env=None):
    command = [str(part) for part in command]
    if subprocess.run(command, env=env, cwd=ROOT).returncode:
        raise CannotSetUp("this failed, its own words are above: " + " ".join(command))


@contextlib.contextmanager
def step(title):
    print("setup: %s ..." % title, flush=True)
    start = time.monotonic()
    yield
    print("setup: %s: %.1f s" % (title, time.monotonic() - start), flush=True)


@contextlib.contextmanager
def one_at_a_time():
    with open(ROOT / ".setup.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("setup: another one is running here, waiting for it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main()
