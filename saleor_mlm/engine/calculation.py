"""What one calculation reads, with what all its bonuses share, worked out once."""

import functools
import threading
from collections.abc import Callable

import numpy as np

from .absences import Attendance, attendance
from .columns import Bool, Int16, Int64
from .errors import SnapshotError
from .past import Past
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

    def carried(self, state: str) -> Int64:
        """int64[person]: a state as the last run left it; 0 where there is none."""
        nothing = np.zeros(self.persons, dtype=np.int64)
        return self.snapshot.state.get(state, nothing)

    def ranks(self, of: str | None) -> Int16:
        """int16[person + 1]: paid-as ranks, or career titles; nobody (the top) has none."""
        found = self.standing.title if of == "title" else self.standing.paid_as
        return np.append(found, np.int16(-1))

    def paid_as_before(self, ago: int) -> Int16 | None:
        """Paid-as ranks of earlier periods, 0 being the last; `None` where there is no result."""
        results = self._past.results
        earlier = results[ago] if ago < len(results) else None
        return None if earlier is None else earlier.paid_as

    @functools.cached_property
    def _past(self) -> Past:
        return Past(self.snapshot, self.plan)

    @functools.cached_property
    def absent_at_end(self) -> Bool:
        """bool[person]: whose agreement was not in force at the period's last instant."""
        rows, last_us = self.snapshot.absences, self.snapshot.ends_us - 1
        found = np.zeros(self.persons, dtype=np.bool_)
        found[rows.person[(rows.from_us <= last_us) & (last_us < rows.until_us)]] = True
        return found

    def currency_index(self, code: str) -> int:
        """Where a currency stands in the snapshot; -1 where it does not."""
        codes = [currency.code for currency in self.snapshot.currencies]
        return codes.index(code) if code in codes else -1

    def currency_of(self, code: str) -> int:
        """Where a currency stands in the snapshot.

        Raises `SnapshotError` where it does not.
        """
        if (index := self.currency_index(code)) < 0:
            raise SnapshotError("currency-missing", f"the plan pays {code}, which is not given")
        return index
