"""Upgrades and downgrades by staff, and what a customer is."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime
from saleor.permission.enums import AccountPermissions

from ..services import account_classes
from .account_classes import MlmAccountClass
from .base import MlmMutation, actor, allowed, error_type, errors_field, row_number, user_id
from .loaders import ClassOfUser

MlmAccountClassError = error_type(
    "AccountClass",
    [
        "INVALID_ID",
        "NO_DISTRIBUTOR",
        "ONLY_NOW",
        "PERIOD_CLOSED",
        "REQUIRED",
        "UNCHANGED",
        "USER_UNKNOWN",
    ],
)


class MlmAccountClassChange(MlmMutation):
    """Make a customer or distributor something else, from an instant on.

    Of a distributor: `HOUSE` makes the account the company's own; a customer's class ends the
    agreement. Whoever becomes a distributor enrols.
    """

    class Arguments:
        user = graphene.ID(required=True)
        account_class = MlmAccountClass(required=True)
        effective_at = DateTime(description="Left out: now.")
        reason = graphene.String(required=True)

    permission = AccountPermissions.MANAGE_USERS
    account_class = MlmAccountClass()
    effective_at = DateTime()
    errors = errors_field(MlmAccountClassError)

    @classmethod
    def perform(
        cls, info: Any, *, user: str, account_class: str, reason: str, effective_at: Any = None
    ) -> Any:
        key = row_number(user, "User", "user")
        made = account_classes.change(key, account_class, effective_at, reason, actor(info))
        return cls(account_class=made.account_class, effective_at=made.effective_at, errors=[])


def resolve_of_user(root: Any, info: Any) -> Any:
    """For the person and staff who manage users; for others nothing is told."""
    if root.pk != user_id(info) and not allowed(info, AccountPermissions.MANAGE_USERS):
        return None
    return ClassOfUser(info.context).load(root.pk)
