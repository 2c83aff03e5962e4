"""What bonuses pay, given who stands where."""

from .bonus_walks import walk_all
from .calculation import Calculation
from .lines import Written
from .payment import Sums
from .plans.schema import Plan
from .preparation import prepare
from .result import PersonLines, Result, Standing
from .reversals import reversals
from .snapshot import PastPeriod, Snapshot
from .totals import add_lines, totals_of


def paid(snapshot: Snapshot, plan: Plan, stands: Standing, detail: bool = True) -> Result:
    """What the plan's bonuses pay, given who stands where."""
    calc = Calculation(snapshot, plan, stands)
    taken_back = reversals(calc)
    sums: dict[int, Sums] = {}
    details = []
    for index, _, bonus in calc.bonuses():
        sums[index] = calc.no_sums()
        walk = walk_all(calc, prepare(calc, index, bonus), sums[index], detail)
        details.append(Written(calc, walk))
    add_lines(calc, sums, taken_back)
    return Result(
        snapshot=snapshot,
        plan=plan,
        standing=stands,
        reversals=taken_back,
        details=tuple(details) if detail else (),
        person_lines=PersonLines.empty(),
        totals=totals_of(sums),
        state=dict(snapshot.state),
        past=past_period(snapshot, stands),
    )


def past_period(snapshot: Snapshot, stands: Standing) -> PastPeriod:
    """This period as later ones will see it."""
    return PastPeriod(
        key=snapshot.period.key,
        starts_us=snapshot.starts_us,
        volumes=stands.volumes,
        tests=stands.tests,
        qualified=stands.qualified,
        paid_as=stands.paid_as,
    )
