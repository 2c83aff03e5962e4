"""Which of Saleor's rows, fields and columns a module reads.

Follows a model from its import through querysets, loops, annotations and HINTS to the attributes
and lookups that are taken of it. Invariant: a lookup or an attribute whose owner is not found is
listed as `unknown`, with its place; none is passed over.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from .documents import Constants, text_of

ORDER = "saleor.order.models.Order"
FULFILLMENT = "saleor.order.models.Fulfillment"
TRANSACTION_EVENT = "saleor.payment.models.TransactionEvent"
CONFIGURATION = "saleor.plugins.models.PluginConfiguration"
# What a variable is whose type Saleor's interfaces leave open: by file and name.
HINTS = {
    "saleor_mlm/plugin.py": {
        "order": ORDER,
        "fulfillment": FULFILLMENT,
        "plugin_configuration": CONFIGURATION,
        "saved": CONFIGURATION,
    },
    "saleor_mlm/adapters/transactions.py": {
        "before": TRANSACTION_EVENT,
        "failed": TRANSACTION_EVENT,
    },
    "saleor_mlm/graphql/attribution.py": {
        "order": ORDER,
        "checkout": "saleor.checkout.models.Checkout",
    },
}
CONDITIONS = {"filter", "exclude", "get"}
COLUMNS = {"values", "values_list", "order_by", "only", "defer", "select_related"}
ONE_ROW = {"first", "last", "get"}
HANDS_ON = {"list", "tuple", "sorted", "reversed", "pairwise"}
# What texts, numbers, dates and containers have: on a value of unknown type it is not a field.
ORDINARY = {
    name for type_ in (str, bytes, dict, list, set, Decimal, datetime, UUID) for name in dir(type_)
}
TABLE = re.compile(r"\b(?:FROM|JOIN)\s+([a-z]+_[a-z]+)\b(?:\s+([a-z]\w*))?")
QUALIFIED = re.compile(r"\b([a-z]\w*)\.([a-z]\w*)")
BARE = re.compile(r"SELECT ([\w\s,]+?) FROM ([a-z]+_[a-z]+) WHERE (\w+)")


@dataclass(frozen=True)
class Of:
    """What an expression is: a `class`, its `rows`, a `row`, `values`, a `map` to rows, a `choice`
    of classes, or `other`: known, and nothing of Saleor's.
    """

    kind: str
    models: tuple[str, ...]


@dataclass
class Reads:
    attributes: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


def of_module(tree: ast.Module, file: str, models: dict[str, str], texts: Constants) -> Reads:
    """`models` are Saleor's models by the name that the module gives them."""
    classes = {name: Of("class", (dotted,)) for name, dotted in models.items()}
    hints = {name: Of("row", (model,)) for name, model in HINTS.get(file, {}).items()}
    reader = _Reader(file, _others(tree) | hints | classes | _choices(tree, models), texts)
    reader.returned = _returned(tree, reader)
    reader.read(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant):
            reader.found.columns.update(columns(text_of(node, texts)))
    return reader.found


def _others(tree: ast.Module) -> dict[str, Of]:
    """What is imported or defined; Saleor's models go before."""
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [alias.asname or alias.name for node in imports for alias in node.names]
    names += [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    return dict.fromkeys(set(names) - {"Any"}, Of("other", ()))


def _choices(tree: ast.Module, models: dict[str, str]) -> dict[str, Of]:
    """Constants that choose among models: {key: Model}."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            values = [models.get(getattr(value, "id", ""), "") for value in node.value.values]
            if values and all(values):
                found[ast.unparse(node.targets[0])] = Of("choice", tuple(values))
    return found


def _returned(tree: ast.Module, reader: "_Reader") -> dict[str, Of]:
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value is not None:
            kind = reader.type_of(node.value)
            if kind:
                found[_function_around(tree, node)] = kind
    return found


def _function_around(tree: ast.Module, node: ast.AST) -> str:
    functions = [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)]
    return next(f.name for f in functions if any(inner is node for inner in ast.walk(f)))


def columns(sql: str) -> Iterator[str]:
    """table.column for each column of Saleor's tables that a statement names."""
    tables = [(t, alias) for t, alias in TABLE.findall(sql) if not t.startswith("saleor_")]
    aliases = {alias: table for table, alias in tables if alias}
    for alias, column in QUALIFIED.findall(sql):
        if alias in aliases:
            yield f"{aliases[alias]}.{column}"
    for listed, table, condition in BARE.findall(sql):
        if not table.startswith("saleor_"):
            for column in [*listed.split(","), condition]:
                yield f"{table}.{column.split()[0]}"


class _Reader:
    """Goes through a module in the order of its text; `names` says what each name is so far."""

    def __init__(self, file: str, names: dict[str, Of], texts: Constants) -> None:
        self.file = file
        self.names = names
        self.texts = texts
        self.returned: dict[str, Of] = {}
        self.found = Reads()

    def read(self, node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef):
            self._read_function(node)
            return
        if isinstance(node, ast.DictComp | ast.ListComp | ast.SetComp | ast.GeneratorExp):
            for loop in node.generators:
                self._bind_loop(loop)
        if isinstance(node, ast.For):
            self._bind_loop(node)
        if isinstance(node, ast.withitem) and isinstance(node.optional_vars, ast.Name):
            self._bind(node.optional_vars.id, self.type_of(node.context_expr))
        for inner in ast.iter_child_nodes(node):
            self.read(inner)
        self._note(node)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            self._bind(node.targets[0].id, self.type_of(node.value))

    def _read_function(self, node: ast.FunctionDef) -> None:
        outside = dict(self.names)
        for argument in [*node.args.args, *node.args.kwonlyargs]:
            self._bind(argument.arg, self._annotated(argument.annotation))
        for inner in node.body:
            self.read(inner)
        self.names = outside

    def _bind(self, name: str, kind: Of | None) -> None:
        if kind:
            self.names[name] = kind

    def _bind_loop(self, loop: Any) -> None:
        kind = self.type_of(loop.iter)
        if kind and kind.kind in ("rows", "other"):
            inner = Of("row", kind.models) if kind.kind == "rows" else kind
            targets = getattr(loop.target, "elts", [loop.target])
            self.names.update({t.id: inner for t in targets if isinstance(t, ast.Name)})

    def _annotated(self, annotation: ast.AST | None) -> Of | None:
        """Model, Model | None or Sequence[Model]."""
        if isinstance(annotation, ast.BinOp):
            annotation = annotation.left
        many = isinstance(annotation, ast.Subscript)
        kind = self.names.get(getattr(annotation.slice if many else annotation, "id", ""))  # type: ignore[union-attr]
        if kind is None or kind.kind not in ("class", "other"):
            return None
        return kind if kind.kind == "other" else Of("rows" if many else "row", kind.models)

    def type_of(self, node: ast.AST) -> Of | None:
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        if isinstance(node, ast.BoolOp):
            return self.type_of(node.values[0])
        if isinstance(node, ast.DictComp):
            kind = self.type_of(node.value)
            return Of("map", kind.models) if kind and kind.kind == "row" else None
        if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.List):
            return self._type_of_list(node)
        if isinstance(node, ast.Subscript):
            kind = self.type_of(node.value)
            return Of("class", kind.models) if kind and kind.kind == "choice" else None
        if isinstance(node, ast.Attribute):
            return self._type_of_attribute(node)
        return self._type_of_call(node) if isinstance(node, ast.Call) else None

    def _type_of_list(self, node: Any) -> Of | None:
        """[row, *rows, ...] or [row for ...]"""
        first = node.elts[0] if getattr(node, "elts", None) else getattr(node, "elt", None)
        kind = self.type_of(first.value if isinstance(first, ast.Starred) else first)
        return Of("rows", kind.models) if kind and kind.kind in ("row", "rows") else None

    def _type_of_attribute(self, node: ast.Attribute) -> Of | None:
        owner = self.type_of(node.value)
        if owner and owner.kind == "class" and node.attr == "objects":
            return Of("rows", owner.models)
        return owner if owner and owner.kind == "other" else None

    def _type_of_call(self, call: ast.Call) -> Of | None:
        called = call.func
        if isinstance(called, ast.Name) and called.id in HANDS_ON and call.args:
            return self.type_of(call.args[0])
        if isinstance(called, ast.Name):
            return self.returned.get(called.id, self.names.get(called.id))
        if not isinstance(called, ast.Attribute):
            return None
        owner = self.type_of(called.value)
        if owner is None or owner.kind in ("class", "row", "choice"):
            return None
        if owner.kind == "map" or (owner.kind == "rows" and called.attr in ONE_ROW):
            return Of("row", owner.models)
        values = called.attr in ("values", "values_list")
        return Of("values" if values else owner.kind, owner.models)

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            self._note_attribute(node)
        elif isinstance(node, ast.Compare):
            self._note_values(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            self._note_lookups(node, node.func)

    def _note_attribute(self, node: ast.Attribute) -> None:
        owner = self.type_of(node.value)
        if owner and owner.kind == "row":
            self._add(owner, node.attr)
        elif owner is None and node.attr not in ORDINARY | CONDITIONS | COLUMNS:
            self.found.unknown.add(f"{self.file}: {ast.unparse(node)}")

    def _note_lookups(self, node: ast.Call, called: ast.Attribute) -> None:
        paths = list(_lookups(node, called.attr))
        owner = self.type_of(called.value)
        if paths and owner:
            for path in paths:
                self._add(owner, path)
        elif paths and called.attr != "get":
            self.found.unknown.add(f"{self.file}: {ast.unparse(called)}")

    def _note_values(self, node: ast.Compare) -> None:
        """row.field == "text", or in a tuple of texts: Saleor has to know the text."""
        owner = self.type_of(node.left.value) if isinstance(node.left, ast.Attribute) else None
        if not (owner and owner.kind == "row" and isinstance(node.left, ast.Attribute)):
            return
        for compared in node.comparators:
            for part in getattr(compared, "elts", [compared]):
                text = text_of(part, self.texts)
                if isinstance(part, ast.Name | ast.Constant) and text.isidentifier():
                    values = {f"{model}.{node.left.attr} = {text}" for model in owner.models}
                    self.found.values.update(values)

    def _add(self, owner: Of, path: str) -> None:
        self.found.attributes.update(f"{model}.{path}" for model in owner.models)


def _lookups(call: ast.Call, method: str) -> Iterator[str]:
    if method in CONDITIONS:
        yield from (word.arg for word in call.keywords if word.arg)
    elif method in COLUMNS:
        for argument in call.args:
            if isinstance(argument, ast.Constant):
                yield str(argument.value).lstrip("-")
