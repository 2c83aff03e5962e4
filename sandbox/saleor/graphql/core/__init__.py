import graphene

from .context import SaleorContext

__all__ = ["ResolveInfo", "SaleorContext"]


class ResolveInfo(graphene.ResolveInfo):
    context: SaleorContext
