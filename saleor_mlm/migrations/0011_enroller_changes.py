"""Who enrolled whom, at any instant; who agreed to a change; who is whom."""

import django.contrib.postgres.fields
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
APPEND_ONLY = ["enrollerchange", "enrollerconsent", "merger", "transfer"]

# Whoever enrols somebody, an older pod or an import too, the first link is there with the person.
FIRST_LINK = """
CREATE FUNCTION saleor_mlm_first_enroller() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO saleor_mlm_enrollerchange
        (distributor_id, enroller_id, effective_at, recorded_at, reason, actor)
        SELECT id, enroller_id, joined_at, coalesce(recorded_at, joined_at), 'enrolled', ''
        FROM new_people ORDER BY id;
    RETURN NULL;
END $$;
CREATE TRIGGER mlm_first_enroller AFTER INSERT ON saleor_mlm_distributor
    REFERENCING NEW TABLE AS new_people
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_first_enroller();
"""
NO_FIRST_LINK = """
DROP TRIGGER mlm_first_enroller ON saleor_mlm_distributor;
DROP FUNCTION saleor_mlm_first_enroller();
"""
THERE_BEFORE = """
INSERT INTO saleor_mlm_enrollerchange
    (distributor_id, enroller_id, effective_at, recorded_at, reason, actor)
    SELECT id, enroller_id, joined_at, joined_at, 'enrolled', ''
    FROM saleor_mlm_distributor ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("saleor_mlm", "0010_outbox_vacuum"),
    ]

    operations = [
        migrations.AddField(
            model_name="distributor",
            name="country",
            field=models.CharField(blank=True, db_default="", default="", max_length=2),
        ),
        migrations.AddField(
            model_name="distributor",
            name="house",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="distributor",
            name="kind",
            field=models.CharField(
                choices=[("person", "Person"), ("couple", "Couple"), ("company", "Company")],
                db_default="person",
                default="person",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="distributor",
            name="recorded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="EnrollerChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=1000)),
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
                    "enroller",
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
                    models.Index(
                        fields=["distributor", "effective_at"], name="mlm_enroller_effective"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="commissionrun",
            name="enroller_change_id_max",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="commissionrun",
            name="position_change_id_max",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sale.attributed", "Sale Attributed"),
                    ("distributor.enrolled", "Distributor Enrolled"),
                    ("distributor.enroller_changed", "Enroller Changed"),
                    ("distributor.merged", "Distributors Merged"),
                    ("distributor.transferred", "Distributor Transferred"),
                    ("commission.committed", "Commission Committed"),
                ],
                max_length=32,
            ),
        ),
        migrations.AlterField(
            model_name="webhookendpoint",
            name="kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("sale.attributed", "Sale Attributed"),
                        ("distributor.enrolled", "Distributor Enrolled"),
                        ("distributor.enroller_changed", "Enroller Changed"),
                        ("distributor.merged", "Distributors Merged"),
                        ("distributor.transferred", "Distributor Transferred"),
                        ("commission.committed", "Commission Committed"),
                    ],
                    max_length=32,
                ),
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="EnrollerRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_at", models.DateTimeField(null=True)),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("person", "Person"),
                                ("old_enroller", "Old Enroller"),
                                ("new_enroller", "New Enroller"),
                            ],
                            max_length=16,
                        ),
                        size=None,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("scheduled", "Scheduled"),
                            ("in_force", "In Force"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("impossible", "Impossible"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("requested_by", models.CharField(max_length=128)),
                ("requested_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=255)),
                (
                    "change",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.enrollerchange",
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
                (
                    "new_enroller",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
                (
                    "old_enroller",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EnrollerConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("old_enroller", "Old Enroller"),
                            ("new_enroller", "New Enroller"),
                        ],
                        max_length=16,
                    ),
                ),
                ("agrees", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=128)),
                (
                    "distributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="saleor_mlm.enrollerrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Merger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("merged_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=1000)),
                ("actor", models.CharField(max_length=128)),
                (
                    "duplicate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merger",
                        to="saleor_mlm.distributor",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saleor_mlm.distributor",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
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
                        choices=[("inheritance", "Inheritance"), ("sale", "Sale")], max_length=16
                    ),
                ),
                ("former_user_id", models.BigIntegerField(null=True)),
                ("former_name", models.CharField(max_length=128)),
                (
                    "former_kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("couple", "Couple"),
                            ("company", "Company"),
                        ],
                        max_length=16,
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=128)),
                (
                    "owner_kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("couple", "Couple"),
                            ("company", "Company"),
                        ],
                        max_length=16,
                    ),
                ),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=1000)),
                ("actor", models.CharField(max_length=128)),
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
        migrations.AddIndex(
            model_name="enrollerrequest",
            index=models.Index(
                condition=models.Q(("state", "scheduled")),
                fields=["effective_at"],
                name="mlm_enroller_request_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrollerrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "scheduled"])),
                fields=("distributor",),
                name="mlm_enroller_request_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrollerconsent",
            constraint=models.UniqueConstraint(
                fields=("request", "party"), name="mlm_enroller_consent_once"
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                fields=["distributor", "effective_at"], name="mlm_transfer_effective"
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["former_user_id"], name="mlm_transfer_former"),
        ),
        migrations.RunSQL(FIRST_LINK, NO_FIRST_LINK),
        migrations.RunSQL(THERE_BEFORE, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(REFUSE.format(table=table), ALLOW.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
