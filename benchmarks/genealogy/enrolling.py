"""Existing accounts enrol, all checks on, by writers that each are a process.

Each enrolment goes through `services.enrolment.enroll` as that of a customer who is logged in: with
the channel's age, countries and agreement, and the enroller's code. It is a transaction of its own.
The first quarter of each writer's are not counted: caches fill.
"""

import datetime as dt
import multiprocessing as mp
import os
import random
import time
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from typing import Any

from .company import CHANNEL, Company

BORN = dt.date(1990, 5, 5)
ADDRESS = "203.0.113.7"


@dataclass(frozen=True)
class Run:
    """Enrolments a second by all writers together; how long each took, in ms; and the processor's
    time of one, in ms, without PostgreSQL's."""

    rate: float
    taken_ms: list[float]
    python_ms: float


def by_writers(company: Company, accounts: range, writers: int) -> Run:
    """Enrol accounts, shared out among so many writers."""
    context = mp.get_context("spawn")
    barrier, answers = context.Barrier(writers), context.Queue()
    shares = [accounts[n::writers] for n in range(writers)]
    started = [
        context.Process(target=_write, args=(company, share, barrier, answers)) for share in shares
    ]
    for process in started:
        process.start()
    found = [answers.get() for _ in started]
    for process in started:
        process.join()
    seconds = max(one["ended"] for one in found) - min(one["began"] for one in found)
    taken = [ms for one in found for ms in one["taken_ms"]]
    python = sum(one["python_s"] for one in found) / len(taken) * 1000
    return Run(len(taken) / seconds, taken, python)


def _write(company: Company, accounts: range, barrier: Barrier, answers: Any) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.tests.settings")
    import django

    django.setup()
    chance = random.Random(accounts[0])
    warm_up = len(accounts) // 4
    for account in accounts[:warm_up]:
        one(company, account, chance.randint(1, company.people))
    barrier.wait()
    began, python = time.time(), time.process_time()
    taken = []
    for account in accounts[warm_up:]:
        start = time.perf_counter()
        one(company, account, chance.randint(1, company.people))
        taken.append((time.perf_counter() - start) * 1000)
    answers.put(
        {
            "began": began,
            "ended": time.time(),
            "taken_ms": taken,
            "python_s": time.process_time() - python,
        }
    )


def one(company: Company, account: int, enroller: int) -> None:
    """Enrol an account below one of the first people, or the next who has not ended."""
    from saleor_mlm.services import enrolment
    from saleor_mlm.services.applications import Details

    details = Details(
        by_staff=False,
        channel=CHANNEL,
        country="DE",
        born_on=BORN,
        agreement_version="1",
        address=ADDRESS,
    )
    enrolment.enroll(
        user_id=account,
        enroller_code=f"P{company.active(enroller)}",
        display_name=f"New {account}",
        actor=f"user:{account}",
        details=details,
    )
