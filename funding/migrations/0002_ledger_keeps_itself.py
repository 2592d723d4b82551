"""The ledger keeps its own balances and is never rewritten, whoever holds the pen.

Locks are taken in id order, so that two moves in opposite directions cannot block each other;
locking and reading are separate statements, because a read in the locking statement is stale.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION funding_transfer_moves_money() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moved integer;
BEGIN
    PERFORM 1 FROM funding_account WHERE id IN (NEW.debit_id, NEW.credit_id)
        ORDER BY id FOR NO KEY UPDATE;
    UPDATE funding_account SET
        debits_ore = debits_ore + CASE WHEN id = NEW.debit_id THEN NEW.amount_ore ELSE 0 END,
        credits_ore = credits_ore + CASE WHEN id = NEW.credit_id THEN NEW.amount_ore ELSE 0 END
        WHERE id IN (NEW.debit_id, NEW.credit_id) AND owner_id = NEW.owner_id;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> 2 THEN
        RAISE EXCEPTION 'transfer % is not between two accounts of owner %', NEW.key, NEW.owner_id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF NEW.commitment_id IS NOT NULL THEN
        UPDATE funding_commitment AS held SET
            reserved_ore = reserved_ore + NEW.amount_ore
                * ((into_it.kind = 'reserved')::int - (out_of.kind = 'reserved')::int),
            committed_ore = committed_ore + NEW.amount_ore
                * ((into_it.kind = 'committed')::int - (out_of.kind = 'committed')::int),
            paid_ore = paid_ore + NEW.amount_ore
                * ((into_it.kind = 'paid')::int - (out_of.kind = 'paid')::int)
            FROM funding_account AS out_of, funding_account AS into_it
            WHERE held.id = NEW.commitment_id AND held.owner_id = NEW.owner_id
                AND out_of.id = NEW.debit_id AND out_of.earmark_id = held.earmark_id
                AND into_it.id = NEW.credit_id AND into_it.earmark_id = held.earmark_id;
        GET DIAGNOSTICS moved = ROW_COUNT;
        IF moved <> 1 THEN
            RAISE EXCEPTION 'transfer % does not stay inside the earmark of its commitment', NEW.key
                USING ERRCODE = 'foreign_key_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER moves_money AFTER INSERT ON funding_transfer
    FOR EACH ROW EXECUTE FUNCTION funding_transfer_moves_money();

CREATE FUNCTION funding_forbid_rewriting_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: book the opposite transfer instead of %', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER forbid_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION funding_forbid_rewriting_the_ledger();
"""
UNDO = """
DROP TRIGGER forbid_rewriting ON funding_transfer;
DROP FUNCTION funding_forbid_rewriting_the_ledger();
DROP TRIGGER moves_money ON funding_transfer;
DROP FUNCTION funding_transfer_moves_money();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, UNDO)]
