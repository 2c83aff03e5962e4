from collections.abc import Iterable
from functools import partial
from typing import Any

import graphene
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from graphql import (
    GraphQLCachedBackend,
    GraphQLCoreBackend,
    GraphQLError,
    GraphQLSchema,
    execute,
    parse,
    validate,
)
from graphql.backend.base import GraphQLDocument
from graphql.execution import ExecutionResult

from .. import NotInSandbox
from .account import registration  # noqa: F401
from .account.schema import AccountMutations, AccountQueries
from .app.schema import AppQueries
from .channel.schema import ChannelMutations, ChannelQueries
from .checkout.schema import CheckoutMutations, CheckoutQueries
from .discount.schema import DiscountMutations
from .giftcard.schema import GiftcardMutations
from .meta.schema import MetaMutations
from .order.schema import OrderMutations, OrderQueries
from .payment.schema import PaymentMutations, PaymentQueries
from .plugins.schema import PluginsMutations, PluginsQueries
from .product.schema import ProductMutations, ProductQueries
from .shop.schema import ShopMutations, ShopQueries
from .warehouse.schema import WarehouseQueries

API_PATH = SimpleLazyObject(lambda: reverse("api"))
UNKNOWN = ("Cannot query field", "Unknown argument", "Unknown type", "In field", "Unknown fragment")


class Query(
    AccountQueries,
    AppQueries,
    ChannelQueries,
    CheckoutQueries,
    PluginsQueries,
    OrderQueries,
    PaymentQueries,
    ProductQueries,
    ShopQueries,
    WarehouseQueries,
):
    pass


class Mutation(
    AccountMutations,
    ChannelMutations,
    CheckoutMutations,
    DiscountMutations,
    GiftcardMutations,
    PluginsMutations,
    MetaMutations,
    OrderMutations,
    PaymentMutations,
    ProductMutations,
    ShopMutations,
):
    pass


schema = graphene.Schema(query=Query, mutation=Mutation)


def _fail(errors: Iterable[GraphQLError], **_kwargs: Any) -> ExecutionResult:
    return ExecutionResult(errors=list(errors), invalid=True)


def _explained(error: GraphQLError) -> GraphQLError:
    """Say so when what was asked for may well exist on a real Saleor."""
    if error.message.startswith(UNKNOWN):
        error.original_error = NotInSandbox(error.message)
    return error


class SaleorGraphQLBackend(GraphQLCoreBackend):
    def document_from_string(self, schema: GraphQLSchema, document_string: str) -> GraphQLDocument:
        document = parse(document_string)
        errors = validate(schema, document)
        if errors:
            run = partial(_fail, [_explained(error) for error in errors])
        else:
            run = partial(execute, schema, document, **self.execute_params)
        return GraphQLDocument(
            schema=schema, document_string=document_string, document_ast=document, execute=run
        )


backend = GraphQLCachedBackend(SaleorGraphQLBackend())
