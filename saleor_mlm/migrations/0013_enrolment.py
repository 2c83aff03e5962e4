"""Account classes, agreements, invitations, and the rules of enrolment."""

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

# Whoever changes a status, an older pod or an import too: with the agreement the account class
# comes and goes.
CLASS_FOLLOWS = """
CREATE FUNCTION saleor_mlm_class_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person saleor_mlm_distributor%ROWTYPE;
    present text;
    wanted text;
BEGIN
    SELECT * INTO person FROM saleor_mlm_distributor WHERE id = NEW.distributor_id;
    SELECT account_class INTO present FROM saleor_mlm_accountclasschange
        WHERE distributor_id = NEW.distributor_id AND effective_at <= NEW.effective_at
        ORDER BY effective_at DESC, id DESC LIMIT 1;
    present := coalesce(present, 'retail');
    wanted := CASE
        WHEN NEW.status NOT IN ('active', 'suspended') THEN
            CASE WHEN present IN ('distributor', 'house') THEN 'retail' ELSE present END
        WHEN person.house THEN 'house'
        ELSE 'distributor'
    END;
    IF wanted <> present THEN
        INSERT INTO saleor_mlm_accountclasschange
            (user_id, distributor_id, account_class, effective_at, recorded_at, reason, actor)
            VALUES (person.user_id, person.id, wanted, NEW.effective_at, NEW.recorded_at,
                NEW.reason, NEW.actor);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mlm_class_follows AFTER INSERT ON saleor_mlm_statuschange
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_class_follows();
"""
CLASS_FOLLOWS_NOT = """
DROP TRIGGER mlm_class_follows ON saleor_mlm_statuschange;
DROP FUNCTION saleor_mlm_class_follows();
"""
# As the trigger would have written them.
CLASSES_BEFORE = """
INSERT INTO saleor_mlm_accountclasschange
    (user_id, distributor_id, account_class, effective_at, recorded_at, reason, actor)
    SELECT d.user_id, d.id,
        CASE WHEN c.status IN ('active', 'suspended') THEN 'distributor' ELSE 'retail' END,
        c.effective_at, c.recorded_at, c.reason, c.actor
    FROM saleor_mlm_statuschange c JOIN saleor_mlm_distributor d ON d.id = c.distributor_id
    ORDER BY c.id
"""

# A handle leads to its distributor as a code does, so both share one table of names.
KEEP_HANDLES = """
CREATE FUNCTION saleor_mlm_keep_handle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.handle IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO saleor_mlm_referralcode (code, distributor_id) VALUES (NEW.handle, NEW.id)
        ON CONFLICT (upper(code)) DO NOTHING;
    IF NOT EXISTS (
        SELECT 1 FROM saleor_mlm_referralcode
        WHERE upper(code) = upper(NEW.handle) AND distributor_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'the handle % is another''s', NEW.handle USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mlm_keep_handle AFTER INSERT OR UPDATE OF handle ON saleor_mlm_distributor
    FOR EACH ROW WHEN (NEW.handle IS NOT NULL) EXECUTE FUNCTION saleor_mlm_keep_handle();
"""
FORGET_HANDLES = """
DROP TRIGGER mlm_keep_handle ON saleor_mlm_distributor;
DROP FUNCTION saleor_mlm_keep_handle();
"""

# Sponsors are searched by the beginning of a name, whatever collation the database has.
NAMES = """
CREATE INDEX mlm_distributor_name ON saleor_mlm_distributor
    (upper(display_name) text_pattern_ops)
"""
NO_NAMES = "DROP INDEX mlm_distributor_name"
KINDS = [
    ("sale", "Sale"),
    ("new_member", "New Member"),
    ("pay_due", "Pay Due"),
    ("renewal", "Renewal"),
    ("invitation", "Invitation"),
]
CHANNEL_SETTINGS = {
    "enrolment_age_min": models.PositiveSmallIntegerField(null=True),
    "enrolment_countries": models.CharField(max_length=255, null=True),
    "sponsor_rule": models.CharField(max_length=16, null=True),
    "invitation_days": models.PositiveSmallIntegerField(null=True),
    "cooling_off_days": models.PositiveSmallIntegerField(null=True),
    "rejoin_months": models.PositiveSmallIntegerField(null=True),
    "agreement_months": models.PositiveSmallIntegerField(null=True),
    "renewal_notice_days": models.PositiveSmallIntegerField(null=True),
    "renewal_grace_days": models.PositiveSmallIntegerField(null=True),
    "inactivity_months": models.PositiveSmallIntegerField(null=True),
    "inactivity_purge": models.BooleanField(null=True),
    "starter_kit": models.CharField(max_length=64, null=True),
}


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
                ("channel_id", models.BigIntegerField()),
                ("accepted_at", models.DateTimeField()),
                ("runs_from", models.DateTimeField()),
                ("address", models.GenericIPAddressField(null=True)),
                ("actor", models.CharField(max_length=128)),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
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
            options={
                "indexes": [
                    models.Index(fields=["distributor", "-id"], name="mlm_acceptance_newest"),
                    models.Index(fields=["channel_id", "runs_from"], name="mlm_acceptance_running"),
                ],
            },
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
                ("language", models.CharField(blank=True, max_length=35)),
                ("seed", models.UUIDField()),
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
        migrations.CreateModel(
            name="SponsorTurn",
            fields=[
                (
                    "distributor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="saleor_mlm.distributor",
                    ),
                ),
                ("opted_in", models.BooleanField(default=False)),
                ("listed", models.BooleanField(default=False)),
                ("last_turn", models.BigIntegerField(null=True)),
            ],
        ),
        *(
            migrations.AddField(model_name="channelsettings", name=name, field=field)
            for name, field in CHANNEL_SETTINGS.items()
        ),
        migrations.AddField(
            model_name="commissionrun",
            name="account_class_change_id_max",
            field=models.BigIntegerField(null=True),
        ),
        *(
            migrations.AlterField(
                model_name=model,
                name="kind",
                field=models.CharField(choices=KINDS, max_length=16),
            )
            for model in ("notice", "noticeoptout")
        ),
        migrations.RunSQL(CLASSES_BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(CLASS_FOLLOWS, CLASS_FOLLOWS_NOT),
        migrations.RunSQL(KEEP_HANDLES, FORGET_HANDLES),
        migrations.RunSQL(NAMES, NO_NAMES),
        *(
            migrations.RunSQL(REFUSE.format(table=table), ALLOW.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
