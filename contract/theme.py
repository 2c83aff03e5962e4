"""The GraphQL documents of the storefront theme, each with the fragments that it needs.

Invariant: every operation under `src/graphql` is one document, named by its file and its own name.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graphql import parse
from graphql.language import ast as nodes
from graphql.language.printer import print_ast
from graphql.language.visitor import Visitor, visit

SOURCE = "storefront_theme/src"
# `name:`, `name,` and `name }` are how an object literal of TypeScript calls its parts.
KEY = re.compile(r"\b([A-Za-z]\w*)\s*[:,}]")
WORD = re.compile(r"""["'](\w+)["']""")


def texts(root: Path) -> Iterator[tuple[str, str, frozenset[str], frozenset[str]]]:
    """Place, text, and the keys and words of the code beside whatever sends the document."""
    files = {path: parse(path.read_text()) for path in sorted(root.glob(f"{SOURCE}/**/*.graphql"))}
    definitions = [one for file in files.values() for one in file.definitions]
    fragments = {o.name.value: o for o in definitions if isinstance(o, nodes.FragmentDefinition)}
    for path, file in files.items():
        for one in file.definitions:
            if isinstance(one, nodes.OperationDefinition):
                name = one.name.value
                needed = [fragments[spread] for spread in sorted(_spreads(one, fragments))]
                text = "\n".join(print_ast(part) for part in (one, *needed))
                yield f"{path.relative_to(root)}:{name}", text, *_given(root, name)


def _spreads(node: nodes.Node, fragments: dict[str, nodes.Node]) -> set[str]:
    reader = _Spreads()
    visit(node, reader)
    inner = [_spreads(fragments[name], fragments) for name in reader.names]
    return reader.names.union(*inner)


class _Spreads(Visitor):  # type: ignore[misc]
    def __init__(self) -> None:
        self.names: set[str] = set()

    def enter_FragmentSpread(self, node: nodes.FragmentSpread, *_: object) -> None:  # noqa: N802
        self.names.add(node.name.value)


def _given(root: Path, name: str) -> tuple[frozenset[str], frozenset[str]]:
    folders = {path.parent for path, text in _code(root).items() if f"{name}Document" in text}
    texts_ = [text for path, text in _code(root).items() if path.parent in folders]
    keys = frozenset(key for text in texts_ for key in KEY.findall(text))
    words = frozenset(word for text in texts_ for word in WORD.findall(text))
    return keys | words, words


@cache
def _code(root: Path) -> dict[Path, str]:
    """Our own TypeScript; what is generated names every field there is."""
    paths = (path for kind in ("ts", "tsx") for path in root.glob(f"{SOURCE}/**/*.{kind}"))
    return {path: path.read_text() for path in paths if path.name != "documents.ts"}
