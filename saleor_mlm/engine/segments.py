"""Everyone of some people between two places of a walk."""

from collections.abc import Iterator

import numpy as np

from .columns import Int32, Int64
from .going import Going
from .ways import Toward


def people_up_to(toward: Toward, going: Going, last: Int32) -> Iterator[tuple[Int64, Int32]]:
    """Round by round, the next person at or above each walker and no higher than `last`: the places
    of walkers in `going`, and whom each meets."""
    way = toward.climb.way
    rows, at = np.arange(len(going)), going.at
    while rows.size:
        times = None if going.sold_at_us is None else going.sold_at_us[rows]
        person = toward.first(at, times)
        met = (person != way.top) & (way.depth[person] >= way.depth[last[rows]])
        rows, person = rows[met], person[met]
        if rows.size:
            yield rows, person
        at = way.above[person]
