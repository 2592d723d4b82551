"""The log-in looks for addresses in small letters; those already kept are written so."""

from django.db import migrations, models
from django.db.models.functions import Lower

import staff.models.people

SMALL = "UPDATE staff_user SET email = lower(email) WHERE email <> lower(email)"


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_everybody_who_works_there")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="email",
            field=staff.models.people.AddressField(
                blank=True, max_length=254, verbose_name="e-mail address"
            ),
        ),
        migrations.RunSQL(SMALL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_address_is_in_small_letters"
            ),
        ),
    ]
