"""Who enrolled whom, at any instant."""

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
APPEND_ONLY = ["enrollerchange"]

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
        migrations.RunSQL(FIRST_LINK, NO_FIRST_LINK),
        migrations.RunSQL(THERE_BEFORE, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(REFUSE.format(table=table), ALLOW.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
