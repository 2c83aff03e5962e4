"""Mutation testing of the engine: small faults, drawn at random; a test has to notice each.

Invariant: nothing in this working copy changes; mutmut works on a copy in `.tools/mutants`, where
it keeps its mutants. `python dev/mutants.py [COUNT] [SEED]`

All 14,500 mutants of what calculates and explains would take two cores more than a day: COUNT of
them are drawn. The checks of documents (`engine/plans/`) have a catalogue of broken plans instead.
Fails where fewer than 95 in 100 are killed, and prints those that are not.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER, TOOL = ROOT / ".tools" / "mutants", ROOT / ".tools" / "mutmut"
VERSION = "3.8.1"
COPIED = (
    "saleor_mlm/__init__.py",
    "saleor_mlm/engine",
    "tests/engine",
    "tests/proof",
    "plans",
    "docs/algorithms",
)
# What is not the plans' calculation is proven elsewhere, by tests that need a store.
OTHERS = ("attribution", "payments", "sale_facts", "holdings")
# They read the source itself, or need what is not copied.
LEFT_OUT = (
    "--ignore=tests/engine/test_plan_reference.py",
    "--ignore=tests/engine/reference",
    "--ignore=tests/proof/test_command_line.py",
    "--deselect=tests/engine/test_broken_plans.py::test_the_catalogue_has_every_code",
    *(f"--ignore=tests/engine/test_{name}.py" for name in OTHERS),
)
SETTINGS = """\
[tool.mutmut]
source_paths = ["saleor_mlm/engine"]
only_mutate = ["saleor_mlm/engine/*.py"]
do_not_mutate = {others}
also_copy = ["saleor_mlm", "tests", "plans", "docs/algorithms"]
pytest_add_cli_args_test_selection = ["tests/engine", "tests/proof"]
pytest_add_cli_args = {arguments}
timeout_multiplier = 10.0
timeout_constant = 20.0

# Without a section of its own pytest would read this working copy's, which needs a store.
[tool.pytest.ini_options]
minversion = "8"
"""
ALIVE = (0, 33, None)
"""mutmut's codes: all tests passed, none reaches it, not tested."""
SHARE_LEAST = 0.95


def main(count: int, seed: int) -> int:
    """Draw so many mutants and test them; 1 where too many live."""
    _prepare()
    _mutmut("run", "--max-children", "2", "saleor_mlm.engine.amounts.x_amount_text__mutmut_1")
    names = sorted(_outcomes())
    drawn = random.Random(seed).sample(names, min(count, len(names)))
    for start in range(0, len(drawn), 100):
        _mutmut("run", "--max-children", "2", *drawn[start : start + 100])
    outcomes = _outcomes()
    alive = [name for name in drawn if outcomes[name] in ALIVE]
    for name in alive:
        print(_shown(name))
    share = 1 - len(alive) / len(drawn)
    print(f"{len(drawn)} of {len(names)} mutants, seed {seed}: {share:.1%} killed")
    return 0 if share >= SHARE_LEAST else 1


def _prepare() -> None:
    """The tool, and a fresh copy of what it changes. Which test reaches what is found anew: one
    that was written since would not be asked."""
    (FOLDER / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    if not (TOOL / "mutmut").exists():
        uv = [str(ROOT / ".tools" / "bin" / "uv"), "pip", "install", "--quiet"]
        subprocess.run([*uv, "--target", str(TOOL), f"mutmut=={VERSION}"], check=True)
    for name in COPIED:
        source, copy = ROOT / name, FOLDER / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(source, copy)
        else:
            shutil.copy2(source, copy)
    arguments = ["--import-mode=importlib", "-p", "no:cacheprovider", *LEFT_OUT]
    others = [f"saleor_mlm/engine/{name}.py" for name in OTHERS]
    text = SETTINGS.format(others=json.dumps(others), arguments=json.dumps(arguments))
    (FOLDER / "pyproject.toml").write_text(text)


def _mutmut(*arguments: str) -> str:
    """The environment's packages by their path alone: its link to this working copy stays out."""
    site = next((ROOT / ".venv" / "lib").glob("python*")) / "site-packages"
    environment = os.environ | {"PYTHONPATH": f"{TOOL}:{site}"}
    python = os.path.realpath(ROOT / ".venv" / "bin" / "python")
    command = [python, "-m", "mutmut", *arguments]
    done = subprocess.run(
        command, cwd=FOLDER, env=environment, text=True, capture_output=True, check=False
    )
    if done.returncode and arguments[0] == "run":
        print(done.stdout[-3000:], done.stderr[-3000:], sep="\n")
        raise SystemExit("mutmut stopped")
    return done.stdout


def _outcomes() -> dict[str, int | None]:
    """Each mutant's exit code, nothing where it was not tested."""
    found: dict[str, int | None] = {}
    for path in (FOLDER / "mutants" / "saleor_mlm" / "engine").glob("*.meta"):
        found |= json.loads(path.read_text())["exit_code_by_key"]
    return found


def _shown(name: str) -> str:
    return f"SURVIVED {name}\n{_mutmut('show', name)}"


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [400, 1][len(given) :])))
