"""What a version of Saleor says about a name: one short text, or None where it has no such name.

Invariant: a fact is about what a caller sees (parameters, values, a field's class and whether it
may be null), never about how Saleor does it.
"""

import ast
from collections.abc import Callable, Iterator

from .source import Found, Function, Source, defines, in_module, parent, plain_name

PLUGIN = "saleor.plugins.base_plugin.BasePlugin"
MANAGER = "saleor.plugins.manager.PluginsManager"
ROUTING = {"channel_slug", "plugin_ids"}  # keywords that say whom to call; they do not reach it
LOOKUPS = {"exact", "iexact", "in", "isnull", "gt", "gte", "lt", "lte", "contains", "startswith"}


def of_import(source: Source, dotted: str) -> str | None:
    """Of a name that we import: module, value, function(parameters) or class(what makes one)."""
    found = source.find(dotted)
    if found is None:
        return "module" if source.module(dotted) else None
    if isinstance(found.node, Function):
        return f"function({parameters(found.node)})"
    return f"class{_makes_one(source, dotted)}" if isinstance(found.node, ast.ClassDef) else "value"


def literal(source: Source, dotted: str) -> str | None:
    """The text that a module gives a name."""
    found = source.find(dotted)
    value = getattr(found.node, "value", None) if found else None
    return str(value.value) if isinstance(value, ast.Constant) else None


def _makes_one(source: Source, dotted: str) -> str:
    bodies = [found.node for found in source.classes(dotted)]
    for body in bodies:
        made = class_member(body, "__init__")
        if isinstance(made, Function):
            return f"({parameters(made, skip=1)})"
        if "dataclass" in map(plain_name, getattr(body, "decorator_list", [])):
            return f"({', '.join(_dataclass_fields(bodies))})"
    return ""


def _dataclass_fields(bodies: list[ast.AST]) -> Iterator[str]:
    for body in reversed(bodies):
        for statement in getattr(body, "body", []):
            if isinstance(statement, ast.AnnAssign):
                yield ast.unparse(statement.target) + "=" * (statement.value is not None)


def parameters(node: Function, skip: int = 0) -> str:
    """a, b=, *, c=, **rest"""
    given = node.args
    plain = [argument.arg for argument in [*given.posonlyargs, *given.args]]
    first_default = len(plain) - len(given.defaults)
    names = [name + "=" * (index >= first_default) for index, name in enumerate(plain)][skip:]
    if given.vararg:
        names.append(f"*{given.vararg.arg}")
    elif given.kwonlyargs:
        names.append("*")
    pairs = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    names += [argument.arg + "=" * (default is not None) for argument, default in pairs]
    return ", ".join(names + ([f"**{given.kwarg.arg}"] if given.kwarg else []))


def of_member(source: Source, dotted: str) -> str | None:
    """Of a class's attribute: its value where it is a literal, method(parameters) or attribute."""
    owner, name = parent(dotted), dotted.rpartition(".")[2]
    for found in source.classes(owner):
        node = class_member(found.node, name)
        if node is not None:
            return _member_fact(node)
    return None


def class_member(node: ast.AST, name: str) -> ast.AST | None:
    """What a class's own body says of a name; an assignment to self.name counts."""
    assert isinstance(node, ast.ClassDef)
    for statement in node.body:
        if name in defines(statement):
            return statement
    for inner in ast.walk(node):
        stored = isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store)
        if stored and inner.attr == name and plain_name(inner.value) == "self":
            return inner
    return None


def _member_fact(node: ast.AST) -> str:
    if isinstance(node, Function):
        decorators = {plain_name(decorator) for decorator in node.decorator_list}
        if decorators & {"property", "cached_property"}:
            return "attribute"
        return f"method({parameters(node, skip='staticmethod' not in decorators)})"
    value = getattr(node, "value", None)
    if isinstance(value, ast.Tuple) and value.elts:
        value = value.elts[0]
    constant = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return ast.unparse(value) if constant and value else "attribute"


def of_hook(source: Source, name: str) -> str | None:
    """Of a hook that we override: how Saleor calls it, else how its base class defines it."""
    declared = of_member(source, f"{PLUGIN}.{name}")
    if declared is None:
        return None
    calls = sorted(set(_calls(source, name)))
    return " or ".join(calls) if calls else declared


def _calls(source: Source, hook: str) -> Iterator[str]:
    for found in source.classes(MANAGER):
        for node in ast.walk(found.node):
            if isinstance(node, ast.Call) and _runs(node, hook):
                given = [ast.unparse(argument) for argument in node.args[2:]]
                words = [word.arg for word in node.keywords if word.arg not in ROUTING]
                yield f"call({', '.join([*given, *(f'{word}=' for word in words)])})"


def _runs(call: ast.Call, hook: str) -> bool:
    """Whether it is self.__run_method_on_plugins(hook, default, ...)."""
    if not call.args or "run_method_on" not in ast.unparse(call.func):
        return False
    return isinstance(call.args[0], ast.Constant) and call.args[0].value == hook


def of_attribute(source: Source, dotted: str) -> str | None:
    """Of a path on a model, as module.Model.field__field__lookup: what the last field is."""
    model, path = parent(dotted), dotted.rpartition(".")[2].split("__")
    if path[-1] in LOOKUPS:
        path = path[:-1]
    for step in path[:-1]:
        target = _foreign_model(source, model, step)
        if target is None:
            return None
        model = target
    return field_fact(source, model, path[-1])


def field_fact(source: Source, model: str, name: str) -> str | None:
    """A field's class, `primary key`, or what else a model has by that name."""
    fact = _declared(source, model, name)
    if fact is None and name.endswith("_id"):
        foreign = _declared(source, model, name.removesuffix("_id"))
        return f"id of {foreign}" if foreign and _is_foreign(foreign) else None
    if fact is None and name in ("id", "pk") and source.find(model):
        return "primary key"
    return fact


def _is_foreign(fact: str) -> bool:
    return fact.startswith(("ForeignKey", "OneToOneField"))


def _declared(source: Source, model: str, name: str) -> str | None:
    for found in source.classes(model):
        node = class_member(found.node, name)
        value = getattr(node, "value", None)
        if isinstance(value, ast.Call):
            nullable = any(word.arg == "null" and _is_true(word.value) for word in value.keywords)
            return plain_name(value.func).rpartition(".")[2] + " null" * nullable
        if node is not None:
            return _member_fact(node)
    return None


def _is_true(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _foreign_model(source: Source, model: str, name: str) -> str | None:
    for found in source.classes(model):
        value = getattr(class_member(found.node, name), "value", None)
        if isinstance(value, ast.Call) and value.args:
            return _model_named(found, value.args[0])
    return None


def _model_named(found: Found, target: ast.AST) -> str:
    """A foreign key's target: a class, "Model", "app.Model", "self" or the setting of the user."""
    if not isinstance(target, ast.Constant):
        name = plain_name(target)
        return "saleor.account.models.User" if "USER" in name else in_module(found.module, name)
    app, _, name = str(target.value).rpartition(".")
    if target.value == "self":
        return found.dotted
    return f"saleor.{app}.models.{name}" if app else in_module(found.module, name)


def of_value(source: Source, name: str) -> str | None:
    """Of a text that we compare a field with, as Model.field = text: which constant it is."""
    path, text = name.split(" = ")
    module = source.module(path.partition(".models.")[0])
    for owner, node in (module.defined if module else {}).items():
        for statement in getattr(node, "body", []):
            fact = _member_fact(statement) if isinstance(statement, ast.Assign) else ""
            if fact == repr(text):
                return f"{owner}.{next(iter(defines(statement)))}"
    return None


def of_column(source: Source, name: str) -> str | None:
    """Of table.column, as Django names them: what field is stored there."""
    table, column = name.split(".")
    app, _, model = table.partition("_")
    module = source.module(f"saleor.{app}.models")
    for defined, node in (module.defined if module else {}).items():
        if isinstance(node, ast.ClassDef) and defined.lower() == model and not _renames(node):
            return field_fact(source, f"saleor.{app}.models.{defined}", column)
    return None


def _renames(node: ast.ClassDef) -> bool:
    """Whether a model gives its table or a column a name of its own; none that we read does."""
    text = ast.unparse(node)
    return "db_table" in text or "db_column" in text


# The sections of a digest that are read from source, and what reads a name's fact.
FACTS: dict[str, Callable[[Source, str], str | None]] = {
    "imports": of_import,
    "members": of_member,
    "hooks": of_hook,
    "attributes": of_attribute,
    "values": of_value,
    "columns": of_column,
}
