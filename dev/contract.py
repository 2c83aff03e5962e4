"""Makes the contract digest: contract/3.21.json to 3.24.json, the facts of Saleor that we need.

    python dev/contract.py --saleor PATH/TO/saleor/.git [--schemas FOLDER]

--saleor is the git directory of a clone of Saleor with the branches 3.21 to 3.23 and main, which
stands for 3.24 until there is a branch of that name. Nothing of it is imported or checked out.
--schemas is a folder of schema-<version>*.graphql, if not the snapshots that Saleor keeps in its
own tree are to be read. Run it when tests/contract says that a name has no row, and when Saleor
makes a release. It prints on what the versions differ.

Invariant: only facts about names that we use are kept, in our own words.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import contract  # noqa: E402
from contract import documents, saleor_facts, schemas, source, uses  # noqa: E402

SNAPSHOT = "saleor/graphql/schema.graphql"


def main() -> None:
    options = _options()
    trees = {version: _tree(options.saleor, version) for version in contract.VERSIONS}
    texts = {version: _schema(options.schemas, trees[version], version) for version in trees}
    tables = {version: schemas.rows(text) for version, text in texts.items()}
    names = schemas.complete(_graphql_names(texts.values()), tables.values())
    used = uses.collect()
    digests = {}
    for version, tree in trees.items():
        of_saleor = {"version": _version(tree), "commit": _commit(options.saleor, version)}
        digest = {"saleor": of_saleor, "graphql": schemas.facts(names, tables[version])}
        for section, fact in saleor_facts.FACTS.items():
            digest[section] = {name: fact(tree, name) for name in getattr(used, section)}
        contract.save(version, digest)
        digests[version] = digest
    _report(digests)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--saleor", type=Path, required=True)
    parser.add_argument("--schemas", type=Path)
    return parser.parse_args()


def _tree(repository: Path, version: str) -> source.Source:
    return source.from_git(repository, _commit(repository, version))


def _commit(repository: Path, version: str) -> str:
    names = [version, f"origin/{version}", "main", "origin/main"]
    for ref in names if version == contract.VERSIONS[-1] else names[:2]:
        command = ["git", f"--git-dir={repository}", "rev-parse", "--verify", "--quiet", ref]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.strip()
    raise SystemExit(f"The git directory given by --saleor has no branch for {version}.")


def _schema(folder: Path | None, tree: source.Source, version: str) -> str:
    if folder is None:
        return tree.read(SNAPSHOT) or ""
    found = sorted(folder.glob(f"schema-{version}*.graphql"))
    if not found:
        raise SystemExit(f"--schemas has no schema-{version}.graphql.")
    return found[0].read_text()


def _version(tree: source.Source) -> str | None:
    return saleor_facts.literal(tree, "saleor.__version__")


def _graphql_names(real: Iterable[str]) -> set[str]:
    """Of everything that the sandbox serves, and what our documents use beyond it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.settings")
    import django

    django.setup()
    names = set(schemas.of_sandbox())
    written, _ = documents.collect()
    for text in real:
        schema = schemas.with_ours(schemas.built(text))
        for document in written:
            names |= documents.names_used(schema, document)
    return {name for name in names if not schemas.OURS.search(name)}


def _report(digests: dict[str, contract.Digest]) -> None:
    for section in ("graphql", *saleor_facts.FACTS):
        differing = contract.drift(digests, section)
        rows = len(digests[contract.IMITATED][section])
        print(f"{section}: {rows} names, {len(differing)} on which versions differ")
        for name, said in sorted(differing.items()):
            told = "; ".join(f"{version}: {fact or '-'}" for version, fact in said.items())
            print(f"  {name}\n      {told}")


if __name__ == "__main__":
    main()
