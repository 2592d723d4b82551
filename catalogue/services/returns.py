"""The dated rates a vocational college's return is counted with."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import policy
from catalogue.models import ReturnRate
from staff.models import County, User
from staff.money import Ore
from staff.verdict import require


@transaction.atomic
def set_return_rate(
    *,
    county: County | None,
    basic_ore: Ore,
    result_ore_per_60_credits: Ore,
    lag_years: int,
    source: str,
    first_day: datetime.date,
    by: User,
) -> ReturnRate:
    """A rate from 1 January of a year on; the one before it ends the day before.

    No past year changes. A rate that has not begun yet is corrected. Raises ValidationError (field
    `first_day`) for another day, for a year that is over, and where a later rate begins or has
    begun that year; and for amounts below 0 kr.
    """
    require(policy.may_set_return_rate(by, county))
    _check(first_day)
    rates = ReturnRate.objects.select_for_update().filter(county=county)
    if first_day > timezone.localdate():
        rates.filter(valid__startswith=first_day).delete()
    if rates.filter(valid__startswith__gte=first_day).exists():
        raise ValidationError({"first_day": _("A rate already begins on that day, or later.")})
    for earlier in rates.filter(valid__contains=first_day):
        earlier.valid = (earlier.valid.lower, first_day)
        earlier.save(update_fields=["valid"])
    rate = ReturnRate(
        county=county,
        basic_ore=basic_ore,
        result_ore_per_60_credits=result_ore_per_60_credits,
        lag_years=lag_years,
        source=source,
        valid=(first_day, None),
    )
    _save(rate)
    record(
        "return_rate.set",
        subject=rate,
        by=by,
        county=county.number if county else None,
        basic_ore=basic_ore,
        result_ore_per_60_credits=result_ore_per_60_credits,
        lag_years=lag_years,
        first_day=first_day.isoformat(),
    )
    return rate


def _check(first_day: datetime.date) -> None:
    if (first_day.month, first_day.day) != (1, 1):
        raise ValidationError({"first_day": _("A rate counts for whole years, from 1 January.")})
    if first_day.year < timezone.localdate().year:
        raise ValidationError({"first_day": _("A year that is over keeps the rate it had.")})


def _save(rate: ReturnRate) -> None:
    """Two who set the first rate in the same moment: the database lets one in.

    Only the database can tell a county's periods from everybody's: Django's own check of the
    exclusion constraint leaves the key of a relation as it stands in each row.
    """
    negative = [name for name in ("basic_ore", "result_ore_per_60_credits") if vars(rate)[name] < 0]
    if negative:
        raise ValidationError(dict.fromkeys(negative, _("An amount cannot be less than 0 kr.")))
    rate.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            rate.save()
    except IntegrityError as error:
        said = _("Somebody else has just set a rate for that time. Look at the list once more.")
        raise ValidationError({"first_day": said}) from error
