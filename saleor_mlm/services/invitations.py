"""Invitations: an enroller asks one person by mail, who enrols with the token of that mail.

The token is what proves that the mail arrived, so nobody else ever sees it: not the enroller, and
not whoever reads the database, which keeps its digest.
"""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac

from ..adapters import clock, people
from ..models import Distributor, Invitation, Notice
from ..models.enrolment import InvitationState
from ..models.genealogy import DistributorStatus
from ..models.notices import NoticeKind
from . import enrolment_rules, settings
from .errors import MlmError

SALT = "saleor_mlm.invitation"
DAILY_MAX = 100
NAME_LENGTH_MAX = 64


@transaction.atomic
def invite(
    enroller: Distributor, channel: str, email: str, name: str, language: str = ""
) -> Invitation:
    """Invite one person; the mail goes out soon. Who was invited before gets a new token."""
    if enroller.status != DistributorStatus.ACTIVE:
        message = f"{enroller.code} cannot enrol: the agreement is {enroller.status}."
        raise MlmError("CODE_ENDED", message, "code")
    rules = enrolment_rules.of_channel(settings.channel(channel).id)
    address = _address(email)
    now = clock.now()
    own = Invitation.objects.filter(enroller=enroller)
    if own.filter(invited_at__gt=now - timedelta(days=1)).count() >= DAILY_MAX:
        message = f"At most {DAILY_MAX} people are invited a day; go on tomorrow."
        raise MlmError("TOO_MANY", message, "email")
    before = own.filter(email=address, state=InvitationState.OPEN)
    before.update(state=InvitationState.WITHDRAWN)
    seed = uuid4()
    row = Invitation.objects.create(
        enroller=enroller,
        channel_id=rules.channel_id,
        email=address,
        display_name=name.strip()[:NAME_LENGTH_MAX],
        language=language,
        seed=seed,
        token_digest=_digest(_token(seed)),
        invited_at=now,
        expires_at=now + timedelta(days=rules.invitation_days),
    )
    Notice.objects.create(
        kind=NoticeKind.INVITATION, distributor=enroller, subject=str(row.id), at=now, due_at=now
    )
    return row


def withdraw(enroller: Distributor, invitation_id: int) -> Invitation:
    """Take an own invitation back before it is accepted."""
    row = Invitation.objects.filter(enroller=enroller, id=invitation_id).first()
    if row is None:
        raise MlmError("INVITATION_UNKNOWN", "There is no such invitation.", "id")
    _change(row, InvitationState.WITHDRAWN)
    return row


def token_of(invitation: Invitation) -> str | None:
    """The token for the mail; none once the store's secret key is another."""
    token = _token(invitation.seed)
    return token if _digest(token) == invitation.token_digest else None


def by_token(token: str) -> Invitation | None:
    """The invitation of a token, in whatever state it is."""
    rows = Invitation.objects.filter(token_digest=_digest(token.strip()))
    return rows.select_related("enroller").first()


def usable(token: str) -> Invitation:
    """The open invitation of a token, or the reason why it enrols nobody."""
    row = by_token(token)
    if row is None:
        raise MlmError("INVITATION_UNKNOWN", "This invitation is not known.", "invitationToken")
    if row.state == InvitationState.OPEN and row.expires_at <= clock.now():
        message = "This invitation has expired; ask for a new one."
        raise MlmError("INVITATION_EXPIRED", message, "invitationToken")
    if row.state != InvitationState.OPEN:
        raise _over(row)
    return row


def check_person(invitation: Invitation, user_id: int) -> None:
    """Refuse everybody but the one who was invited."""
    person = people.by_id(user_id)
    if person is not None and person.email.lower() == invitation.email.lower():
        return
    message = f"This invitation is for {invitation.email}; log in with that address."
    raise MlmError("INVITATION_OF_ANOTHER", message, "invitationToken")


def accept(invitation: Invitation, distributor: Distributor) -> None:
    """Use an invitation up, in the transaction of the enrolment: of two at once one is refused."""
    _change(invitation, InvitationState.ACCEPTED, distributor)


def _change(row: Invitation, state: str, distributor: Distributor | None = None) -> None:
    """Only an open one changes; the database decides who comes first."""
    rows = Invitation.objects.filter(id=row.id, state=InvitationState.OPEN)
    if not rows.update(state=state, distributor=distributor):
        row.refresh_from_db()
        raise _over(row)
    row.state, row.distributor = state, distributor


def _over(row: Invitation) -> MlmError:
    if row.state == InvitationState.ACCEPTED:
        message = "This invitation has been accepted already."
        return MlmError("INVITATION_USED", message, "invitationToken")
    message = "This invitation has been withdrawn; ask for a new one."
    return MlmError("INVITATION_WITHDRAWN", message, "invitationToken")


def _address(email: str) -> str:
    wanted = email.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError:
        message = f"{wanted[:80]} is no e-mail address."
        raise MlmError("INVALID_EMAIL", message, "email") from None
    return wanted


def _token(seed: UUID) -> str:
    return salted_hmac(SALT, str(seed), algorithm="sha256").hexdigest()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
