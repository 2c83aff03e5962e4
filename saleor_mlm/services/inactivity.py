"""Distributors without an order, own or of a customer, for longer than their channel allows."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..adapters import channels, clock
from ..models import AgreementAcceptance, Attribution, Distributor
from ..models.genealogy import DistributorStatus
from . import enrolment, enrolment_rules
from .enrolment_rules import EnrolmentRules
from .instants import months_later

BATCH = 500
ACTOR = "beat"


def preview(channel: str) -> "QuerySet[Distributor]":
    """Whose agreements the purge of a channel would end now; nobody's where it knows no limit."""
    found = channels.by_slug(channel)
    return inactive(enrolment_rules.of_channel(found.id)) if found else Distributor.objects.none()


def inactive(rules: EnrolmentRules) -> "QuerySet[Distributor]":
    """Active distributors of the channel who joined, and had their last order, too long ago."""
    if not rules.inactivity_months:
        return Distributor.objects.none()
    since = months_later(clock.now(), -rules.inactivity_months)
    orders = Attribution.objects.filter(order_created_at__gte=since)
    agreed = AgreementAcceptance.objects.filter(distributor=OuterRef("pk"))
    return Distributor.objects.filter(
        ~Exists(orders.filter(distributor=OuterRef("pk"))),
        ~Q(Exists(orders.filter(customer_user_id=OuterRef("user_id")))),
        ~Exists(agreed.filter(accepted_at__gte=since)),
        Exists(agreed.filter(channel_id=rules.channel_id)),
        ~Exists(_elsewhere(rules.channel_id)),
        status=DistributorStatus.ACTIVE,
        house=False,
        joined_at__lt=since,
    )


def purge() -> int:
    """End the agreements of the inactive, where a channel has switched that on; how many."""
    ended = 0
    for rules in enrolment_rules.of_all().values():
        if not rules.inactivity_purge:
            continue
        reason = f"no order for {rules.inactivity_months} months"
        for row in inactive(rules).order_by("id")[:BATCH]:
            enrolment.end(row.code, reason, ACTOR)
            ended += 1
    return ended


def _elsewhere(channel_id: int) -> "QuerySet[AgreementAcceptance]":
    """That a distributor agreed for another channel after the last time for this one."""
    here = AgreementAcceptance.objects.filter(
        distributor=OuterRef("distributor"), channel_id=channel_id, id__gt=OuterRef("id")
    )
    rows = AgreementAcceptance.objects.filter(distributor=OuterRef("pk"))
    return rows.exclude(channel_id=channel_id).filter(~Exists(here))
