"""A proposal is consulted or final only when the parties have really been heard: the database asks.

Minutes kept and closed, every invited organisation heard (or its silence noted in the minutes),
every statement answered.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION consultations_parties_have_been_heard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM consultations_consultation AS held
        WHERE held.proposal_id = NEW.id AND held.closed_at IS NOT NULL AND held.minutes <> ''
            AND NOT EXISTS (
                SELECT 1 FROM consultations_invitation AS asked
                LEFT JOIN consultations_statement AS said ON said.invitation_id = asked.id
                WHERE asked.consultation_id = held.id
                    AND (CASE WHEN said.id IS NULL THEN asked.silence_note = ''
                        ELSE said.answered_at IS NULL END)
            )
    ) THEN
        RAISE EXCEPTION 'proposal_final_has_been_consulted: the parties have not been heard about proposal %', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER parties_have_been_heard
    BEFORE INSERT OR UPDATE OF state ON distribution_proposal
    FOR EACH ROW WHEN (NEW.state IN ('consulted', 'final'))
    EXECUTE FUNCTION consultations_parties_have_been_heard();
"""
OPEN = """
DROP TRIGGER parties_have_been_heard ON distribution_proposal;
DROP FUNCTION consultations_parties_have_been_heard();
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial"), ("distribution", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, OPEN)]
