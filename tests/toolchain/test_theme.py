"""The storefront's toolchain: Node from the wheel, nothing twice, one line where it fails."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from saleor_sandbox import store as sandbox_store
from saleor_sandbox import theme as child
from saleor_sandbox.processes import Children

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def theme(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A fresh copy of dev/theme.py, which finds dev/setup.py beside it."""
    monkeypatch.syspath_prepend(str(PROJECT / "dev"))
    for name in ("theme", "setup"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import theme as found

    yield found
    for name in ("theme", "setup"):
        sys.modules.pop(name, None)


def test_node_is_the_wheels(
    theme: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(theme, "NODE", tmp_path)
    theme.link_node()
    said = [
        subprocess.check_output(
            [tmp_path / name, "--version"], env={"PATH": str(tmp_path)}, text=True
        )
        for name in ("node", "npm")
    ]
    assert said[0].startswith("v24.")
    assert said[1].startswith("11.")


def test_registry_out_of_reach_is_one_line(
    theme: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    theme.link_node()
    monkeypatch.setattr(theme, "THEME", tmp_path)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    with pytest.raises(theme.CannotSetUp, match="npm's registry cannot be reached: connect"):
        theme._ask_registry()


def test_full_disk_is_one_line(theme: ModuleType) -> None:
    assert theme._reason("npm error code ENOSPC").startswith("no space is left for ")
    assert theme._reason("npm error code ELIFECYCLE") is None


def test_fingerprint_changes_with_what_is_built(theme: ModuleType) -> None:
    before = theme.fingerprint()
    page = theme.THEME / "src" / "fingerprint-test.txt"
    try:
        page.write_text("other words")
        assert theme.fingerprint() != before
    finally:
        page.unlink()
    assert theme.fingerprint() == before


def test_lock_holds_every_platform_and_no_address() -> None:
    lock = (PROJECT / "storefront_theme" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"node_modules/@swc/core-darwin-arm64"' in lock
    assert '"node_modules/@next/swc-linux-arm64-gnu"' in lock


def test_store_goes_on_without_a_built_storefront(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(child, "FOLDER", tmp_path)
    running = sandbox_store.Store(tmp_path, "http://127.0.0.1:1/", {}, Children(tmp_path))
    child.start(running, 3999)
    assert "no storefront, since it is not built" in capsys.readouterr().out
    assert running.children.running == []
