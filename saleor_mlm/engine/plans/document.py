"""Strict YAML: what the text says, with the line of every value.

Invariant: no value passes through a float. `2` is an int, `2.50` a Decimal, everything else the
text as written; dates and yes/no have no meaning of their own here. Refused, because they let a
document say something other than what a reader sees: duplicate keys, anchors and aliases, tags,
several documents in one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import yaml

from .problems import Finding, Path, PlanError, PlanProblem, path_text

type Value = str | int | Decimal | list["Value"] | dict[str, "Value"] | None

_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,9}")


@dataclass
class Document:
    """The content of a text, and where it stands: paths to lines."""

    source: str
    content: Value = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[PlanProblem] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, message: str, expected: str, code: str) -> PlanProblem:
        """A problem located in this document."""
        line = self.line_of(path)
        return PlanProblem(self.source, path_text(path), line, message, expected, code)

    def problems_of(self, findings: Iterable[Finding]) -> list[PlanProblem]:
        """What was found, located in this document."""
        return [
            self.problem(found.path, found.message, found.expected, found.code)
            for found in findings
        ]


def parse(text: str, source: str) -> Document:
    """Read one YAML document.

    Raises `PlanError` with every problem of form; meaning is for the schema.
    """
    document = Document(source)
    try:
        document.content = _read(document, _root(text), ())
    except yaml.YAMLError as error:
        raise PlanError([_syntax_problem(source, error)]) from error
    except RecursionError as error:
        problem = PlanProblem(source, "", 1, "is nested too deeply", "a few levels", "yaml-syntax")
        raise PlanError([problem]) from error
    if document.problems:
        raise PlanError(document.problems)
    return document


class _Loader(yaml.SafeLoader):
    """PyYAML's own reading up to nodes, without references and tags."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        # Whatever begins a node: an alias, or a scalar, list or mapping, which alone have a tag.
        event: Any = cast("Any", self).peek_event()
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise yaml.MarkedYAMLError(problem="an anchor or alias", problem_mark=mark)
        if event.tag is not None:
            raise yaml.MarkedYAMLError(problem=f"the tag {event.tag}", problem_mark=mark)
        return super().compose_node(parent, index)


def _root(text: str) -> yaml.Node | None:
    loader: Any = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


def _read(document: Document, node: yaml.Node | None, path: Path) -> Value:
    if node is None:
        return None
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _read_mapping(document, node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_read(document, item, (*path, i)) for i, item in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node)


def _read_mapping(document: Document, node: yaml.MappingNode, path: Path) -> Value:
    content: dict[str, Value] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(
                problem="a key that is no text", problem_mark=key_node.start_mark
            )
        key, line = key_node.value, key_node.start_mark.line + 1
        inner = (*path, key)
        if key in content:
            document.problems.append(_duplicate(document, inner, line))
            continue
        document.lines[inner] = line
        content[key] = _read(document, value_node, inner)
    return content


def _scalar(node: yaml.ScalarNode) -> Value:
    text: str = node.value
    if node.style is not None:
        return text
    if text in ("", "~", "null"):
        return None
    if _INT.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def _duplicate(document: Document, path: Path, line: int) -> PlanProblem:
    message = f"`{path[-1]}` is written twice, first on line {document.lines[path]}"
    return PlanProblem(
        document.source, path_text(path), line, message, "each key once", "duplicate-key"
    )


def _syntax_problem(source: str, error: yaml.YAMLError) -> PlanProblem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    message = getattr(error, "problem", None) or str(error).splitlines()[0]
    where = f" at column {mark.column + 1}" if mark else ""
    expected = "one plain YAML document; texts with `: `, `#` or quotes in quotes of the other sort"
    return PlanProblem(
        source, "", line, f"cannot be read{where}: {message}", expected, "yaml-syntax"
    )
