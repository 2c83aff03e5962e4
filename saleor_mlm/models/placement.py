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
    `strategy` does (0: at once). `volume` is the volume of a plan by which `weaker_volume`
    compares legs. An enroller may move a position in the own organisation once, within
    `move_days` of its placement. `owners_add`: owners may take further positions themselves.
    `people_from` is the first distributor who may still want for a position, of those who were
    there before the tree; null: none. Name and width are never changed.
    """

    name = models.SlugField(max_length=64, unique=True)
    width = models.PositiveSmallIntegerField(null=True)
    strategy = models.CharField(
        max_length=16, choices=Strategy.choices, default=Strategy.BREADTH_FIRST
    )
    volume = models.CharField(max_length=64, blank=True)
    window_days = models.PositiveSmallIntegerField(default=0)
    move_days = models.PositiveSmallIntegerField(default=0)
    after_end = models.CharField(max_length=16, choices=AfterEnd.choices, default=AfterEnd.HOLE)
    owners_add = models.BooleanField(default=False)
    people_from = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()


class PositionState(models.TextChoices):
    HELD = "held"
    PLACED = "placed"
    REMOVED = "removed"


class Position(models.Model):
    """A node of a placement tree, held by a distributor; `parent` links form a forest.

    What rules now; `PositionChange` has what ruled at any instant. `number` counts the positions
    of one distributor in one tree from 1. A placed position without a parent is the top of a
    tree. `wish` is the strategy that the referral link asked for while the position is held;
    `turn` the slot to which `alternate` led last from here; `moved_at` when the enroller used the
    one move there is. The database gives each slot below a
    position once, keeps slots within the tree's width, and lets only placed positions of the same
    tree stand above others.
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
    wish = models.CharField(max_length=16, choices=Strategy.choices, blank=True)
    turn = models.PositiveSmallIntegerField(null=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Deferrable: checked at the end of a statement, so one statement may swap slots.
            models.UniqueConstraint(
                fields=["parent", "slot"],
                name="mlm_position_slot",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.UniqueConstraint(
                fields=["tree", "distributor", "number"], name="mlm_position_of_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None, slot=None)
                | models.Q(
                    state=PositionState.PLACED,
                    parent__isnull=False,
                    slot__isnull=False,
                    slot__gte=1,
                ),
                name="mlm_position_place",
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
    `reason` names the strategy that found the slot and why it is this one, or what staff said.
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


class PositionHint(models.Model):
    """Derived: what the search for an open slot knows of a placed position in a tree of a width.

    Never more than a shortcut; made anew whenever one likes. A *line* is a position and, below
    it, those in one and the same slot, one under another: the row's position is number `step` in
    `slot` of the line that begins below `line` (nulls: the top of a tree). `team`: itself and all
    below who do not continue its own line. `gap`: how many levels below the nearest open slot is.
    """

    position = models.OneToOneField(
        Position, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    line = models.BigIntegerField(null=True)
    slot = models.PositiveIntegerField(null=True)
    step = models.PositiveIntegerField(null=True)
    team = models.PositiveIntegerField(default=1)
    gap = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["line", "slot", "step"], name="mlm_position_line")]


class PlacementPreference(models.Model):
    """Where a distributor wants own enrollees placed who are placed by no hand and no link."""

    tree = models.ForeignKey(PlacementTree, on_delete=models.PROTECT, related_name="+")
    distributor = models.ForeignKey(Distributor, on_delete=models.PROTECT, related_name="+")
    strategy = models.CharField(max_length=16, choices=Strategy.choices)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tree", "distributor"], name="mlm_placement_preference_one"
            )
        ]


class PlannedMove(models.Model):
    """A move of a position that was decided for a later date; it is checked again on that date.

    Waits until `done_at`; where it had become impossible `fault` says why, and nothing was moved.
    """

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    slot = models.PositiveIntegerField()
    with_team = models.BooleanField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=255)
    actor = models.CharField(max_length=128)
    done_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["effective_at"],
                condition=models.Q(done_at=None),
                name="mlm_planned_move_waiting",
            )
        ]


class OrderPosition(models.Model):
    """To which of its distributor's positions an order belongs; append-only, the newest rules."""

    order_id = models.UUIDField()
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    actor = models.CharField(max_length=128)

    class Meta:
        indexes = [models.Index(fields=["order_id", "-id"], name="mlm_order_position_newest")]
