"""What the money room holds about a person: which transfers they entered."""

from django.utils.translation import gettext_lazy as _

from funding.models import Transfer
from staff.holding import ACCOUNTS, Column, Held
from staff.models import User


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py)."""
    return [
        Held(
            room="funding",
            key="transfers",
            title=_("Transfers you have entered"),
            purpose=_("To show who moved money, and when"),
            basis=ACCOUNTS,
            kept=_("10 years"),
            found=Transfer.objects.filter(entered_by=user).order_by("pk"),
            columns=(
                Column("entered_at", _("When"), "entered_at"),
                Column("kind", _("Kind"), "get_kind_display"),
                Column("amount_ore", _("Amount"), "amount_ore"),
            ),
        )
    ]


def keeps_name(*, user_ids: list[int]) -> set[int]:
    """Those who stand in the accounts."""
    entered = Transfer.objects.filter(entered_by__in=user_ids)
    return set(entered.values_list("entered_by", flat=True))
