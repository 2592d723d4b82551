"""What a person has learned, and the roads to a qualification."""

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from staff.models.organisation import Owner
from staff.models.people import Employee, User
from staff.models.reference import Subject
from staff.naming import NamedInBoth
from staff.requirements import BadTree, Purpose, parse
from staff.requirements.words import duration


def stored_privately(qualification: "Qualification", name: str) -> str:
    """Where a document lies: under its owner, by a key that says nothing about its content."""
    return f"qualifications/{qualification.owner_id}/{qualification.employee_id}/{name}"


class Qualification(models.Model):
    """What a person has learned: trade certificate, vocational college, degree, practice …"""

    class Kind(models.TextChoices):
        TRADE_CERTIFICATE = "trade_certificate", _("Trade certificate")
        JOURNEYMAN = "journeyman", _("Journeyman’s certificate")
        FAGSKOLE = "fagskole", _("Vocational college")
        DEGREE = "degree", _("Degree")
        PPU = "ppu", _("Practical pedagogical education")
        PRACTICE = "practice", _("Practice in the trade")
        ASSESSED = "assessed", _("Assessed competence")
        ENTRANCE = "entrance", _("General entrance to higher education")

    class CreditSystem(models.TextChoices):
        HIGHER = "higher", _("University or university college")
        FAGSKOLE = "fagskole", _("Vocational college")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="qualifications")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    institution = models.CharField(max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Level of the national qualifications framework, 2 to 8."
    )
    credits = models.PositiveSmallIntegerField(null=True, blank=True)
    credit_system = models.CharField(max_length=10, choices=CreditSystem, blank=True)
    months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Months of practice, counted as full time."
    )
    year = models.PositiveSmallIntegerField()
    document = models.FileField(upload_to=stored_privately, blank=True, max_length=200)
    document_name = models.CharField(max_length=255, blank=True)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("qualification")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="qualification_verified_by_somebody_on_a_day",
                condition=Q(verified_by=None, verified_on=None)
                | Q(verified_by__isnull=False, verified_on__isnull=False),
            ),
            models.CheckConstraint(
                name="qualification_of_practice_has_months",
                condition=~Q(kind="practice") | Q(months__gt=0),
                violation_error_message=_("Write how many months of practice it is."),
            ),
            models.CheckConstraint(
                name="qualification_level_is_in_the_framework",
                condition=Q(level=None) | Q(level__gte=2, level__lte=8),
                violation_error_message=_("The level is a number from 2 to 8."),
            ),
            models.CheckConstraint(
                name="qualification_credits_belong_to_a_system",
                condition=Q(credits=None) | ~Q(credit_system=""),
                violation_error_message=_("Say whose credits they are."),
            ),
        ]

    PERSONAL = {
        "title": "while employed",
        "year": "while employed",
        "institution": "while employed",
        "credits": "while employed",
        "months": "while employed",
        "document": "while employed",
        "verified_by": "while employed",
    }

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title} ({self.year})"


class Path(NamedInBoth):
    """A road to a qualification, from a date: ABLU, PPU, praksiskandidat …

    `fits` and `entry` are trees of requirements (see staff/requirements): for whom the road is
    meant, and what one must have to start on it.
    """

    class Leads(models.TextChoices):
        TEACHER = "teacher", _("Approved as a teacher")
        KINDERGARTEN_TEACHER = "kindergarten_teacher", _("Kindergarten teacher")
        VOCATIONAL_TEACHER = "vocational_teacher", _("Vocational teacher")
        TRADE_CERTIFICATE = "trade_certificate", _("Trade certificate")
        FAGSKOLE = "fagskole", _("Vocational college degree")
        DEGREE = "degree", _("Degree")

    code = models.SlugField()
    leads_to = models.CharField(max_length=30, choices=Leads)
    credits = models.PositiveSmallIntegerField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(help_text="How long it usually takes, in months.")
    is_teacher_education = models.BooleanField(
        default=False, help_text="Whether starting it lets an unqualified teacher stay."
    )
    about_nb = models.TextField()
    about_nn = models.TextField()
    gives_kind = models.CharField(
        max_length=20,
        choices=Qualification.Kind,
        help_text="What one has learned when it is completed.",
    )
    gives_level = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Level of the national qualifications framework, 2 to 8."
    )
    fits: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    entry: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)
    place = models.PositiveSmallIntegerField(help_text="Order in lists.")
    valid = DateRangeField(help_text="From (included) to (not included).")

    class Meta:
        verbose_name = _("road to a qualification")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid"], name="path_once_per_period"),
        ]

    @property
    def about(self) -> str:
        """In the reader's language."""
        return self.about_nn if get_language() == "nn" else self.about_nb

    @property
    def duration(self) -> str:
        return duration(self.months)

    def clean(self) -> None:
        """Raises ValidationError with the place of whatever is wrong in the trees."""
        wrong = {}
        for purpose in Purpose:
            try:
                parse(getattr(self, purpose), purpose)
            except BadTree as error:
                wrong[str(purpose)] = [str(problem) for problem in error.problems]
        if wrong:
            raise ValidationError(wrong)


class PathTaken(models.Model):
    """Somebody on a road: since when, how far, and how it ended."""

    class Outcome(models.TextChoices):
        COMPLETED = "completed", _("Completed")
        LEFT = "left", _("Left")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="paths_taken")
    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="taken")
    institution = models.CharField(max_length=200)
    started_on = models.DateField()
    expected_end = models.DateField()
    credits_done = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("road taken")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "employee", "path"],
                condition=Q(ended_on=None),
                name="pathtaken_one_at_a_time",
                violation_error_message=_("You are already on this road."),
            ),
            models.CheckConstraint(
                name="pathtaken_starts_before_it_ends",
                condition=Q(started_on__lt=F("expected_end"))
                & (Q(ended_on=None) | Q(ended_on__gte=F("started_on"))),
                violation_error_message=_("It must start before it ends."),
            ),
            models.CheckConstraint(
                name="pathtaken_ended_with_an_outcome",
                condition=Q(ended_on=None, outcome="")
                | (Q(ended_on__isnull=False) & ~Q(outcome="")),
            ),
        ]

    PERSONAL = {
        "employee": "while employed",
        "institution": "while employed",
        "credits_done": "while employed",
        "confirmed_by": "while employed",
    }

    def __str__(self) -> str:
        return f"{self.employee}: {self.path}"


class Correction(models.Model):
    """An employee says that something the owner holds is wrong; the owner answers."""

    class About(models.TextChoices):
        NAME = "name", _("My name")
        EMAIL = "email", _("My e-mail address")
        POSITION = "position", _("My position")
        PERCENT = "percent", _("My position percentage")
        PAY = "pay", _("My pay")
        WORKPLACE = "workplace", _("My workplace")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for the owner")
        CORRECTED = "corrected", _("Corrected")
        DECLINED = "declined", _("Not corrected")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="corrections")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="corrections")
    about = models.CharField(max_length=20, choices=About)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("correction")
        indexes = [
            models.Index(
                fields=["owner", "asked_at"], name="correction_open", condition=Q(state="open")
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="correction_answered_by_somebody",
                condition=Q(state="open", answered_by=None, answered_at=None)
                | (
                    ~Q(state="open")
                    & ~Q(answer="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
            )
        ]

    PERSONAL = {
        "employee": "while employed",
        "text": "while employed",
        "answer": "while employed",
        "answered_by": "while employed",
    }

    def __str__(self) -> str:
        return f"{self.employee}: {self.get_about_display()}"
