"""The database counts the seats given, and a CHECK refuses one too many."""

from django.db import migrations

MAKE = """
CREATE FUNCTION catalogue_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalogue_courserun SET confirmed = confirmed
        + CASE WHEN TG_OP <> 'DELETE' AND NEW.state = 'confirmed' THEN 1 ELSE 0 END
        - CASE WHEN TG_OP <> 'INSERT' AND OLD.state = 'confirmed' THEN 1 ELSE 0 END
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.run_id ELSE NEW.run_id END;
    RETURN NULL;
END
$$;

CREATE TRIGGER count_seats AFTER INSERT OR DELETE OR UPDATE OF state ON catalogue_seat
    FOR EACH ROW EXECUTE FUNCTION catalogue_count_seats();
"""
DROP = """
DROP TRIGGER count_seats ON catalogue_seat;
DROP FUNCTION catalogue_count_seats();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_courses_sessions_seats")]

    operations = [migrations.RunSQL(MAKE, DROP)]
