"""Money of an order's transactions: what of it the shop kept, and so what went back to the buyer.

Refund, charge-back, reversal, failure and an amount stated anew are all one thing here: the money
kept rises or falls.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Movement:
    """One event of one transaction; the amounts are signed.

    `reported` moved the charged amount by itself. Amounts stated anew do not say what belongs
    together: a refund may have been taken from the charged amount as well, or only be named.
    `grant` is the granted refund that the money was paid for.
    """

    id: str
    at: datetime
    transaction: int
    reported: Decimal = NOTHING
    charge_stated: Decimal = NOTHING
    refund_stated: Decimal = NOTHING
    grant: int | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """Money that went back to the buyer, or came again (negative), by one event."""

    id: str
    at: datetime
    amount: Decimal
    grant: int | None


@dataclass(slots=True)
class _Transaction:
    """Invariant: an amount that was both refunded and taken from the charge counts once."""

    reported: Decimal = NOTHING
    charged: Decimal = NOTHING
    highest: Decimal = NOTHING
    refunded: Decimal = NOTHING

    def add(self, movement: Movement) -> None:
        self.reported += movement.reported
        self.charged += movement.charge_stated
        self.highest = max(self.highest, self.charged)
        self.refunded += movement.refund_stated

    def kept(self) -> Decimal:
        return self.reported + self.highest - max(self.refunded, self.highest - self.charged)


@dataclass(slots=True)
class _Order:
    """Invariant: `granted` is what went back by name; the rest of the loss has no name."""

    total: Decimal
    transactions: dict[int, _Transaction] = field(default_factory=dict)
    highest: Decimal = NOTHING
    granted: Decimal = NOTHING

    def move(self, movement: Movement) -> None:
        before = self.kept()
        self.transactions.setdefault(movement.transaction, _Transaction()).add(movement)
        if movement.grant is not None:
            self.granted += before - self.kept()
        self.highest = max(self.highest, self.kept())

    def kept(self) -> Decimal:
        return sum((row.kept() for row in self.transactions.values()), NOTHING)

    def unnamed(self) -> Decimal:
        """Money back that no grant names; negative where such money came again.

        What was paid beyond the price goes back first, and counts for nothing.
        """
        gone = self.kept() + self.granted
        owed = min(self.total, self.highest) - gone
        if owed > 0:
            return min(owed, self.total)
        return min(NOTHING, self.highest - gone)


def backs(movements: Iterable[Movement], total: Decimal) -> Iterator[Back]:
    """What each movement gave back to the buyer, of an order whose price is `total`.

    Money for a granted refund is named by its grant and counts whole. Any other counts as far as
    the shop has less than the price, whichever transactions paid it: what a bank took and another
    card paid again is no loss.
    """
    order = _Order(total)
    spread = NOTHING
    for movement in movements:
        granted = order.granted
        order.move(movement)
        if named := order.granted - granted:
            yield Back(movement.id, movement.at, named, movement.grant)
        elif rest := order.unnamed() - spread:
            spread += rest
            yield Back(movement.id, movement.at, rest, None)
