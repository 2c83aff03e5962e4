"""The account classes that a run reads: of the people when the period ends, of buyers at each sale.

A run from before classes had a history calculates as it did then: people are distributors, and who
buys from somebody is a retail customer.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from ..engine.periods import Period
from ..models.enrolment import AccountClass
from . import account_classes, as_of, networks
from .as_of import CLASS_OF_DISTRIBUTOR, AsOf
from .networks import Known

DISTRIBUTOR, RETAIL = str(AccountClass.DISTRIBUTOR), str(AccountClass.RETAIL)


def of_people(people: Sequence[int], period: Period, known: Known | None) -> list[str]:
    """By distributor, in their order, the class at the last instant of the period."""
    if known and known.account_class is None:
        return [DISTRIBUTOR for _ in people]
    axes = AsOf(networks.last_instant(period), known_id=_last(known))
    found: dict[int, str] = dict(as_of.of_all(CLASS_OF_DISTRIBUTOR, axes))
    return [found.get(distributor_id, RETAIL) for distributor_id in people]


def of_buyers(
    sold_at: Iterable[tuple[UUID, UUID, datetime]],
    accounts: dict[UUID, int | None],
    known: Known | None,
) -> dict[UUID, str]:
    """By order line the class of its buyer at its volume date; who has no account is retail.

    sold_at: (order line, order, volume date). accounts: the customer of each order.
    """
    if known and known.account_class is None:
        return {}
    history = account_classes.users(_known(accounts.values()), _last(known))
    return {
        line_id: history.at(account, at)
        for line_id, order_id, at in sold_at
        if (account := accounts.get(order_id)) is not None
    }


def _last(known: Known | None) -> int | None:
    return known.account_class if known else None


def _known(accounts: Iterable[int | None]) -> Collection[int]:
    return {account for account in accounts if account is not None}
