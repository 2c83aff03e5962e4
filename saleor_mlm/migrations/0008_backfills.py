"""Past orders that staff let count."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("saleor_mlm", "0007_corrections")]

    operations = [
        migrations.CreateModel(
            name="Backfill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=64, unique=True)),
                ("channel_id", models.BigIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("claim", models.CharField(blank=True, max_length=24)),
                ("counted_in", models.CharField(max_length=16)),
                ("reason", models.TextField()),
                ("actor", models.CharField(max_length=128)),
                ("made_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BackfillOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order_id", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("applied", "Applied"),
                            ("changed", "Changed"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                (
                    "backfill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="saleor_mlm.backfill",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["outcome", "id"], name="mlm_backfill_outcome")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("backfill", "order_id"), name="mlm_backfill_order"
                    )
                ],
            },
        ),
    ]
