"""Inheritance and sale: a distributor's agreement in other hands.

The distributor stays one: place, team, title, codes and ledger accounts. Its owner becomes another
customer from a day on. A period belongs to the owner at its last instant, so what was earned before
stays due to the former owner.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from ..adapters import clock, people
from ..models import AccountClassChange, Distributor, NoticeOptOut, PersonChoice, Transfer
from ..models.enrolment import AccountClass
from . import agreements, as_of, corrections, events, genealogy, plans
from .as_of import CLASS_OF_DISTRIBUTOR, AsOf
from .errors import MlmError

NAME_LENGTH_MAX = 128


@dataclass(frozen=True, slots=True)
class NewOwner:
    """The customer who takes an agreement over, and how: `kind` is inheritance or sale,
    `owner_kind` person, couple or company. `agreement_version` is the one accepted here."""

    user_id: int
    name: str
    owner_kind: str
    kind: str
    agreement_version: str | None = None


def transfer(
    code: str, owner: NewOwner, effective_at: datetime | None, reason: str, actor: str
) -> Transfer:
    """Give an agreement to another customer, now or from an earlier instant of the running period
    on."""
    why = corrections.checked_reason(reason)
    _check_owner(owner)
    try:
        with transaction.atomic():
            distributor = _locked(code)
            made = _draft(distributor, owner, effective_at or clock.now(), why, actor)
            _check(distributor, made)
            made.save()
            _hand_over(distributor, made)
            _agree(distributor, owner, actor)
            _change_classes(made)
            events.note_transfer(made)
    except IntegrityError:
        raise _enrolled() from None
    return made


def _check_owner(owner: NewOwner) -> None:
    if people.by_id(owner.user_id) is None:
        raise MlmError("USER_UNKNOWN", "There is no such customer.", "user")
    if not owner.name.strip() or len(owner.name.strip()) > NAME_LENGTH_MAX:
        message = f"A name has 1 to {NAME_LENGTH_MAX} characters."
        raise MlmError("REQUIRED", message, "displayName")


def _locked(code: str) -> Distributor:
    found = genealogy.by_code(code)
    if found is None:
        raise MlmError("CODE_UNKNOWN", f"There is no distributor {code}.", "code")
    return Distributor.objects.select_for_update(no_key=True).get(id=found.id)


def _draft(
    distributor: Distributor, owner: NewOwner, effective_at: datetime, reason: str, actor: str
) -> Transfer:
    return Transfer(
        distributor=distributor,
        kind=owner.kind,
        former_user_id=distributor.user_id,
        former_name=distributor.display_name,
        former_kind=distributor.kind,
        user_id=owner.user_id,
        name=owner.name.strip(),
        owner_kind=owner.owner_kind,
        effective_at=effective_at,
        recorded_at=clock.now(),
        reason=reason,
        actor=actor,
    )


def _check(distributor: Distributor, made: Transfer) -> None:
    if distributor.user_id == made.user_id:
        raise MlmError("UNCHANGED", f"{distributor.code} is this customer's already.", "user")
    if genealogy.by_user(made.user_id):
        raise _enrolled()
    if distributor.status not in genealogy.EARNING:
        message = f"{distributor.code} has no agreement in force; reinstate it first."
        raise MlmError("CODE_ENDED", message, "code")
    _check_time(distributor, made.effective_at)


def _check_time(distributor: Distributor, at: datetime) -> None:
    if at > clock.now():
        message = "A transfer is written when it has happened: no later than now."
        raise MlmError("TOO_LATE", message, "effectiveAt")
    last = Transfer.objects.filter(distributor=distributor).order_by("effective_at").last()
    since = last.effective_at if last else distributor.joined_at
    if at <= since:
        message = f"The owner so far is one since {since:%Y-%m-%d %H:%M} UTC."
        raise MlmError("TOO_EARLY", message, "effectiveAt")
    running = plans.period_of(clock.now())
    if running and at < running.starts_at:
        message = f"What was before {running.key} is closed."
        raise MlmError("PERIOD_CLOSED", message, "effectiveAt")


def _hand_over(distributor: Distributor, made: Transfer) -> None:
    """What the former owner chose for the own person is not the new one's choice."""
    distributor.user_id = made.user_id
    distributor.display_name = made.name
    distributor.kind = made.owner_kind
    distributor.save(update_fields=["user_id", "display_name", "kind"])
    PersonChoice.objects.filter(distributor=distributor).delete()
    NoticeOptOut.objects.filter(distributor=distributor).delete()


def _agree(distributor: Distributor, owner: NewOwner, actor: str) -> None:
    """The new owner's agreement is with the channel that the former owner's was with; without a
    version, it was signed elsewhere."""
    former = agreements.newest(distributor)
    in_force = agreements.in_force(former.channel_id) if former else None
    version = (owner.agreement_version or "").strip()
    if version and (in_force is None or in_force.version != version):
        message = f"Version {version[:40]} of the agreement is not in force."
        raise MlmError("AGREEMENT_OUTDATED", message, "agreementVersion")
    if former:
        accepted = in_force if version else None
        agreements.accept(distributor, former.channel_id, accepted, None, actor)


def _change_classes(made: Transfer) -> None:
    """The former owner is a customer like any other; the new one is what the distributor is."""
    last = as_of.of_one(CLASS_OF_DISTRIBUTOR, made.distributor_id, AsOf(made.effective_at))
    accounts = [(made.user_id, made.distributor, last[0] if last else AccountClass.DISTRIBUTOR)]
    if made.former_user_id:
        accounts.append((made.former_user_id, None, AccountClass.RETAIL))
    AccountClassChange.objects.bulk_create(
        AccountClassChange(
            user_id=user_id,
            distributor=distributor,
            account_class=account_class,
            effective_at=made.effective_at,
            recorded_at=made.recorded_at,
            reason=made.reason[:255],
            actor=made.actor,
        )
        for user_id, distributor, account_class in accounts
    )


def _enrolled() -> MlmError:
    message = "This customer is a distributor already; merge the two, or choose another."
    return MlmError("ALREADY_ENROLLED", message, "user")
