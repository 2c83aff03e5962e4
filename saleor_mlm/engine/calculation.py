"""What one calculation reads, with what all its bonuses share, worked out once."""

import functools
import threading
from collections.abc import Callable

import numpy as np

from .absences import Attendance, attendance
from .columns import Bool, Int64
from .errors import SnapshotError
from .payment import Sums
from .plans.bonuses import Base, Bonus
from .plans.schema import Plan
from .result import Standing
from .sales import EarnedPaths, Pieces, earned_paths, new_pieces
from .snapshot import Snapshot
from .ways import Climb, Way


class Calculation:
    """The inputs, and what is read from them on demand; nothing changes once it was asked for."""

    def __init__(self, snapshot: Snapshot, plan: Plan, standing: Standing) -> None:
        self.snapshot, self.plan, self.standing = snapshot, plan, standing
        self.persons = len(snapshot.persons)
        self._kept: dict[object, object] = {}
        self._lock = threading.RLock()

    def once[T](self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made the first time only."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
            return self._kept[key]  # type: ignore[return-value]

    def bonuses(self) -> list[tuple[int, str, Bonus]]:
        """Position, name and rule of the bonuses worked out for this kind of period."""
        kind = str(self.snapshot.period.kind)
        return [
            (index, name, bonus)
            for index, (name, bonus) in enumerate(self.plan.bonuses.items())
            if (bonus.every or self.plan.period) == kind
        ]

    def paths(self, base: Base) -> EarnedPaths:
        """What this run does to a base of each order line."""
        return self.once(("paths", base), lambda: earned_paths(self.snapshot, base))

    def pieces(self, base: Base) -> Pieces:
        """What this run newly pays of a base."""
        return self.once(("pieces", base), lambda: new_pieces(self.paths(base)))

    def climb(self, tree: str) -> Climb:
        """The way up a tree.

        Raises `SnapshotError` for a tree that the snapshot lacks.
        """
        return self.once(("climb", tree), lambda: Climb(self._way(tree), self.attendance))

    def _way(self, tree: str) -> Way:
        if tree not in self.snapshot.trees:
            raise SnapshotError("tree-missing", f"the plan names the tree {tree}")
        return Way(self.snapshot.forest(tree))

    @functools.cached_property
    def attendance(self) -> Attendance:
        """Who was absent for which sales."""
        snapshot, rows = self.snapshot, self.snapshot.sale_lines
        sold_at_us: Int64 = snapshot.order_lines.sold_at_us
        if not rows.claimed.all():
            sold_at_us = sold_at_us[rows.order_line[rows.claimed]]
        return attendance(snapshot.absences, self.persons, sold_at_us)

    def passes(self, test: str | None) -> Bool:
        """bool[person + 1]: who passes a test, or everyone; nobody (the top) never does."""
        if test is None:
            return np.append(np.ones(self.persons, dtype=np.bool_), False)
        return np.append(self.standing.tests[test], False)

    def no_sums(self) -> Sums:
        """Sums by currency and person, with nothing in them yet."""
        return Sums(len(self.snapshot.currencies), self.persons)

    def currency_index(self, code: str) -> int:
        """Where a currency stands in the snapshot; -1 where it does not."""
        codes = [currency.code for currency in self.snapshot.currencies]
        return codes.index(code) if code in codes else -1
