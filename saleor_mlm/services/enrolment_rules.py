"""What a channel asks of enrolments and agreements, as its settings are now."""

from dataclasses import dataclass
from typing import Any

from ..adapters import channels, statements
from ..models import AgreementAcceptance, ChannelSettings, Distributor
from .declared_settings import BY_NAME
from .sponsor_rules import SponsorRule

NAMES = (
    "active",
    "enrolmentAgeMin",
    "enrolmentCountries",
    "sponsorRule",
    "invitationDays",
    "coolingOffDays",
    "rejoinMonths",
    "agreementMonths",
    "renewalNoticeDays",
    "renewalGraceDays",
    "inactivityMonths",
    "inactivityPurge",
    "starterKit",
)

OF_CHANNEL = f"""
SELECT {statements.columns(ChannelSettings, "s")} FROM saleor_mlm_channelsettings s
WHERE s.channel_id = %(channel)s
"""


@dataclass(frozen=True, slots=True)
class EnrolmentRules:
    """A channel's own settings, or the defaults; `countries` is empty where all may enrol."""

    channel_id: int
    active: bool
    age_min: int
    countries: frozenset[str]
    sponsor_rule: SponsorRule
    invitation_days: int
    cooling_off_days: int
    rejoin_months: int
    agreement_months: int
    renewal_notice_days: int
    renewal_grace_days: int
    inactivity_months: int
    inactivity_purge: bool
    starter_kit: str


def of_channel(channel_id: int) -> EnrolmentRules:
    row = statements.first(ChannelSettings, OF_CHANNEL, {"channel": channel_id})
    return _rules(row or ChannelSettings(channel_id=channel_id))


def defaults() -> EnrolmentRules:
    """For those who belong to no channel."""
    return _rules(ChannelSettings(channel_id=0))


def of_all() -> dict[int, EnrolmentRules]:
    """The rules of every channel that has settings of its own."""
    return {row.channel_id: _rules(row) for row in ChannelSettings.objects.order_by("channel_id")}


def of_distributor(distributor: Distributor) -> EnrolmentRules | None:
    """Those of the channel for which the distributor agreed last; for who named none, those of
    the only channel, where there is but one."""
    rows = AgreementAcceptance.objects.filter(distributor=distributor).order_by("-id")
    channel_id = rows.values_list("channel_id", flat=True).first()
    if channel_id is None:
        known = list(channels.all_channels())
        channel_id = known[0].id if len(known) == 1 else None
    return None if channel_id is None else of_channel(channel_id)


def _rules(row: ChannelSettings) -> EnrolmentRules:
    values: list[Any] = [_value(row, name) for name in NAMES]
    active, age_min, countries, sponsor_rule, *others = values
    codes = frozenset(countries.split(",")) if countries else frozenset()
    return EnrolmentRules(
        row.channel_id, active, age_min, codes, SponsorRule(sponsor_rule), *others
    )


def _value(row: ChannelSettings, name: str) -> Any:
    item = BY_NAME[name]
    own = getattr(row, item.column)
    return item.default if own is None else own
