"""The ledger: double entry, append-only; balances are derived, never stored.

The database refuses a change of any row, postings to a sealed entry, and entries that do not
sum to zero in each currency (see the triggers in the migrations).
"""

from django.db import models

from .genealogy import Distributor


class AccountKind(models.TextChoices):
    COMMISSION_EXPENSE = "commission_expense"
    COMMISSION_PAYABLE = "commission_payable"


class Account(models.Model):
    """A place where money stands: the company's, or with a distributor a person's."""

    kind = models.CharField(max_length=32, choices=AccountKind.choices)
    distributor = models.ForeignKey(
        Distributor, null=True, on_delete=models.PROTECT, related_name="+"
    )
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "distributor", "currency"],
                name="mlm_account",
                nulls_distinct=False,
            )
        ]


class Entry(models.Model):
    """A balanced movement, known by the fact it records; sealed when its transaction commits."""

    fact = models.CharField(max_length=128, unique=True)
    run = models.ForeignKey(
        "saleor_mlm.CommissionRun", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    transaction_id = models.BigIntegerField(editable=False, default=0)


class Posting(models.Model):
    """One account's part of an entry: positive is debit, negative credit, in minor units."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=128)
    amount_minor = models.BigIntegerField()
    release_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "account", "part"], name="mlm_posting_part")
        ]


class Block(models.Model):
    """A hash over the entries up to `entry_id_to` and the block before: what was, stays."""

    entry_id_from = models.BigIntegerField()
    entry_id_to = models.BigIntegerField(unique=True)
    previous_sha256 = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()
