"""What a vocational college gets back for what it delivers: dated rates, basic part and result."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from staff.models import County


class ReturnRate(models.Model):
    """Result money is paid per 60 credits produced, some years after; the basic part each year.

    A county may have its own rates (one county: 80/20); the row without a county is everybody's.
    Amounts in øre.
    """

    county = models.ForeignKey(
        County, on_delete=models.PROTECT, null=True, blank=True, related_name="return_rates"
    )
    basic_ore = models.BigIntegerField(help_text="A year, to each vocational college.")
    result_ore_per_60_credits = models.BigIntegerField()
    lag_years = models.PositiveSmallIntegerField(default=2)
    source = models.CharField(max_length=200)
    valid = DateRangeField(help_text="From (included) to (not included).")

    class Meta:
        verbose_name = _("rate of return")
        constraints = [
            ExclusionConstraint(
                name="returnrate_has_one_value_at_a_time",
                expressions=[
                    (
                        Func(
                            Coalesce("county_id", 0),
                            Coalesce("county_id", 0),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There already is a rate for that period."),
            ),
            models.CheckConstraint(
                name="returnrate_is_not_negative",
                condition=Q(basic_ore__gte=0, result_ore_per_60_credits__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county or ''} {self.valid}"
