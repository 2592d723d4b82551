"""People, the posts they hold and what they have learned."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from staff.models.organisation import Owner, PositionCode, Workplace, WrittenLanguage
from staff.models.periods import HeldQuerySet


class User(AbstractUser):
    """A person who can log in. What they may do follows from their memberships."""

    written_language = models.CharField(
        _("written language"), max_length=2, choices=WrittenLanguage, default="nb"
    )

    PERSONAL = {
        "first_name": "while employed",
        "last_name": "while employed",
        "email": "while employed",
    }

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Employee(models.Model):
    """A person employed by one owner."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="employees")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="employments")
    number = models.CharField(max_length=20, help_text="The owner's own employee number.")

    class Meta:
        verbose_name = _("employee")
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="employee_number_once"),
            models.UniqueConstraint(fields=["owner", "user"], name="employee_once_per_owner"),
        ]

    PERSONAL = {"user": "while employed", "number": "while employed"}

    def __str__(self) -> str:
        return str(self.user)


class Position(models.Model):
    """One post. `percent` is hundredths of a percent; the pay is for a year of a full post."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="positions")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="positions")
    code = models.ForeignKey(PositionCode, on_delete=models.PROTECT, related_name="positions")
    percent = models.PositiveIntegerField()
    annual_pay_ore = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = HeldQuerySet["Position"].as_manager()

    class Meta:
        verbose_name = _("position")
        indexes = [models.Index(fields=["owner", "workplace"], name="position_of_workplace")]
        constraints = [
            models.CheckConstraint(
                name="position_starts_before_it_ends",
                condition=Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("A position must start before it ends."),
            ),
            models.CheckConstraint(
                name="position_is_at_most_a_full_post",
                condition=Q(percent__gt=0, percent__lte=10_000),
                violation_error_message=_("A position is between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                name="position_pay_is_not_negative", condition=Q(annual_pay_ore__gte=0)
            ),
        ]

    PERSONAL = {"annual_pay_ore": "while employed", "percent": "while employed"}

    def __str__(self) -> str:
        return f"{self.code}, {self.workplace}"


class Qualification(models.Model):
    """What a person has learned: trade certificate, vocational college, degree …"""

    class Kind(models.TextChoices):
        TRADE_CERTIFICATE = "trade_certificate", _("Trade certificate")
        FAGSKOLE = "fagskole", _("Vocational college")
        DEGREE = "degree", _("Degree")
        PPU = "ppu", _("Practical pedagogical education")
        ASSESSED = "assessed", _("Assessed competence")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="qualifications")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("qualification")
        ordering = ["-year"]

    PERSONAL = {"title": "while employed", "year": "while employed"}

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title} ({self.year})"
