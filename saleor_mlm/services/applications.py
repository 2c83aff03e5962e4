"""What somebody says who wants to enrol, and whether the channel takes it.

Everything that can be wrong is looked at before anything is written, and all of it is answered at
once; what two enrolments at once fight for, the database decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ..adapters import channels, clock, countries
from ..models import Agreement, Distributor, Invitation
from ..models.genealogy import OwnerKind
from . import agreements, codes, enrolment_rules, invitations, settings, sponsors
from .enrolment_rules import EnrolmentRules
from .errors import MlmError
from .placing import Wish
from .sponsor_rules import SponsorRule
from .statuses import ENROLLED

NAME_LENGTH_MAX = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What an enrolment may say beside the name and the enroller.

    `channel` is a slug; staff may leave it out, and no channel's rules are asked then. Staff may
    also leave out the agreement, which was signed elsewhere. `born_on` is looked at and not kept.
    `wishes` say where staff wants the person in placement trees, `link` which side the referral
    link asks for. `address` is where the request came from.
    """

    by_staff: bool = True
    channel: str | None = None
    kind: str = OwnerKind.PERSON
    country: str = ""
    born_on: date | None = None
    handle: str | None = None
    agreement_version: str | None = None
    invitation_token: str | None = None
    address: str | None = None
    wishes: Sequence[Wish] = ()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """A checked enrolment. Without an `enroller` the channel's rule finds one; where there are no
    rules either, it is the head of a line."""

    name: str
    enroller: Distributor | None
    code: str | None
    handle: str | None
    country: str
    rules: EnrolmentRules | None
    agreement: Agreement | None
    invitation: Invitation | None
    details: Details

    @property
    def sponsor_rule(self) -> SponsorRule:
        return _sponsor_rule(self.rules)


def checked(
    enroller_code: str | None, display_name: str, code: str | None, details: Details
) -> Application:
    """The application, or every error in it; a bad invitation is the only one, since enroller and
    channel follow from it."""
    invitation = _invitation(details.invitation_token)
    found = _Checks()
    enroller = found(lambda: _enroller(enroller_code, invitation))
    name = found(lambda: _name(display_name)) or ""
    wanted = found(lambda: codes.wish(code, "code"))
    handle = found(lambda: codes.wish(details.handle, "handle"))
    rules = found(lambda: _rules(details, invitation))
    country = found(lambda: _country(details.country)) or ""
    agreement = None
    if rules:
        agreement = agreements.in_force(rules.channel_id)
        known = rules
        found(lambda: _check_country(known, country))
        found(lambda: _check_age(known, details.born_on))
        if details.agreement_version or not details.by_staff:
            found(lambda: agreements.check_version(agreement, details.agreement_version))
    if enroller is None and not details.by_staff and not found.errors:
        found(lambda: sponsors.check_rule(_sponsor_rule(rules), country))
    found.raise_all()
    accepted = agreement if details.agreement_version else None
    return Application(
        name, enroller, wanted, handle, country, rules, accepted, invitation, details
    )


def enroller_of(application: Application) -> tuple[Distributor | None, str]:
    """Whoever is above (none: the head of a line), and how that came, for the log.

    Called in the enrolment's transaction: a turn that the rule gives is taken with it.
    """
    if application.enroller or application.details.by_staff:
        return application.enroller, ENROLLED
    found, how = sponsors.by_rule(application.sponsor_rule, application.country)
    return found, f"{ENROLLED}; {how}"


class _Checks:
    """Runs checks one after the other and keeps their errors."""

    def __init__(self) -> None:
        self.errors: list[MlmError] = []

    def __call__[T](self, check: Callable[[], T]) -> T | None:
        try:
            return check()
        except MlmError as error:
            self.errors.append(error)
            return None

    def raise_all(self) -> None:
        if self.errors:
            raise together(self.errors)


def together(errors: Sequence[MlmError]) -> MlmError:
    first, *more = errors
    return MlmError(first.code, first.message, first.field, tuple(more))


def _invitation(token: str | None) -> Invitation | None:
    return invitations.usable(token) if token else None


def _enroller(code: str | None, invitation: Invitation | None) -> Distributor | None:
    """The one who invited, else the one whose code is given."""
    wanted = invitation.enroller.code if invitation else (code or "").strip()
    return sponsors.named(wanted) if wanted else None


def _name(display_name: str) -> str:
    name = display_name.strip()
    if not name:
        raise MlmError("REQUIRED", "A distributor needs a name to show.", "displayName")
    return name[:NAME_LENGTH_MAX]


def _rules(details: Details, invitation: Invitation | None) -> EnrolmentRules | None:
    """Those of the channel: where there is but one, it need not be named."""
    channel_id = invitation.channel_id if invitation else _channel_id(details)
    if channel_id is None:
        return None
    rules = enrolment_rules.of_channel(channel_id)
    if not rules.active:
        raise MlmError("CHANNEL_INACTIVE", "This channel has no distributors.", "channel")
    return rules


def _channel_id(details: Details) -> int | None:
    if details.channel:
        return settings.channel(details.channel).id
    if details.by_staff:
        return None
    known = list(channels.all_channels())
    if len(known) > 1:
        raise MlmError("REQUIRED", "Name the channel.", "channel")
    return known[0].id if known else None


def _sponsor_rule(rules: EnrolmentRules | None) -> SponsorRule:
    return rules.sponsor_rule if rules else SponsorRule.REFUSE


def _country(code: str) -> str:
    wanted = code.strip().upper()
    if wanted and not countries.is_country(wanted):
        raise MlmError("COUNTRY_UNKNOWN", f"{wanted[:40]} is no country.", "country")
    return wanted


def _check_country(rules: EnrolmentRules, country: str) -> None:
    if not rules.countries or country in rules.countries:
        return
    if not country:
        raise MlmError("REQUIRED", "Say in which country you live.", "country")
    message = f"Nobody can enrol from {country} here."
    raise MlmError("COUNTRY_REFUSED", message, "country")


def _check_age(rules: EnrolmentRules, born_on: date | None) -> None:
    """Years are complete on the birthday, by the date in UTC; who is born on 29 February has it on
    1 March in other years."""
    if not rules.age_min:
        return
    if born_on is None:
        raise MlmError("REQUIRED", "Say when you were born.", "birthDate")
    today = clock.now().date()
    had_birthday = (today.month, today.day) >= (born_on.month, born_on.day)
    if today.year - born_on.year - (not had_birthday) < rules.age_min:
        message = f"One has to be {rules.age_min} years old to enrol."
        raise MlmError("TOO_YOUNG", message, "birthDate")
