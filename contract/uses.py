"""What of Saleor our package relies on, collected from its text.

Invariant: a name is collected by how it is written, never from a list kept by hand; so what a
change begins to use has no row in the digest and fails.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from . import ROOT, reads
from .documents import constants
from .saleor_facts import PLUGIN

PACKAGE = "saleor_mlm"


@dataclass
class Uses:
    imports: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    hooks: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def add(self, other: "Uses") -> None:
        for part in fields(self):
            getattr(self, part.name).update(getattr(other, part.name))


def collect(root: Path = ROOT) -> Uses:
    """Of the whole package; lookups of rows only where Saleor may be known."""
    found = Uses()
    for path in sorted((root / PACKAGE).rglob("*.py")):
        found.add(of_module(path.read_text(), path, root))
    return found


def of_module(text: str, path: Path, root: Path) -> Uses:
    tree, file = ast.parse(text), str(path.relative_to(root))
    names = dict(_imported(tree))
    found = Uses(imports={dotted for dotted in names.values() if dotted != "saleor"})
    found.imports |= set(_of_modules(tree, names)) | set(_settings(tree))
    found.members = set(_members(tree, names))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found.add(_of_subclass(node, names))
    if names or "/adapters/" in file or file in reads.HINTS:
        found.add(_reads(tree, file, names, path))
    return found


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Saleor's names as the module calls them, wherever in it they are imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and _is_saleor(node.module or ""):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if _is_saleor(alias.name):
                    yield alias.asname or alias.name, alias.name


def _is_saleor(module: str) -> bool:
    return module.split(".")[0] == "saleor"


def _of_modules(tree: ast.Module, names: dict[str, str]) -> Iterator[str]:
    """saleor.__version__ and the like: an attribute of a module is an import by another name."""
    for owner, attribute in _attributes(tree):
        if names.get(owner) == "saleor":
            yield f"saleor.{attribute}"


def _settings(tree: ast.Module) -> Iterator[str]:
    """Django's settings are Saleor's module."""
    for owner, attribute in _attributes(tree):
        if owner == "settings" and attribute.isupper() and _imports_settings(tree):
            yield f"saleor.settings.{attribute}"


def _imports_settings(tree: ast.Module) -> bool:
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return "django.conf" in modules


def _members(tree: ast.Module, names: dict[str, str]) -> Iterator[str]:
    """What is taken of an imported class; what Django or graphene give every class is not ours."""
    for owner, attribute in _attributes(tree):
        is_class = owner in names and owner[0].isupper() and not owner.isupper()
        if is_class and attribute != "objects" and not attribute.startswith("_"):
            yield f"{names[owner]}.{attribute}"


def _attributes(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr


def _of_subclass(node: ast.ClassDef, names: dict[str, str]) -> Uses:
    """What a class of ours overrides and inherits: every public name, since Saleor calls by name.

    What it reads of itself and does not define must come from the base.
    """
    found = Uses()
    own = {name for statement in node.body for name in _bound(statement)}
    for base in node.bases:
        dotted = names.get(ast.unparse(base).split("[")[0])
        if dotted is None:
            continue
        public = {name for name in own if not name.startswith("_")}
        hooks = {s.name for s in node.body if isinstance(s, ast.FunctionDef)} & public
        found.hooks |= hooks if dotted == PLUGIN else set()
        members = public - found.hooks | (set(_of_itself(node)) - own)
        found.members |= {f"{dotted}.{name}" for name in members}
    return found


def _bound(statement: ast.stmt) -> Iterable[str]:
    if isinstance(statement, ast.FunctionDef):
        return [statement.name]
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _of_itself(node: ast.ClassDef) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and ast.unparse(inner.value) in ("self", "super()"):
            yield inner.attr


def _reads(tree: ast.Module, file: str, names: dict[str, str], path: Path) -> Uses:
    models = {name: dotted for name, dotted in names.items() if ".models." in dotted}
    found = reads.of_module(tree, file, models, constants(path))
    is_adapter = "/adapters/" in file
    return Uses(
        attributes=found.attributes,
        values=found.values,
        columns=found.columns,
        unknown=found.unknown if is_adapter else set(),
    )
