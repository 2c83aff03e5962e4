import decimal
from typing import Any

import graphene
from graphene.types.generic import GenericScalar
from graphql.language import ast


class Decimal(graphene.Float):
    @staticmethod
    def parse_value(value: Any) -> decimal.Decimal | None:
        try:
            parsed = decimal.Decimal(str(value))
        except decimal.DecimalException:
            return None
        return parsed if parsed.is_finite() else None

    @staticmethod
    def parse_literal(node: Any) -> decimal.Decimal | None:
        if isinstance(node, ast.FloatValue | ast.IntValue):
            return Decimal.parse_value(node.value)
        return None


class PositiveDecimal(graphene.Float):
    @staticmethod
    def parse_value(value: Any) -> decimal.Decimal | None:
        parsed = Decimal.parse_value(value)
        return parsed if parsed is not None and parsed >= 0 else None

    @staticmethod
    def parse_literal(node: Any) -> decimal.Decimal | None:
        parsed = Decimal.parse_literal(node)
        return parsed if parsed is not None and parsed >= 0 else None


class JSON(GenericScalar):
    pass


class Metadata(GenericScalar):
    """A map of metadata keys to their values."""


class UUID(graphene.UUID):
    @staticmethod
    def parse_literal(node: Any) -> Any:
        try:
            return graphene.UUID.parse_literal(node)
        except ValueError:
            return None

    @staticmethod
    def parse_value(value: Any) -> Any:
        try:
            return graphene.UUID.parse_value(value)
        except ValueError:
            return None


class DateTime(graphene.DateTime):
    pass


class Date(graphene.Date):
    @staticmethod
    def parse_value(value: Any) -> Any:
        return graphene.Date.parse_value(value) if value else None


class NonNegativeInt(graphene.Int):
    @staticmethod
    def parse_value(value: Any) -> int | None:
        parsed = graphene.Int.coerce_int(value)
        return parsed if parsed is not None and parsed >= 0 else None

    @staticmethod
    def parse_literal(node: Any) -> int | None:
        return NonNegativeInt.parse_value(node.value) if isinstance(node, ast.IntValue) else None


class Minute(NonNegativeInt):
    pass


class Hour(NonNegativeInt):
    pass


class Day(NonNegativeInt):
    pass


class PositiveInt(NonNegativeInt):
    pass
