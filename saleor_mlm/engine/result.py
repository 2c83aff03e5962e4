"""What a calculation gives: commission lines, levels nobody was paid, volumes and activity."""

import dataclasses
import functools
import hashlib
from collections.abc import Mapping

from . import ENGINE_VERSION
from .columns import Bool, Columns, Int8, Int16, Int32, Int64, feed_array
from .plans import Plan
from .skips import Skips, skips_between
from .snapshot import Snapshot


@dataclasses.dataclass(frozen=True, eq=False)
class CommissionLines(Columns):
    """Who is paid what for which interval of one order line's earned base.

    Invariant: amount_minor = R(rate x base_to) - R(rate x base_from), R being the rounding;
    negated where the line reverses a posted one.

    Rows: reversals first (by order line, bonus, interval, level, payee, ref), then new lines by
    bonus, paid_level and order line. Amounts of 0 are kept: they explain.

    level: distance in the tree from the buyer (1: `place`, or its enroller for an own order).
    paid_level: which of the bonus's levels this uses, after compression, from 1.
    rounding: code of `rounding.ROUNDINGS`.
    reverses: `Posted.ref` of the line taken back, or -1 for a new line.
    walk_from: the first person looked at for this paid level: whoever stands from there up to,
        not including, the payee was passed over (`Result.skips`); -1 for a reversal.
    """

    order_line: Int32
    payee: Int32
    bonus: Int16
    level: Int32
    paid_level: Int16
    rate_num: Int32
    rate_den: Int32
    rounding: Int8
    base_from_e4: Int64
    base_to_e4: Int64
    amount_minor: Int64
    currency: Int16
    reverses: Int64
    walk_from: Int32


@dataclasses.dataclass(frozen=True, eq=False)
class UnpaidLevels(Columns):
    """Paid levels of an interval that went to nobody; by bonus, paid_level and order line.

    At the root one row stands for its paid level and all that would follow.

    person: who used the level up without being paid (compression none), or -1 at the root.
    reason: a `Reason`: INACTIVE (breakage) or ROOT.
    walk_from: as in `CommissionLines`; at the root, everyone from there to the top was passed
        over (-1: nobody was left to look at).
    """

    order_line: Int32
    bonus: Int16
    paid_level: Int16
    person: Int32
    reason: Int8
    base_from_e4: Int64
    base_to_e4: Int64
    walk_from: Int32


@dataclasses.dataclass(frozen=True, eq=False)
class Result:
    """The outcome of one calculation, with the inputs it came from.

    personal_qv_e4: int64[person]. personal_cv_e4: int64[currency, person], since CV is money and
    two currencies have no sum. active: per test of the plan, bool[person].
    """

    snapshot: Snapshot
    plan: Plan
    lines: CommissionLines
    unpaid: UnpaidLevels
    personal_qv_e4: Int64
    personal_cv_e4: Int64
    active: Mapping[str, Bool]

    def skips(self, rows: CommissionLines | UnpaidLevels) -> Skips:
        """Who was passed over on the way to each of these rows of `lines` or `unpaid`."""
        until = rows.payee if isinstance(rows, CommissionLines) else rows.person
        return skips_between(self.snapshot, rows.order_line, rows.walk_from, until)

    @functools.cached_property
    def sha256(self) -> str:
        """Hash of engine version, inputs and outputs; what an approval names."""
        head = f"{ENGINE_VERSION};{self.plan.sha256};{self.snapshot.sha256};"
        digest = hashlib.sha256(head.encode())
        self.lines.feed(digest)
        self.unpaid.feed(digest)
        feed_array(digest, "personal_qv_e4", self.personal_qv_e4)
        feed_array(digest, "personal_cv_e4", self.personal_cv_e4)
        for name, flags in sorted(self.active.items()):
            feed_array(digest, f"active.{name}", flags)
        return digest.hexdigest()
