"""The time, as an aware UTC instant: the store's own clock."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()
