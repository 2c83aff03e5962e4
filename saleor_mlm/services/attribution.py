"""Attribution: whose sale an order is.

Before the order come claims: a visit by a referral link, a code attached to the checkout. At the
order one decision is made, from what ruled then, and it is never changed.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db import transaction

from ..adapters import channels, checkouts, clock
from ..adapters.orders import Order
from ..models import Attribution, CheckoutClaim, CustomerOfRecord, Distributor, DistributorVoucher
from ..models.attribution import AttributionSource
from . import genealogy, settings
from .errors import MlmError

SALT = "saleor_mlm.visit"
METADATA_KEY = "mlm.ref"
VOUCHER_CODE_LENGTH_MAX = 255
CUSTOMER_SOURCES = (AttributionSource.LINK, AttributionSource.VOUCHER, AttributionSource.METADATA)


@dataclass(frozen=True, slots=True)
class Claim:
    """A reason to credit somebody, with the instant at which it was made."""

    distributor: Distributor
    source: str
    at: datetime


def visit(code: str, channel_slug: str) -> tuple[Distributor, str]:
    """Who a referral code leads to, and a signed token that carries code, channel and time."""
    channel = _selling_channel(channel_slug)
    distributor = referred(code)
    claim = {"code": distributor.code, "channel": channel.id, "at": clock.now().timestamp()}
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


def attach(token: UUID, code: str | None, visit_token: str | None) -> CheckoutClaim:
    """Attach a referral to a checkout; a later one takes the place of an earlier one."""
    checkout = checkouts.by_token(token)
    if checkout is None:
        raise _no_checkout(token)
    if settings.rules(checkout.channel_id).counts_from is None:
        raise MlmError("CHANNEL_INACTIVE", "This channel has no distributors.", "checkoutId")
    distributor, clicked_at = _claimed(code, visit_token, checkout.channel_id)
    claim, _ = CheckoutClaim.objects.update_or_create(
        checkout_token=token,
        defaults={
            "distributor": distributor,
            "clicked_at": clicked_at,
            "attached_at": clock.now(),
        },
    )
    return claim


def detach(token: UUID) -> None:
    """Take a referral off a checkout; nothing attached is no error."""
    if checkouts.by_token(token) is None:
        raise _no_checkout(token)
    CheckoutClaim.objects.filter(checkout_token=token).delete()


def assign_voucher(voucher_code: str, distributor_code: str | None) -> DistributorVoucher | None:
    """Let a voucher code belong to a distributor from now on, or to nobody."""
    wanted = voucher_code.strip()
    if not wanted:
        raise MlmError("REQUIRED", "Name the voucher code.", "voucherCode")
    if len(wanted) > VOUCHER_CODE_LENGTH_MAX:
        message = f"A voucher code has at most {VOUCHER_CODE_LENGTH_MAX} characters."
        raise MlmError("INVALID_TEXT", message, "voucherCode")
    if distributor_code is None:
        DistributorVoucher.objects.filter(code__iexact=wanted).delete()
        return None
    distributor = genealogy.by_code(distributor_code)
    if distributor is None:
        message = f"There is no distributor {distributor_code}."
        raise MlmError("CODE_UNKNOWN", message, "distributorCode")
    with transaction.atomic():
        DistributorVoucher.objects.filter(code__iexact=wanted).delete()
        return DistributorVoucher.objects.create(
            code=wanted, distributor=distributor, since=clock.now()
        )


def decide(order: Order, claimed_code: str) -> Attribution:
    """The attribution of an order: made at the first reading, the same for ever after."""
    made = Attribution.objects.filter(order_id=order.id).first()
    if made:
        return made
    claim = _best_claim(order, claimed_code)
    as_of = max(order.created_at, claim.at) if claim else order.created_at
    credited = genealogy.active_from(claim.distributor, as_of) if claim else None
    own = bool(claim and claim.source == AttributionSource.OWN_PURCHASE)
    rolled_up = bool(claim and credited != claim.distributor)
    Attribution.objects.bulk_create(
        [
            Attribution(
                order_id=order.id,
                distributor=credited,
                own=own and not rolled_up,
                source=claim.source if claim and credited else "",
                claimed=claim.distributor if claim and rolled_up else None,
                attached_at=claim.at if claim else order.created_at,
                decided_at=clock.now(),
                order_number=order.number,
                order_created_at=order.created_at,
                customer_user_id=order.user_id,
                channel_id=order.channel_id,
            )
        ],
        ignore_conflicts=True,
    )
    attribution = Attribution.objects.get(order_id=order.id)
    _remember_customer(order, attribution)
    return attribution


def _best_claim(order: Order, claimed_code: str) -> Claim | None:
    """The first that holds: own purchase, customer of record, voucher, attach, metadata."""
    return (
        _own_purchase(order)
        or _customer_of_record(order)
        or _voucher(order)
        or _attached(order)
        or _metadata(order, claimed_code)
    )


def _own_purchase(order: Order) -> Claim | None:
    buyer = genealogy.by_user(order.user_id)
    if buyer is None or genealogy.status_at(buyer, order.created_at) not in genealogy.EARNING:
        return None
    return Claim(buyer, AttributionSource.OWN_PURCHASE, order.created_at)


def _customer_of_record(order: Order) -> Claim | None:
    record = CustomerOfRecord.objects.filter(
        user_id=order.user_id or 0, since__lte=order.created_at
    ).first()
    if record is None:
        return None
    return Claim(record.distributor, AttributionSource.CUSTOMER_OF_RECORD, record.since)


def _voucher(order: Order) -> Claim | None:
    if not order.voucher_code:
        return None
    owned = DistributorVoucher.objects.filter(
        code__iexact=order.voucher_code, since__lte=order.created_at
    ).first()
    return Claim(owned.distributor, AttributionSource.VOUCHER, owned.since) if owned else None


def _attached(order: Order) -> Claim | None:
    claim = CheckoutClaim.objects.filter(checkout_token=order.checkout_token).first()
    return Claim(claim.distributor, AttributionSource.LINK, claim.attached_at) if claim else None


def _metadata(order: Order, claimed_code: str) -> Claim | None:
    """The code in the order's metadata as the hook saw it: edits since then count for nothing."""
    code = claimed_code or order.metadata.get(METADATA_KEY, "")
    distributor = genealogy.by_code(str(code)[:64])
    if distributor is None:
        return None
    return Claim(distributor, AttributionSource.METADATA, order.created_at)


def _remember_customer(order: Order, attribution: Attribution) -> None:
    """Who sold to a customer first has the customer, also where that order is read last."""
    if order.user_id and attribution.distributor and attribution.source in CUSTOMER_SOURCES:
        record = CustomerOfRecord(
            user_id=order.user_id,
            distributor=attribution.distributor,
            since=order.created_at,
            order_id=order.id,
        )
        CustomerOfRecord.objects.bulk_create([record], ignore_conflicts=True)
        later = CustomerOfRecord.objects.filter(user_id=order.user_id, since__gt=order.created_at)
        later.update(distributor=record.distributor, since=record.since, order_id=record.order_id)


def _claimed(
    code: str | None, visit_token: str | None, channel_id: int
) -> tuple[Distributor, datetime]:
    if visit_token:
        try:
            claim = signing.loads(visit_token, salt=SALT)
        except signing.BadSignature:
            message = "The visit token is damaged; open the referral link again."
            raise MlmError("TOKEN_INVALID", message, "token") from None
        if claim["channel"] != channel_id:
            message = "The referral link belongs to another channel."
            raise MlmError("OTHER_CHANNEL", message, "token")
        return referred(claim["code"]), datetime.fromtimestamp(claim["at"], clock.now().tzinfo)
    if code and code.strip():
        return referred(code), clock.now()
    raise MlmError("REQUIRED", "Give a referral code or a visit token.", "code")


def _selling_channel(slug: str) -> channels.Channel:
    channel = channels.by_slug(slug)
    if channel is None:
        raise MlmError("CHANNEL_UNKNOWN", f"There is no channel {slug}.", "channel")
    if settings.rules(channel.id).counts_from is None:
        raise MlmError("CHANNEL_INACTIVE", f"The channel {slug} has no distributors.", "channel")
    return channel


def _no_checkout(token: UUID) -> MlmError:
    if checkouts.is_completed(token):
        message = "This checkout has become an order; its sale is settled."
        return MlmError("CHECKOUT_COMPLETED", message, "checkoutId")
    return MlmError("CHECKOUT_NOT_FOUND", "There is no such checkout.", "checkoutId")
