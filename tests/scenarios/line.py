"""The line of the examples: Alice enrolled Bob, Bob enrolled Carol."""

from collections.abc import Callable

from .mlm import Distributor, Earnings, Mlm
from .store import Store

PAY = dict[str, int]


class Line:
    """Three distributors of one test's own. Pay is by name, in minor units of one currency."""

    def __init__(self, store: Store, mlm: Mlm) -> None:
        self.mlm = mlm
        self.alice = mlm.enroll(store.customer(), None, "Alice")
        self.bob = mlm.enroll(store.customer(), self.alice, "Bob")
        self.carol = mlm.enroll(store.customer(), self.bob, "Carol")

    def estimated(self, period: str, currency: str = "USD") -> PAY:
        """What a commit now would give; who gets nothing is left out."""
        return self._pay(period, lambda earnings: earnings.estimated(), currency)

    def posted(self, period: str, currency: str = "USD") -> PAY:
        """What the ledger gave; who got nothing is left out."""
        return self._pay(period, lambda earnings: earnings.posted(), currency)

    def volumes(self, period: str) -> dict[str, str]:
        """Personal CV, of everyone in the line."""
        return {
            name: self.mlm.volume(person, "personal CV", period)
            for name, person in self._people().items()
        }

    def _pay(self, period: str, of: Callable[[Earnings], PAY], currency: str) -> PAY:
        found = {
            name: of(self.mlm.earnings(person, period)).get(currency, 0)
            for name, person in self._people().items()
        }
        return {name: minor for name, minor in found.items() if minor}

    def _people(self) -> dict[str, Distributor]:
        return {"Alice": self.alice, "Bob": self.bob, "Carol": self.carol}
