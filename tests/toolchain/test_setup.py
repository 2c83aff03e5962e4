"""Setting up a machine: what the locks hold, and what stands in the way is said in one line."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = [PROJECT / "requirements.lock", PROJECT / "dev" / "tools.lock"]
PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)", re.MULTILINE)


@pytest.fixture
def setup() -> ModuleType:
    """A fresh copy of the script as a module."""
    spec = importlib.util.spec_from_file_location("dev_setup", PROJECT / "dev" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash_and_none_an_address(lock: Path) -> None:
    entries = re.split(r"^(?=[a-z])", lock.read_text(), flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in lock.read_text()


def test_lock_takes_what_saleor_3_23_also_has_at_its_version() -> None:
    of_saleor = dict(PIN.findall((PROJECT / "dev" / "saleor-3.23.txt").read_text()))
    ours = dict(PIN.findall(LOCKS[0].read_text()))
    shared = ours.keys() & of_saleor.keys()
    assert {"django", "graphene", "celery", "pydantic", "psycopg", "redis"} <= shared
    assert {name: ours[name] for name in shared} == {name: of_saleor[name] for name in shared}


def test_too_little_disk(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "FREE_BYTES_MIN", 10**18)
    with pytest.raises(setup.CannotSetUp, match="needs 3 GB of free disk .* free some"):
        setup.check_free_space()


def test_no_python_312(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "UV", Path("/bin/false"))
    with pytest.raises(setup.CannotSetUp, match="Python 3.12 was not found .* install it"):
        setup.fetch_python_312()


def test_no_venv_module_and_not_root(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "can_make_venv", lambda python: False)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    with pytest.raises(setup.CannotSetUp, match="no venv module: .*apt install python3-venv"):
        setup.python_with_venv(None)


def test_a_shim_that_only_fails_is_not_a_python(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/nowhere/python3")
    assert setup.find_python_312() is None


def test_pyenv_version_is_found_though_not_selected(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = tmp_path / "versions" / "3.12.1" / "bin"
    there.mkdir(parents=True)
    (there / "python3.12").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/nowhere/python3")
    assert setup.find_python_312() == str(there / "python3.12")


def test_changed_lock_changes_the_fingerprint(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = setup.fingerprint()
    assert setup.fingerprint() == before
    changed = tmp_path / "requirements.lock"
    changed.write_text(LOCKS[0].read_text() + "\n")
    monkeypatch.setattr(setup, "LOCK", changed)
    assert setup.fingerprint() != before


def test_a_second_run_waits_for_the_first(setup: ModuleType, tmp_path: Path) -> None:
    waiter = tmp_path / "dev" / "setup.py"
    waiter.parent.mkdir()
    waiter.write_text((PROJECT / "dev" / "setup.py").read_text().replace("  set_up()", "  pass"))
    setup.ROOT = tmp_path
    with setup.one_at_a_time():
        second = subprocess.Popen([sys.executable, waiter], stdout=subprocess.PIPE, text=True)
        assert second.stdout is not None
        assert "waiting for it" in second.stdout.readline()
        assert second.poll() is None
    second.communicate(timeout=5)
    assert second.returncode == 0
