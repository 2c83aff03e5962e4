"""What is installed: the wheel holds the plugin alone, and `saleor` here is the sandbox's."""

import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    # given a copy, since a build leaves folders behind
    source = tmp_path_factory.mktemp("source")
    for name in ("setup.cfg", "pyproject.toml", "LICENSE", "README.md"):
        if (PROJECT / name).exists():
            shutil.copy(PROJECT / name, source)
    for name in ("saleor_mlm", "sandbox", "tests", "recorder"):
        if (PROJECT / name).exists():
            shutil.copytree(PROJECT / name, source / name)
    built = subprocess.run(
        [sys.executable, "-c", BUILD, "dist"], cwd=source, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    return zipfile.ZipFile(next((source / "dist").glob("*.whl"))).namelist()


def test_wheel_holds_only_the_plugin(wheel: list[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert tops == {"saleor_mlm", "saleor_mlm-0.1.0.dist-info"}


def test_wheel_holds_every_committed_file_of_the_plugin(wheel: list[str]) -> None:
    committed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "saleor_mlm"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    missing = {name for name in committed if (PROJECT / name).exists()} - set(wheel)
    assert missing == set()


def test_wheel_carries_the_licence(wheel: list[str]) -> None:
    assert "saleor_mlm-0.1.0.dist-info/licenses/LICENSE" in wheel


def test_saleor_is_the_sandbox() -> None:
    found = find_spec("saleor")
    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).is_relative_to(PROJECT / "sandbox")


def test_entry_point_names_the_app() -> None:
    (found,) = entry_points(group="saleor.plugins", name="saleor_mlm")
    assert found.value == "saleor_mlm.plugin:MlmPlugin"
