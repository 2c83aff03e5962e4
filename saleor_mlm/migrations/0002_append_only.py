"""What the database itself refuses: a change of facts, an unbalanced entry, a late posting."""

from django.db import migrations

APPEND_ONLY = [
    "saleor_mlm_statuschange",
    "saleor_mlm_attribution",
    "saleor_mlm_volume",
    "saleor_mlm_saleline",
    "saleor_mlm_planversion",
    "saleor_mlm_commissionrun",
    "saleor_mlm_claimedsaleline",
    "saleor_mlm_commissionline",
    "saleor_mlm_account",
    "saleor_mlm_entry",
    "saleor_mlm_posting",
    "saleor_mlm_block",
]

REFUSE = """
CREATE FUNCTION saleor_mlm_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$
"""
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

# An entry is sealed by the end of the transaction that made it: its number is noted here, and
# postings from any other transaction are refused. One check a statement, whatever its size.
SEAL = """
CREATE FUNCTION saleor_mlm_stamp_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.transaction_id := txid_current();
    RETURN NEW;
END $$;
CREATE TRIGGER mlm_stamp BEFORE INSERT ON saleor_mlm_entry
    FOR EACH ROW EXECUTE FUNCTION saleor_mlm_stamp_entry();

CREATE FUNCTION saleor_mlm_refuse_late_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT entry_id FROM new_postings) n
        JOIN saleor_mlm_entry e ON e.id = n.entry_id WHERE e.transaction_id <> txid_current()
    ) THEN
        RAISE EXCEPTION 'the entry is sealed: posting refused' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mlm_late_posting AFTER INSERT ON saleor_mlm_posting
    REFERENCING NEW TABLE AS new_postings
    FOR EACH STATEMENT EXECUTE FUNCTION saleor_mlm_refuse_late_posting();
"""
UNSEAL = """
DROP TRIGGER mlm_late_posting ON saleor_mlm_posting;
DROP FUNCTION saleor_mlm_refuse_late_posting();
DROP TRIGGER mlm_stamp ON saleor_mlm_entry;
DROP FUNCTION saleor_mlm_stamp_entry();
"""

# On the entry and not on each posting: checked once for an entry, however many postings it has.
BALANCE = """
CREATE FUNCTION saleor_mlm_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE off record;
BEGIN
    SELECT a.currency, sum(p.amount_minor) AS excess INTO off
    FROM saleor_mlm_posting p JOIN saleor_mlm_account a ON a.id = p.account_id
    WHERE p.entry_id = NEW.id GROUP BY a.currency HAVING sum(p.amount_minor) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % is off by % %', NEW.fact, off.excess, off.currency
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mlm_balance AFTER INSERT ON saleor_mlm_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION saleor_mlm_check_balance();
"""
UNBALANCE = """
DROP TRIGGER mlm_balance ON saleor_mlm_entry;
DROP FUNCTION saleor_mlm_check_balance();
"""


class Migration(migrations.Migration):
    dependencies = [("saleor_mlm", "0001_first")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION saleor_mlm_refuse_change()"),
        *(
            migrations.RunSQL(REFUSE_ON.format(table=table), ALLOW_ON.format(table=table))
            for table in APPEND_ONLY
        ),
        migrations.RunSQL(SEAL, UNSEAL),
        migrations.RunSQL(BALANCE, UNBALANCE),
    ]
