"""The GraphQL documents that stand in our code, and the names of a schema that they use.

Invariant: a text that starts like a document is either read whole or listed as unreadable; none is
passed over.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from graphql import parse
from graphql.error import GraphQLSyntaxError
from graphql.language import ast as nodes
from graphql.language.visitor import Visitor, visit
from graphql.type import definition as types
from graphql.type.schema import GraphQLSchema
from graphql.utils.type_info import TypeInfo

from . import ROOT, theme

PLACES = (
    "saleor_mlm/*.py",
    "saleor_mlm/adapters/**/*.py",
    "saleor_mlm/graphql/**/*.py",
    "saleor_mlm/management/**/*.py",
    "saleor_mlm/services/**/*.py",
    "saleor_mlm/tasks/**/*.py",
    "tests/scenarios/*.py",
    "sandbox/saleor_sandbox/*.py",
    "recorder/**/*.py",
    "faults/**/*.py",
    "benchmarks/*.py",
)
OPERATION = re.compile(r"\s*(query|mutation|subscription|fragment)\b[^.;]*[{(]")
UNKNOWN = "\0"  # where a value is that only a running program has
type Constants = dict[str, str]


@dataclass(frozen=True)
class Document:
    """`place` is file:constant or file:function. `keys` and `words` are what the file's
    dictionaries are made of, and its variables among them.
    """

    place: str
    text: str
    keys: frozenset[str]
    words: frozenset[str]


def collect(root: Path = ROOT) -> tuple[list[Document], list[str]]:
    """All documents, and the places of those that cannot be read without running the program."""
    documents: list[Document] = []
    unreadable: list[str] = []
    for path in sorted(path for place in PLACES for path in root.glob(place)):
        tree = ast.parse(path.read_text())
        keys, words = frozenset(_keys(tree)), frozenset(_words(tree))
        for place, text in _texts(tree, str(path.relative_to(root)), constants(path)):
            if UNKNOWN in text:
                unreadable.append(place)
            else:
                documents.append(Document(place, text, keys, words))
    documents += [Document(*found) for found in theme.texts(root)]
    return documents, unreadable


def _words(tree: ast.AST) -> Iterator[str]:
    """Every text of a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _keys(tree: ast.AST) -> Iterator[str]:
    """What dictionaries and calls call their parts by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


@cache
def constants(path: Path, depth: int = 3) -> Constants:
    """The texts that a module names, those that it imports from beside itself included."""
    known: Constants = {}
    if depth == 0 or not path.is_file():
        return known
    for statement in ast.parse(path.read_text()).body:
        if isinstance(statement, ast.ImportFrom) and statement.level == 1 and statement.module:
            theirs = constants(path.parent / f"{statement.module}.py", depth - 1)
            names = {alias.name: alias.asname or alias.name for alias in statement.names}
            known |= {names[name]: text for name, text in theirs.items() if name in names}
        elif name := _constant_name(statement):
            value = statement.value  # type: ignore[attr-defined]
            known[name] = text_of(value, known) if _is_text(value) else UNKNOWN
    return known


def _texts(tree: ast.Module, file: str, known: Constants) -> Iterator[tuple[str, str]]:
    for place, node in _outermost_texts(tree, file):
        text = text_of(node, known)
        if looks_like_document(text):
            yield place, text


def _constant_name(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return ""


def _outermost_texts(tree: ast.AST, place: str) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.iter_child_nodes(tree):
        if _is_text(node):
            yield place, node  # type: ignore[misc]
            continue
        name = getattr(node, "name", None) or _constant_name(node)  # type: ignore[arg-type]
        mark = "." if ":" in place else ":"
        inner = f"{place}{mark}{name}" if isinstance(name, str) and name else place
        yield from _outermost_texts(node, inner)


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def text_of(node: ast.AST, known: Constants) -> str:
    """A string expression's value, with UNKNOWN where it cannot be known."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part, known) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return text_of(node.value, known)
    if isinstance(node, ast.BinOp):
        return text_of(node.left, known) + text_of(node.right, known)
    return known.get(node.id, UNKNOWN) if isinstance(node, ast.Name) else UNKNOWN


def looks_like_document(text: str) -> bool:
    if OPERATION.match(text):
        return True
    if not text.lstrip().startswith("{") or UNKNOWN in text:
        return False
    try:
        parse(text)
    except GraphQLSyntaxError:
        return False
    return True


def names_used(schema: GraphQLSchema, document: Document) -> set[str]:
    """The rows of a schema that a document needs, its variables' input fields included."""
    reader = _Reader(TypeInfo(schema))
    visit(parse(document.text), reader)
    queue = [_named(schema, name) for name in reader.variable_types]
    return reader.names | set(_input_names([type_ for type_ in queue if type_], document))


class _Reader(Visitor):  # type: ignore[misc]
    """Notes the name of everything that a document mentions, while it is walked through."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.names: set[str] = set()
        self.variable_types: set[str] = set()

    def enter(self, node: Any, *_: Any) -> None:
        self.info.enter(node)
        note = getattr(self, f"note_{type(node).__name__}", None)
        if note:
            note(node)

    def leave(self, node: Any, *_: Any) -> None:
        self.info.leave(node)

    def note_Field(self, node: nodes.Field) -> None:  # noqa: N802
        owner, name = str(self.info.get_parent_type()), node.name.value
        if owner != "None" and not owner.startswith("__") and not name.startswith("__"):
            self.names.add(f"{owner}.{name}")

    def note_Argument(self, node: nodes.Argument) -> None:  # noqa: N802
        if self.info.get_directive():
            return  # @include(if:) says nothing of Saleor
        field, parent = self.info.get_field_def(), self.info.get_parent_type()
        for name in [n for n, found in getattr(parent, "fields", {}).items() if found is field]:
            self.names.add(f"{parent}.{name}({node.name.value})")

    def note_VariableDefinition(self, node: nodes.VariableDefinition) -> None:  # noqa: N802
        type_ = node.type
        while not isinstance(type_, nodes.NamedType):
            type_ = type_.type
        self.variable_types.add(type_.name.value)

    def note_ObjectField(self, node: nodes.ObjectField) -> None:  # noqa: N802
        stack = self.info._input_type_stack
        owner = types.get_named_type(stack[-2]) if len(stack) > 1 else None
        if owner:
            self.names.add(f"{owner}.{node.name.value}")

    def note_EnumValue(self, node: nodes.EnumValue) -> None:  # noqa: N802
        if owner := types.get_named_type(self.info.get_input_type()):
            self.names.add(f"{owner}.{node.value}")


def _named(schema: GraphQLSchema, name: str) -> Any:
    return schema.get_type_map().get(name)


def _input_names(types_: Iterable[Any], document: Document) -> Iterator[str]:
    """Names within input types that also stand in the file: what its variables are made of."""
    seen: set[str] = set()
    queue = list(types_)
    while queue:
        type_ = queue.pop()
        if type_.name in seen:
            continue
        seen.add(type_.name)
        yield type_.name
        if isinstance(type_, types.GraphQLEnumType):
            yield from (f"{type_.name}.{v.name}" for v in type_.values if v.name in document.words)
        used = [n for n in getattr(type_, "fields", {}) if n in document.keys]
        yield from map(partial(_join, type_.name), used)
        queue += [types.get_named_type(type_.fields[name].type) for name in used]


def _join(owner: str, member: str) -> str:
    return f"{owner}.{member}"
