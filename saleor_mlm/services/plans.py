"""Published plans, and the business periods that they define."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import transaction

from ..adapters import clock
from ..engine.periods import Period, PeriodError, PeriodKind, period_at, period_from_key
from ..engine.plans import Plan, PlanError, load_plan
from ..models import CommissionRun, PlanVersion
from . import locks, settings
from .errors import MlmError
from .plan_support import lacking

YEARS = range(2000, 2200)
# Whoever publishes a plan holds it, and whoever commits a period by one.
LOCK = "plans"


@dataclass(frozen=True, slots=True)
class Published:
    """A published plan with its stored version."""

    version: PlanVersion
    plan: Plan


def publish(document: str, effective_from: date, actor: str) -> Published:
    """Publish a plan from a period's first day on; publishing it again changes nothing.

    A later publication for the same day takes the place of an earlier one.
    """
    plan = _loaded(document, effective_from)
    if effective_from.year not in YEARS:
        message = f"A plan begins between {YEARS.start} and {YEARS.stop - 1}."
        raise MlmError("OUT_OF_RANGE", message, "effectiveFrom")
    with transaction.atomic():
        locks.take(LOCK)
        _check_support(plan)
        _check_start(plan, effective_from)
        same = PlanVersion.objects.filter(effective_from=effective_from).last()
        if same and same.sha256 == plan.document_sha256:
            return Published(same, plan)
        version = PlanVersion.objects.create(
            name=plan.name,
            document=document,
            sha256=plan.document_sha256,
            effective_from=effective_from,
            published_at=clock.now(),
            published_by=actor,
        )
    return Published(version, plan)


def for_period(period: Period) -> Published | None:
    """The plan that binds a period: the latest effective on its first day."""
    first_day = period.starts_at.astimezone(ZoneInfo(period.time_zone)).date()
    version = PlanVersion.objects.filter(effective_from__lte=first_day).last()
    return Published(version, parsed(version, first_day)) if version else None


def trees_in_force() -> set[str]:
    """The trees that the plans of the periods walk which are not committed, or begin later."""
    first = first_uncommitted()
    start = first.starts_at if first else clock.now()
    versions = PlanVersion.objects.order_by("effective_from", "id")
    ruling = versions.filter(effective_from__lte=start).last()
    later = versions.filter(effective_from__gt=start)
    return {
        tree
        for version in [*([ruling] if ruling else []), *later]
        for tree in parsed(version).trees
    }


def period_of(instant: datetime) -> Period | None:
    """The business period of an instant; none before any plan is published."""
    newest = PlanVersion.objects.last()
    if newest is None:
        return None
    plan = parsed(newest)
    return period_at(instant, PeriodKind(plan.period), plan.zone)


def period(key: str) -> Period | None:
    """The period of a key of the company's calendar: a day is none where months are."""
    newest = PlanVersion.objects.last()
    if newest is None:
        return None
    plan = parsed(newest)
    try:
        found = period_from_key(key, plan.zone)
    except PeriodError:
        return None
    return found if found.kind == plan.period else None


def first_uncommitted() -> Period | None:
    """The period to be committed next; none before switch-on or before any plan."""
    activation = settings.activation()
    last = CommissionRun.objects.order_by("ends_at").last()
    if activation is None:
        return None
    return period_of(last.ends_at if last else activation.counts_from)


def uncommitted() -> list[Period]:
    """The periods from the first that is not committed to the one that runs now."""
    periods = []
    period = first_uncommitted()
    while period is not None and period.starts_at <= clock.now():
        periods.append(period)
        period = period.next()
    return periods


@lru_cache(maxsize=64)
def _parsed(document: str, on: date) -> Plan:
    return load_plan(document, on=on, published=True)


def parsed(version: PlanVersion, on: date | None = None) -> Plan:
    """What a version says of the period that begins on a day; without one, as it took effect."""
    return _parsed(version.document, on or version.effective_from)


def _loaded(document: str, on: date) -> Plan:
    """The plan on its first day; it is checked as it will be on every later one too."""
    try:
        load_plan(document)
        return _parsed(document, on)
    except PlanError as error:
        found = [
            MlmError(
                "PLAN_INVALID",
                f"line {problem.line}, {problem.path}: {problem.message};"
                f" expected {problem.expected}",
                "document",
            )
            for problem in error.problems
        ]
        found[0].more = tuple(found[1:])
        raise found[0] from None


def _check_support(plan: Plan) -> None:
    found = [
        MlmError("PLAN_UNSUPPORTED", f"This plan cannot run in a store: {sentence}.", "document")
        for sentence in lacking(plan)
    ]
    if found:
        found[0].more = tuple(found[1:])
        raise found[0]


def _check_start(plan: Plan, effective_from: date) -> None:
    midnight = datetime.combine(effective_from, datetime.min.time(), plan.zone)
    bound = period_at(midnight, PeriodKind(plan.period), plan.zone)
    first_day = bound.starts_at.astimezone(plan.zone).date()
    if first_day != effective_from:
        message = f"A plan binds whole periods: {bound.key} begins on {first_day}."
        raise MlmError("NOT_A_PERIOD_START", message, "effectiveFrom")
    last = CommissionRun.objects.order_by("ends_at").last()
    if last and bound.starts_at < last.ends_at:
        message = f"The period {last.period} is committed; choose a later day."
        raise MlmError("PERIOD_COMMITTED", message, "effectiveFrom")
    before = PlanVersion.objects.filter(effective_from__lt=effective_from).last()
    ruling = last.plan if last else before
    if ruling:
        _check_calendar(plan, parsed(ruling), "Committed" if last else "Published")


def _check_calendar(plan: Plan, ruling: Plan, which: str) -> None:
    """The newest plan tells the periods of all: another calendar would cut those that are open."""
    if (ruling.period, ruling.time_zone) != (plan.period, plan.time_zone):
        message = f"{which} periods are {ruling.period}s in {ruling.time_zone}; keep both."
        raise MlmError("CALENDAR_CHANGED", message, "document")
