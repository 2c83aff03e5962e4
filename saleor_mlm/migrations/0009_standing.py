"""Amounts that belong to no order, what everybody was, and what a run leaves to the next."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ["saleor_mlm_standing", "saleor_mlm_runcolumn"]
REFUSE = """
CREATE TRIGGER mlm_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_refuse_change();
CREATE TRIGGER mlm_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_refuse_change();
"""
ALLOW = """
DROP TRIGGER mlm_append_only ON {table};
DROP TRIGGER mlm_no_truncate ON {table};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("saleor_mlm", "0008_backfills"),
    ]

    operations = [
        migrations.AddField(
            model_name="commissionline",
            name="base",
            field=models.CharField(db_default="cv", max_length=8),
        ),
        migrations.AddField(
            model_name="commissionline",
            name="number",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="commissionline",
            name="other",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saleor_mlm.distributor",
            ),
        ),
        migrations.AddField(
            model_name="commissionline",
            name="part",
            field=models.CharField(
                choices=[
                    ("sale", "Sale"),
                    ("rank", "Rank"),
                    ("guarantee_given", "Guarantee Given"),
                    ("guarantee_got", "Guarantee Got"),
                ],
                db_default="sale",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="commissionline",
            name="rank",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="estimate",
            name="base",
            field=models.CharField(db_default="cv", max_length=8),
        ),
        migrations.AddField(
            model_name="estimate",
            name="number",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="estimate",
            name="other",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saleor_mlm.distributor",
            ),
        ),
        migrations.AddField(
            model_name="estimate",
            name="part",
            field=models.CharField(
                choices=[
                    ("sale", "Sale"),
                    ("rank", "Rank"),
                    ("guarantee_given", "Guarantee Given"),
                    ("guarantee_got", "Guarantee Got"),
                ],
                db_default="sale",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="estimate",
            name="rank",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AlterField(
            model_name="commissionline",
            name="order_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="commissionline",
            name="order_line_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="commissionline",
            name="order_number",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name="commissionline",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saleor_mlm.distributor",
            ),
        ),
        migrations.AlterField(
            model_name="estimate",
            name="order_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="estimate",
            name="order_line_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="estimate",
            name="order_number",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name="estimate",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saleor_mlm.distributor",
            ),
        ),
        migrations.CreateModel(
            name="EstimatedStanding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("qualified", models.CharField(blank=True, max_length=40)),
                ("paid_as", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(blank=True, max_length=40)),
                ("volumes", models.JSONField()),
                ("tests", models.JSONField()),
                ("period", models.CharField(max_length=16)),
                (
                    "distributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("distributor", "period"), name="mlm_estimated_standing_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RunColumn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=128)),
                ("data", models.BinaryField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="columns",
                        to="saleor_mlm.commissionrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "name"), name="mlm_run_column_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("qualified", models.CharField(blank=True, max_length=40)),
                ("paid_as", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(blank=True, max_length=40)),
                ("volumes", models.JSONField()),
                ("tests", models.JSONField()),
                (
                    "distributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="saleor_mlm.commissionrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("distributor", "run"), name="mlm_standing_person"
                    )
                ],
            },
        ),
        *[
            migrations.RunSQL(REFUSE.format(table=table), ALLOW.format(table=table))
            for table in TABLES
        ],
    ]
