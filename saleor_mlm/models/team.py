"""Derived: the shape of a tree at one instant, from which team figures are read."""

from django.db import models


class TeamSnapshot(models.Model):
    """The people of a tree in depth-first order with what is counted of them; one is in force.

    Derived, and made anew whenever one likes: what came after its marks is added when it is read.
    Columns are arrays of little-endian integers, one for each person.
    """

    tree = models.CharField(max_length=64)
    period = models.CharField(max_length=32, blank=True)
    as_of = models.DateTimeField()
    people = models.PositiveIntegerField()
    marks = models.JSONField(default=dict)
    columns = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["tree", "-id"], name="mlm_team_snapshot_newest")]


class TeamColumn(models.Model):
    """One array of a snapshot."""

    snapshot = models.ForeignKey(TeamSnapshot, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=32)
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "name"], name="mlm_team_column")]


class PersonChoice(models.Model):
    """What a distributor lets the own line see; without a row the company's policy alone rules."""

    distributor = models.OneToOneField(
        "saleor_mlm.Distributor", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    name_shown = models.BooleanField(default=False)
    contact_shown = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
