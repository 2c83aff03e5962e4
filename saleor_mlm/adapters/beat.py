"""Celery beat's own table: when our entries were sent last, and how they are removed."""

from datetime import datetime

from django.conf import settings
from django_celery_beat.models import PeriodicTask, PeriodicTasks

NAME_PREFIX = "saleor_mlm-"


def schedule(entries: dict[str, dict[str, object]]) -> None:
    """Add entries to the schedule that beat writes to its table when it starts."""
    settings.CELERY_BEAT_SCHEDULE.update(entries)


def last_sent() -> datetime | None:
    rows = PeriodicTask.objects.filter(name__startswith=NAME_PREFIX, last_run_at__isnull=False)
    newest = rows.order_by("last_run_at").last()
    return newest.last_run_at if newest else None


def remove() -> list[str]:
    """Delete our entries, so that nothing fires after the plugin is gone; their names."""
    rows = PeriodicTask.objects.filter(name__startswith=NAME_PREFIX)
    names = list(rows.values_list("name", flat=True))
    rows.delete()
    PeriodicTasks.update_changed()
    return names
