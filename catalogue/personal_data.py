"""What the catalogue holds about a person: whom they are a contact for."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import Contact
from staff.holding import TASK, Column, Held
from staff.models import User


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py)."""
    return [
        Held(
            room="catalogue",
            key="contacts",
            title=_("Providers you are a contact for"),
            purpose=_("To know what you may see and do"),
            basis=TASK,
            kept=_("While you hold them, then 5 years"),
            found=Contact.objects.filter(membership__user=user)
            .select_related("provider", "membership")
            .order_by("pk"),
            columns=(
                Column("provider", _("Provider"), "provider"),
                Column("starts_on", _("From"), "membership.starts_on"),
                Column("ends_on", _("To"), "membership.ends_on"),
            ),
        )
    ]
