"""The outbox never shrinks while orders are noted.

Vacuum gives empty pages at a table's end back under a lock that stops every writer; a hook waits for
10 ms and then leaves its note to the sweep. The table is small and always full again.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("saleor_mlm", "0009_standing")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE saleor_mlm_outboxentry SET (vacuum_truncate = off)",
            "ALTER TABLE saleor_mlm_outboxentry RESET (vacuum_truncate)",
        )
    ]
