"""What a level bonus pays each person, where nobody asks on which sale.

Walkers that have come to the same place walk on as one. A company is widest at its lower end, so
the higher the level, the fewer are left: of a million walkers a few thousand reach the tenth person
who is paid.
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
    """Add to the sums what all levels pay on the sales of these walkers.

    Each round pays whoever uses the level, moves all walkers one step above him, and takes those
    together that now stand alike.
    """
    above = levels.payees.climb.way.above
    for level in range(1, levels.payees.rates.levels + 1):
        going = Going.all_of(walkers, walkers.first)
        stop = levels.stops(going, level)
        rate = levels.rates(going, stop, level)
        paid = np.flatnonzero(rate)
        sums.add(walkers.currency[paid], stop[paid], owed.minor(paid, rate[paid]))
        walkers, number = alike.together(dataclasses.replace(walkers, first=above[stop]))
        owed = owed.together(number, len(walkers))
