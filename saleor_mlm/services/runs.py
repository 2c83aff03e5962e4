"""Commission runs: the estimate of what is open, and the commit that posts to the ledger."""

from collections.abc import Iterable, Iterator
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from ..adapters import clock
from ..engine import ENGINE_VERSION
from ..engine.calculate import calculate
from ..engine.periods import Period
from ..engine.result import Result
from ..models import (
    ClaimedSaleLine,
    CommissionLine,
    CommissionRun,
    Estimate,
    EstimatedStanding,
    OutboxEntry,
    PlanVersion,
    SaleLine,
    Standing,
)
from ..models.runs import Line
from . import (
    copying,
    enroller_changes,
    events,
    ledger,
    locks,
    networks,
    outbox,
    plans,
    results,
    run_columns,
    sales,
    snapshots,
    sweep,
)
from .errors import MlmError


def estimate() -> None:
    """Replace the estimates of every uncommitted period by what a commit now would give."""
    with transaction.atomic():
        locks.take("runs")
        Estimate.objects.all().delete()
        EstimatedStanding.objects.all().delete()
        for lines, standings in _estimates():
            copying.append(lines)
            copying.append(standings)


def calculated_estimates() -> tuple[list[Line], list[EstimatedStanding]]:
    """What a commit now would give in every uncommitted period, not written."""
    found: tuple[list[Line], list[EstimatedStanding]] = [], []
    for lines, standings in _estimates():
        found[0].extend(lines)
        found[1].extend(standings)
    return found


def _estimates() -> Iterator[tuple[Iterable[Line], Iterable[EstimatedStanding]]]:
    """Period by period; only what a later one goes on from is kept."""
    carried, periods = snapshots.Carried(), plans.uncommitted()
    for period in periods:
        found = _calculated(period, carried)
        if found is None:
            continue
        _, work, result = found
        lines: Iterable[Line] = results.lines(work, result, partial(Estimate, period=period.key))
        if period is not periods[-1]:
            lines = list(lines)
            carried.sale_lines += work.sale_lines
            carried.lines += lines
            carried.left.append(run_columns.left_by(period, work.people.values, result))
        yield lines, results.standings(work, result, partial(EstimatedStanding, period=period.key))


def commit(period_key: str, actor: str) -> CommissionRun:
    """Calculate a period that has ended and post it, once.

    Every order is read before, without any watermark; one that cannot be read stops the commit.
    """
    _check(period_key)
    sweep.read_everything()
    enroller_changes.put_due_into_force()
    known = networks.known_now()
    with transaction.atomic():
        locks.take("runs")
        locks.take(plans.LOCK)
        period = _check(period_key)
        _finish_reading()
        found = _calculated(period, snapshots.Carried(), known)
        if found is None:
            message = f"No plan is in force in {period_key}; publish one first."
            raise MlmError("NO_PLAN", message, "period")
        version, work, result = found
        run = _record(period, version, work, result, known, actor)
        owed = _write_lines(run, work, result)
        _write_standing(run, work, result)
        ledger.post_run(run, owed)
        events.note_commit(run)
    estimate()
    return run


def _finish_reading() -> None:
    """Wait for readings under way and do what is left: an order that a worker holds at this
    moment would otherwise be counted a period too late."""
    locks.take(outbox.READING)
    outbox.drain(sales.reconcile, limit=2_000_000_000)
    failing = OutboxEntry.objects.filter(attempts__gt=0).count()
    if failing:
        message = f"{failing} orders could not be read; see `manage.py mlm doctor`."
        raise MlmError("ORDERS_UNREAD", message, "period")


def _check(period_key: str) -> Period:
    period = plans.period(period_key)
    if period is None:
        raise MlmError("PERIOD_UNKNOWN", f"There is no period {period_key}.", "period")
    if CommissionRun.objects.filter(period=period_key).exists():
        message = f"{period_key} is committed; later corrections go to the open period."
        raise MlmError("PERIOD_COMMITTED", message, "period")
    if period.ends_at > clock.now():
        message = f"{period_key} runs until {period.ends_at:%Y-%m-%d %H:%M} UTC."
        raise MlmError("PERIOD_NOT_ENDED", message, "period")
    open_periods = plans.uncommitted()
    if not open_periods or period.starts_at < open_periods[0].starts_at:
        message = f"{period_key} lies before the first counted period."
        raise MlmError("PERIOD_UNKNOWN", message, "period")
    if period.starts_at > open_periods[0].starts_at:
        message = f"Periods are committed in order; next is {open_periods[0].key}."
        raise MlmError("EARLIER_PERIOD_OPEN", message, "period")
    return period


def _calculated(
    period: Period, carried: snapshots.Carried, known: networks.Known | None = None
) -> tuple[PlanVersion, snapshots.Work, Result] | None:
    published = plans.for_period(period)
    if published is None:
        return None
    rows = list(counted(period))
    work = snapshots.take(period, published.plan, rows, carried, known)
    return published.version, work, calculate(work.snapshot, published.plan)


def counted(period: Period) -> QuerySet[SaleLine]:
    """The sale lines that a period counts: those its run claimed, or would claim now.

    What came too late for its own period is counted in the first that is still open.
    """
    rows = SaleLine.objects.order_by("order_line_id", "seq")
    if CommissionRun.objects.filter(period=period.key).exists():
        return rows.filter(claimed__run__period=period.key)
    rows = rows.filter(claimed__isnull=True, volume_at__lt=period.ends_at)
    first = plans.first_uncommitted()
    if first is None or period.starts_at <= first.starts_at:
        return rows
    return rows.filter(volume_at__gte=period.starts_at)


def _record(
    period: Period,
    version: PlanVersion,
    work: snapshots.Work,
    result: Result,
    known: networks.Known,
    actor: str,
) -> CommissionRun:
    run = CommissionRun.objects.create(
        period=period.key,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        plan=version,
        engine_version=ENGINE_VERSION,
        status_change_id_max=known.status,
        enroller_change_id_max=known.enroller,
        position_change_id_max=known.position,
        account_class_change_id_max=known.account_class,
        country_change_id_max=known.country,
        snapshot_sha256=work.snapshot.sha256,
        result_sha256=result.sha256,
        committed_at=clock.now(),
        committed_by=actor,
    )
    copying.append([ClaimedSaleLine(sale_line=row, run=run) for row in work.sale_lines])
    return run


def _write_lines(run: CommissionRun, work: snapshots.Work, result: Result) -> list[ledger.Owed]:
    """Write all lines; what they owe."""
    owed = []

    def noted(lines: Iterable[Line]) -> Iterator[Line]:
        for line in lines:
            owed.append(_owed(line))
            yield line

    copying.append(noted(results.lines(work, result, partial(CommissionLine, run=run))))
    return owed


def _write_standing(run: CommissionRun, work: snapshots.Work, result: Result) -> None:
    """What everybody was, and what later runs go on from."""
    copying.append(results.standings(work, result, partial(Standing, run=run)))
    run_columns.write(run, run_columns.left_by(work.period, work.people.values, result))


def _owed(line: Line) -> ledger.Owed:
    return ledger.Owed(
        line.distributor_id, line.bonus, line.currency, line.amount_minor, line.release_at
    )
