"""Network files, what people bring along in them, and triggers that take many rows at once."""

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
APPEND_ONLY = ["networkimport", "openingcolumn"]

# What 0003 and 0013 do row by row, once for a statement. Row by row, the look for another's name is
# planned while the table of names is small, and read to its end for each of the rows that follow:
# 50,000 new people in one statement took four minutes.
NAMES_OF_NEW = """
CREATE FUNCTION saleor_mlm_keep_names() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
    kept bigint;
    given bigint;
BEGIN
    INSERT INTO saleor_mlm_referralcode (code, distributor_id)
        SELECT name, id FROM (
            SELECT id, code AS name, 1 AS place FROM new_people
            UNION ALL SELECT id, handle, 2 FROM new_people WHERE handle IS NOT NULL
        ) names ORDER BY id, place
        ON CONFLICT (upper(code)) DO NOTHING;
    GET DIAGNOSTICS kept = ROW_COUNT;
    SELECT count(*) + count(handle) INTO given FROM new_people;
    IF kept = given THEN
        RETURN NULL;
    END IF;
    SELECT n.what, n.name INTO wrong FROM (
        SELECT id, code AS name, 'code' AS what FROM new_people
        UNION ALL SELECT id, handle, 'handle' FROM new_people WHERE handle IS NOT NULL
    ) n LEFT JOIN saleor_mlm_referralcode r
        ON r.distributor_id = n.id AND upper(r.code) = upper(n.name)
    WHERE r.id IS NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the % % is another''s', wrong.what, wrong.name
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER mlm_keep_code ON saleor_mlm_distributor;
CREATE TRIGGER mlm_keep_code AFTER UPDATE OF code ON saleor_mlm_distributor
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_keep_code();
DROP TRIGGER mlm_keep_handle ON saleor_mlm_distributor;
CREATE TRIGGER mlm_keep_handle AFTER UPDATE OF handle ON saleor_mlm_distributor
    FOR EACH ROW WHEN (NEW.handle IS NOT NULL) EXECUTE FUNCTION saleor_mlm_keep_handle();
CREATE TRIGGER mlm_keep_names AFTER INSERT ON saleor_mlm_distributor
    REFERENCING NEW TABLE AS new_people
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_keep_names();
"""
NAMES_ROW_BY_ROW = """
DROP TRIGGER mlm_keep_names ON saleor_mlm_distributor;
DROP TRIGGER mlm_keep_handle ON saleor_mlm_distributor;
CREATE TRIGGER mlm_keep_handle AFTER INSERT OR UPDATE OF handle ON saleor_mlm_distributor
    FOR EACH ROW WHEN (NEW.handle IS NOT NULL) EXECUTE FUNCTION saleor_mlm_keep_handle();
DROP TRIGGER mlm_keep_code ON saleor_mlm_distributor;
CREATE TRIGGER mlm_keep_code AFTER INSERT OR UPDATE OF code ON saleor_mlm_distributor
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_keep_code();
DROP FUNCTION saleor_mlm_keep_names();
"""
# Of somebody with several new rows one after another counts, as it did row by row.
CLASSES_FOLLOW = """
CREATE FUNCTION saleor_mlm_classes_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    each integer;
    most integer;
BEGIN
    SELECT max(rows) INTO most FROM (
        SELECT count(*) AS rows FROM new_statuses GROUP BY distributor_id
    ) counts;
    FOR each IN 1 .. coalesce(most, 0) LOOP
        INSERT INTO saleor_mlm_accountclasschange
            (user_id, distributor_id, account_class, effective_at, recorded_at, reason, actor)
        SELECT person.user_id, s.distributor_id, wish.wanted, s.effective_at, s.recorded_at,
            s.reason, s.actor
        FROM (
            SELECT n.*, row_number() OVER (PARTITION BY distributor_id ORDER BY id) AS number
            FROM new_statuses n
        ) s
        JOIN saleor_mlm_distributor person ON person.id = s.distributor_id
        LEFT JOIN (
            SELECT DISTINCT ON (n.id) n.id, c.account_class
            FROM new_statuses n JOIN saleor_mlm_accountclasschange c
                ON c.distributor_id = n.distributor_id AND c.effective_at <= n.effective_at
            ORDER BY n.id, c.effective_at DESC, c.id DESC
        ) ruling ON ruling.id = s.id
        CROSS JOIN LATERAL (SELECT coalesce(ruling.account_class, 'retail') AS present) is_now
        CROSS JOIN LATERAL (SELECT CASE
            WHEN s.status NOT IN ('active', 'suspended') THEN
                CASE WHEN present IN ('distributor', 'house') THEN 'retail' ELSE present END
            WHEN person.house THEN 'house'
            ELSE 'distributor'
        END AS wanted) wish
        WHERE s.number = each AND wish.wanted <> is_now.present
        ORDER BY s.id;
    END LOOP;
    RETURN NULL;
END $$;
DROP TRIGGER mlm_class_follows ON saleor_mlm_statuschange;
CREATE TRIGGER mlm_class_follows AFTER INSERT ON saleor_mlm_statuschange
    REFERENCING NEW TABLE AS new_statuses
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_classes_follow();
"""
CLASS_FOLLOWS = """
DROP TRIGGER mlm_class_follows ON saleor_mlm_statuschange;
CREATE TRIGGER mlm_class_follows AFTER INSERT ON saleor_mlm_statuschange
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_class_follows();
DROP FUNCTION saleor_mlm_classes_follow();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("saleor_mlm", "0014_team"),
    ]

    operations = [
        migrations.CreateModel(
            name="NetworkImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("people", models.PositiveIntegerField()),
                ("positions", models.PositiveIntegerField()),
                ("customers", models.PositiveIntegerField()),
                ("opened", models.PositiveIntegerField()),
                ("imported_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=128)),
            ],
        ),
        migrations.CreateModel(
            name="OpeningColumn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(blank=True, max_length=16)),
                ("starts_at", models.DateTimeField(null=True)),
                ("name", models.CharField(max_length=128)),
                ("data", models.BinaryField()),
                (
                    "network_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="columns",
                        to="saleor_mlm.networkimport",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network_import", "period", "name"), name="mlm_opening_column_name"
                    )
                ],
            },
        ),
        migrations.RunSQL(NAMES_OF_NEW, NAMES_ROW_BY_ROW),
        migrations.RunSQL(CLASSES_FOLLOW, CLASS_FOLLOWS),
        *(
            migrations.RunSQL(REFUSE.format(table=table), ALLOW.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
