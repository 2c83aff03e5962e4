"""What a person sold and earned: sums over sale lines, estimates and the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, Sum
from django.db.models.expressions import RawSQL

from ..adapters import clock
from ..engine.periods import Period
from ..models import Distributor, Estimate
from . import ledger, networks, owners, plans, runs

TEAM = """
WITH RECURSIVE team AS (
    SELECT %s::bigint AS id
    UNION ALL
    SELECT d.id FROM saleor_mlm_distributor d JOIN team t ON d.enroller_id = t.id
)
SELECT id FROM team
"""


@dataclass
class Earnings:
    """A distributor's money of one period in one currency, in minor units.

    It is due to who was the owner at the period's last instant, by account and name.
    """

    period: str
    currency: str
    owner_user_id: int | None = None
    owner_name: str = ""
    estimated_minor: int = 0
    pending_minor: int = 0
    available_minor: int = 0
    paid_minor: int = 0


def personal_volume_e4(distributor_id: int, period: Period) -> tuple[int, int]:
    """(QV, CV) of own orders and own customers' orders that a period counts."""
    rows = runs.counted(period).filter(distributor_id=distributor_id).order_by()
    sums = rows.aggregate(qv=Sum("qv_e4", default=0), cv=Sum("cv_e4", default=0))
    return sums["qv"], sums["cv"]


def group_volume_e4(distributor_id: int, period: Period) -> int:
    """QV of a person and everyone below that a period counts."""
    team = RawSQL(TEAM, [distributor_id])
    rows = runs.counted(period).filter(distributor_id__in=team).order_by()
    return int(rows.aggregate(qv=Sum("qv_e4", default=0))["qv"])


def earnings(distributor_id: int, period: str | None) -> list[Earnings]:
    """Money by period and currency, estimated or posted, the newest period first."""
    found = _Found()
    if period and "\x00" in period:
        return []
    chosen = Q(period=period) if period else Q()
    estimates = Estimate.objects.filter(chosen, distributor_id=distributor_id)
    for row in estimates.values("period", "currency").annotate(sum=Sum("amount_minor")):
        found.at(row["period"], row["currency"]).estimated_minor = row["sum"]
    for balance in ledger.balances(distributor_id, period):
        row = found.at(balance.period, balance.currency)
        row.pending_minor = balance.pending_minor
        row.available_minor = balance.available_minor
    _name_owners(distributor_id, found.rows.values())
    return sorted(found.rows.values(), key=lambda row: (row.period, row.currency), reverse=True)


def _name_owners(distributor_id: int, rows: Iterable[Earnings]) -> None:
    distributor = Distributor.objects.get(id=distributor_id)
    for row in rows:
        period = plans.period(row.period)
        at = networks.last_instant(period) if period else clock.now()
        row.owner_user_id = owners.account_at(distributor, at)
        row.owner_name = owners.name_at(distributor, at)


@dataclass
class _Found:
    rows: dict[tuple[str, str], Earnings] = field(default_factory=dict)

    def at(self, period: str, currency: str) -> Earnings:
        return self.rows.setdefault((period, currency), Earnings(period, currency))
