"""Mail by Django's own settings: DEFAULT_FROM_EMAIL, and what Saleor makes of EMAIL_URL.

Saleor's e-mail plugins have servers of their own for Saleor's own mails; ours do not go there.
"""

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.contrib.sites.models import Site
from django.core.mail import EmailMultiAlternatives, get_connection

TIMEOUT_SECONDS = 10


class Outcome(Enum):
    """`unknown`: the connection broke after the mail was handed over; it may have gone out."""

    SENT = "sent"
    NOT_NOW = "not now"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a mail; `reachable` is false where the server itself was not."""

    outcome: Outcome
    fault: str = ""
    reachable: bool = True


def is_configured() -> bool:
    """Without EMAIL_URL, Saleor leaves the backend empty."""
    return bool(settings.EMAIL_BACKEND)


def store_name() -> str:
    return str(Site.objects.get_current().name)


def send(to: str, subject: str, text: str, html: str) -> Sent:
    """Hand one mail to the mail server; never raises, waits ten seconds for each of its answers."""
    try:
        connection = get_connection(timeout=TIMEOUT_SECONDS)
        connection.open()
    except Exception as fault:
        return Sent(Outcome.NOT_NOW, repr(fault)[:500], reachable=False)
    message = EmailMultiAlternatives(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers={"Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(html, "text/html")
    try:
        message.send()
        return Sent(Outcome.SENT)
    except (SMTPRecipientsRefused, SMTPResponseException) as fault:
        later = all(400 <= code < 500 for code in _codes(fault))
        return Sent(Outcome.NOT_NOW if later else Outcome.REFUSED, repr(fault)[:500])
    except Exception as fault:
        return Sent(Outcome.UNKNOWN, repr(fault)[:500])
    finally:
        # The mail is out, or not: how the goodbye goes says nothing about it.
        with suppress(Exception):
            connection.close()


def _codes(fault: SMTPRecipientsRefused | SMTPResponseException) -> list[int]:
    if isinstance(fault, SMTPRecipientsRefused):
        return [code for code, _ in fault.recipients.values()]
    return [fault.smtp_code]
