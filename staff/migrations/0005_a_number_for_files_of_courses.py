"""How long a file of courses is kept that nobody applies."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0004_addresses_in_small_letters"),
    ]

    operations = [
        migrations.AlterField(
            model_name="threshold",
            name="code",
            field=models.CharField(
                choices=[
                    ("role_unused_days", "Days without use before a role is to be removed"),
                    ("condition_ends", "Last day of an unqualified teacher’s post (MMDD)"),
                    ("condition_first_reminder", "Days before: first reminder"),
                    ("condition_last_reminder", "Days before: last reminder"),
                    ("profile_kept_days", "Days a profile is kept after leaving"),
                    ("import_file_kept_days", "Days an uploaded staff file is kept"),
                    (
                        "catalogue_file_kept_days",
                        "Days a file of courses is kept that nobody applies",
                    ),
                    (
                        "many_leavers_percent",
                        "Share of the staff that leaves at once and must be confirmed, in percent",
                    ),
                    ("register_fresh_days", "Days a register’s answer counts as fresh"),
                ],
                max_length=40,
            ),
        ),
    ]
