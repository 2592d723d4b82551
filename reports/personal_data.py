"""What the reports room holds about a person: which files they ordered."""

from django.utils.translation import gettext_lazy as _

from reports.models import Export
from staff.holding import TASK, Column, Held
from staff.models import User


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py)."""
    return [
        Held(
            room="reports",
            key="exports",
            title=_("Reports you have ordered"),
            purpose=_("To make the file and let you download it"),
            basis=TASK,
            kept=_("1 year"),
            found=Export.objects.filter(ordered_by=user).select_related("round").order_by("pk"),
            columns=(
                Column("round", _("Round"), "round"),
                Column("ordered_at", _("Ordered"), "ordered_at"),
                Column("made_at", _("Made"), "made_at"),
            ),
        )
    ]
