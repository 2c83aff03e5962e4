"""The JSON schema `docs/plan-schema.json`, by which editors complete and check a plan document.

It knows forms and keys, not what the checks know; what it refuses the loader refuses too.
"""

import json
from typing import Any

from .quantities import COUNT_MAX
from .schema import Plan

_PARAMETER = {"type": "string", "pattern": "^\\$[a-z][a-z0-9-]{0,39}$"}
_ANY = {"oneOf": "anyOf"}
"""A parameter may be a rate or an amount, so that more than one may fit."""
_MEASURES = (" %$", "(\\.[0-9]{1,4})?$", " ([A-Z]{3})$")
"""How the patterns of rates, volumes and amounts end."""


def schema_document() -> str:
    """The schema as the text of a file."""
    schema = _with_parameters(Plan.model_json_schema(by_alias=True))
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _with_parameters(schema: Any) -> Any:
    """A parameter may stand wherever a rate, volume, count or amount may."""
    if isinstance(schema, list):
        return [_with_parameters(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {_ANY.get(key, key): _with_parameters(part) for key, part in schema.items()}
    if not _is_measure(schema):
        return inner
    form = {
        key: inner.pop(key) for key in ("type", "pattern", "minimum", "maximum") if key in inner
    }
    return {**inner, "anyOf": [form, _PARAMETER]}


def _is_measure(schema: dict[str, Any]) -> bool:
    if schema.get("type") == "integer":
        return int(schema.get("maximum", 0)) <= COUNT_MAX
    return str(schema.get("pattern", "")).endswith(_MEASURES)
