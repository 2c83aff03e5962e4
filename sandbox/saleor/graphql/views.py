import decimal
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.module_loading import import_string
from django.views.generic import View
from graphql import GraphQLBackend, GraphQLSchema
from graphql.error import GraphQLError, GraphQLSyntaxError
from graphql.execution import ExecutionResult
from jwt.exceptions import PyJWTError

from .. import NotInSandbox
from ..core.exceptions import PermissionDenied
from .context import clear_context, get_context_value
from .core.validators.query_cost import validate_query_cost
from .query_cost_map import COST_MAP
from .utils import format_error

HANDLED_EXCEPTIONS = (GraphQLError, PyJWTError, PermissionDenied, NotInSandbox)
INT_ERROR = "Int cannot represent non 32-bit signed integer value"


class GraphQLView(View):
    schema: GraphQLSchema = None
    backend: GraphQLBackend = None

    def __init__(self, schema: GraphQLSchema, backend: GraphQLBackend) -> None:
        super().__init__()
        self.schema = schema
        self.backend = backend
        self.middleware = [import_string(path) for path in settings.GRAPHQL_MIDDLEWARE] or None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["OPTIONS", "POST"])
        try:
            data = json.loads(request.body)
        except ValueError:
            return _json(_failure("Unable to parse query."), 400)
        if not isinstance(data, list):
            return _json(*self.get_response(request, data))
        if len(data) > settings.GRAPHQL_BATCH_MAX_COUNT:
            return _json(_failure("Number of batch queries exceeded."), 400)
        answers = [self.get_response(request, entry) for entry in data]
        return _json([a for a, _ in answers], max((code for _, code in answers), default=200))

    def get_response(
        self, request: HttpRequest, data: dict[str, Any]
    ) -> tuple[dict[str, Any], int]:
        result = self.execute_graphql_request(request, data)
        answer: dict[str, Any] = {}
        if result.errors:
            answer["errors"] = [format_error(e, HANDLED_EXCEPTIONS) for e in result.errors]
        if not result.invalid:
            answer["data"] = result.data
        if result.extensions:
            answer["extensions"] = result.extensions
        return answer, 400 if result.invalid else 200

    def execute_graphql_request(
        self, request: HttpRequest, data: dict[str, Any]
    ) -> ExecutionResult:
        query, variables = data.get("query"), data.get("variables")
        if not isinstance(query, str) or not query:
            return _invalid(GraphQLError("Must provide a query string."))
        try:
            document = self.backend.document_from_string(self.schema, query)
        except (ValueError, GraphQLSyntaxError) as error:
            return _invalid(error)
        cost, errors = 0, []
        limit = settings.GRAPHQL_QUERY_MAX_COMPLEXITY
        if limit:
            cost, errors = validate_query_cost(
                self.schema, document.document_ast, variables, COST_MAP, limit
            )
        result = _invalid(*errors) if errors else self._execute(request, document, data)
        if limit:
            figures = {"requestedQueryCost": cost, "maximumAvailable": limit}
            result.extensions = {**(result.extensions or {}), "cost": figures}
        return result

    def _execute(
        self, request: HttpRequest, document: Any, data: dict[str, Any]
    ) -> ExecutionResult:
        context = get_context_value(request)
        try:
            return document.execute(
                root_value=None,
                variable_values=data.get("variables"),
                operation_name=data.get("operationName"),
                context_value=context,
                middleware=self.middleware,
            )
        except Exception as error:
            if isinstance(error, ValueError) or str(error).startswith(INT_ERROR):
                return _invalid(GraphQLError(str(error)))
            return _invalid(error)
        finally:
            clear_context(context)


def _invalid(*errors: Exception) -> ExecutionResult:
    return ExecutionResult(errors=list(errors), invalid=True)


def _failure(message: str) -> dict[str, Any]:
    return {"errors": [format_error(GraphQLError(message), HANDLED_EXCEPTIONS)]}


def _json(data: Any, status: int) -> HttpResponse:
    text = json.dumps(data, default=_plain)
    return HttpResponse(text, status=status, content_type="application/json")


def _plain(value: Any) -> str:
    if isinstance(value, decimal.Decimal):
        return str(value)
    raise TypeError(type(value))
