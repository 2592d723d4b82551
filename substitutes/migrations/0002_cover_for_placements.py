import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# An order says itself for whom it is and in which staff group. The last line lets the table be
# altered in the same transaction: checks of foreign keys that wait for its end are done at once.
FROM_THE_CASE = """
UPDATE substitutes_order
SET covers_for_id = application.applicant_id, staff_group_id = application.staff_group_id
FROM applications_application AS application
WHERE application.id = substitutes_order.application_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """Cover also for placements. Can be undone as long as no order is for one."""

    dependencies = [
        ("applications", "0001_initial"),
        ("catalogue", "0011_agreements_are_kept"),
        ("funding", "0002_ledger_keeps_itself"),
        ("staff", "0004_addresses_in_small_letters"),
        ("substitutes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="covers_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="staff_group",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staff.staffgroup",
            ),
        ),
        migrations.RunSQL(FROM_THE_CASE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="order",
            name="covers_for",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="staff_group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staff.staffgroup",
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="application",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cover_order",
                to="applications.application",
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="placement",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cover_order",
                to="catalogue.placement",
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="commitment",
            field=models.OneToOneField(
                blank=True,
                help_text="What is set aside for cover of a placement.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cover_order",
                to="funding.commitment",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("application__isnull", False), ("commitment", None), ("placement", None)
                    ),
                    models.Q(("application", None), ("placement__isnull", False)),
                    _connector="OR",
                ),
                name="order_is_for_a_case_or_a_placement",
            ),
        ),
    ]
