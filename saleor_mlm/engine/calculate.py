"""From a snapshot and a plan to a result: the order of the steps, and nothing else."""

from .columns import Gathered
from .commissions import level_outcomes, reversals
from .plans import Plan
from .result import CommissionLines, Result, UnpaidLevels
from .snapshot import Snapshot
from .volumes import passes, personal_cv_e4, personal_qv_e4


def calculate(snapshot: Snapshot, plan: Plan) -> Result:
    """Reverse what refunds took back, then pay every new interval of earned base up the tree.

    Deterministic; rows given in another order give the same bytes.
    Raises `AmountError` when an amount does not fit 64 bits, `SnapshotError` when a test measures
    CV and the sale lines are in several currencies.
    """
    qv_e4, cv_e4 = personal_qv_e4(snapshot), personal_cv_e4(snapshot)
    active = {name: passes(test, qv_e4, cv_e4) for name, test in plan.tests.items()}
    levels = sum(len(bonus.rates) for bonus in plan.bonuses.values())
    rows_max = levels * len(snapshot.earned_paths)
    lines = Gathered(CommissionLines, len(snapshot.posted) + rows_max)
    unpaid = Gathered(UnpaidLevels, rows_max)
    lines.add(reversals(snapshot))
    for index, bonus in enumerate(plan.bonuses.values()):
        for paid_part, unpaid_part in level_outcomes(snapshot, plan, index, bonus, active):
            lines.add(paid_part)
            unpaid.add(unpaid_part)
    return Result(
        snapshot=snapshot,
        plan=plan,
        lines=lines.table(),
        unpaid=unpaid.table(),
        personal_qv_e4=qv_e4,
        personal_cv_e4=cv_e4,
        active=active,
    )
