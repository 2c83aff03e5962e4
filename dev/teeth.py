"""Proves that the tests bite: applies each committed fault to a copy and demands a failure.

Invariant: a fault counts as caught only if the named test passes without it and fails with it.
A patch in teeth/ begins with a line `Caught-by: path/to/test.py::test_name` and one that says why
the fault is easily made. Of the storefront's tests, `path/to/test.ts`, the file is named.
`python dev/teeth.py [NAME ...]`
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from theme import NODE, PACKAGES

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("saleor_mlm", "tests", "plans", "docs", "traces", "storefront_theme", "setup.cfg")
NOT_COPIED = shutil.ignore_patterns("node_modules", ".next")


def main(names: list[str]) -> int:
    patches = sorted((ROOT / "teeth").glob("*.patch"))
    chosen = [patch for patch in patches if not names or patch.stem in names]
    if _without(chosen):
        print("the tests named in teeth/ fail without any fault; mend them first")
        return 1
    missed = [patch.stem for patch in chosen if not _caught(patch)]
    print(f"{len(chosen) - len(missed)} passed, {len(missed)} failed")
    return 1 if missed or not chosen else 0


def _without(patches: list[Path]) -> int:
    with _copy() as copy:
        return _run(copy, *sorted({_caught_by(patch) for patch in patches}))


def _caught(patch: Path) -> bool:
    test = _caught_by(patch)
    with _copy() as copy:
        command = ["patch", "--strip=1", "--fuzz=0", "--silent", f"--input={patch}"]
        if subprocess.run(command, cwd=copy, check=False).returncode:
            trouble = "the patch no longer applies: make it anew"
        else:
            trouble = "" if _run(copy, test) == 1 else f"NOT CAUGHT by {test}"
    print(f"{'MISSED' if trouble else 'caught'}  {patch.stem}: {trouble or test}", flush=True)
    return not trouble


@contextmanager
def _copy() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        copy.mkdir()
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=NOT_COPIED)
            else:
                shutil.copy(source, copy / name)
        (copy / "storefront_theme" / "node_modules").symlink_to(PACKAGES)
        yield copy


def _caught_by(patch: Path) -> str:
    first = patch.read_text().splitlines()[0]
    if not first.startswith("Caught-by: "):
        raise SystemExit(f"{patch.name} does not say which test catches it")
    return first.removeprefix("Caught-by: ").strip()


def _run(copy: Path, *tests: str) -> int:
    """0 where all passed, 1 where some failed, as pytest and vitest have it."""
    of_theme = [test for test in tests if test.endswith(".ts")]
    others = [test for test in tests if test not in of_theme]
    code = _pytest(copy, *others) if others else 0
    return code or (_vitest(copy, *of_theme) if of_theme else 0)


def _pytest(copy: Path, *tests: str) -> int:
    """The copy's package goes before ours."""
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    return subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, check=False
    ).returncode


def _vitest(copy: Path, *tests: str) -> int:
    command = [NODE / "node", PACKAGES / "vitest" / "vitest.mjs", "run", *map(_in_theme, tests)]
    folder = copy / "storefront_theme"
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def _in_theme(test: str) -> str:
    return test.removeprefix("storefront_theme/")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
