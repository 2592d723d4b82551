"""What the next migration's constraints and indexes need: the check digit, names as sorted."""

from django.db import migrations, models
from django.db.models import Func, Value
from django.db.models.functions import Concat, Lower

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

    operations = [
        migrations.RunSQL(MAKE, "DROP FUNCTION staff_is_org_number(text)"),
        migrations.AddField(
            model_name="user",
            name="sort_name",
            field=models.GeneratedField(
                expression=Func(
                    Lower(Concat("last_name", Value(" "), "first_name")),
                    Value("æäøöåÆÄØÖÅáàâéèêëíïóòôúùüýčšžđŋŧÁÀÂÉÈÊËÍÏÓÒÔÚÙÜÝČŠŽĐŊŦ"),
                    Value("{{||}{{||}aaaeeeeiiooouuuycszdntaaaeeeeiiooouuuycszdnt"),
                    function="TRANSLATE",
                ),
                output_field=models.CharField(max_length=310, db_collation="C"),
                db_persist=True,
            ),
        ),
    ]
