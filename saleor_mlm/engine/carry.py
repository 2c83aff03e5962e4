"""What one committed run leaves for the next: earned bases and standing commission."""

import dataclasses
from collections.abc import Mapping

import numpy as np

from .columns import Int64
from .plans.bonuses import Base
from .result import Result
from .sales import earned_paths
from .snapshot import Posted, Snapshot


def earned_after_e4(snapshot: Snapshot) -> Mapping[Base, Int64]:
    """The earned bases of every order line after this run: the next one's `earned_before`."""
    return {base: _after_e4(snapshot, base) for base in snapshot.earned}


def _after_e4(snapshot: Snapshot, base: Base) -> Int64:
    after_e4 = snapshot.earned_before[base].copy()
    paths = earned_paths(snapshot, base)
    after_e4[paths.order_line] = paths.final_e4
    return after_e4


def standing_after(result: Result, refs: Int64) -> Posted:
    """What stands once a result is committed: the posted lines, cut where reversals began, and the
    result's new lines under these refs (one per new line, in their order)."""
    posted, reversals = result.snapshot.posted, result.reversals
    base_to_e4 = posted.base_to_e4.copy()
    by_ref = np.argsort(posted.ref)
    cut = by_ref[np.searchsorted(posted.ref, reversals.reverses, sorter=by_ref)]
    base_to_e4[cut] = reversals.base_from_e4
    standing = dataclasses.replace(posted, base_to_e4=base_to_e4)
    standing = standing.take(base_to_e4 > posted.base_from_e4)
    return Posted.concatenate([standing, _as_posted(result, refs)])


def _as_posted(result: Result, refs: Int64) -> Posted:
    new = result.lines.take(result.lines.reverses < 0)
    names = [field.name for field in dataclasses.fields(Posted) if field.name != "ref"]
    return Posted(**{name: getattr(new, name) for name in names}, ref=refs)
