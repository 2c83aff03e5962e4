"""What staff decided about an attribution afterwards; append-only."""

import django.db.models.deletion
from django.db import migrations, models

# What staff decided is written once, like all else that decides pay.
REFUSE = """
CREATE TRIGGER mlm_append_only BEFORE UPDATE OR DELETE ON saleor_mlm_correction
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_refuse_change();
CREATE TRIGGER mlm_no_truncate BEFORE TRUNCATE ON saleor_mlm_correction
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_refuse_change();
"""
ALLOW = """
DROP TRIGGER mlm_append_only ON saleor_mlm_correction;
DROP TRIGGER mlm_no_truncate ON saleor_mlm_correction;
"""


class Migration(migrations.Migration):
    dependencies = [("saleor_mlm", "0006_claim_kept")]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("credit", "Credit"),
                            ("move", "Move"),
                            ("exclude", "Exclude"),
                            ("customer_move", "Customer Move"),
                            ("undo", "Undo"),
                        ],
                        max_length=16,
                    ),
                ),
                ("order_id", models.UUIDField(null=True)),
                ("order_number", models.CharField(blank=True, max_length=32)),
                ("customer_user_id", models.BigIntegerField(null=True)),
                ("own", models.BooleanField(default=False)),
                ("source", models.CharField(blank=True, max_length=24)),
                ("before_source", models.CharField(blank=True, max_length=24)),
                ("reason", models.TextField()),
                ("actor", models.CharField(max_length=128)),
                ("made_at", models.DateTimeField()),
                (
                    "before_distributor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
                (
                    "distributor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="saleor_mlm.correction",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="saleor_mlm.correction",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="saleline",
            name="correction",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sale_lines",
                to="saleor_mlm.correction",
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["order_id", "id"], name="mlm_correction_order"),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["customer_user_id", "id"], name="mlm_correction_customer"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("order_id__isnull", True), ("customer_user_id__isnull", True), _connector="XOR"
                ),
                name="mlm_correction_of_one",
            ),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
