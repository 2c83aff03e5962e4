"""What was there before: every distributor's code, and whose the vouchers are."""

from django.db import migrations

CODES = """
INSERT INTO saleor_mlm_referralcode (code, distributor_id)
    SELECT code, id FROM saleor_mlm_distributor ON CONFLICT DO NOTHING
"""
VOUCHERS = """
INSERT INTO saleor_mlm_voucherassignment (code, distributor_id, since, actor)
    SELECT code, distributor_id, since, '' FROM saleor_mlm_distributorvoucher
"""


class Migration(migrations.Migration):
    dependencies = [("saleor_mlm", "0003_policies")]

    operations = [
        migrations.RunSQL(CODES, migrations.RunSQL.noop),
        migrations.RunSQL(VOUCHERS, migrations.RunSQL.noop),
    ]
