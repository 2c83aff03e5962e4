"""Relay connections of querysets: `first` or `last` is asked for, and at most 100."""

import base64
import json
from collections.abc import Callable
from typing import Any

import graphene
from django.conf import settings
from graphql import GraphQLError


def connection_of(name: str, node: Callable[[], Any]) -> Any:
    edge = type(
        f"{name[: -len('CountableConnection')]}CountableEdge",
        (graphene.ObjectType,),
        {"node": graphene.Field(graphene.NonNull(node)), "cursor": graphene.String(required=True)},
    )
    return type(
        name,
        (graphene.ObjectType,),
        {
            "page_info": graphene.Field(graphene.relay.PageInfo, required=True),
            "edges": graphene.List(graphene.NonNull(edge), required=True),
            "total_count": graphene.Int(),
            "resolve_total_count": lambda root, _info: root["count"](),
        },
    )


def slice_of(rows: Any, info: Any, wrap: Callable[[Any], Any], **args: Any) -> dict[str, Any]:
    first, last = args.get("first"), args.get("last")
    _check(info, first, last)
    total = rows.count() if hasattr(rows, "all") else len(rows)
    start = _position(args["after"]) + 1 if args.get("after") else 0
    stop = min(total, _position(args["before"])) if args.get("before") else total
    low = max(start, stop - last) if last is not None else start
    high = min(stop, start + first) if first is not None else stop
    edges = [
        {"node": wrap(row), "cursor": _cursor(low + index)}
        for index, row in enumerate(rows[low : max(low, high)])
    ]
    return {
        "edges": edges,
        "count": lambda: total,
        "page_info": {
            "has_next_page": high < stop,
            "has_previous_page": low > start,
            "start_cursor": edges[0]["cursor"] if edges else None,
            "end_cursor": edges[-1]["cursor"] if edges else None,
        },
    }


def _asks_for_edges(info: Any) -> bool:
    """Tell whether rows are wanted at all: a mere totalCount needs no page size."""
    selections = info.field_asts[0].selection_set.selections
    return any(
        getattr(node, "name", None) is None or node.name.value != "totalCount"
        for node in selections
    )


def _check(info: Any, first: int | None, last: int | None) -> None:
    name = info.field_name
    if first is None and last is None and _asks_for_edges(info):
        raise GraphQLError(
            "You must provide a `first` or `last` value "
            f"to properly paginate the `{name}` connection."
        )
    limit = settings.GRAPHQL_PAGINATION_LIMIT
    for word, value in (("first", first), ("last", last)):
        if value is not None and value > limit:
            raise GraphQLError(
                f"Requesting {value} records on the `{name}` connection exceeds "
                f"the `{word}` limit of {limit} records."
            )


def _cursor(position: int) -> str:
    return base64.b64encode(json.dumps([str(position)]).encode()).decode()


def _position(cursor: str) -> int:
    try:
        return int(json.loads(base64.b64decode(cursor))[0])
    except (ValueError, TypeError, LookupError) as error:
        raise GraphQLError("Received cursor is invalid.") from error
