"""Numbers that come from the law or from an owner's choice, as they were on a day."""

import datetime

from django.db.models import F, Q

from staff.models import Threshold


def row(code: str, owner_id: int | None, on: datetime.date) -> Threshold:
    """The row that counts that day: the owner's own, else everybody's. Raises LookupError."""
    found = (
        Threshold.objects.filter(Q(owner=None) | Q(owner=owner_id))
        .filter(code=code, valid__contains=on)
        .order_by(F("owner").asc(nulls_last=True))
        .first()
    )
    if found is None:
        raise LookupError(
            f"No number “{code}” counts on {on} for owner {owner_id}: run manage.py load_reference."
        )
    return found


def value(code: str, owner_id: int | None, on: datetime.date) -> int:
    """The number that counts that day: the owner's own, else everybody's.

    Raises LookupError, saying which number is missing and what to run, if there is none.
    """
    return row(code, owner_id, on).value
