"""Placement trees, the positions in them, and how these came to stand where they stand."""

from django.db import models

from .genealogy import Distributor


class Strategy(models.TextChoices):
    """How the next free slot is found for a position that nobody places by hand."""

    BREADTH_FIRST = "breadth_first"
    LEFT_EDGE = "left_edge"
    RIGHT_EDGE = "right_edge"
    WEAKER_VOLUME = "weaker_volume"
    WEAKER_HEADS = "weaker_heads"
    ALTERNATE = "alternate"


class AfterEnd(models.TextChoices):
    """What becomes of the place of a distributor who has ended."""

    ROLL_UP = "roll_up"
    HOLE = "hole"
    PROMOTE = "promote"


class PlacementTree(models.Model):
    """A tree of positions beside the enroller tree; plans name it by `name`.

    `width` slots are below each position, numbered from 1 on the left; null: as many as there
    are. A new position is held for `window_days`, in which the enroller may place it; then
    `strategy` does (0: at once). An enroller may move a position in the own organisation once,
    within `move_days` of its placement. Shape and name are never changed.
    """

    name = models.SlugField(max_length=64, unique=True)
    width = models.PositiveSmallIntegerField(null=True)
    strategy = models.CharField(
        max_length=16, choices=Strategy.choices, default=Strategy.BREADTH_FIRST
    )
    window_days = models.PositiveSmallIntegerField(default=0)
    move_days = models.PositiveSmallIntegerField(default=0)
    after_end = models.CharField(max_length=16, choices=AfterEnd.choices, default=AfterEnd.HOLE)
    created_at = models.DateTimeField()


class PositionState(models.TextChoices):
    HELD = "held"
    PLACED = "placed"
    REMOVED = "removed"


class Position(models.Model):
    """A node of a placement tree, held by a distributor; `parent` links form a forest.

    What rules now; `PositionChange` has what ruled at any instant. `number` counts the positions
    of one distributor in one tree from 1. A placed position without a parent is the top of a
    tree. The database gives each slot below a position once.
    """

    tree = models.ForeignKey(PlacementTree, on_delete=models.PROTECT, related_name="+")
    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, choices=PositionState.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    slot = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    placed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "slot"], name="mlm_position_slot"),
            models.UniqueConstraint(
                fields=["tree", "distributor", "number"], name="mlm_position_of_owner"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tree", "held_until"],
                condition=models.Q(state=PositionState.HELD),
                name="mlm_position_held",
            )
        ]


class PositionChange(models.Model):
    """Where a position stands and who holds it from `effective_at` on; append-only.

    Read like `EnrollerChange`: the row that is effective last rules, of two at once the newer.
    """

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=PositionState.choices)
    parent = models.ForeignKey(Position, null=True, on_delete=models.PROTECT, related_name="+")
    slot = models.PositiveIntegerField(null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=255, blank=True)
    actor = models.CharField(max_length=128, blank=True)

    class Meta:
        indexes = [models.Index(fields=["position", "effective_at"], name="mlm_position_effective")]
