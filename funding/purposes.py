"""Which of an owner's earmarks may pay for something, by what the money is for."""

import datetime

from django.db.models import Q

from funding.models import Earmark, Scheme
from funding.queries import EarmarkLine, balance_of


def lines_for_cover(
    owner_id: int, *, staff_group: int, sector: str, until: datetime.date
) -> list[EarmarkLine]:
    """Those that may pay a substitute for somebody of the staff group in the sector until that
    day, and have something left; those to be spent first come first.
    """
    found = (
        Earmark.objects.filter(
            owner=owner_id, staff_groups=staff_group, scheme__kind=Scheme.Kind.SUBSTITUTE
        )
        .filter(Q(sectors=[]) | Q(sectors__contains=[sector]), spend_by__gte=until)
        .with_balances()
        .select_related("scheme")
        .order_by("spend_by", "pk")
    )
    return [
        EarmarkLine(earmark, balance_of(earmark), []) for earmark in found if earmark.available_ore
    ]
