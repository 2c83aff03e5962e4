import logging
import traceback
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from graphql.error import GraphQLError
from graphql.error import format_error as format_graphql_error
from jwt import InvalidTokenError

from ... import NotInSandbox
from ...account.models import User
from ...app.models import App
from ...core.exceptions import PermissionDenied
from ..core import SaleorContext
from ..core.validators.query_cost import QueryCostError

unhandled_errors_logger = logging.getLogger("saleor.graphql.errors.unhandled")
handled_errors_logger = logging.getLogger("saleor.graphql.errors.handled")
ALLOWED_ERRORS = (
    GraphQLError,
    InvalidTokenError,
    NotInSandbox,
    PermissionDenied,
    QueryCostError,
    ValidationError,
)
INTERNAL_ERROR_MESSAGE = "Internal Server Error"


def get_user_or_app_from_context(context: SaleorContext) -> App | User | None:
    return context.app or context.user


def requestor_is_superuser(requestor: Any) -> bool:
    return getattr(requestor, "is_superuser", False)


def format_error(error: Any, handled_exceptions: tuple[type, ...]) -> dict[str, Any]:
    if isinstance(error, GraphQLError):
        result = format_graphql_error(error)
    else:
        result = {"message": str(error)}
    cause = error
    while isinstance(cause, GraphQLError) and hasattr(cause, "original_error"):
        cause = cause.original_error
    if isinstance(cause, handled_exceptions):
        handled_errors_logger.debug("A query had an error", exc_info=cause)
    else:
        unhandled_errors_logger.error("A query failed unexpectedly", exc_info=cause)
    if not isinstance(cause, ALLOWED_ERRORS) and not settings.DEBUG:
        result["message"] = INTERNAL_ERROR_MESSAGE
    exception: dict[str, Any] = {"code": type(cause).__name__}
    if settings.DEBUG:
        lines = traceback.format_exception(type(cause), cause, cause.__traceback__)
        exception["stacktrace"] = "".join(lines).splitlines()
    result["extensions"] = {**result.get("extensions", {}), "exception": exception}
    return result
