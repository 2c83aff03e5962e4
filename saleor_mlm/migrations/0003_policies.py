"""Policies, dated settings and vouchers, and codes that nobody else ever gets.

The index is made in the ordinary way: only workers write its table, no checkout waits.
"""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

APPEND_ONLY = [
    "saleor_mlm_referralcode",
    "saleor_mlm_settingchange",
    "saleor_mlm_voucherassignment",
]
REFUSE_ON = """
CREATE TRIGGER mlm_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_refuse_change();
CREATE TRIGGER mlm_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_refuse_change();
"""
ALLOW_ON = """
DROP TRIGGER mlm_append_only ON {table};
DROP TRIGGER mlm_no_truncate ON {table};
"""

# Whatever pod writes a distributor's code, also one of the version before, the code is kept here
# and another's is refused.
KEEP_CODES = """
CREATE FUNCTION saleor_mlm_keep_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO saleor_mlm_referralcode (code, distributor_id) VALUES (NEW.code, NEW.id)
        ON CONFLICT (upper(code)) DO NOTHING;
    IF NOT EXISTS (
        SELECT 1 FROM saleor_mlm_referralcode
        WHERE upper(code) = upper(NEW.code) AND distributor_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'the code % is another''s', NEW.code USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mlm_keep_code AFTER INSERT OR UPDATE OF code ON saleor_mlm_distributor
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_keep_code();
"""
FORGET_CODES = """
DROP TRIGGER mlm_keep_code ON saleor_mlm_distributor;
DROP FUNCTION saleor_mlm_keep_code();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("saleor_mlm", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferralCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="SettingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel_id", models.BigIntegerField(null=True)),
                ("name", models.CharField(max_length=64)),
                ("before", models.CharField(max_length=255, null=True)),
                ("after", models.CharField(max_length=255, null=True)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=128)),
            ],
        ),
        migrations.CreateModel(
            name="VoucherAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=255)),
                ("since", models.DateTimeField()),
                ("actor", models.CharField(blank=True, max_length=128)),
            ],
        ),
        migrations.AddField(
            model_name="attribution",
            name="explanation",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="channelsettings",
            name="attribution_window_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="channelsettings",
            name="customer_protection",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="channelsettings",
            name="customer_protection_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="channelsettings",
            name="customer_protection_from",
            field=models.CharField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="channelsettings",
            name="guest_identity",
            field=models.CharField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="channelsettings",
            name="own_purchases",
            field=models.CharField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="channelsettings",
            name="roll_up",
            field=models.CharField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="channelsettings",
            name="vouchers_attribute",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="channelsettings",
            name="winning_click",
            field=models.CharField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="checkoutclaim",
            name="earlier",
            field=models.JSONField(db_default=models.Value([], models.JSONField())),
        ),
        migrations.AddIndex(
            model_name="attribution",
            index=models.Index(
                fields=["customer_user_id", "order_created_at"], name="mlm_attribution_customer"
            ),
        ),
        migrations.AddField(
            model_name="referralcode",
            name="distributor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="codes",
                to="saleor_mlm.distributor",
            ),
        ),
        migrations.AddIndex(
            model_name="settingchange",
            index=models.Index(fields=["channel_id", "id"], name="mlm_setting_change"),
        ),
        migrations.AddField(
            model_name="voucherassignment",
            name="distributor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saleor_mlm.distributor",
            ),
        ),
        # Attributions say whose customer somebody is. The table itself stays, without its foreign
        # key, for pods of the version before, which write it while an upgrade is under way.
        migrations.AlterField(
            model_name="customerofrecord",
            name="distributor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saleor_mlm.distributor",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="CustomerOfRecord")]
        ),
        migrations.AddConstraint(
            model_name="referralcode",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Upper("code"), name="mlm_referral_code"
            ),
        ),
        migrations.AddIndex(
            model_name="voucherassignment",
            index=models.Index(
                django.db.models.functions.text.Upper("code"),
                models.F("since"),
                name="mlm_voucher_assignment",
            ),
        ),
        *(
            migrations.RunSQL(REFUSE_ON.format(table=table), ALLOW_ON.format(table=table))
            for table in APPEND_ONLY
        ),
        migrations.RunSQL(KEEP_CODES, FORGET_CODES),
    ]
