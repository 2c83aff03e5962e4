"""What a query costs: the map's complexity of each field, times how many rows it asks for."""

from typing import Any

from graphql import (
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)
from graphql.execution.values import get_argument_values
from graphql.language import ast

CostMap = dict[str, dict[str, dict[str, Any]]]


class QueryCostError(GraphQLError):
    pass


def validate_query_cost(
    schema: GraphQLSchema, document: Any, variables: Any, cost_map: CostMap, maximum_cost: int
) -> tuple[int, list[GraphQLError]]:
    try:
        validate_cost_map(cost_map, schema)
        counter = _Counter(schema, document, variables or {}, cost_map)
        cost = max((counter.operation(node) for node in counter.operations), default=0)
    except GraphQLError as error:
        return 0, [error]
    if cost <= maximum_cost:
        return cost, []
    message = f"The query exceeds the maximum cost of {maximum_cost}. Actual cost is {cost}"
    figures = {"requestedQueryCost": cost, "maximumAvailable": maximum_cost}
    return cost, [QueryCostError(message, extensions={"cost": figures})]


def validate_cost_map(cost_map: CostMap, schema: GraphQLSchema) -> None:
    types = schema.get_type_map()
    for type_name, fields in cost_map.items():
        problem = "The query cost could not be calculated because cost map "
        found = types.get(type_name)
        if not isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
            raise GraphQLError(
                f"{problem}specifies a type {type_name} that is not defined by the schema."
            )
        for field in fields:
            if field not in found.fields:
                raise GraphQLError(
                    f"{problem}contains a field {field} not defined by the {type_name} type."
                )


class _Counter:
    def __init__(self, schema: Any, document: Any, variables: Any, cost_map: CostMap) -> None:
        self.schema = schema
        self.variables = variables
        self.cost_map = cost_map
        nodes = document.definitions
        self.operations = [n for n in nodes if isinstance(n, ast.OperationDefinition)]
        self.fragments = {n.name.value: n for n in nodes if isinstance(n, ast.FragmentDefinition)}

    def operation(self, node: Any) -> int:
        if node.operation == "mutation":
            return self.selection(node, self.schema.get_mutation_type(), 1)
        return self.selection(node, self.schema.get_query_type(), 1)

    def selection(self, node: Any, owner: Any, factor: int) -> int:
        if not node.selection_set:
            return 0
        total = 0
        of_fragments: dict[str, int] = {}
        for child in node.selection_set.selections:
            if isinstance(child, ast.Field):
                total += self.field(child, owner, factor)
                continue
            if isinstance(child, ast.FragmentSpread):
                child = self.fragments[child.name.value]
            condition = child.type_condition
            kind = self.schema.get_type(condition.name.value) if condition else owner
            cost = self.selection(child, kind, factor)
            of_fragments[kind.name] = of_fragments.get(kind.name, 0) + cost
        return total + max(of_fragments.values(), default=0)

    def field(self, node: Any, owner: Any, factor: int) -> int:
        found = getattr(owner, "fields", {}).get(node.name.value)
        if not found:
            return 0
        rule = self.cost_map.get(owner.name, {}).get(node.name.value)
        cost = 0
        if rule is not None:
            args = get_argument_values(found.args, node.arguments, self.variables)
            factor *= self.multiplier(rule, args)
            cost = rule.get("complexity", 1) * factor
        return cost + self.selection(node, get_named_type(found.type), factor)

    def multiplier(self, rule: dict[str, Any], args: dict[str, Any]) -> int:
        values = []
        for path in rule.get("multipliers", []):
            value: Any = args
            for key in path.split("."):
                value = value.get(key) if isinstance(value, dict) else None
            values.append(len(value) if isinstance(value, list) else value)
        return sum(v for v in values if isinstance(v, int) and v > 0) or 1
