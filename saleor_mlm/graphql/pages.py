"""Relay connections over rows ordered by a key: stable cursors, at most 100 a page."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any

import graphene
from graphql import GraphQLError

from .base import PAGE_MAX

type Key = tuple[int | str, ...]
type Fetch = Callable[[Key | None, Key | None, int, bool], Sequence[tuple[Key, Any]]]

NUMBER_MAX = 2**63
TEXT_MAX = 1_000
HALVES = re.compile("[\ud800-\udfff]")
ARGUMENTS = {
    "first": graphene.Int(),
    "after": graphene.String(),
    "last": graphene.Int(),
    "before": graphene.String(),
}


def connection_type(
    node: Any,
    name: str | None = None,
    edge_fields: dict[str, Any] | None = None,
    fields: dict[str, Any] | None = None,
) -> type[graphene.ObjectType]:
    """<Node>Connection with its edge type; under another name where it has fields of its own."""
    name = name or node._meta.name
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "node": graphene.Field(node, required=True),
            "cursor": graphene.String(required=True),
            **(edge_fields or {}),
        },
    )
    return type(
        f"{name}Connection",
        (graphene.ObjectType,),
        {
            **(fields or {}),
            "edges": graphene.List(graphene.NonNull(edge), required=True),
            "page_info": graphene.Field(graphene.relay.PageInfo, required=True),
            "edge_type": edge,
        },
    )


def page(
    connection: Any,
    fetch: Fetch,
    *,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    parts: Sequence[type] | None = None,
) -> Any:
    """A page of what `fetch(after, before, limit, backwards)` gives.

    parts: the types of a cursor's parts, where they are not just numbers.
    """
    size, backwards = _size(first, last)
    rows = list(fetch(_key(after, parts), _key(before, parts), size + 1, backwards))
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    edges = [connection.edge_type(node=node, cursor=_cursor(key)) for key, node in rows]
    return connection(
        edges=edges,
        page_info=graphene.relay.PageInfo(
            has_next_page=more if not backwards else before is not None,
            has_previous_page=more if backwards else after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )


def rows_by_id(queryset: Any) -> Fetch:
    """Fetches rows of a queryset in the order of their primary key."""

    def fetch(
        after: Key | None, before: Key | None, limit: int, backwards: bool
    ) -> Sequence[tuple[Key, Any]]:
        rows = queryset
        if after:
            rows = rows.filter(id__gt=after[0])
        if before:
            rows = rows.filter(id__lt=before[0])
        ordered = rows.order_by("-id" if backwards else "id")[:limit]
        return [((row.id,), row) for row in ordered]

    return fetch


def newest_by_id(queryset: Any) -> Fetch:
    """Fetches rows of a queryset, the newest first."""

    def fetch(
        after: Key | None, before: Key | None, limit: int, backwards: bool
    ) -> Sequence[tuple[Key, Any]]:
        rows = queryset
        if after:
            rows = rows.filter(id__lt=-int(after[0]))
        if before:
            rows = rows.filter(id__gt=-int(before[0]))
        ordered = rows.order_by("id" if backwards else "-id")[:limit]
        return [((-row.id,), row) for row in ordered]

    return fetch


def _size(first: int | None, last: int | None) -> tuple[int, bool]:
    if (first is None) == (last is None):
        raise GraphQLError("Give either `first` or `last`.")
    size = last if first is None else first
    if not 1 <= (size or 0) <= PAGE_MAX:
        raise GraphQLError(f"A page has 1 to {PAGE_MAX} items.")
    return size or 0, first is None


def _cursor(key: Key) -> str:
    return urlsafe_b64encode(json.dumps(key).encode()).decode()


def _key(cursor: str | None, parts: Sequence[type] | None) -> Key | None:
    if cursor is None:
        return None
    try:
        key = json.loads(urlsafe_b64decode(cursor))
    except (ValueError, RecursionError):
        key = None
    if not isinstance(key, list) or not key or not _fits(key, parts):
        raise GraphQLError("The cursor is not one of this list.")
    return tuple(key)


def _fits(key: list[object], parts: Sequence[type] | None) -> bool:
    if parts is None:
        return all(_is_number(part) for part in key)
    if len(key) != len(parts):
        return False
    return all(
        _is_text(part) if kind is str else _is_number(part)
        for part, kind in zip(key, parts, strict=True)
    )


def _is_number(part: object) -> bool:
    return type(part) is int and abs(part) < NUMBER_MAX


def _is_text(part: object) -> bool:
    """A text as a database has it: no halves of characters."""
    return isinstance(part, str) and len(part) < TEXT_MAX and not HALVES.search(part)
