"""A Python environment of our own that lies over a Saleor's: the plugin goes in here.

Invariant: the environment underneath stays as it is, and installing ours adds packages to it and
changes none; a package that would have to change is an error.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from .errors import CannotRun
from .folder import PROJECT
from .processes import last_words

PARTS = (".", "faults", "recorder")
OURS = {"saleor-mlm", "mlm-faults", "mlm-recorder"}
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
SITES = "import json, site, sys; print(json.dumps(site.getsitepackages()))"
PACKAGES = """import importlib.metadata as m, json
found = {}
for one in m.distributions():
    found.setdefault(one.name.lower().replace("_", "-"), one.version)
print(json.dumps(found))"""
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "install")


def make(
    place: Path, python: str, source: Path, project: Path = PROJECT
) -> tuple[str, dict[str, str]]:
    """The layer's Python, and the packages that it adds, by name; `project` is whose plugin."""
    layer, log = place / "layer", place / "logs" / "install.log"
    with open(log, "wb") as output:
        _run(output, log, python, "-m", "venv", "--clear", layer)
        above = str(layer / "bin" / "python")
        _lay_over(Path(_told(above, SITES)[0]), _told(python, SITES), source)
        before = _told(above, PACKAGES)
        with tempfile.TemporaryDirectory() as wheels:
            found = list(_wheels(project, Path(wheels), output, log))
            # An older one of ours underneath must not count as installed.
            _run(output, log, above, *PIP, "--no-deps", "--force-reinstall", *found)
        _run(output, log, above, *PIP, "saleor-mlm")
    return above, added(before, _told(above, PACKAGES))


def _lay_over(site: Path, below: list[str], source: Path) -> None:
    """Saleor's packages and its source are found behind ours."""
    lines = [f"import site; site.addsitedir({folder!r})" for folder in below]
    (site / "zz_saleor.pth").write_text("\n".join([str(source), *lines]) + "\n")


def added(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    theirs = before.keys() - OURS
    changed = [name for name in theirs if after.get(name) != before[name]]
    if changed:
        raise CannotRun(f"installing the plugin would change {', '.join(sorted(changed))}")
    return {name: version for name, version in after.items() if name not in theirs}


def _wheels(project: Path, target: Path, output: IO[bytes], log: Path) -> Iterator[Path]:
    """Wheels of our distributions, from copies: a build leaves folders behind."""
    for part in PARTS:
        copy = target / f"source-{Path(part).name or 'plugin'}"
        _copy(project / part, copy, f"mlm_{part}" if part != "." else "saleor_mlm")
        _run(output, log, sys.executable, "-c", BUILD, target, cwd=copy)
    yield from target.glob("*.whl")


def _copy(source: Path, copy: Path, package: str) -> None:
    shutil.copytree(source / package, copy / package)
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        if (source / name).exists():
            shutil.copy(source / name, copy)


def _told(python: str, code: str) -> Any:
    asked = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    if asked.returncode:
        raise CannotRun(f"{python} cannot be used: {asked.stderr.strip().split(chr(10))[-1]}")
    return json.loads(asked.stdout)


def _run(output: IO[bytes], log: Path, *command: object, cwd: Path | None = None) -> None:
    words = [str(part) for part in command]
    ran = subprocess.run(words, stdout=output, stderr=output, cwd=cwd, check=False)
    if ran.returncode:
        raise CannotRun(f"the plugin cannot be installed: {last_words(log)}")
