"""A real Saleor that is given, wrongly given, or not given at all."""

import sys
from pathlib import Path

import pytest

from saleor_sandbox import layer, real
from saleor_sandbox.errors import CannotRun


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source that says its version, and the three variables that name it."""
    text = tmp_path / "saleor" / "__init__.py"
    text.parent.mkdir()
    text.write_text('__version__ = "3.24.0-a.0"\n')
    monkeypatch.setenv("SALEOR", str(tmp_path))
    monkeypatch.setenv("SALEOR_PYTHON", sys.executable)
    monkeypatch.setenv("DATABASE_URL", "postgres://saleor@127.0.0.1/trial")
    return tmp_path


def test_what_is_given(source: Path) -> None:
    assert real.given() == real.Given(source, sys.executable, "3.24", "trial")


@pytest.mark.parametrize("name", real.WANTED)
def test_one_that_is_missing_is_named(
    source: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv(name)

    with pytest.raises(CannotRun, match=f"no real Saleor is given: .*; {name} missing"):
        real.given()


def test_a_folder_without_saleor_is_told(source: Path) -> None:
    (source / "saleor" / "__init__.py").unlink()

    with pytest.raises(CannotRun, match="is no source of Saleor"):
        real.given()


def test_what_the_layer_adds() -> None:
    before = {"django": "5.2.17", "saleor-mlm": "0.0.9"}
    after = {"django": "5.2.17", "saleor-mlm": "0.1.0", "numpy": "2.5.5"}

    assert layer.added(before, after) == {"saleor-mlm": "0.1.0", "numpy": "2.5.5"}


def test_a_package_of_saleor_that_would_change_is_refused() -> None:
    with pytest.raises(CannotRun, match="installing the plugin would change django"):
        layer.added({"django": "5.2.17"}, {"django": "6.0", "saleor-mlm": "0.1.0"})
