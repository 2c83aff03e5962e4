"""Claims made before an order: visits by a referral link, codes attached to a checkout."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Q

from ..adapters import channels, checkouts, clock
from ..engine import attribution as rules
from ..engine.attribution import Claim, Policy, Source
from ..models import CheckoutClaim, Distributor
from . import genealogy, locks, settings
from .declared_settings import WINDOW_DAYS_MAX
from .errors import MlmError

SALT = "saleor_mlm.visit"
VISITS_KEPT = 10
ABANDONED_AFTER = timedelta(days=1)
LONGEST_WINDOW = timedelta(days=WINDOW_DAYS_MAX)
PURGE_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Visit:
    """A click on a distributor's referral link."""

    code: str
    at: datetime


def visit(
    code: str, channel_slug: str, earlier_token: str | None = None
) -> tuple[Distributor, str]:
    """Who a referral code leads to, and a signed token that carries code, channel and time.

    With the token of an earlier visit the new one carries both, for shops where the first rules.
    """
    channel = _selling_channel(channel_slug)
    distributor = referred(code)
    earlier = _readable_visits(earlier_token, channel.id) if earlier_token else []
    claim = {
        "code": distributor.code,
        "channel": channel.id,
        "at": clock.now().timestamp(),
        "earlier": [[known.code, known.at.timestamp()] for known in earlier[1 - VISITS_KEPT :]],
    }
    return distributor, signing.dumps(claim, salt=SALT)


def referred(code: str) -> Distributor:
    """The active distributor of a code, or the reason why there is none."""
    distributor = genealogy.by_code(code)
    if distributor is None:
        raise MlmError(
            "CODE_UNKNOWN", f"The referral code {code.strip()[:40]} is not known.", "code"
        )
    if distributor.status not in genealogy.EARNING:
        message = f"The referral code {distributor.code} is no longer in use."
        raise MlmError("CODE_ENDED", message, "code")
    return distributor


def attach(token: UUID, code: str | None, visit_token: str | None) -> Claim:
    """Attach a referral to a checkout; gives the one that rules now, by the channel's policy."""
    checkout = checkouts.by_token(token)
    if checkout is None:
        raise _no_checkout(token)
    channel = settings.rules(checkout.channel_id)
    if channel.counts_from is None:
        raise MlmError("CHANNEL_INACTIVE", "This channel has no distributors.", "checkoutId")
    visits = _claimed(code, visit_token, checkout.channel_id, channel.policy)
    with transaction.atomic():
        locks.take(f"claim.{token}")
        row = _keep(token, [*of_checkout(token), *visits])
    return ruling(row, channel.policy)


def detach(token: UUID) -> None:
    """Take every referral off a checkout; nothing attached is no error."""
    if checkouts.by_token(token) is None:
        raise _no_checkout(token)
    CheckoutClaim.objects.filter(checkout_token=token).delete()


def of_checkout(token: UUID | None) -> list[Claim]:
    """The referrals attached to a checkout, the oldest first."""
    row = CheckoutClaim.objects.filter(checkout_token=token).first() if token else None
    return of_row(row) if row else []


def of_row(row: CheckoutClaim) -> list[Claim]:
    earlier = [
        Claim(Source.LINK, who, datetime.fromisoformat(at), datetime.fromisoformat(clicked))
        for who, clicked, at in row.earlier
    ]
    return [*earlier, Claim(Source.LINK, row.distributor_id, row.attached_at, row.clicked_at)]


def ruling(row: CheckoutClaim, policy: Policy) -> Claim:
    """Which of a checkout's referrals would rule if it became an order now.

    Where the window of all of them has passed it is the latest, which an order would show so.
    """
    sale = rules.Sale(ordered_at=clock.now(), claims=of_row(row))
    return rules.decide(sale, policy).winner or of_row(row)[-1]


def purge() -> int:
    """Delete claims that can decide nothing any more; how many they were.

    Those that made no order, and whose checkout is gone or whose click is older than any window.
    """
    now = clock.now()
    over = ~checkouts.is_there("checkout_token") | Q(clicked_at__lt=now - LONGEST_WINDOW)
    abandoned = CheckoutClaim.objects.filter(
        over, ~checkouts.has_order("checkout_token"), attached_at__lt=now - ABANDONED_AFTER
    )
    deleted = 0
    while batch := list(abandoned.values_list("pk", flat=True)[:PURGE_BATCH]):
        deleted += CheckoutClaim.objects.filter(pk__in=batch).delete()[0]
    return deleted


def _keep(token: UUID, visits: list[Claim]) -> CheckoutClaim:
    """Write a checkout's visits, the latest attached last; of each distributor first and last."""
    *earlier, latest = _without_repeats(visits)
    row, _ = CheckoutClaim.objects.update_or_create(
        checkout_token=token,
        defaults={
            "distributor_id": latest.distributor,
            "clicked_at": latest.clicked_at,
            "attached_at": latest.at,
            "earlier": [
                [item.distributor, str(item.clicked_at), str(item.at)]
                for item in earlier[1 - VISITS_KEPT :]
            ],
        },
    )
    return row


def _without_repeats(visits: list[Claim]) -> list[Claim]:
    """A click attached again counts where it was attached last; of one person two clicks stay."""
    kept: list[Claim] = []
    for item in visits:
        same = [known for known in kept if known.distributor == item.distributor]
        again = [known for known in same if known.clicked_at == item.clicked_at] or same[1:]
        kept = [known for known in kept if known not in again]
        kept.append(item)
    return kept


def _claimed(
    code: str | None, visit_token: str | None, channel_id: int, policy: Policy
) -> list[Claim]:
    """The visits of a token, the latest last, or the code just given."""
    now = clock.now()
    if visit_token:
        *before, latest = _visits(visit_token, channel_id)
        if now >= latest.at + timedelta(days=policy.attribution_window_days):
            message = (
                f"The referral link was opened more than {policy.attribution_window_days} days ago;"
                " open it again."
            )
            raise MlmError("TOKEN_EXPIRED", message, "token")
        people = [(genealogy.by_code(known.code), known.at) for known in before]
        known = [(person, at) for person, at in people if person]
        found = [*known, (referred(latest.code), latest.at)]
    elif code and code.strip():
        found = [(referred(code), now)]
    else:
        raise MlmError("REQUIRED", "Give a referral code or a visit token.", "code")
    return [Claim(Source.LINK, person.id, now, at) for person, at in found]


def _visits(token: str, channel_id: int) -> list[Visit]:
    """The visits that a token carries, the latest last."""
    try:
        claim: dict[str, Any] = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        message = "The visit token is damaged; open the referral link again."
        raise MlmError("TOKEN_INVALID", message, "token") from None
    if claim["channel"] != channel_id:
        message = "The referral link belongs to another channel."
        raise MlmError("OTHER_CHANNEL", message, "token")
    visits = [*claim.get("earlier", []), [claim["code"], claim["at"]]]
    return [Visit(code, datetime.fromtimestamp(at, UTC)) for code, at in visits]


def _readable_visits(token: str, channel_id: int) -> list[Visit]:
    """What a shop kept of earlier visits: damaged or of another channel it counts for nothing."""
    try:
        return _visits(token, channel_id)
    except MlmError:
        return []


def _selling_channel(slug: str) -> channels.Channel:
    channel = settings.channel(slug)
    if settings.rules(channel.id).counts_from is None:
        raise MlmError("CHANNEL_INACTIVE", f"The channel {slug} has no distributors.", "channel")
    return channel


def _no_checkout(token: UUID) -> MlmError:
    if checkouts.is_completed(token):
        message = "This checkout has become an order; its sale is settled."
        return MlmError("CHECKOUT_COMPLETED", message, "checkoutId")
    return MlmError("CHECKOUT_NOT_FOUND", "There is no such checkout.", "checkoutId")
