"""What can be learned: providers, their courses, and each time a course runs."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from staff.access import holding
from staff.models import Membership, StaffGroup, User
from staff.roles import Permission


class Provider(models.Model):
    """Whoever offers courses: a university, a fagskole, a business that takes people in."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        UNIVERSITY_COLLEGE = "university_college", _("University college")
        FAGSKOLE = "fagskole", _("Vocational college")
        BUSINESS = "business", _("Business")
        STUDY_ASSOCIATION = "study_association", _("Study association")

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    org_number = models.CharField(max_length=9, blank=True)

    class Meta:
        verbose_name = _("provider")

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Ties a provider contact's role to the provider."""

    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, related_name="provider_contact"
    )
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contacts")

    class Meta:
        verbose_name = _("provider contact")

    PERSONAL = {"membership": "while held, then 5 years"}

    def __str__(self) -> str:
        return f"{self.membership}: {self.provider}"


class Course(models.Model):
    """A course as the provider names it, in the provider's language. Credits are whole credits."""

    class Kind(models.TextChoices):
        WITH_CREDITS = "with_credits", _("Further education, with credits")
        WITHOUT_CREDITS = "without_credits", _("Continuing education, without credits")
        ROAD = "road", _("Road to a qualification")
        PLACEMENT = "placement", _("Work placement")

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    credits = models.PositiveSmallIntegerField(default=0)
    nqf_level = models.CharField(max_length=5, blank=True)
    staff_groups = models.ManyToManyField(
        StaffGroup, related_name="courses", help_text="Whom it is meant for."
    )

    class Meta:
        verbose_name = _("course")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "title"], name="course_title_once_per_provider"
            )
        ]

    def __str__(self) -> str:
        return self.title


class CourseRunQuerySet(models.QuerySet["CourseRun"]):
    def delivered_by(self, user: User) -> Self:
        """The runs of the providers the person is a contact of."""
        held = [membership.pk for membership in holding(user, Permission.COURSE_DELIVER)]
        return self.filter(course__provider__contacts__membership__in=held)

    def for_display(self) -> Self:
        return self.select_related("course__provider")


class CourseRun(models.Model):
    """One time a course runs. `study_load` is hundredths of a percent of full-time study."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="runs")
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=120, help_text="A town, or online.")
    study_load = models.PositiveIntegerField()
    terms = models.PositiveSmallIntegerField(default=2)
    seats = models.PositiveIntegerField()
    price_ore = models.BigIntegerField(default=0)

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("course run")
        indexes = [models.Index(fields=["starts_on"], name="courserun_start")]
        constraints = [
            models.UniqueConstraint(fields=["course", "starts_on", "place"], name="courserun_once"),
            models.CheckConstraint(
                name="courserun_starts_before_it_ends",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("A course must start before it ends."),
            ),
            models.CheckConstraint(
                name="courserun_price_is_not_negative",
                condition=Q(price_ore__gte=0),
                violation_error_message=_("A price cannot be negative."),
            ),
            models.CheckConstraint(
                name="courserun_has_terms", condition=Q(terms__gte=1, terms__lte=12)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.place}"
