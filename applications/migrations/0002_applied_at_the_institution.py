from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="applied_there_at",
            field=models.DateTimeField(
                help_text="When the applicant said that they have applied to the institution.",
                null=True,
            ),
        ),
    ]
