"""Voucher codes that belong to distributors: dated, so that an order keeps what ruled for it."""

from datetime import datetime

from django.db import transaction

from ..adapters import clock
from ..models import Distributor, DistributorVoucher, VoucherAssignment
from . import genealogy, locks
from .errors import MlmError

CODE_LENGTH_MAX = 255


def assign(code: str, distributor_code: str | None, actor: str) -> Distributor | None:
    """Let a voucher code belong to a distributor from now on, or to nobody."""
    wanted = _checked(code)
    distributor = _owner(distributor_code)
    with transaction.atomic():
        locks.take(f"voucher.{wanted.upper()}")
        VoucherAssignment.objects.create(
            code=wanted, distributor=distributor, since=clock.now(), actor=actor
        )
        _keep_present(wanted, distributor)
    return distributor


def owner_at(code: str, at: datetime) -> tuple[Distributor, datetime] | None:
    """Whose a voucher code was at an instant, and since when."""
    logged = VoucherAssignment.objects.filter(code__iexact=code, since__lte=at)
    newest = logged.order_by("-since", "-id").select_related("distributor").first()
    # A pod of the version before the log, still running during an upgrade, writes only this.
    present = DistributorVoucher.objects.filter(code__iexact=code, since__lte=at)
    row = present.filter(since__gt=newest.since).first() if newest else present.first()
    found = row or newest
    return (found.distributor, found.since) if found and found.distributor else None


def _checked(code: str) -> str:
    wanted = code.strip()
    if not wanted:
        raise MlmError("REQUIRED", "Name the voucher code.", "voucherCode")
    if len(wanted) > CODE_LENGTH_MAX:
        message = f"A voucher code has at most {CODE_LENGTH_MAX} characters."
        raise MlmError("INVALID_TEXT", message, "voucherCode")
    return wanted


def _owner(distributor_code: str | None) -> Distributor | None:
    if distributor_code is None:
        return None
    distributor = genealogy.by_code(distributor_code)
    if distributor is None:
        message = f"There is no distributor {distributor_code}."
        raise MlmError("CODE_UNKNOWN", message, "distributorCode")
    return distributor


def _keep_present(code: str, distributor: Distributor | None) -> None:
    DistributorVoucher.objects.filter(code__iexact=code).delete()
    if distributor:
        DistributorVoucher.objects.create(code=code, distributor=distributor, since=clock.now())
