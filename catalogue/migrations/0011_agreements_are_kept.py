from django.conf import settings
from django.db import migrations, models

import catalogue.models.placements


class Migration(migrations.Migration):
    """The signed agreement as PDF; nobody signs for two; placements are on working days."""

    dependencies = [
        ("catalogue", "0010_calendar_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="placement",
            name="agreement",
            field=models.FileField(
                blank=True,
                help_text="As PDF, made once all three have signed.",
                max_length=200,
                upload_to=catalogue.models.placements.stored_privately,
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="agreement_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekdays__contained_by", [1, 2, 3, 4, 5])),
                name="placement_is_on_working_days",
                violation_error_message="A placement is on days from Monday to Friday.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("placement", "version", "signed_by"),
                name="signature_once_per_person",
                violation_error_message="Nobody signs for two parties.",
            ),
        ),
    ]
