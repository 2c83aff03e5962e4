"""What can be wrong with a digest or with us: each check gives its complaints, none is good.

Invariant: a check reads digests and our own text, and never a Saleor.
"""

import inspect
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from graphql import parse, validate

from . import Digest, Facts, documents, drift, saleor_facts, schemas, uses

Digests = dict[str, Digest]
WRITTEN = cache(documents.collect)
USED = cache(uses.collect)


def without_a_row(digests: Digests) -> list[str]:
    """Names that we use and of which some version says nothing, not even that it lacks them."""
    complaints = []
    needed = {section: getattr(USED(), section) for section in saleor_facts.FACTS}
    needed["graphql"] = schemas.of_sandbox().keys() | names_in_documents()
    for version, digest in digests.items():
        for section, names in needed.items():
            lost = names - digest[section].keys()
            complaints += [f"{version} {section}: {name}" for name in lost]
    return sorted(complaints)


@cache
def names_in_documents() -> set[str]:
    """Of Saleor's schema, as the sandbox serves it."""
    schema = schemas.with_ours(schemas.schema_of(schemas.of_sandbox()))
    found = {n for one in WRITTEN()[0] for n in documents.names_used(schema, one)}
    return {name for name in found if not schemas.OURS.search(name)} - schemas.BUILT_IN


def sandbox_differs(digest: Digest) -> list[str]:
    """Where the sandbox's schema is not a part of Saleor's, or lacks what a caller must give."""
    real, ours = digest["graphql"], schemas.of_sandbox()
    complaints = [
        f"{name}: {fact} here, {real.get(name)} in Saleor"
        for name, fact in ours.items()
        if real.get(name) != fact
    ]
    asked = [n for n in schemas.asked_with(ours, real) if n not in ours]
    return sorted([*complaints, *(f"{name}: missing here, and must be given" for name in asked)])


def misfits(digests: Digests) -> dict[str, list[str]]:
    """By version and document: what its schema refuses, and what a variable would lack."""
    found: dict[str, list[str]] = {}
    for version, digest in digests.items():
        schema = schemas.with_ours(schemas.schema_of(digest["graphql"]))
        for document in WRITTEN()[0]:
            errors = [error.message for error in validate(schema, parse(document.text))]
            errors += _lacking(schema, document, digest["graphql"])
            if errors:
                found.setdefault(f"{version} {document.place}", []).extend(errors)
    return found


def _lacking(schema: Any, document: documents.Document, facts: Facts) -> Iterator[str]:
    names = documents.names_used(schema, document)
    for name in schemas.asked_with({n: "input" for n in names if facts.get(n) == "input"}, facts):
        if name.split(".")[1] not in document.keys:
            yield f"{name} must be given"


def unsettled(digests: Digests, section: str) -> dict[str, dict[str, str | None]]:
    """What we use and some version lacks or has otherwise; of GraphQL, what documents use."""
    found = drift(digests, section)
    used = names_in_documents() if section == "graphql" else getattr(USED(), section)
    return {name: said for name, said in found.items() if name in used}


def refused_calls(plugin: type, digests: Digests) -> list[str]:
    """Calls of hooks that a version makes and our methods would not take."""
    complaints = []
    for version, digest in digests.items():
        for hook, fact in digest["hooks"].items():
            calls = (fact or "").split(" or ")
            refused = [call for call in calls if not _takes(getattr(plugin, hook), call)]
            complaints += [f"{version} {hook}: {call}" for call in refused]
    return complaints


def _takes(method: Any, call: str) -> bool:
    kind, inside = re.fullmatch(r"(?:(call|method)\((.*)\))?", call).groups()  # type: ignore[union-attr]
    parts = [part for part in (inside or "").split(", ") if part and not part.startswith("*")]
    words = {part.removesuffix("=") for part in parts if part.endswith("=")}
    if kind == "call":
        words.add("previous_value")
    itself = [] if inspect.ismethod(method) else [None]
    plain = [None for part in parts if not part.endswith("=")]
    try:
        inspect.signature(method).bind(*itself, *plain, **dict.fromkeys(words))
    except TypeError:
        return False
    return kind is not None
