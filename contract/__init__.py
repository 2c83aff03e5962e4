"""What we need of Saleor, and what each version that we support says about it.

A digest is a table of facts: section, name, fact; null is "this version has no such name".
Invariant: all digests have the same names, so that no version can be silent about one.
`python dev/contract.py` makes them; nothing here needs a Saleor to be read.
"""

import json
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
VERSIONS = ("3.21", "3.22", "3.23", "3.24")
IMITATED = "3.23"  # by the sandbox

type Facts = dict[str, str | None]
type Digest = dict[str, Facts]


def load(version: str) -> Digest:
    digest: Digest = json.loads((FOLDER / f"{version}.json").read_text())
    return digest


def save(version: str, digest: Digest) -> None:
    """Sorted, a line for each name: a difference of two versions can be read with `diff`."""
    ordered = {section: dict(sorted(rows.items())) for section, rows in digest.items()}
    (FOLDER / f"{version}.json").write_text(json.dumps(ordered, indent=1) + "\n")


def drift(digests: dict[str, Digest], section: str) -> dict[str, dict[str, str | None]]:
    """The names on which versions differ, or that one lacks: what each of them says."""
    said: dict[str, dict[str, str | None]] = {}
    for version, digest in digests.items():
        for name, fact in digest[section].items():
            said.setdefault(name, {})[version] = fact
    return {name: facts for name, facts in said.items() if not _is_settled(facts, len(digests))}


def _is_settled(facts: Facts, wanted: int) -> bool:
    return len(facts) == wanted and len(set(facts.values())) == 1 and None not in facts.values()
