"""Every setting, declared once: GraphQL, command, form, checks and docs/settings.md follow."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from graphql_relay import from_global_id

from ..adapters import countries
from ..engine.attribution import (
    GuestIdentity,
    OwnPurchases,
    Policy,
    ProtectionFrom,
    RollUp,
    WinningClick,
)
from .errors import MlmError
from .sponsor_rules import SponsorRule

PPM_PER_PERCENT = 10_000
URL_LENGTH_MAX = 200
WINDOW_DAYS_MAX = 365
COUNTRIES_MAX = 80
VARIANT_LENGTH_MAX = 64

type Value = int | bool | str | None


@dataclass(frozen=True, slots=True)
class WholeNumber:
    low: int
    high: int
    unit: str

    @property
    def limits(self) -> str:
        return f"{self.low} to {self.high} whole {self.unit}"

    def parse(self, text: str, field: str) -> int:
        known = text.strip()
        if not (known.isascii() and known.isdecimal() and len(known) < 10):
            raise MlmError("OUT_OF_RANGE", f"Give {self.limits}.", field)
        if not self.low <= int(known) <= self.high:
            raise MlmError("OUT_OF_RANGE", f"Give {self.limits}.", field)
        return int(known)

    def text(self, value: Value) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage such as 12.5, kept in parts per million."""

    limits: str = "0 to 100 with at most four decimals"

    def parse(self, text: str, field: str) -> int:
        try:
            ppm = Decimal(text) * PPM_PER_PERCENT
            whole = int(ppm)
        except (InvalidOperation, ValueError, OverflowError):
            message = f"{text} is no percentage; write it like 12.5."
            raise MlmError("INVALID_DECIMAL", message, field) from None
        if whole != ppm or not 0 <= whole <= 100 * PPM_PER_PERCENT:
            raise MlmError("OUT_OF_RANGE", f"A percentage is {self.limits}.", field)
        return whole

    def text(self, value: Value) -> str:
        return format((Decimal(value or 0) / PPM_PER_PERCENT).normalize(), "f")


@dataclass(frozen=True, slots=True)
class Switch:
    limits: str = "true or false"

    def parse(self, text: str, field: str) -> bool:
        if text not in ("true", "false"):
            raise MlmError("INVALID_CHOICE", f"Give {self.limits}.", field)
        return text == "true"

    def text(self, value: Value) -> str:
        return "true" if value else "false"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of an enum's members; people see their names."""

    members: type[StrEnum]

    @property
    def limits(self) -> str:
        return " or ".join(member.name for member in self.members)

    def parse(self, text: str, field: str) -> str:
        for member in self.members:
            if text == member.name:
                return member.value
        raise MlmError("INVALID_CHOICE", f"Give {self.limits}.", field)

    def text(self, value: Value) -> str:
        return self.members(str(value)).name


@dataclass(frozen=True, slots=True)
class WebAddress:
    limits: str = f"http or https, at most {URL_LENGTH_MAX} characters, or nothing"

    def parse(self, text: str, field: str) -> str:
        if text:
            try:
                URLValidator(["http", "https"])(text)
                MaxLengthValidator(URL_LENGTH_MAX)(text)
            except ValidationError:
                message = (
                    "A storefront's address is like https://shop.example, at most"
                    f" {URL_LENGTH_MAX} characters."
                )
                raise MlmError("INVALID_URL", message, field) from None
        return text

    def text(self, value: Value) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Countries:
    """Codes of countries, sorted, with a comma between."""

    limits: str = f"codes like DE, AT; at most {COUNTRIES_MAX}, or nothing"

    def parse(self, text: str, field: str) -> str:
        codes = {part.strip().upper() for part in text.split(",") if part.strip()}
        unknown = sorted(code for code in codes if not countries.is_country(code))
        if unknown:
            raise MlmError("INVALID_CHOICE", f"{unknown[0][:40]} is no country.", field)
        if len(codes) > COUNTRIES_MAX:
            raise MlmError("OUT_OF_RANGE", f"Give {self.limits}.", field)
        return ",".join(sorted(codes))

    def text(self, value: Value) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class VariantId:
    """The global id of a product variant, as the store's GraphQL gives it."""

    limits: str = "the id of a product variant, or nothing"

    def parse(self, text: str, field: str) -> str:
        if not text:
            return ""
        try:
            kind, key = from_global_id(text)
        except ValueError:
            kind, key = "", ""
        if kind != "ProductVariant" or not key.isdecimal() or len(text) > VARIANT_LENGTH_MAX:
            raise MlmError("INVALID_CHOICE", f"Give {self.limits}.", field)
        return text

    def text(self, value: Value) -> str:
        return str(value)


type Kind = WholeNumber | Percent | Switch | Choice | WebAddress | Countries | VariantId


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a channel, under the name it has in GraphQL, command and documentation.

    `column` holds it in ChannelSettings; empty: it holds for the company, set in the form only.
    `form` is its name in the plugin's form, where it can be set for all channels. `without` says in
    words what an empty value means.
    """

    name: str
    column: str
    kind: Kind
    default: Value
    meaning: str
    form: str | None = None
    without: str = ""

    def parse(self, text: str, field: str | None = None) -> Value:
        return self.kind.parse(text, field or self.name)

    def text(self, value: Value) -> str | None:
        return None if value is None else self.kind.text(value)

    def words(self, value: Value) -> str:
        """A value for people: also nothing has its words."""
        return self.text(value) or self.without


HOLD_DAYS = "Days until pay is released"
CV_PERCENT = "CV percent"
QV_PERCENT = "QV percent"
_POLICY = Policy()

ACTIVE = Setting(
    "active",
    "active",
    Switch(),
    True,
    "Whether orders of this channel count. Switched on again it counts from then.",
)
TABLE: tuple[Setting, ...] = (
    ACTIVE,
    Setting(
        "cvPercent",
        "cv_percent_ppm",
        Percent(),
        0,
        "CV of products without a fixed volume, in percent of the net price paid.",
        form=CV_PERCENT,
    ),
    Setting(
        "qvPercent",
        "qv_percent_ppm",
        Percent(),
        0,
        "QV of products without a fixed volume, in percent of the net price paid.",
        form=QV_PERCENT,
    ),
    Setting(
        "holdDays",
        "hold_days",
        WholeNumber(0, 365, "days"),
        14,
        "Days from sending the goods until pay is released.",
        form=HOLD_DAYS,
    ),
    Setting(
        "storefrontUrl",
        "storefront_url",
        WebAddress(),
        "",
        "Where referral links lead.",
        without="a path without an address",
    ),
    Setting(
        "attributionWindowDays",
        "attribution_window_days",
        WholeNumber(1, WINDOW_DAYS_MAX, "days"),
        _POLICY.attribution_window_days,
        "How long the click on a referral link counts, until the order is placed.",
    ),
    Setting(
        "winningClick",
        "winning_click",
        Choice(WinningClick),
        _POLICY.winning_click,
        "Which referral link rules where a buyer followed several within the window.",
    ),
    Setting(
        "customerProtection",
        "customer_protection",
        Switch(),
        _POLICY.customer_protection,
        "Whether a registered customer stays with the distributor of the first order, whatever "
        "link or voucher comes later.",
    ),
    Setting(
        "customerProtectionDays",
        "customer_protection_days",
        WholeNumber(1, 3650, "days"),
        _POLICY.customer_protection_days,
        "How long the customer stays.",
        without="for ever",
    ),
    Setting(
        "customerProtectionFrom",
        "customer_protection_from",
        Choice(ProtectionFrom),
        _POLICY.customer_protection_from,
        "From which order these days count: the one that made the customer, or the latest one.",
    ),
    Setting(
        "vouchersAttribute",
        "vouchers_attribute",
        Switch(),
        _POLICY.vouchers_attribute,
        "Whether a voucher that belongs to a distributor makes the sale the distributor's.",
    ),
    Setting(
        "ownPurchases",
        "own_purchases",
        Choice(OwnPurchases),
        _POLICY.own_purchases,
        "Whether what a distributor buys is own volume, or nobody's.",
    ),
    Setting(
        "guestIdentity",
        "guest_identity",
        Choice(GuestIdentity),
        _POLICY.guest_identity,
        "What the e-mail of a buyer who did not log in is good for: this order only, or it stands "
        "for the account that has it.",
    ),
    Setting(
        "rollUp",
        "roll_up",
        Choice(RollUp),
        _POLICY.roll_up,
        "Who gets a sale claimed for a distributor who has ended: the next enroller whose "
        "agreement is in force, or the house, which is nobody.",
    ),
    Setting(
        "enrolmentAgeMin",
        "enrolment_age_min",
        WholeNumber(0, 99, "years"),
        0,
        "How old somebody has to be to enrol; 0 asks nobody.",
    ),
    Setting(
        "enrolmentCountries",
        "enrolment_countries",
        Countries(),
        "",
        "From which countries people may enrol.",
        without="every country",
    ),
    Setting(
        "sponsorRule",
        "sponsor_rule",
        Choice(SponsorRule),
        SponsorRule.REFUSE,
        "Who enrols people that name no enroller: nobody, the house, distributors in turn who "
        "wish to or whom staff listed, or the nearest by country.",
    ),
    Setting(
        "invitationDays",
        "invitation_days",
        WholeNumber(1, 90, "days"),
        14,
        "How long an invitation can be accepted.",
    ),
    Setting(
        "coolingOffDays",
        "cooling_off_days",
        WholeNumber(0, 365, "days"),
        14,
        "How long a distributor may take back the enrolment, as if it had never been.",
    ),
    Setting(
        "rejoinMonths",
        "rejoin_months",
        WholeNumber(0, 120, "months"),
        6,
        "How long a former distributor waits before enrolling again.",
    ),
    Setting(
        "agreementMonths",
        "agreement_months",
        WholeNumber(0, 120, "months"),
        0,
        "How long an agreement runs until it is renewed; 0: for ever.",
    ),
    Setting(
        "renewalNoticeDays",
        "renewal_notice_days",
        WholeNumber(0, 180, "days"),
        30,
        "How long before the end of an agreement its distributor is reminded.",
    ),
    Setting(
        "renewalGraceDays",
        "renewal_grace_days",
        WholeNumber(0, 365, "days"),
        30,
        "How long after that end a distributor who has not renewed stays one.",
    ),
    Setting(
        "inactivityMonths",
        "inactivity_months",
        WholeNumber(0, 120, "months"),
        0,
        "After how long without an order, own or of a customer, a distributor counts as inactive; "
        "0: never.",
    ),
    Setting(
        "inactivityPurge",
        "inactivity_purge",
        Switch(),
        False,
        "Whether the agreements of inactive distributors are ended, every day.",
    ),
    Setting(
        "starterKit",
        "starter_kit",
        VariantId(),
        "",
        "What a new distributor is offered to put into the cart, an ordinary order.",
        without="nothing",
    ),
)


class NamesShown(StrEnum):
    FULL = "full"
    INITIALS = "initials"


class ContactsShown(StrEnum):
    NEVER = "never"
    BY_CHOICE = "by_choice"


TEAM_DEPTH = Setting(
    "teamDepth",
    "",
    WholeNumber(1, 1_000_000, "levels"),
    None,
    "How many levels below somebody sees who stands there. Figures always count the whole team.",
    form="Levels of the team that are shown",
    without="all",
)
NAMES_SHOWN = Setting(
    "namesShown",
    "",
    Choice(NamesShown),
    NamesShown.FULL,
    "How others see a distributor's name: as it is, or its initials unless the person chose to be "
    "shown by name.",
    form="Names of distributors",
)
CONTACTS_SHOWN = Setting(
    "contactsShown",
    "",
    Choice(ContactsShown),
    ContactsShown.BY_CHOICE,
    "Whether a distributor's e-mail is shown to the upline and to the own frontline where the "
    "person chose so, or to nobody.",
    form="E-mails of distributors",
)
CONSENT_OF_PERSON = Setting(
    "consentOfPerson",
    "",
    Switch(),
    True,
    "Whether a request for another enroller waits for the consent of the person. Staff can change "
    "an enroller without any consent, with a reason.",
    form="Change of enroller: the person agrees",
)
CONSENT_OF_OLD_ENROLLER = Setting(
    "consentOfOldEnroller",
    "",
    Switch(),
    True,
    "Whether it waits for the consent of the enroller so far.",
    form="Change of enroller: the enroller so far agrees",
)
CONSENT_OF_NEW_ENROLLER = Setting(
    "consentOfNewEnroller",
    "",
    Switch(),
    True,
    "Whether it waits for the consent of the new enroller.",
    form="Change of enroller: the new enroller agrees",
)
COMPANY: tuple[Setting, ...] = (
    TEAM_DEPTH,
    NAMES_SHOWN,
    CONTACTS_SHOWN,
    CONSENT_OF_PERSON,
    CONSENT_OF_OLD_ENROLLER,
    CONSENT_OF_NEW_ENROLLER,
)
FORM: tuple[Setting, ...] = (*(setting for setting in TABLE if setting.form), *COMPANY)
BY_NAME = {setting.name: setting for setting in TABLE}
