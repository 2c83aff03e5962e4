"""The distributor agreement: its versions for each channel, and who accepted which."""

from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from ..adapters import clock, statements
from ..models import Agreement, AgreementAcceptance, Distributor
from . import settings
from .errors import MlmError

VERSION_LENGTH_MAX = 32
TEXT_LENGTH_MAX = 200_000
IN_FORCE = f"""
SELECT {statements.columns(Agreement, "a")} FROM saleor_mlm_agreement a
WHERE a.channel_id = %(channel)s AND a.effective_at <= %(now)s
ORDER BY a.effective_at DESC, a.id DESC LIMIT 1
"""


def publish(
    channel: str, version: str, text: str, effective_at: datetime | None, actor: str
) -> Agreement:
    """Publish a version of a channel's agreement, in force from an instant on; never changed."""
    channel_id = settings.channel(channel).id
    wanted, words = version.strip(), text.strip()
    if not wanted or len(wanted) > VERSION_LENGTH_MAX:
        message = f"A version has 1 to {VERSION_LENGTH_MAX} characters."
        raise MlmError("OUT_OF_RANGE", message, "version")
    if not words or len(words) > TEXT_LENGTH_MAX:
        message = f"An agreement has 1 to {TEXT_LENGTH_MAX} characters."
        raise MlmError("OUT_OF_RANGE", message, "text")
    now = clock.now()
    if effective_at is not None and effective_at < now:
        message = "A version of the agreement cannot rule backwards."
        raise MlmError("OUT_OF_RANGE", message, "effectiveAt")
    try:
        with transaction.atomic():
            return Agreement.objects.create(
                channel_id=channel_id,
                version=wanted,
                text=words,
                digest=sha256(words.encode()).hexdigest(),
                effective_at=effective_at or now,
                actor=actor,
            )
    except IntegrityError:
        message = f"There is a version {wanted} already; published it is never changed."
        raise MlmError("VERSION_TAKEN", message, "version") from None


def in_force(channel_id: int) -> Agreement | None:
    """The version that a channel's new distributors accept."""
    return statements.first(Agreement, IN_FORCE, {"channel": channel_id, "now": clock.now()})


def accept(
    distributor: Distributor,
    channel_id: int,
    agreement: Agreement | None,
    address: str | None,
    actor: str,
    runs_from: datetime | None = None,
) -> AgreementAcceptance:
    """Keep that a distributor agreed, now; the term runs from now, or where the last one ends."""
    now = clock.now()
    return AgreementAcceptance.objects.create(
        distributor=distributor,
        channel_id=channel_id,
        agreement=agreement,
        accepted_at=now,
        runs_from=runs_from or now,
        address=address,
        actor=actor,
    )


def newest(distributor: Distributor) -> AgreementAcceptance | None:
    """When and for which channel a distributor agreed last."""
    rows = AgreementAcceptance.objects.filter(distributor=distributor)
    return rows.select_related("agreement").order_by("-id").first()


def check_version(agreement: Agreement | None, version: str | None) -> None:
    """Refuse an enrolment that accepts no version, or not the one in force."""
    if agreement is None:
        return
    if not version:
        message = f"Accept the agreement, version {agreement.version}."
        raise MlmError("AGREEMENT_REQUIRED", message, "agreementVersion")
    if version.strip() != agreement.version:
        message = f"The agreement in force is version {agreement.version}; read it again."
        raise MlmError("AGREEMENT_OUTDATED", message, "agreementVersion")
