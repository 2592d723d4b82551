"""The check digit of an organisation number, for the constraints of the next migration."""

from django.db import migrations

MAKE = """
CREATE FUNCTION staff_is_org_number(number text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
    SELECT number ~ '^[0-9]{9}$' AND (
        SELECT sum(weight * substr(number, place::int, 1)::int)
        FROM unnest(ARRAY[3, 2, 7, 6, 5, 4, 3, 2, 1]) WITH ORDINALITY AS weights (weight, place)
    ) % 11 = 0
$$
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION staff_is_org_number(text)")]
