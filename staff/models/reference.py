"""What is the same for everybody: counties, municipalities, subjects, and dated numbers."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from staff.naming import NamedInBoth


class County(models.Model):
    """One of the 15 counties. Oslo is a county and a municipality."""

    number = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)
    org_number = models.CharField(max_length=9, blank=True)

    class Meta:
        verbose_name = _("county")
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """One of the 357 municipalities."""

    number = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=60)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")
    org_number = models.CharField(max_length=9, blank=True)

    class Meta:
        verbose_name = _("municipality")
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Subject(NamedInBoth):
    """A teaching subject or a trade, by its Grep code."""

    class Kind(models.TextChoices):
        SUBJECT = "subject", _("Teaching subject")
        TRADE = "trade", _("Trade")

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("subject")
        ordering = ["kind", "name_nb"]


class Threshold(models.Model):
    """A number the rules of the staff room use, from a date: the law's, or an owner's own."""

    class Code(models.TextChoices):
        ROLE_UNUSED_DAYS = "role_unused_days", _("Days without use before a role is to be removed")
        CONDITION_ENDS = "condition_ends", _("Last day of an unqualified teacher’s post (MMDD)")
        CONDITION_FIRST_REMINDER = "condition_first_reminder", _("Days before: first reminder")
        CONDITION_LAST_REMINDER = "condition_last_reminder", _("Days before: last reminder")
        PROFILE_KEPT_DAYS = "profile_kept_days", _("Days a profile is kept after leaving")
        IMPORT_FILE_KEPT_DAYS = "import_file_kept_days", _("Days an uploaded staff file is kept")
        CATALOGUE_FILE_KEPT_DAYS = (
            "catalogue_file_kept_days",
            _("Days a file of courses is kept that nobody applies"),
        )
        MANY_LEAVERS_PERCENT = (
            "many_leavers_percent",
            _("Share of the staff that leaves at once and must be confirmed, in percent"),
        )
        REGISTER_FRESH_DAYS = "register_fresh_days", _("Days a register’s answer counts as fresh")

    owner = models.ForeignKey(
        "staff.Owner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="thresholds",
        help_text="Whose own number; empty: everybody's.",
    )
    code = models.CharField(max_length=40, choices=Code)
    value = models.PositiveIntegerField()
    source = models.CharField(max_length=200, help_text="The law or decision it comes from.")
    valid = DateRangeField(help_text="From (included) to (not included).")

    class Meta:
        verbose_name = _("threshold")
        constraints = [
            ExclusionConstraint(
                name="threshold_has_one_value_at_a_time",
                expressions=[
                    (
                        models.Func(
                            Coalesce("owner", 0),
                            Coalesce("owner", 0),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        models.Func(
                            models.Func("code", function="hashtext"),
                            models.Func("code", function="hashtext"),
                            models.Value("[]"),
                            function="int4range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There already is a number for that period."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.value}"
