"""Derived: the shape of a tree at one instant, from which team figures are read, and what was
touched since; and what people let others see."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class TeamSnapshot(models.Model):
    """The nodes of a tree in depth-first order with what is counted of them; the newest rules.

    Derived, and made anew whenever one likes: what came after its marks is laid over it when it is
    read. It counts sale lines up to `sale_line_id_max` of the period from `counts_from` (null: and
    whatever is older and in no run) to `counts_until` (null: none). `rules` tells snapshots apart
    that were counted by different rules. Kept without a log: after a crash of the database there
    is none.
    """

    tree = models.CharField(max_length=64)
    as_of = models.DateTimeField()
    nodes = models.PositiveIntegerField()
    change_id_max = models.BigIntegerField()
    sale_line_id_max = models.BigIntegerField()
    standing_id_max = models.BigIntegerField()
    period = models.CharField(max_length=16, blank=True)
    counts_from = models.DateTimeField(null=True)
    counts_until = models.DateTimeField(null=True)
    rules = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["tree", "-id"], name="mlm_team_snapshot_newest")]


class TeamColumn(models.Model):
    """One array of a snapshot: little-endian integers by label, or the texts."""

    snapshot = models.ForeignKey(TeamSnapshot, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(max_length=32)
    dtype = models.CharField(max_length=8)
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "name"], name="mlm_team_column")]


class TeamChange(models.Model):
    """Who was written to by one statement; the database notes it. Forgotten with the snapshots that
    do not have it."""

    distributors = ArrayField(models.BigIntegerField())
    positions = ArrayField(models.BigIntegerField())


class PersonChoice(models.Model):
    """What a distributor lets the own line see; without a row the company's policy alone rules."""

    distributor = models.OneToOneField(
        "saleor_mlm.Distributor", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    name_shown = models.BooleanField(default=False)
    contact_shown = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
