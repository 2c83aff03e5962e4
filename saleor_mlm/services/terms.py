"""Until when an agreement runs, by the months that its channel asks for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..models import AgreementAcceptance, Distributor
from . import agreements, enrolment_rules
from .enrolment_rules import EnrolmentRules
from .instants import months_later


@dataclass(frozen=True, slots=True)
class Term:
    """The agreement of a distributor as it runs; `ends_at` is none where it runs for ever."""

    acceptance: AgreementAcceptance
    ends_at: datetime | None
    renewable_from: datetime | None


def of(distributor: Distributor) -> Term | None:
    """The running term; none of somebody whom staff enrolled without a channel."""
    newest = agreements.newest(distributor)
    if newest is None:
        return None
    rules = enrolment_rules.of_channel(newest.channel_id)
    end = end_of(newest, rules)
    return Term(newest, end, end - notice(rules) if end else None)


def ends_at(distributor: Distributor) -> datetime | None:
    found = of(distributor)
    return found.ends_at if found else None


def end_of(acceptance: AgreementAcceptance, rules: EnrolmentRules) -> datetime | None:
    if not rules.agreement_months:
        return None
    return months_later(acceptance.runs_from, rules.agreement_months)


def notice(rules: EnrolmentRules) -> timedelta:
    """How long before its end a term is announced, and can be renewed."""
    return timedelta(days=rules.renewal_notice_days)
