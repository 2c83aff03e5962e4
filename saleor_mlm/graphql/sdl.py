"""Our part of the store's schema as text: what front ends rely on."""

from graphql.type.definition import GraphQLObjectType
from graphql.utils.schema_printer import _print_args, _print_type

ROOTS = ("Query", "Mutation", "User", "Order", "Checkout")


def text() -> str:
    """Types that start with Mlm, and our fields of Saleor's types as extensions; sorted by name."""
    from saleor.graphql.api import schema

    types = schema.get_type_map()
    ours = [_print_type(types[name]) for name in sorted(types) if name.startswith("Mlm")]
    extensions = [_extension(types[name]) for name in ROOTS]
    return "\n\n".join([*ours, *extensions]) + "\n"


def _extension(owner: GraphQLObjectType) -> str:
    fields = [
        f"  {name}{_print_args(field)}: {field.type}"
        for name, field in sorted(owner.fields.items())
        if name.startswith("mlm")
    ]
    return f"extend type {owner.name} {{\n" + "\n".join(fields) + "\n}"
