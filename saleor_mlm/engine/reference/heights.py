"""Who bounds or stops whom: boundaries by a test, or by everyone's own rank or title."""

from ..plans.bonuses import Boundary
from .standing import Standing


def height(boundary: Boundary, person: str, standing: Standing) -> int:
    """How high somebody stands: he bounds for whoever stands no higher, and 0 bounds for nobody.

    By a test: 1 for whoever passes. By `own`: the paid-as rank or the title.
    """
    if boundary.test is not None:
        return int(standing.passes(boundary.test, person))
    return (standing.paid_as if boundary.own == "rank" else standing.titles)[person]


def heights(boundary: Boundary, standing: Standing) -> range:
    """All heights above 0."""
    if boundary.test is not None:
        return range(1, 2)
    return range(1, len(standing.plan.ranks.ladder if standing.plan.ranks else ()) + 1)
