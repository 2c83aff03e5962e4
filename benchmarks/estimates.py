"""`make bench-estimates`: what an estimate of everybody's pay costs a worker, PEOPLE by PEOPLE.

A store of its own has the company of bench-genealogy and a sale line for every second person,
50,000 at least; the plan in force has three ranks with amounts, and three levels that skip the
inactive.
"""

import argparse
import os
import resource
import time

from saleor_sandbox import postgres

from .genealogy import company

HEAD = (
    "| people | sale lines | estimated lines | standings | wall | worker's processor | memory |"
    "\n| --- | --- | --- | --- | --- | --- | --- |"
)
ORDERS = """
INSERT INTO saleor_mlm_attribution (order_id, distributor_id, own, source, attached_at, decided_at,
    order_number, order_created_at, channel_id)
SELECT order_id, distributor_id, false, 'link', at, at, id, at, channel_id FROM saleor_mlm_saleline
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 1_000_000])
    options = parser.parse_args()
    print(HEAD)
    for people in options.people:
        if (child := os.fork()) == 0:
            print(_row(people), flush=True)
            os._exit(0)
        os.waitpid(child, 0)


def _row(people: int) -> str:
    with postgres.throw_away(durable=True) as url:
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.tests.settings")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        company.make(people, 0, max(50_000, people // 2))
        with connection.cursor() as cursor:
            cursor.execute(ORDERS)
        return _measured(people)


def _measured(people: int) -> str:
    from saleor_mlm.models import Estimate, EstimatedStanding, SaleLine
    from saleor_mlm.services import runs

    wall, own = time.perf_counter(), time.process_time()
    runs.estimate()
    wall, own = time.perf_counter() - wall, time.process_time() - own
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    counts = (model.objects.count() for model in (SaleLine, Estimate, EstimatedStanding))
    cells = [f"{count:,}" for count in (people, *counts)]
    return f"| {' | '.join(cells)} | {wall:.1f} s | {own:.1f} s | {memory:.2f} GB |"


if __name__ == "__main__":
    main()
