"""Where people lived, and what order lines were, for plans that ask about it.

New tables, and one column that may be null: no row that is there is written again. Whoever enrols
waits while the countries of those who are there are copied; a reading, a checkout and a run do not.
"""

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
APPEND_ONLY = ["countrychange", "orderlinetraits"]

# Whoever writes a country, an older pod or an import too. Who has written the change already, by
# the store's own clock, finds that nothing is left to write.
FOLLOW = """
CREATE FUNCTION saleor_mlm_first_country() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO saleor_mlm_countrychange (distributor_id, country, effective_at, recorded_at)
        SELECT id, country, joined_at, coalesce(recorded_at, joined_at)
        FROM new_people WHERE country <> '' ORDER BY id;
    RETURN NULL;
END $$;
CREATE TRIGGER mlm_first_country AFTER INSERT ON saleor_mlm_distributor
    REFERENCING NEW TABLE AS new_people
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_first_country();

CREATE FUNCTION saleor_mlm_country_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest text;
BEGIN
    SELECT country INTO newest FROM saleor_mlm_countrychange
        WHERE distributor_id = NEW.id ORDER BY effective_at DESC, id DESC LIMIT 1;
    IF coalesce(newest, '') <> NEW.country THEN
        INSERT INTO saleor_mlm_countrychange (distributor_id, country, effective_at, recorded_at)
            VALUES (NEW.id, NEW.country, now(), now());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mlm_country_follows AFTER UPDATE OF country ON saleor_mlm_distributor
    FOR EACH ROW WHEN (NEW.country <> OLD.country)
    EXECUTE FUNCTION saleor_mlm_country_follows();
"""
FOLLOW_NOT = """
DROP TRIGGER mlm_country_follows ON saleor_mlm_distributor;
DROP FUNCTION saleor_mlm_country_follows();
DROP TRIGGER mlm_first_country ON saleor_mlm_distributor;
DROP FUNCTION saleor_mlm_first_country();
"""
# Behind the triggers, which keep others from enrolling until this ends: nobody is passed over.
THERE_BEFORE = """
INSERT INTO saleor_mlm_countrychange (distributor_id, country, effective_at, recorded_at)
    SELECT id, country, joined_at, coalesce(recorded_at, joined_at)
    FROM saleor_mlm_distributor WHERE country <> '' ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("saleor_mlm", "0015_network_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderLineTraits",
            fields=[
                ("order_line_id", models.UUIDField(primary_key=True, serialize=False)),
                ("country", models.CharField(blank=True, max_length=2)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=255), size=None
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CountryChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
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
                "indexes": [
                    models.Index(
                        fields=["distributor", "effective_at"], name="mlm_country_effective"
                    )
                ],
            },
        ),
        migrations.RunSQL(FOLLOW, FOLLOW_NOT),
        migrations.RunSQL(THERE_BEFORE, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(REFUSE.format(table=table), ALLOW.format(table=table))
            for table in APPEND_ONLY
        ),
        # Last: from here to the end of the migration nobody reads a run.
        migrations.AddField(
            model_name="commissionrun",
            name="country_change_id_max",
            field=models.BigIntegerField(null=True),
        ),
    ]
