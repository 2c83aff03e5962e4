"""Published compensation plans."""

from django.db import models


class PlanVersion(models.Model):
    """A plan document as published: immutable, known by the hash of its content."""

    name = models.CharField(max_length=128)
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    effective_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=128)

    class Meta:
        ordering = ["effective_from", "id"]
