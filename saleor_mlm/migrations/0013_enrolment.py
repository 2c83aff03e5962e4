"""Account classes, agreements and invitations."""

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
APPEND_ONLY = ["accountclasschange", "agreement", "agreementacceptance"]


class Migration(migrations.Migration):
    dependencies = [
        ("saleor_mlm", "0012_placement"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel_id", models.BigIntegerField()),
                ("version", models.CharField(max_length=32)),
                ("text", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("effective_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=128)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel_id", "version"), name="mlm_agreement_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementAcceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("accepted_at", models.DateTimeField()),
                ("address", models.GenericIPAddressField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.agreement",
                    ),
                ),
                (
                    "distributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccountClassChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField(null=True)),
                (
                    "account_class",
                    models.CharField(
                        choices=[
                            ("retail", "Retail"),
                            ("preferred", "Preferred"),
                            ("distributor", "Distributor"),
                            ("house", "House"),
                        ],
                        max_length=16,
                    ),
                ),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=255)),
                ("actor", models.CharField(blank=True, max_length=128)),
                (
                    "distributor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user_id", "effective_at"], name="mlm_class_of_user"),
                    models.Index(
                        fields=["distributor", "effective_at"], name="mlm_class_of_distributor"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user_id__isnull", False),
                            ("distributor__isnull", False),
                            _connector="OR",
                        ),
                        name="mlm_account_class_of_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel_id", models.BigIntegerField()),
                ("email", models.EmailField(max_length=254)),
                ("display_name", models.CharField(blank=True, max_length=128)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
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
                    "enroller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["enroller", "-id"], name="mlm_invitation_of_enroller")
                ],
            },
        ),
        *(
            migrations.RunSQL(REFUSE.format(table=table), ALLOW.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
