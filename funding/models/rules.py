"""Schemes and their dated rules. A changed rate is a new row; a decided case keeps its own."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from staff.models import StaffGroup
from staff.naming import NamedInBoth


def once_per_scheme(name: str) -> ExclusionConstraint:
    """One row per scheme at a time. Without btree_gist a key is a range of one."""
    this_scheme = Func(F("scheme_id"), F("scheme_id"), Value("[]"), function="int8range")
    return ExclusionConstraint(
        name=name,
        expressions=[
            (this_scheme, RangeOperators.OVERLAPS),
            ("valid", RangeOperators.OVERLAPS),
        ],
        violation_error_message=_("This scheme already has a row in that period."),
    )


class Scheme(NamedInBoth):
    """A way to support study: paid leave with cover, or a stipend."""

    class Kind(models.TextChoices):
        SUBSTITUTE = "substitute", _("Substitute scheme")
        STIPEND = "stipend", _("Stipend scheme")

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    staff_groups = models.ManyToManyField(
        StaffGroup, related_name="schemes", help_text="Who may be supported."
    )

    class Meta:
        verbose_name = _("scheme")

    @property
    def is_substitute(self) -> bool:
        return self.kind == self.Kind.SUBSTITUTE


class Rate(models.Model):
    """What a scheme gives per 30 credits, in force for a while.

    Percentages in hundredths of a percent (of a full post); `on_costs` is holiday pay, pension
    and employer's contribution on top of pay; `year_minutes` is a full-time working year.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rates")
    valid = DateRangeField(help_text="From (included) to (not included).")
    leave_per_30_credits = models.PositiveIntegerField(default=0)
    stipend_ore_per_30_credits = models.BigIntegerField(default=0)
    on_costs = models.PositiveIntegerField(default=0)
    year_minutes = models.PositiveIntegerField()
    source = models.CharField(max_length=200, help_text="Where the rule stands.")

    class Meta:
        verbose_name = _("rate")
        constraints = [
            once_per_scheme("rate_one_per_scheme_at_a_time"),
            models.CheckConstraint(
                name="rate_is_not_negative", condition=Q(stipend_ore_per_30_credits__gte=0)
            ),
            models.CheckConstraint(name="rate_year_has_minutes", condition=Q(year_minutes__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}, {self.valid}"


class CostShare(models.Model):
    """Who pays which part of a case, in hundredths of a percent that sum to 100 percent."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="cost_shares")
    valid = DateRangeField(help_text="From (included) to (not included).")
    state_share = models.PositiveIntegerField()
    owner_share = models.PositiveIntegerField()
    source = models.CharField(max_length=200, help_text="Where the rule stands.")

    class Meta:
        verbose_name = _("cost share")
        constraints = [
            once_per_scheme("costshare_one_per_scheme_at_a_time"),
            models.CheckConstraint(
                name="costshare_sums_to_a_hundred_percent",
                condition=Q(owner_share=Value(10_000) - F("state_share")),
                violation_error_message=_("The shares must sum to 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}, {self.valid}"
