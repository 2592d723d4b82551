"""Files of staff: uploaded, checked, applied as one, and undone as a new fact."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from staff.importing.states import IMPORT_TRANSITIONS, ImportState
from staff.models.organisation import Owner
from staff.models.people import User
from staff.states import arrows


def stored_privately(batch: "ImportBatch", name: str) -> str:
    return f"staff-files/{batch.owner_id}/{name}"


class ApiKey(models.Model):
    """Lets an owner's staff system send files. The key is shown once; only its hash is kept."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=8, help_text="Its first characters, to tell it apart.")
    key_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("API key")

    PERSONAL = {"made_by": "5 years"}

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class ImportMapping(models.Model):
    """Which column holds what in an owner's files of one kind: remembered from last time."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="import_mappings")
    format = models.CharField(max_length=10)
    columns: "models.JSONField[Any, Any]" = models.JSONField(
        default=dict, help_text="Our field → the heading of the file's column."
    )

    class Meta:
        verbose_name = _("column mapping")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "format"], name="importmapping_once_per_format"
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner}, {self.format}"


class ImportBatch(models.Model):
    """One file of staff. `counts` says what the check found: kind of change → number."""

    class Format(models.TextChoices):
        CSV = "csv", _("CSV")
        XLSX = "xlsx", _("Excel")
        FINT = "fint", _("FINT JSON")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="import_batches")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    format = models.CharField(max_length=10, choices=Format)
    file = models.FileField(upload_to=stored_privately, blank=True, max_length=200)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    columns: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    lists_everybody = models.BooleanField(help_text="Whether whoever is not in the file has left.")
    counts_from = models.DateField(help_text="The day the file is true for.")
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    api_key = models.ForeignKey(
        ApiKey, on_delete=models.PROTECT, null=True, blank=True, related_name="batches"
    )
    uploaded_at = models.DateTimeField()
    total_rows = models.PositiveIntegerField(default=0)
    counts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    failure = models.TextField(blank=True, help_text="Why it could not be read or applied.")

    class Meta:
        verbose_name = _("staff import")
        indexes = [models.Index(fields=["owner", "-id"], name="importbatch_of_owner")]
        constraints = [
            models.CheckConstraint(
                name="importbatch_comes_from_a_person_or_a_system",
                condition=Q(uploaded_by__isnull=False, api_key=None)
                | Q(uploaded_by=None, api_key__isnull=False),
            ),
            models.CheckConstraint(
                name="importbatch_applied_by_somebody",
                condition=~Q(state__in=("applied", "undoing", "undone"))
                | Q(applied_by__isnull=False, applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="importbatch_failed_says_why", condition=~Q(state="failed") | ~Q(failure="")
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(state__in=("applying", "undoing")),
                name="importbatch_one_at_a_time_per_owner",
                violation_error_message=_("Another staff file is being applied just now."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="importbatch_states",
                field="state",
                transitions=arrows(IMPORT_TRANSITIONS),
            )
        ]

    PERSONAL = {
        "file": "7 days",
        "uploaded_by": "5 years",
        "applied_by": "5 years",
    }

    def __str__(self) -> str:
        return self.file_name


class ImportProblem(models.Model):
    """Row, column and what is wrong with it. `code` and `params` make the sentence when read."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(help_text="As the file counts: the heading is row 1.")
    column = models.CharField(max_length=200, blank=True, help_text="Its heading in the file.")
    code = models.CharField(max_length=40)
    params: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("problem in a staff file")
        indexes = [models.Index(fields=["batch", "row", "id"], name="importproblem_of_batch")]

    PERSONAL = {"params": "until the file is applied or discarded"}

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {self.code}"


class ImportChangeQuerySet(models.QuerySet["ImportChange"]):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind) if kind else self


class ImportChange(models.Model):
    """One change the file means: what is, what will be, and what follows from it."""

    class Kind(models.TextChoices):
        JOINS = "joins", _("Joins")
        LEAVES = "leaves", _("Leaves")
        MOVES = "moves", _("Moves")
        OPENS = "opens", _("New position")
        ENDS = "ends", _("Position ends")
        CHANGES = "changes", _("Position changes")
        DETAILS = "details", _("Name or contact changes")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=20, help_text="The employee's number.")
    name = models.CharField(max_length=200)
    row = models.PositiveIntegerField(null=True, blank=True)
    before: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    after: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    consequences: "models.JSONField[Any, Any]" = models.JSONField(
        default=list, help_text="What follows, for a leaver: a list of code and params."
    )

    objects = ImportChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change in a staff file")
        indexes = [models.Index(fields=["batch", "kind", "id"], name="importchange_of_batch")]

    PERSONAL = {
        "number": "2 years",
        "name": "2 years",
        "before": "2 years",
        "after": "2 years",
        "consequences": "2 years",
    }

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
