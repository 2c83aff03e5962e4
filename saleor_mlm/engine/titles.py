"""Career titles: how they follow the paid-as rank from period to period."""

import numpy as np

from .columns import Bool, Int16, Int64
from .past import Past
from .plans.ranks import Ranks

TITLE, BELOW_TITLE = "title", "below-title"
"""Carried: the title's rank plus 1, 0 for none; for how many periods in a row somebody has been
paid below it."""


def title_before(past: Past) -> Int16:
    """int16[person]: the career title as the last period left it, -1 none."""
    return (past.state(TITLE) - 1).astype(np.int16)


def kept_titles(past: Past, ranks: Ranks) -> Int16:
    """int16[person]: the title that is left after this period to whoever is paid as nothing."""
    return np.where(_falls_due(past, ranks), np.int16(-1), title_before(past))


def titles_after(past: Past, ranks: Ranks, paid_as: Int16) -> tuple[Int16, Int64]:
    """The titles after this period, and for how many periods in a row each has been paid below."""
    after = np.maximum(kept_titles(past, ranks), paid_as)
    below = np.where(paid_as < after, past.state(BELOW_TITLE) + 1, 0)
    return after, below


def _falls_due(past: Past, ranks: Ranks) -> Bool:
    """Whose title falls if he is paid below it in this period too."""
    if ranks.title.demotion == "never":
        return np.zeros(past.count, dtype=np.bool_)
    if ranks.title.demotion == "follows":
        return np.ones(past.count, dtype=np.bool_)
    return past.state(BELOW_TITLE) + 1 >= ranks.title.demotion
