"""Team figures: derived, and what people let others see."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("saleor_mlm", "0013_enrolment"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonChoice",
            fields=[
                (
                    "distributor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="saleor_mlm.distributor",
                    ),
                ),
                ("name_shown", models.BooleanField(default=False)),
                ("contact_shown", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TeamSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tree", models.CharField(max_length=64)),
                ("period", models.CharField(blank=True, max_length=32)),
                ("as_of", models.DateTimeField()),
                ("people", models.PositiveIntegerField()),
                ("marks", models.JSONField(default=dict)),
                ("columns", models.JSONField(default=list)),
            ],
            options={
                "indexes": [models.Index(fields=["tree", "-id"], name="mlm_team_snapshot_newest")],
            },
        ),
        migrations.CreateModel(
            name="TeamColumn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=32)),
                ("data", models.BinaryField()),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="saleor_mlm.teamsnapshot",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("snapshot", "name"), name="mlm_team_column")
                ],
            },
        ),
    ]
