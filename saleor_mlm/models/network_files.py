"""Networks that were taken in from files, and what their people brought along."""

from django.db import models


class NetworkImport(models.Model):
    """That a network file was taken in, whole; append-only.

    `people` were new, `positions` and `customers` were made for them, `opened` got an opening
    state. `sha256` is the file's.
    """

    file = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    positions = models.PositiveIntegerField()
    customers = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    actor = models.CharField(max_length=128)


class OpeningColumn(models.Model):
    """One column of what people bring along from before the store counted; append-only.

    Like a `RunColumn`, of a run that was made elsewhere: `period` is the earlier period whose
    volumes, tests and ranks it has; empty: the state that the first run goes on from.
    """

    network_import = models.ForeignKey(
        NetworkImport, on_delete=models.PROTECT, related_name="columns"
    )
    period = models.CharField(max_length=16, blank=True)
    starts_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=128)
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network_import", "period", "name"], name="mlm_opening_column_name"
            )
        ]
