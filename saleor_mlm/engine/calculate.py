"""From a snapshot and a plan to a result: the order of the steps, and nothing else."""

from .paying import paid
from .plans.schema import Plan
from .result import Result
from .snapshot import Snapshot
from .standing import standing


def calculate(snapshot: Snapshot, plan: Plan, detail: bool = True) -> Result:
    """Work out who stands where, reverse what refunds took back, then pay every new sale.

    Deterministic; rows given in another order give the same bytes. Without detail the result has
    totals, but no lines.
    Raises `AmountError` when an amount does not fit 64 bits, `SnapshotError` when the snapshot
    lacks what the plan asks for.
    """
    return paid(snapshot, plan, standing(snapshot, plan), detail)
