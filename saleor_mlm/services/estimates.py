"""When estimates are renewed: at once in a company of some thousands, by its size in a larger one.

An estimate goes through everybody. The tasks that ask for one share their workers with the shop's
own mails, so a large company's may not follow one upon the other: a million people are estimated
every 33 minutes, 10,000 every 20 seconds.
"""

from datetime import timedelta

from ..adapters import clock
from ..models import Distributor, Heartbeat
from . import doctor, runs

PAUSE_PER_PERSON = timedelta(milliseconds=2)
PAUSE_MIN = timedelta(seconds=5)
NOTE = "estimates.written"


def renew() -> None:
    """Estimate anew, unless that was done so short a while ago; beat asks again soon."""
    pause = Distributor.objects.count() * PAUSE_PER_PERSON
    if pause >= PAUSE_MIN and _were_written_within(pause):
        return
    with doctor.watched(NOTE):
        runs.estimate()


def _were_written_within(pause: timedelta) -> bool:
    since = clock.now() - pause
    return Heartbeat.objects.filter(task=NOTE, finished_at__gt=since).exists()
