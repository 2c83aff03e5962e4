"""Placement trees and the positions in them."""

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
APPEND_ONLY = ["positionchange"]


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
            constraint=models.UniqueConstraint(fields=("parent", "slot"), name="mlm_position_slot"),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                fields=("tree", "distributor", "number"), name="mlm_position_of_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="positionchange",
            index=models.Index(fields=["position", "effective_at"], name="mlm_position_effective"),
        ),
        *(
            migrations.RunSQL(REFUSE.format(table=table), ALLOW.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
