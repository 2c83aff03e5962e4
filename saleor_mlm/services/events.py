"""Events: facts of ours that other systems and people are told of.

Each is written in the transaction of its fact, so none is lost and none is told that did not
happen. Workers then make deliveries and notices of it, once.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Count, Sum
from graphql_relay import to_global_id

from ..adapters import clock, money
from ..models import (
    Attribution,
    CommissionLine,
    CommissionRun,
    Distributor,
    EnrollerChange,
    Event,
    Merger,
    SaleLine,
    Transfer,
)
from ..models.events import EventKind

VERSION = 1
WRITE = """
INSERT INTO saleor_mlm_event (id, kind, fact, subject, payload, at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
NEW, CHANGED, REVERSED = "new", "changed", "reversed"


def note_sale(decision: Attribution, rows: Sequence[SaleLine]) -> None:
    """Note what an order's sale is after `rows` were added.

    A sale that never was anybody's is no event; one that was taken from everybody is.
    """
    if not any(row.distributor_id for row in rows):
        return
    sums = SaleLine.objects.filter(order_id=decision.order_id).aggregate(
        count=Count("id"),
        net=Sum("net_minor"),
        cv=Sum("cv_e4"),
        qv=Sum("qv_e4"),
        earned=Sum("earned_e4"),
    )
    currency = rows[0].currency
    data = {
        "order": {
            "id": to_global_id("Order", decision.order_id),
            "number": decision.order_number,
        },
        "channel": {"id": to_global_id("Channel", decision.channel_id)},
        "distributor": _person(decision.distributor) if decision.distributor else None,
        "source": decision.source,
        "state": _state(sums, len(rows)) if decision.distributor else REVERSED,
        "sequence": sums["count"],
        "currency": currency,
        "net": money.amount_text(sums["net"], currency),
        "cv": money.decimal_text(sums["cv"]),
        "qv": money.decimal_text(sums["qv"]),
        "earnedCv": money.decimal_text(sums["earned"]),
    }
    fact = f"{decision.order_id}:{sums['count']}"
    _write(EventKind.SALE_ATTRIBUTED, fact, decision.order_id, data)


def note_enrolment(distributor: Distributor, times: int = 1) -> None:
    """Note that somebody enrolled, for the first time or again."""
    enroller = distributor.enroller
    data = {
        "distributor": _person(distributor),
        "user": {"id": to_global_id("User", distributor.user_id)} if distributor.user_id else None,
        "enroller": _person(enroller) if enroller else None,
        "joinedAt": distributor.joined_at.isoformat(),
    }
    fact = str(distributor.id) if times == 1 else f"{distributor.id}:{times}"
    _write(EventKind.DISTRIBUTOR_ENROLLED, fact, distributor.id, data)


def note_enroller_change(change: EnrollerChange) -> None:
    """Note that a change of enroller is in force."""
    enroller = change.enroller
    data = {
        "distributor": _person(change.distributor),
        "enroller": _person(enroller) if enroller else None,
        "effectiveAt": change.effective_at.isoformat(),
    }
    _write(EventKind.ENROLLER_CHANGED, str(change.id), change.distributor_id, data)


def note_merger(merger: Merger) -> None:
    """Note that one distributor goes on for two."""
    data = {
        "duplicate": _person(merger.duplicate),
        "kept": _person(merger.kept),
        "mergedAt": merger.merged_at.isoformat(),
    }
    _write(EventKind.DISTRIBUTORS_MERGED, str(merger.id), merger.duplicate_id, data)


def note_transfer(transfer: Transfer) -> None:
    """Note that an agreement is another customer's."""
    data = {
        "distributor": _person(transfer.distributor),
        "user": {"id": to_global_id("User", transfer.user_id)},
        "kind": transfer.kind,
        "effectiveAt": transfer.effective_at.isoformat(),
    }
    _write(EventKind.DISTRIBUTOR_TRANSFERRED, str(transfer.id), transfer.distributor_id, data)


def note_commit(run: CommissionRun) -> None:
    """Note that a run was committed, with what it paid in all; each person's pay is in GraphQL."""
    lines = CommissionLine.objects.filter(run=run).order_by().values("currency")
    totals = lines.annotate(sum=Sum("amount_minor"), people=Count("distributor", distinct=True))
    data = {
        "period": run.period,
        "startsAt": run.starts_at.isoformat(),
        "endsAt": run.ends_at.isoformat(),
        "resultSha256": run.result_sha256,
        "totals": [
            {
                "currency": row["currency"],
                "amount": money.amount_text(row["sum"], row["currency"]),
                "distributors": row["people"],
            }
            for row in totals.order_by("currency")
        ],
    }
    _write(EventKind.COMMISSION_COMMITTED, run.period, run.id, data)


def dispatch(*makers: Callable[[Event], object], limit: int = 500) -> int:
    """Give each waiting event to all makers, in one transaction with its mark; how many.

    Locked with SKIP LOCKED: any number of workers share them, and a crash gives an event back.
    """
    done = 0
    for _ in range(limit):
        with transaction.atomic():
            waiting = Event.objects.filter(dispatched_at__isnull=True).order_by("at")
            event = waiting.select_for_update(skip_locked=True).first()
            if event is None:
                break
            for make in makers:
                make(event)
            event.dispatched_at = clock.now()
            event.save(update_fields=["dispatched_at"])
            done += 1
    return done


def _state(sums: Mapping[str, int], added: int) -> str:
    """`new` when first seen, `reversed` when nothing of it counts any more, else `changed`."""
    if not (sums["net"] or sums["cv"] or sums["qv"] or sums["earned"]):
        return REVERSED
    return NEW if sums["count"] == added else CHANGED


def _person(distributor: Distributor) -> dict[str, str]:
    return {"id": to_global_id("MlmDistributor", distributor.id), "code": distributor.code}


def _write(kind: str, fact: str, subject: UUID | int, data: Mapping[str, Any]) -> None:
    now = clock.now()
    payload = {"type": kind, "version": VERSION, "timestamp": now.isoformat(), "data": data}
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [uuid4(), kind, fact, str(subject), text, now])
