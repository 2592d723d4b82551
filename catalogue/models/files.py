"""Files of courses: uploaded or fetched, checked, applied as one, and undone as a new fact."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.providers import Provider
from staff.importing.states import IMPORT_TRANSITIONS, ImportState
from staff.models import User
from staff.states import arrows


class CatalogueFeed(models.Model):
    """Where a provider publishes its courses: asked every night, and when a contact asks."""

    provider = models.OneToOneField(Provider, on_delete=models.PROTECT, related_name="feed")
    address = models.URLField(max_length=300)
    etag = models.CharField(
        max_length=200, blank=True, help_text="What it answered with last: asked with next time."
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True, help_text="Why it could not be fetched last.")
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("feed of courses")
        constraints = [
            models.CheckConstraint(
                name="cataloguefeed_is_asked_safely",
                condition=Q(address__startswith="https://"),
                violation_error_message=_("The address must begin with https://."),
            )
        ]

    PERSONAL = {"kept_by": "5 years"}

    def __str__(self) -> str:
        return self.address


class CatalogueFileQuerySet(models.QuerySet["CatalogueFile"]):
    def visible_to(self, user: User) -> Self:
        """Those of the providers one is a contact of."""
        return self.filter(provider__in=Provider.objects.run_by(user))

    def without_content(self) -> Self:
        """For lists: a file can be large."""
        return self.defer("content")


class CatalogueFile(models.Model):
    """One file of courses. `counts` says what the check found: kind of change → number.

    Lives the life of a staff file (staff/importing/states). `content` is emptied when done with.
    """

    class Format(models.TextChoices):
        CSV = "csv", _("CSV")
        XLSX = "xlsx", _("Excel")
        JSON = "json", _("JSON")

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="files")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    format = models.CharField(max_length=10, choices=Format)
    content = models.BinaryField(blank=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    feed = models.ForeignKey(
        CatalogueFeed, on_delete=models.SET_NULL, null=True, blank=True, related_name="files"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: fetched from the feed.",
    )
    uploaded_at = models.DateTimeField()
    total_rows = models.PositiveIntegerField(default=0)
    counts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    failure = models.TextField(blank=True, help_text="Why it could not be read or applied.")

    objects = CatalogueFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of courses")
        indexes = [models.Index(fields=["provider", "-id"], name="cataloguefile_of_provider")]
        constraints = [
            models.CheckConstraint(
                name="cataloguefile_applied_by_somebody",
                condition=~Q(state__in=("applied", "undoing", "undone"))
                | Q(applied_by__isnull=False, applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cataloguefile_failed_says_why", condition=~Q(state="failed") | ~Q(failure="")
            ),
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(state__in=("applying", "undoing")),
                name="cataloguefile_one_at_a_time",
                violation_error_message=_("Another file of courses is being applied just now."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="cataloguefile_states",
                field="state",
                transitions=arrows(IMPORT_TRANSITIONS),
            )
        ]

    PERSONAL = {"uploaded_by": "5 years", "applied_by": "5 years"}

    def __str__(self) -> str:
        return self.file_name


class CatalogueFileProblem(models.Model):
    """Row, column and what is wrong with it. `code` and `params` make the sentence when read."""

    file = models.ForeignKey(CatalogueFile, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(help_text="As the file counts: the heading is row 1.")
    column = models.CharField(max_length=200, blank=True, help_text="Its heading in the file.")
    code = models.CharField(max_length=40)
    params: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("problem in a file of courses")
        indexes = [models.Index(fields=["file", "row", "id"], name="cataloguefileproblem_of_file")]

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {self.code}"


class CatalogueFileChange(models.Model):
    """One change the file means: what is, and what will be, of the facts that differ."""

    class Kind(models.TextChoices):
        NEW_COURSE = "new_course", _("New courses")
        CHANGED_COURSE = "changed_course", _("Changed courses")
        NEW_RUN = "new_run", _("New course runs")
        CHANGED_RUN = "changed_run", _("Changed course runs")
        ENDED_RUN = "ended_run", _("Course runs taken off offer")
        NOT_IN_FILE = "not_in_file", _("Not in the file")
        TAKEN_AWAY = "taken_away", _("Taken away again")

    file = models.ForeignKey(CatalogueFile, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=400)
    row = models.PositiveIntegerField(null=True, blank=True)
    before: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    after: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    course = models.ForeignKey(
        "catalogue.Course", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    run = models.ForeignKey(
        "catalogue.CourseRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("change in a file of courses")
        indexes = [models.Index(fields=["file", "kind", "id"], name="cataloguefilechange_of_file")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
