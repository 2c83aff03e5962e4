"""What the schema has at a place of a document: models, their fields, the forms of a value.

A *form* is a type annotation with all that hangs on it; where several may stand at one place (kinds
of volumes, rate or table) the value tells which.
"""

import types
from collections.abc import Iterator, Sequence
from functools import cache
from typing import (
    Annotated,
    Any,
    Literal,
    TypeAliasType,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel, PlainValidator, Tag
from pydantic.fields import FieldInfo

from .problems import Path
from .quantities import FORMS, UNITS, Names
from .rates import table_form

type Form = Any


@cache
def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """A model's fields by the names a document uses."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


@cache
def field_form(model: type[BaseModel], key: str) -> Form:
    """The form of a field, `None` for a key that the model has not."""
    names = _names(model)
    return _hints(model)[names[key]] if key in names else None


@cache
def _names(model: type[BaseModel]) -> dict[str, str]:
    return {info.alias or name: name for name, info in model.model_fields.items()}


@cache
def _hints(model: type[BaseModel]) -> dict[str, Form]:
    return get_type_hints(model, include_extras=True)


@cache
def alternatives(form: Form) -> tuple[Form, ...]:
    """All forms that may stand where this one is named."""
    form = _named(form)
    if _origin(form) is Annotated and _is_union(get_args(form)[0]) and not list(_parsers(form)):
        return alternatives(get_args(form)[0])
    if _is_union(form):
        inner = [alternatives(part) for part in get_args(form) if part is not types.NoneType]
        return tuple(part for parts in inner for part in parts)
    return (form,)


def bare(form: Form) -> Form:
    """A form without what hangs on it: a class, or `tuple[...]` and `dict[...]`."""
    here = _named(form)
    return get_args(here)[0] if _origin(here) is Annotated else here


def is_model(form: Form) -> bool:
    """Whether a mapping with keys of the schema stands there."""
    return isinstance(bare(form), type) and issubclass(bare(form), BaseModel)


@cache
def is_rates(form: Form) -> bool:
    """Whether a rate table may stand there."""
    return len(alternatives(form)) > 1 and any(_tag(part) == "Rate" for part in alternatives(form))


def units(form: Form) -> set[str]:
    """The units of parameters that may stand there; empty where none may."""
    return {unit for part in alternatives(form) for unit in _unit(part)}


@cache
def kinds(form: Form) -> dict[str, type[BaseModel]]:
    """The kinds among which a key `kind` decides, empty where none does."""
    models = [bare(part) for part in alternatives(form) if is_model(part)]
    return {_kind(model): model for model in models if "kind" in model.model_fields}


def chosen(form: Form, value: object) -> Form:
    """Which of a place's forms a value is meant to be; `None` where that cannot be said."""
    options = alternatives(form)
    if len(options) == 1:
        return options[0]
    if is_rates(form):
        return _tagged(options, table_form(value))
    return kinds(form).get(str(value.get("kind"))) if isinstance(value, dict) else None


def inner_form(form: Form, part: str | int) -> Form:
    """The form one step further into a document: a key of a mapping or a place in a list."""
    here = bare(form)
    if is_model(here):
        return field_form(here, str(part))
    if _origin(here) is dict:
        return get_args(here)[1]
    return get_args(here)[0] if _origin(here) in (tuple, list) else None


def document_path(model: type[BaseModel], loc: Path) -> tuple[Path, Form]:
    """The path of a pydantic error, without the marks that stand in no document, and the form of
    what is around its last part."""
    path: list[str | int] = []
    form: Form = model
    around: Form = model
    for part in loc:
        options = alternatives(form)
        if len(options) > 1:  # pydantic names the alternative, which is no part of the document
            form = _tagged(options, part)
        elif part != "[key]":  # its mark of an error in a key rather than a value
            path.append(part)
            around, form = options[0], inner_form(options[0], part)
    return tuple(path), around


def leaves(value: object, form: Form, path: Path = ()) -> Iterator[tuple[Path, Form, object]]:
    """Every single value of a model, and every key of its mappings, with its path and form."""
    if isinstance(value, BaseModel):
        for key, name in _names(type(value)).items():
            yield from leaves(getattr(value, name), field_form(type(value), key), (*path, key))
    elif isinstance(value, dict):
        keys, items = get_args(_outer(form, dict))
        for key, item in value.items():
            yield (*path, key), keys, key
            yield from leaves(item, items, (*path, key))
    elif isinstance(value, tuple):
        items = get_args(_outer(form, tuple))[0]
        for place, item in enumerate(value):
            yield from leaves(item, items, (*path, place))
    else:
        yield path, form, value


def parser_words(form: Form) -> str | None:
    """What stands there by how it is read, in words."""
    return next((FORMS[part.func] for part in _parsers(form) if part.func in FORMS), None)


@cache
def names_part(form: Form) -> str | None:
    """The part of the plan in which a key that stands there must be found."""
    for part in alternatives(form):
        for mark in get_args(part)[1:] if _origin(part) is Annotated else ():
            if isinstance(mark, Names):
                return mark.part
    return None


def models_below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all that may stand in it, each once, in the order of the schema."""
    seen: set[Any] = set()
    waiting: list[Form] = [model]
    while waiting:
        here = bare(waiting.pop(0))
        if is_model(here) and here not in seen:
            seen.add(here)
            yield here
            waiting = [*_hints(here).values(), *waiting]
        elif not is_model(here):
            waiting = [*(part for part in get_args(here) if not isinstance(part, str)), *waiting]


def _named(form: Form) -> Form:
    return form.__value__ if isinstance(form, TypeAliasType) else form


def _origin(form: Form) -> Any:
    return get_origin(form)


def _outer(form: Form, kind: type) -> Form:
    """Of the forms of a place the one that is a mapping, or a list."""
    return next(bare(part) for part in alternatives(form) if _origin(bare(part)) is kind)


def _is_union(form: Form) -> bool:
    return _origin(form) in (Union, types.UnionType)


def _tagged(options: Sequence[Form], mark: str | int) -> Form:
    return next((part for part in options if _tag(part) == mark), None)


def _tag(form: Form) -> str | None:
    marks = [part.tag for part in get_args(form)[1:] if isinstance(part, Tag)]
    if marks or not is_model(form):
        return marks[0] if marks else None
    return _kind(bare(form)) if "kind" in bare(form).model_fields else None


def _kind(model: type[BaseModel]) -> str:
    literal = model.model_fields["kind"].annotation
    assert _origin(literal) is Literal
    return str(get_args(literal)[0])


def _unit(form: Form) -> Iterator[str]:
    for part in get_args(form)[1:] if _origin(form) is Annotated else ():
        if isinstance(part, PlainValidator) and part.func in UNITS:
            yield UNITS[part.func]
    if bare(form) is int and not list(_parsers(form)):
        yield "count"


def _parsers(form: Form) -> Iterator[PlainValidator]:
    marks = get_args(form)[1:] if _origin(form) is Annotated else ()
    return (mark for mark in marks if isinstance(mark, PlainValidator))
