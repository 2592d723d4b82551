"""Courses, and each time a course runs."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models.providers import Provider
from staff.access import holding
from staff.models import Path, Sector, StaffGroup, Subject, User
from staff.roles import Permission


class Course(models.Model):
    """A course as the provider names it, in the provider's language. Credits are whole credits.

    `entry` is a tree of requirements (see staff/requirements); an empty one lets everybody in.
    """

    class Kind(models.TextChoices):
        WITH_CREDITS = "with_credits", _("Further education, with credits")
        WITHOUT_CREDITS = "without_credits", _("Continuing education, without credits")
        ROAD = "road", _("Road to a qualification")
        PLACEMENT = "placement", _("Work placement")
        TAILORED = "tailored", _("Tailored course")

    class CreditSystem(models.TextChoices):
        HIGHER = "higher", _("University or university college")
        FAGSKOLE = "fagskole", _("Vocational college")

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    credits = models.PositiveSmallIntegerField(default=0)
    credit_system = models.CharField(max_length=10, choices=CreditSystem, blank=True)
    nqf_level = models.CharField(max_length=5, blank=True)
    staff_groups = models.ManyToManyField(
        StaffGroup, related_name="courses", help_text="Whom it is meant for."
    )
    subjects = models.ManyToManyField(
        Subject, related_name="courses", blank=True, help_text="Subjects and trades, by Grep code."
    )
    sectors = ArrayField(
        models.CharField(max_length=20, choices=Sector),
        default=list,
        blank=True,
        help_text="Where those work whom it is meant for; empty: everywhere.",
    )
    road = models.ForeignKey(
        Path,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        help_text="The road to a qualification it is part of.",
    )
    entry: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    code = models.CharField(
        max_length=60, blank=True, help_text="What the provider's own system calls it."
    )
    keywords = models.TextField(
        blank=True, help_text="Provider, subjects and groups, for the search; kept by the services."
    )
    search = models.GeneratedField(
        expression=Func(
            F("title"), F("description"), F("keywords"), function="catalogue_search_vector"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("course")
        indexes = [GinIndex(fields=["search"], name="course_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "title"], name="course_title_once_per_provider"
            ),
            models.UniqueConstraint(
                fields=["provider", "code"],
                condition=~Q(code=""),
                name="course_code_once_per_provider",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NorwegianQuery(SearchQuery):
    """A reader's words as the migration's function understands them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.function = "catalogue_search_query"


class CourseRunQuerySet(models.QuerySet["CourseRun"]):
    def delivered_by(self, user: User) -> Self:
        """The runs of the providers the person is a contact of."""
        held = [membership.pk for membership in holding(user, Permission.COURSE_DELIVER)]
        return self.filter(course__provider__contacts__membership__in=held)

    def matching(self, text: str) -> Self:
        """With all the words, in any inflection, by their beginnings, å or aa."""
        return self.filter(course__search=NorwegianQuery(text)) if text.strip() else self

    def for_display(self) -> Self:
        return self.select_related("course__provider")


class CourseRun(models.Model):
    """One time a course runs. `study_load` is hundredths of a percent of full-time study.

    `confirmed` counts the seats given; the database keeps it, and never above `seats`.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="runs")
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=120, help_text="A town, or online.")
    is_online = models.BooleanField(default=False)
    study_load = models.PositiveIntegerField()
    terms = models.PositiveSmallIntegerField(default=2)
    seats = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField(default=0)
    has_waiting_list = models.BooleanField(default=True)
    price_ore = models.BigIntegerField(default=0)
    apply_by = models.DateField(
        null=True, blank=True, help_text="Last day to apply to the institution itself."
    )
    apply_at = models.URLField(blank=True, help_text="Where one applies to the institution itself.")
    code = models.CharField(max_length=60, blank=True)
    is_published = models.BooleanField(default=True)
    is_reserved = models.BooleanField(
        default=False, help_text="Ordered by somebody: only for its own participants."
    )
    cancelled_on = models.DateField(null=True, blank=True)

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("course run")
        indexes = [
            models.Index(fields=["starts_on"], name="courserun_start"),
            models.Index(
                fields=["starts_on", "id"],
                name="courserun_listed",
                condition=Q(is_published=True, is_reserved=False, cancelled_on=None),
            ),
        ]
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
            models.CheckConstraint(
                name="courserun_confirms_no_more_than_its_seats",
                condition=Q(confirmed__lte=F("seats")),
                violation_error_message=_("All seats are given."),
            ),
            models.CheckConstraint(
                name="courserun_apply_before_it_starts",
                condition=Q(apply_by=None) | Q(apply_by__lte=F("starts_on")),
                violation_error_message=_("One applies before the course starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("catalogue:run", args=[self.pk])

    @property
    def seats_left(self) -> int:
        return self.seats - self.confirmed


class Session(models.Model):
    """A day participants meet, in the room or on the screen."""

    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, related_name="sessions")
    day = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    place = models.CharField(max_length=120, blank=True, help_text="Empty: where the course is.")

    class Meta:
        verbose_name = _("session")
        ordering = ["day", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["run", "day", "starts_at"], name="session_once"),
            models.CheckConstraint(
                name="session_starts_before_it_ends",
                condition=Q(starts_at__lt=F("ends_at")),
                violation_error_message=_("A session must start before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}, {self.day}"
