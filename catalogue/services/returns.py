"""The dated rates a vocational college's return is counted with."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
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
    """A rate from a day on; the one before it ends the day before, and no past year changes.

    Raises ValidationError (field `first_day`) where a later rate already begins, and for amounts
    below 0 kr.
    """
    require(policy.may_set_return_rate(by, county))
    rates = ReturnRate.objects.select_for_update().filter(county=county)
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
    rate.full_clean()
    rate.save()
    record("return_rate.set", subject=rate, by=by, county=county.number if county else None)
    return rate
