"""The letter that invites somebody to enrol; with its token nobody but the reader can use it."""

from babel.dates import format_date
from django.utils.translation import pgettext

from ..adapters import channels, clock, mail, people
from ..models import Invitation
from ..models.enrolment import InvitationState
from . import invitations, letters, settings
from .letters import Letter, Row


def write(invitation_id: int) -> tuple[str, Letter | None]:
    """The address and the letter; none for an invitation that is over."""
    row = Invitation.objects.select_related("enroller").get(id=invitation_id)
    over = row.state != InvitationState.OPEN or row.expires_at <= clock.now()
    token = invitations.token_of(row)
    if over or token is None or row.enroller.status != "active":
        return "", None
    return row.email, _letter(row, token)


def _letter(row: Invitation, token: str) -> Letter:
    who = {"name": row.enroller.display_name, "store": mail.store_name()}
    with letters.spoken(row.language or _language(row)) as locale:
        until = format_date(row.expires_at, "long", locale)
        words = (
            pgettext("mlm", "%(name)s invites you") % who,
            _greeting(row),
            pgettext("mlm", "%(name)s invites you to become a distributor of %(store)s:") % who,
            pgettext("mlm", "Only you can use this link, until %(day)s.") % {"day": until},
            pgettext(
                "mlm",
                "You get this mail once, because %(name)s gave %(store)s your address. If you do"
                " not want to join, do nothing: then nothing is kept of you but this address.",
            )
            % who,
        )
        return letters.compose(locale, words, [Row(_link(row, token), "", "")])


def _greeting(row: Invitation) -> str:
    if not row.display_name:
        return pgettext("mlm", "Hello,")
    return pgettext("mlm", "Hello %(name)s,") % {"name": row.display_name}


def _link(row: Invitation, token: str) -> str:
    """The page of the channel's storefront where an invitation is accepted."""
    slugs = {channel.id: channel.slug for channel in channels.all_channels()}
    base = settings.rules(row.channel_id).storefront_url.rstrip("/")
    return f"{base}/{slugs.get(row.channel_id, '')}/join?invitation={token}"


def _language(row: Invitation) -> str:
    person = people.by_id(row.enroller.user_id) if row.enroller.user_id else None
    return person.language if person else "en"
