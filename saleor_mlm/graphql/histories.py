"""What happened to a distributor, the newest first: for the person and for staff."""

from functools import partial
from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import AccountPermissions

from ..adapters import host
from ..models import Distributor
from ..services import histories
from ..services.histories import Change
from . import pages
from .account_classes import MlmAccountClass
from .base import allowed
from .enroller_requests import DISTRIBUTOR, check_own
from .loaders import DistributorById


class MlmChangeKind(graphene.Enum):
    STATUS = "status"
    ENROLLER = "enroller"
    POSITION = "position"
    ACCOUNT_CLASS = "account_class"
    TRANSFER = "transfer"
    MERGER = "merger"


class MlmChange(graphene.ObjectType):
    """One change; which of the later fields say something follows from its kind."""

    kind = MlmChangeKind(required=True)
    effective_at = DateTime(required=True, description="From when on it holds.")
    recorded_at = DateTime(required=True, description="When it was written.")
    reason = graphene.String(required=True)
    actor = graphene.String(description="Null unless the viewer manages users.")
    status = graphene.Field("saleor_mlm.graphql.genealogy.MlmDistributorStatus")
    account_class = MlmAccountClass()
    enroller = graphene.Field(DISTRIBUTOR, description="Null: at the head of a line.")
    position = graphene.ID(description="Which position was placed, moved or given.")
    owner_name = graphene.String(description="The new owner of the agreement.")
    kept = graphene.Field(DISTRIBUTOR, description="Who goes on for a duplicate.")

    def resolve_effective_at(root: Change, info: Any) -> Any:
        return root.effective_at

    def resolve_recorded_at(root: Change, info: Any) -> Any:
        return root.recorded_at

    def resolve_reason(root: Change, info: Any) -> str:
        return root.row.reason

    def resolve_actor(root: Change, info: Any) -> str | None:
        return root.row.actor if allowed(info, AccountPermissions.MANAGE_USERS) else None

    def resolve_status(root: Change, info: Any) -> Any:
        return getattr(root.row, "status", None)

    def resolve_account_class(root: Change, info: Any) -> Any:
        return getattr(root.row, "account_class", None)

    def resolve_enroller(root: Change, info: Any) -> Any:
        return _loaded(info, getattr(root.row, "enroller_id", None))

    def resolve_position(root: Change, info: Any) -> Any:
        key = getattr(root.row, "position_id", None)
        return None if key is None else graphene.Node.to_global_id("MlmPosition", key)

    def resolve_owner_name(root: Change, info: Any) -> Any:
        return root.row.name if root.kind == "transfer" else None

    def resolve_kept(root: Change, info: Any) -> Any:
        return _loaded(info, getattr(root.row, "kept_id", None))


MlmChangeConnection = pages.connection_type(MlmChange)


def resolve_of_distributor(root: Distributor, info: Any, **arguments: Any) -> Any:
    check_own(root, info)
    with host.writer():
        return pages.page(MlmChangeConnection, partial(histories.changes, root), **arguments)


def _loaded(info: Any, key: int | None) -> Any:
    return None if key is None else DistributorById(info.context).load(key)
