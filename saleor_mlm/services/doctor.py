"""The doctor: what is missing before sales become pay, in words that say what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import Max

from ..adapters import beat, channels, clock, host, mail, switch
from ..models import ChannelSettings, Heartbeat, Notice, OutboxEntry, PlannedMove, Volume
from ..models.notices import NoticeState
from . import notices, plan_support, plans, settings, webhooks

SILENT_AFTER = timedelta(minutes=5)
SWEEP_LAG = timedelta(minutes=15)
MOVES_TOLD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `fine` is false where somebody has to act."""

    name: str
    fine: bool
    message: str


@contextmanager
def watched(task: str) -> Iterator[None]:
    """Note when a task ended, or how it failed."""
    try:
        yield
    except Exception as fault:
        _note(task, failed_at=clock.now(), fault=f"{type(fault).__name__}: {fault}"[:2000])
        raise
    _note(task, finished_at=clock.now(), fault="")


def examine() -> list[Finding]:
    """Everything that has to be in place, in the order in which to mend it."""
    return [
        _version(),
        _start(),
        _switched_on(),
        _beat(),
        _worker(),
        _sweep(),
        _outbox(),
        *_webhooks(),
        _mail(),
        _plan(),
        *_product_lines(),
        _moves(),
        *_channels(),
    ]


def summary() -> str:
    """The findings that want a hand, one a line; said also where our tables are not there yet."""
    try:
        return _summary()
    except DatabaseError as fault:
        return f"The database cannot be read: run `manage.py migrate`. ({fault})"


def _summary() -> str:
    wanting = [finding.message for finding in examine() if not finding.fine]
    return "\n".join(wanting) if wanting else "All is well."


def _note(task: str, **values: object) -> None:
    with transaction.atomic():
        Heartbeat.objects.update_or_create(task=task, defaults=values)


def _version() -> Finding:
    version = ".".join(map(str, host.version()))
    if host.is_supported():
        return Finding("Saleor", True, f"Saleor {version} is supported.")
    message = f"Saleor {version} is not supported: use 3.21 to 3.24. The plugin stays inert."
    return Finding("Saleor", False, message)


def _start() -> Finding:
    if host.start_faults:
        return Finding("Start", False, f"At the start {'; '.join(host.start_faults)}.")
    return Finding("Start", True, "The plugin started without a fault.")


def _switched_on() -> Finding:
    if not switch.is_on():
        message = "The plugin is off: switch on Network marketing in the Dashboard's extensions."
        return Finding("Switch", False, message)
    activation = settings.activation()
    since = f"{activation.counts_from:%Y-%m-%d %H:%M} UTC" if activation else "the next sweep"
    return Finding("Switch", True, f"The plugin is on and counts orders from {since}.")


def _beat() -> Finding:
    """Beat writes its own table only every few minutes; a task of ours that ran proves it too."""
    ran = Heartbeat.objects.aggregate(last=Max("finished_at"))["last"]
    signs = [sign for sign in (beat.last_sent(), ran) if sign]
    if not signs:
        message = "Celery beat has not called yet: start it beside the worker."
        return Finding("Beat", False, message)
    if clock.now() - max(signs) > SILENT_AFTER:
        message = f"Celery beat is silent since {max(signs):%Y-%m-%d %H:%M} UTC: restart it."
        return Finding("Beat", False, message)
    return Finding("Beat", True, "Celery beat calls.")


def _worker() -> Finding:
    heart = Heartbeat.objects.filter(task="outbox.drain").first()
    if heart is None or heart.finished_at is None:
        message = (
            "No worker has run our tasks: install the plugin in the worker's environment too,"
            " and restart it."
        )
        return Finding("Worker", False, message)
    if heart.fault:
        return Finding("Worker", False, f"Reading orders fails: {heart.fault}")
    if clock.now() - heart.finished_at > SILENT_AFTER:
        message = f"The worker last ran our tasks at {heart.finished_at:%Y-%m-%d %H:%M} UTC."
        return Finding("Worker", False, message)
    return Finding("Worker", True, "The worker runs our tasks.")


def _sweep() -> Finding:
    activation = settings.activation()
    finished = activation.sweep_finished_at if activation else None
    if finished is None or clock.now() - finished > SWEEP_LAG:
        since = f"since {finished:%Y-%m-%d %H:%M} UTC" if finished else "yet"
        message = f"The sweep for lost events has not finished {since}."
        return Finding("Sweep", False, message)
    return Finding("Sweep", True, f"The sweep finished at {finished:%Y-%m-%d %H:%M} UTC.")


def _outbox() -> Finding:
    failing = OutboxEntry.objects.filter(attempts__gt=0).order_by("id").first()
    if failing:
        message = f"Order {failing.order_id} cannot be read: {failing.fault}"
        return Finding("Orders", False, message)
    return Finding("Orders", True, f"{OutboxEntry.objects.count()} orders wait to be read.")


def _webhooks() -> Iterator[Finding]:
    for endpoint in webhooks.switched_off():
        message = (
            f"{endpoint.name or endpoint.url} has failed since"
            f" {endpoint.failing_since:%Y-%m-%d %H:%M} UTC and was switched off: mend it and switch"
            " it on with mlmWebhookEndpointUpdate."
        )
        yield Finding("Webhook", False, message)


def _mail() -> Finding:
    wanted = [kind for kind in notices.FORM if notices.store_wants(kind)]
    if not wanted:
        return Finding("Mail", True, "Distributors get no mails: all kinds are switched off.")
    if not mail.is_configured():
        message = "Mails to distributors are on, but there is no mail server: set EMAIL_URL."
        return Finding("Mail", False, message)
    waiting = Notice.objects.filter(state=NoticeState.WAITING).exclude(fault="")
    failing = waiting.order_by("id").last()
    if failing:
        return Finding("Mail", False, f"Mails to distributors do not go out: {failing.fault}")
    return Finding("Mail", True, f"Distributors are told by mail of: {', '.join(wanted)}.")


def _published() -> plans.Published | None:
    period = plans.period_of(clock.now())
    return plans.for_period(period) if period else None


def _plan() -> Finding:
    published = _published()
    if published is None:
        message = "No plan is in force: publish one with `manage.py mlm plan publish FILE`."
        return Finding("Plan", False, message)
    return Finding("Plan", True, f"{published.plan.name} is in force.")


def _product_lines() -> Iterator[Finding]:
    """A line that is misspelt, or gone since, would be paid as any other without a word."""
    published = _published()
    for line in plan_support.lines_without_category(published.plan) if published else []:
        message = (
            f"The plan asks about the product line {line}, and no category has that slug: make the"
            " category, or publish a plan without it."
        )
        yield Finding(f"Product line {line}", False, message)


def _moves() -> Finding:
    """Told for a month: by then somebody has moved them in another way, or let them be."""
    failed = PlannedMove.objects.exclude(fault="").filter(done_at__gt=clock.now() - MOVES_TOLD)
    newest = failed.select_related("position__distributor").order_by("id").last()
    if newest:
        message = (
            f"{failed.count()} planned moves could not be made when their day came; the last is"
            f" {newest.position.distributor.code}'s: {newest.fault}. Move them by mlmPositionMove."
        )
        return Finding("Moves", False, message)
    waiting = PlannedMove.objects.filter(done_at=None).count()
    return Finding("Moves", True, f"{waiting} moves of positions wait for their day.")


def _channels() -> Iterator[Finding]:
    with_volumes = set(Volume.objects.values_list("channel_id", flat=True).distinct())
    own = {row.channel_id: row for row in ChannelSettings.objects.all()}
    for channel in channels.all_channels():
        row = own.get(channel.id)
        if row and not row.active:
            yield Finding(f"Channel {channel.slug}", True, f"{channel.slug} is switched off.")
        elif channel.id in with_volumes or settings.rules(channel.id).cv_percent_ppm:
            yield Finding(f"Channel {channel.slug}", True, f"{channel.slug} has volumes.")
        else:
            message = (
                f"The channel {channel.slug} has no volumes: set them with mlmVolumesSet, or a"
                " percent of the price with mlmChannelSettingsUpdate; or switch the channel off."
            )
            yield Finding(f"Channel {channel.slug}", False, message)
