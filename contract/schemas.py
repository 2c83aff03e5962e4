"""GraphQL schemas as facts: a row for each type, field, argument, input field and enum value.

    Order                    type
    Order: Node              implements
    Order.status             OrderStatus!
    Query.order(id)          ID
    OrderStatus.DRAFT        value
    CheckoutLineInput.forceNewLine   Boolean = false

Invariant: a schema built from rows has the rows that it was built from.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from graphql import build_ast_schema, parse
from graphql.language import ast as nodes
from graphql.language.printer import print_ast
from graphql.type.schema import GraphQLSchema
from graphql.utils.extend_schema import extend_schema
from graphql.utils.schema_printer import print_schema

from . import ROOT, Facts

KINDS = {
    nodes.ObjectTypeDefinition: "type",
    nodes.InterfaceTypeDefinition: "interface",
    nodes.InputObjectTypeDefinition: "input",
    nodes.EnumTypeDefinition: "enum",
    nodes.ScalarTypeDefinition: "scalar",
    nodes.UnionTypeDefinition: "union",
}
ROOTS = "schema { query: Query mutation: Mutation }"
BUILT_IN = {"ID", "String", "Int", "Float", "Boolean"}
# graphql-core 2 cannot parse descriptions (a block anywhere, a plain string on a line of its own)
# nor the & of implements.
DESCRIPTION = re.compile(r'"""(?:.|\n)*?"""|^\s*"(?:[^"\\\n]|\\.)*"\s*$', re.MULTILINE)
AMPERSAND = re.compile(r" & (?=\w+(?: & \w+)* [@{])")
NAME = re.compile(r"(?P<type>\w+)(?:: (?P<of>\w+)|\.(?P<member>\w+)(?:\((?P<argument>\w+)\))?)?")
OURS = re.compile(r"(^|[.(])[Mm]lm(?=[A-Z])")


def built(sdl: str) -> GraphQLSchema:
    return build_ast_schema(_parsed(sdl))


def _parsed(sdl: str) -> Any:
    return parse(AMPERSAND.sub(" ", DESCRIPTION.sub("", sdl)))


def with_ours(schema: GraphQLSchema) -> GraphQLSchema:
    """A store's schema with the plugin's part joined to it."""
    ours = parse((ROOT / "docs" / "mlm.graphql").read_text())
    return extend_schema(schema, ours)


@cache
def of_sandbox() -> Mapping[str, str]:
    """The rows of what the sandbox serves; Django has to be set up."""
    from saleor.graphql.api import schema

    return rows(print_schema(schema))


def rows(sdl: str) -> dict[str, str]:
    """All of a schema, but what is ours."""
    found: dict[str, str] = {}
    for node in _parsed(sdl).definitions:
        if type(node) in KINDS:
            found |= dict(_type_rows(node))
    return {name: fact for name, fact in found.items() if not OURS.search(name)}


def _type_rows(node: Any) -> Iterator[tuple[str, str]]:
    owner = node.name.value
    yield owner, KINDS[type(node)]
    for interface in getattr(node, "interfaces", None) or []:
        yield f"{owner}: {interface.name.value}", "implements"
    for value in getattr(node, "values", []):
        yield f"{owner}.{value.name.value}", "value"
    for member in getattr(node, "fields", []):
        yield f"{owner}.{member.name.value}", _fact(member)
        for argument in getattr(member, "arguments", []):
            yield f"{owner}.{member.name.value}({argument.name.value})", _fact(argument)


def _fact(node: Any) -> str:
    default = getattr(node, "default_value", None)
    given = f" = {print_ast(default)}" if default else ""
    return f"{print_ast(node.type)}{given}"


def is_required(fact: str | None) -> bool:
    return fact is not None and fact.endswith("!")


def named_type(fact: str) -> str:
    """The type in [Type!]! = default."""
    return fact.split(" = ")[0].strip("[]!")


def complete(names: Iterable[str], schemas: Iterable[dict[str, str]]) -> set[str]:
    """The names, and what cannot be left out beside them in one of the schemas.

    That is: their types, and whatever argument or input field a caller has to give.
    """
    known = list(schemas)
    found, fresh = set[str](), set(names)
    while fresh:
        found |= fresh
        fresh = {more for rows in known for more in _needed(found, rows)} - found
    return found


def _needed(names: set[str], rows: dict[str, str]) -> Iterator[str]:
    for name in names:
        parts = _parts(name)
        yield parts["type"]
        if parts["member"] and rows.get(name, "value") != "value":
            yield named_type(rows[name])
    yield from asked_with(names, rows)


def asked_with(names: Container[str], rows: Mapping[str, str | None]) -> Iterator[str]:
    """The arguments and input fields that whoever uses the names has to give."""
    for name, fact in rows.items():
        if is_required(fact):
            parts = _parts(name)
            if rows.get(parts["type"]) == "input":
                owner = parts["type"]
            else:
                owner = name.partition("(")[0] if parts["argument"] else ""
            if owner in names:
                yield name


def facts(names: Iterable[str], rows: dict[str, str]) -> Facts:
    return {name: rows.get(name) for name in names if name not in BUILT_IN}


def schema_of(facts: Mapping[str, str | None]) -> GraphQLSchema:
    """A schema with these rows and nothing else."""
    return build_ast_schema(parse(sdl_of(facts)))


def sdl_of(facts: Mapping[str, str | None]) -> str:
    present = {name: fact for name, fact in facts.items() if fact is not None}
    members: dict[str, list[str]] = defaultdict(list)
    for name in present:
        members[_parts(name)["type"]].append(name)
    texts = [_type_text(name, members[name], present) for name in members if name in present]
    return "\n".join([ROOTS, *texts])


def _type_text(name: str, members: list[str], facts: dict[str, str]) -> str:
    kind = facts[name]
    if kind in ("scalar", "union"):
        return f"scalar {name}"
    interfaces = [_parts(row)["of"] for row in members if _parts(row)["of"]]
    head = f"{name} implements {', '.join(interfaces)}" if interfaces else name
    lines = [_member_text(row, members, facts) for row in members if _is_member(row)]
    nothing = "_" if kind == "enum" else "_: Boolean"
    return f"{kind} {head} {{\n" + "\n".join(lines or [nothing]) + "\n}"


def _is_member(name: str) -> bool:
    parts = _parts(name)
    return bool(parts["member"]) and not parts["argument"]


def _member_text(name: str, members: list[str], facts: dict[str, str]) -> str:
    member = _parts(name)["member"]
    if facts[name] == "value":
        return member
    arguments = [row for row in members if row.startswith(f"{name}(")]
    listed = ", ".join(f"{_parts(row)['argument']}: {facts[row]}" for row in arguments)
    return f"{member}({listed}): {facts[name]}" if listed else f"{member}: {facts[name]}"


def _parts(name: str) -> dict[str, str]:
    match = NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"{name} is no name of a row")
    return match.groupdict("")
