"""What every task has in common: it runs only when switched on, and leaves a sign of life."""

from collections.abc import Callable
from functools import wraps

from ..adapters import host, queue, switch
from ..services import doctor

PREFIX = "saleor_mlm.tasks"


def beat_task(name: str) -> Callable[[Callable[[], object]], object]:
    """A task for beat: inert while the plugin is off; its end, or its fault, is noted.

    It never retries: beat calls again soon, and all work is found anew from the database. Nor does
    it wait long for a lock: Saleor's own mails and webhooks go through the same workers.
    """

    def decorate(work: Callable[[], object]) -> object:
        @wraps(work)
        def run() -> None:
            with host.writer(), host.impatient():
                if not switch.is_on():
                    return
                with doctor.watched(name):
                    work()

        return queue.app.task(name=f"{PREFIX}.{name}", ignore_result=True)(run)

    return decorate
