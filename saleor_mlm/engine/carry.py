"""What one committed run leaves for the next: earned bases and standing commission."""

import dataclasses

import numpy as np

from .columns import Int64
from .plans.bonuses import Base
from .result import CommissionLines, Result
from .snapshot import Posted, Snapshot


def earned_after_e4(snapshot: Snapshot) -> dict[Base, Int64]:
    """The earned bases of every order line after this run: the next one's `earned_before`."""
    rows = snapshot.sale_lines
    after = {base: before_e4.copy() for base, before_e4 in snapshot.earned_before.items()}
    for base, after_e4 in after.items():
        np.add.at(after_e4, rows.order_line[rows.claimed], snapshot.earned[base][rows.claimed])
    return after


def standing_after(result: Result, refs: Int64) -> Posted:
    """What stands once a result is committed: what is left of the posted lines, and the result's
    new lines under these refs (one per new line, in their order)."""
    new = result.lines.take(result.lines.reverses < 0)
    return Posted.concatenate([left_of_posted(result), as_posted(new, refs)])


def left_of_posted(result: Result) -> Posted:
    """The posted lines, cut where reversals began."""
    posted, reversals = result.snapshot.posted, result.reversals
    base_to_e4 = posted.base_to_e4.copy()
    by_ref = np.argsort(posted.ref)
    cut = by_ref[np.searchsorted(posted.ref, reversals.reverses, sorter=by_ref)]
    base_to_e4[cut] = reversals.base_from_e4
    standing = dataclasses.replace(posted, base_to_e4=base_to_e4)
    return standing.take(base_to_e4 > posted.base_from_e4)


def as_posted(lines: CommissionLines, refs: Int64) -> Posted:
    """New lines as they stand once they are posted under these refs."""
    names = [field.name for field in dataclasses.fields(Posted) if field.name != "ref"]
    return Posted(**{name: getattr(lines, name) for name in names}, ref=refs)
