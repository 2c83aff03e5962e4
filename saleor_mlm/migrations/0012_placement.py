"""Placement trees and the positions in them."""

import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE TRIGGER mlm_append_only BEFORE UPDATE OR DELETE ON saleor_mlm_{table}
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_refuse_change();
CREATE TRIGGER mlm_no_truncate BEFORE TRUNCATE ON saleor_mlm_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_refuse_change();
"""
ALLOW = """
DROP TRIGGER mlm_append_only ON saleor_mlm_{table};
DROP TRIGGER mlm_no_truncate ON saleor_mlm_{table};
"""
APPEND_ONLY = ["positionchange", "orderposition"]

# Looked at when a statement is through: one statement may let several positions change places.
PLACES = """
CREATE FUNCTION saleor_mlm_check_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong record;
BEGIN
    SELECT n.id INTO wrong FROM written n
        JOIN saleor_mlm_position p ON p.id = n.parent_id
        JOIN saleor_mlm_placementtree t ON t.id = n.tree_id
        WHERE p.tree_id <> n.tree_id OR p.state <> 'placed' OR p.id = n.id OR n.slot > t.width
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'position % cannot stand there: other tree, no place, or no such slot',
            wrong.id USING ERRCODE = 'check_violation';
    END IF;
    SELECT n.id INTO wrong FROM written n
        JOIN saleor_mlm_position c ON c.parent_id = n.id WHERE n.state <> 'placed' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'position % has others below and keeps its place', wrong.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mlm_places_new AFTER INSERT ON saleor_mlm_position
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_check_places();
CREATE TRIGGER mlm_places_changed AFTER UPDATE ON saleor_mlm_position
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_check_places();
"""
NO_PLACES = """
DROP TRIGGER mlm_places_changed ON saleor_mlm_position;
DROP TRIGGER mlm_places_new ON saleor_mlm_position;
DROP FUNCTION saleor_mlm_check_places();
"""
# A tree's positions rest on its shape.
SHAPE = """
CREATE FUNCTION saleor_mlm_keep_shape() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.name, OLD.width) IS DISTINCT FROM (NEW.name, NEW.width) THEN
        RAISE EXCEPTION 'the name and width of tree % are never changed', OLD.name
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mlm_keep_shape BEFORE UPDATE ON saleor_mlm_placementtree
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_keep_shape();
"""
NO_SHAPE = """
DROP TRIGGER mlm_keep_shape ON saleor_mlm_placementtree;
DROP FUNCTION saleor_mlm_keep_shape();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("saleor_mlm", "0011_enroller_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlacementTree",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.SlugField(max_length=64, unique=True)),
                ("width", models.PositiveSmallIntegerField(null=True)),
                (
                    "strategy",
                    models.CharField(
                        choices=[
                            ("breadth_first", "Breadth First"),
                            ("left_edge", "Left Edge"),
                            ("right_edge", "Right Edge"),
                            ("weaker_volume", "Weaker Volume"),
                            ("weaker_heads", "Weaker Heads"),
                            ("alternate", "Alternate"),
                        ],
                        default="breadth_first",
                        max_length=16,
                    ),
                ),
                ("volume", models.CharField(blank=True, max_length=64)),
                ("window_days", models.PositiveSmallIntegerField(default=0)),
                ("move_days", models.PositiveSmallIntegerField(default=0)),
                (
                    "after_end",
                    models.CharField(
                        choices=[("roll_up", "Roll Up"), ("hole", "Hole"), ("promote", "Promote")],
                        default="hole",
                        max_length=16,
                    ),
                ),
                ("owners_add", models.BooleanField(default=False)),
                ("people_from", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "Held"), ("placed", "Placed"), ("removed", "Removed")],
                        max_length=16,
                    ),
                ),
                ("slot", models.PositiveIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("held_until", models.DateTimeField(null=True)),
                ("placed_at", models.DateTimeField(null=True)),
                (
                    "wish",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("breadth_first", "Breadth First"),
                            ("left_edge", "Left Edge"),
                            ("right_edge", "Right Edge"),
                            ("weaker_volume", "Weaker Volume"),
                            ("weaker_heads", "Weaker Heads"),
                            ("alternate", "Alternate"),
                        ],
                        max_length=16,
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(null=True)),
                ("moved_at", models.DateTimeField(null=True)),
                (
                    "distributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.position",
                    ),
                ),
                (
                    "tree",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.placementtree",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlannedMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slot", models.PositiveIntegerField()),
                ("with_team", models.BooleanField()),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=255)),
                ("actor", models.CharField(max_length=128)),
                ("done_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=64)),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.position",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.position",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderPosition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order_id", models.UUIDField()),
                ("assigned_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=128)),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.position",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PositionChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "Held"), ("placed", "Placed"), ("removed", "Removed")],
                        max_length=16,
                    ),
                ),
                ("slot", models.PositiveIntegerField(null=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=255)),
                ("actor", models.CharField(blank=True, max_length=128)),
                (
                    "distributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.position",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.position",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlacementPreference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "strategy",
                    models.CharField(
                        choices=[
                            ("breadth_first", "Breadth First"),
                            ("left_edge", "Left Edge"),
                            ("right_edge", "Right Edge"),
                            ("weaker_volume", "Weaker Volume"),
                            ("weaker_heads", "Weaker Heads"),
                            ("alternate", "Alternate"),
                        ],
                        max_length=16,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "distributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
                (
                    "tree",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.placementtree",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tree", "distributor"), name="mlm_placement_preference_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PositionHint",
            fields=[
                (
                    "position",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="saleor_mlm.position",
                    ),
                ),
                ("line", models.BigIntegerField(null=True)),
                ("slot", models.PositiveIntegerField(null=True)),
                ("step", models.PositiveIntegerField(null=True)),
                ("team", models.PositiveIntegerField(default=1)),
                ("gap", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["line", "slot", "step"], name="mlm_position_line")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="position",
            index=models.Index(
                condition=models.Q(("state", "held")),
                fields=["tree", "held_until"],
                name="mlm_position_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("parent", "slot"),
                name="mlm_position_slot",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                fields=("tree", "distributor", "number"), name="mlm_position_of_owner"
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parent", None), ("slot", None)),
                    models.Q(
                        ("parent__isnull", False),
                        ("slot__gte", 1),
                        ("slot__isnull", False),
                        ("state", "placed"),
                    ),
                    _connector="OR",
                ),
                name="mlm_position_place",
            ),
        ),
        migrations.AddIndex(
            model_name="plannedmove",
            index=models.Index(
                condition=models.Q(("done_at", None)),
                fields=["effective_at"],
                name="mlm_planned_move_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="orderposition",
            index=models.Index(fields=["order_id", "-id"], name="mlm_order_position_newest"),
        ),
        migrations.AddIndex(
            model_name="positionchange",
            index=models.Index(fields=["position", "effective_at"], name="mlm_position_effective"),
        ),
        migrations.RunSQL(PLACES, NO_PLACES),
        migrations.RunSQL(SHAPE, NO_SHAPE),
        *(
            migrations.RunSQL(REFUSE.format(table=table), ALLOW.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
