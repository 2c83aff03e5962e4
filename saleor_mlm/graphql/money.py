"""Money, volumes and periods."""

from typing import Any

import graphene
from saleor.graphql.core.scalars import DateTime

from ..adapters import clock, money
from ..engine.periods import Period
from ..models import CommissionRun
from ..services import plans


class MlmMoney(graphene.ObjectType):
    """Exact money: `amount` for display, `minor` the integer of minor units as a string."""

    currency = graphene.String(required=True)
    amount = graphene.Float(required=True)
    minor = graphene.String(required=True)
    exponent = graphene.Int(required=True)


class MlmVolume(graphene.ObjectType):
    """A named volume; `value` is a decimal as a string."""

    name = graphene.String(required=True)
    value = graphene.String(required=True)


class MlmPeriodState(graphene.Enum):
    OPEN = "open"
    CLOSING = "closing"
    COMMITTED = "committed"


class MlmPeriod(graphene.ObjectType):
    """A business period, half open, in the plan's time zone."""

    key = graphene.String(required=True)
    starts_at = DateTime(required=True)
    ends_at = DateTime(required=True)
    state = MlmPeriodState(required=True)


def money_of(minor: int, currency: str) -> MlmMoney:
    exponent = money.exponent(currency)
    amount = money.amount(minor, currency)
    return MlmMoney(currency=currency, amount=float(amount), minor=str(minor), exponent=exponent)


def decimal_text(value_e4: int) -> str:
    return money.decimal_text(value_e4)


def period_of(period: Period) -> MlmPeriod:
    state = "open" if period.ends_at > clock.now() else "closing"
    return MlmPeriod(
        key=period.key, starts_at=period.starts_at, ends_at=period.ends_at, state=state
    )


def committed_period(run: CommissionRun) -> MlmPeriod:
    return MlmPeriod(
        key=run.period, starts_at=run.starts_at, ends_at=run.ends_at, state="committed"
    )


def periods(first: int) -> list[MlmPeriod]:
    """The newest first."""
    uncommitted = [period_of(period) for period in reversed(plans.uncommitted())]
    runs = CommissionRun.objects.order_by("-ends_at")[:first]
    return [*uncommitted, *(committed_period(run) for run in runs)][:first]


def period_by_key(key: str) -> Any:
    run = CommissionRun.objects.filter(period=key).first()
    if run:
        return committed_period(run)
    period = plans.period(key)
    return period_of(period) if period else None
