"""The table scenario × host: what each host's last whole run of the scenarios said.

`keep HOST JUNIT` writes docs/hosts/HOST.json from a run; `table` prints the page from all of them.
Invariant: every test of every host has a cell, and a cell that is not "passed" says why.
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "docs" / "hosts"
HOSTS = ("sandbox", "3.21", "3.22", "3.23", "3.24")
PASSED = "passed"
MARK = "<!-- the table -->\n"
WHY_CHARACTERS_MAX = 160
UNSTABLE = re.compile(r"0x[0-9a-f]+|127\.0\.0\.1:\d+")

type Results = dict[str, str]


def keep(host: str, junit: Path) -> None:
    """One line for each test: its id, and passed or why not."""
    found = {_id(case): _outcome(case) for case in ElementTree.parse(junit).iter("testcase")}
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{host}.json").write_text(json.dumps(dict(sorted(found.items())), indent=1) + "\n")


def _id(case: ElementTree.Element) -> str:
    return f"{case.get('classname', '').rpartition('.')[2]}: {case.get('name')}"


def _outcome(case: ElementTree.Element) -> str:
    for kind in ("failure", "error", "skipped"):
        if (found := case.find(kind)) is not None:
            why = " ".join((found.get("message") or "").split())
            return f"{kind}: {UNSTABLE.sub('…', why)[:WHY_CHARACTERS_MAX]}"
    return PASSED


def table() -> str:
    """A row for each test function; one of its cases gets its own where hosts differ in it."""
    said = {host: _load(host) for host in HOSTS}
    ids = sorted({name for results in said.values() for name in results})
    head = ["| scenario | " + " | ".join(HOSTS) + " |", "| --- |" + " --- |" * len(HOSTS)]
    total = "| **all** | " + " | ".join(_count(said[host], ids) for host in HOSTS) + " |"
    return "\n".join([*head, *_rows(said, ids), total])


def _load(host: str) -> Results:
    path = FOLDER / f"{host}.json"
    return json.loads(path.read_text()) if path.exists() else {}


def _rows(said: dict[str, Results], ids: list[str]) -> Iterator[str]:
    functions: dict[str, list[str]] = {}
    for name in ids:
        functions.setdefault(name.partition("[")[0], []).append(name)
    for function, cases in functions.items():
        yield _row(function, [_count(said[host], cases) for host in HOSTS])
        for name in cases:
            cells = [said[host].get(name, "not run") for host in HOSTS]
            if set(cells) != {PASSED}:
                yield _row(f"… {name.partition(': ')[2]}", cells)


def _row(title: str, cells: list[str]) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in [title, *cells]) + " |"


def _count(results: Results, cases: list[str]) -> str:
    passed = sum(results.get(name) == PASSED for name in cases)
    return f"{passed} passed" if passed == len(cases) else f"{passed} of {len(cases)} passed"


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:]
    if verb == "keep":
        keep(arguments[0], Path(arguments[1]))
    else:
        page = FOLDER.with_suffix(".md")
        before, mark, _ = page.read_text().partition(MARK)
        page.write_text(f"{before}{mark}\n{table()}\n")
