"""Saleor's source: which name stands where, read from its text.

Invariant: Saleor is never imported, so that a version can be read whose packages are not installed.
"""

import ast
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
Read = Callable[[str], str | None]


@dataclass(frozen=True)
class Found:
    """A name's definition and the module that it stands in."""

    module: "Module"
    name: str
    node: ast.AST

    @property
    def dotted(self) -> str:
        return f"{self.module.name}.{self.name}"


@dataclass(frozen=True, eq=False)
class Module:
    """A module's names: their definitions, or from where they are imported."""

    name: str
    defined: dict[str, ast.AST] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)


class Source:
    """A source tree of Saleor; `read` gives a file's text or None."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.module = cache(self._module)

    def _module(self, name: str) -> Module | None:
        path = name.replace(".", "/")
        for file, package in ((f"{path}/__init__.py", name), (f"{path}.py", parent(name))):
            text = self.read(file)
            if text is not None:
                return _read_module(name, package, ast.parse(text))
        return None

    def find(self, dotted: str) -> Found | None:
        """A name of a module, through whatever modules it was handed on."""
        owner, name = parent(dotted), dotted.rpartition(".")[2]
        module = self.module(owner) if owner else None
        if module is None:
            return None
        if name in module.defined:
            return Found(module, name, module.defined[name])
        origin = module.imported.get(name)
        return self.find(origin) if origin and origin != dotted else None

    def classes(self, dotted: str) -> Iterator[Found]:
        """A class and its bases, as far as they are Saleor's own."""
        found = self.find(dotted)
        if found is None or not isinstance(found.node, ast.ClassDef):
            return
        yield found
        for base in found.node.bases:
            name = plain_name(base)
            if name != found.name or name in found.module.imported:
                yield from self.classes(in_module(found.module, name))


def from_folder(folder: Path) -> Source:
    def read(file: str) -> str | None:
        path = folder / file
        return path.read_text() if path.is_file() else None

    return Source(read)


def from_git(repository: Path, ref: str) -> Source:
    def read(file: str) -> str | None:
        command = ["git", f"--git-dir={repository}", "show", f"{ref}:{file}"]
        shown = subprocess.run(command, capture_output=True, text=True, check=False)
        return shown.stdout if shown.returncode == 0 else None

    return Source(read)


def parent(dotted: str) -> str:
    return dotted.rpartition(".")[0]


def in_module(module: Module, name: str) -> str:
    """The dotted name of what a module calls by a name."""
    head, _, rest = name.partition(".")
    full = module.imported.get(head, f"{module.name}.{head}")
    return f"{full}.{rest}" if rest else full


def plain_name(node: ast.AST) -> str:
    """Name, package.Name or Name[...], without the brackets."""
    if isinstance(node, ast.Subscript):
        return plain_name(node.value)
    return ast.unparse(node)


def _read_module(name: str, package: str, tree: ast.Module) -> Module:
    module = Module(name)
    for node in _statements(tree.body):
        for defined in defines(node):
            module.defined.setdefault(defined, node)
        module.imported.update(_imports(node, package))
    return module


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """A module's statements, those under `if` and `try` too, but for type checkers' alone."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            only_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
            yield from () if only_types else _statements(node.body)
            yield from _statements(getattr(node, "orelse", []))


def defines(node: ast.AST) -> Iterator[str]:
    if isinstance(node, Function | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _imports(node: ast.AST, package: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.ImportFrom):
        base = ".".join(package.split(".")[: len(package.split(".")) + 1 - node.level])
        origin = ".".join(filter(None, [base if node.level else "", node.module]))
        for alias in node.names:
            yield alias.asname or alias.name, f"{origin}.{alias.name}"
    elif isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.split(".")[0]
            yield alias.asname or top, alias.name if alias.asname else top
