"""Team figures: derived, kept without a log; and what people let others see.

The database itself notes who was written to, whoever writes: one row for each statement.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# A table may not be logged that refers to one that is not: columns first.
NO_LOG = """
ALTER TABLE saleor_mlm_teamcolumn SET UNLOGGED;
ALTER TABLE saleor_mlm_teamsnapshot SET UNLOGGED;
ALTER TABLE saleor_mlm_teamchange SET UNLOGGED;
ALTER TABLE saleor_mlm_teamcolumn ALTER COLUMN data SET STORAGE EXTERNAL;
"""
NOTE = """
CREATE FUNCTION saleor_mlm_note_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO saleor_mlm_teamchange (distributors, positions)
    SELECT {distributors}, {positions} FROM touched HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER mlm_team_added AFTER INSERT ON saleor_mlm_{name} REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_note_{name}();
CREATE TRIGGER mlm_team_changed AFTER UPDATE ON saleor_mlm_{name} REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_note_{name}();
"""
FORGET = """
DROP TRIGGER mlm_team_changed ON saleor_mlm_{name};
DROP TRIGGER mlm_team_added ON saleor_mlm_{name};
DROP FUNCTION saleor_mlm_note_{name}();
"""
NOBODY = "'{}'::bigint[]"
NOTED = {
    "distributor": ("array_agg(id)", NOBODY),
    "personchoice": ("array_agg(distributor_id)", NOBODY),
    "position": (NOBODY, "array_agg(id)"),
}


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
            name="TeamChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "distributors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "positions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
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
                ("as_of", models.DateTimeField()),
                ("nodes", models.PositiveIntegerField()),
                ("change_id_max", models.BigIntegerField()),
                ("sale_line_id_max", models.BigIntegerField()),
                ("standing_id_max", models.BigIntegerField()),
                ("period", models.CharField(blank=True, max_length=16)),
                ("counts_from", models.DateTimeField(null=True)),
                ("counts_until", models.DateTimeField(null=True)),
                ("rules", models.TextField()),
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
                ("dtype", models.CharField(max_length=8)),
                ("data", models.BinaryField()),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="columns",
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
        migrations.RunSQL(NO_LOG, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(
                NOTE.format(name=name, distributors=distributors, positions=positions),
                FORGET.format(name=name),
            )
            for name, (distributors, positions) in NOTED.items()
        ),
    ]
