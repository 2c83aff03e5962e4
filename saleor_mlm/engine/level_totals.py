"""What a level bonus pays each person, where nobody asks on which sale.

Walkers who have come to the same place are paid on as one from there. A company is widest at its
lower end, so the higher a level, the fewer are left: of a million walkers a few thousand reach the
tenth person who is paid.
"""

import dataclasses

import numpy as np

from .going import Going
from .level import LevelWalk
from .owed import OwedByRate
from .payment import Sums
from .walkers import Alike, Walkers


def pay_together(
    levels: LevelWalk, alike: Alike, walkers: Walkers, owed: OwedByRate, sums: Sums
) -> None:
    """Add to the sums what all levels pay on the sales of these walkers."""
    above = levels.payees.climb.way.above
    for level in range(1, levels.payees.rates.levels + 1):
        going = Going.all_of(walkers, walkers.first)
        stop = levels.stops(going, level)
        rate = levels.rates(going, stop, level)
        paid = np.flatnonzero(rate)
        sums.add(walkers.currency[paid], stop[paid], owed.minor(paid, rate[paid]))
        walkers, number = alike.together(dataclasses.replace(walkers, first=above[stop]))
        owed = owed.together(number, len(walkers))
