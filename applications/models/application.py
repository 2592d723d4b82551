"""One employee's wish to take one course, with what it costs and what was attached."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models.round import Round
from applications.states import ENDED_EARLY, HOLDING_MONEY, INITIAL, TRANSITIONS, State
from catalogue.models import CourseRun
from funding.models import Commitment, Scheme
from staff.access import has_permission, holding, reach
from staff.models import Employee, Owner, Position, StaffGroup, User, Workplace
from staff.roles import Permission
from staff.states import arrows


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> Self:
        """One's own; and, once sent, those of the workplaces and owners where one may read."""
        sent_to_them = reach(user, Permission.APPLICATION_READ) & ~Q(submitted_at=None)
        return self.filter(Q(applicant=user) | sent_to_them)

    def queue_of(self, user: User, round: Round) -> Self:
        """The applications of a round that the person handles: sent, not withdrawn as drafts."""
        sent = self.filter(round=round, submitted_at__isnull=False)
        if has_permission(user, Permission.APPLICATION_READ, owner_id=round.owner_id):
            return sent
        places = [held.workplace_id for held in holding(user, Permission.APPLICATION_READ)]
        return sent.filter(workplace__in=places)

    def for_display(self) -> Self:
        return self.select_related(
            "applicant", "workplace", "staff_group", "course_run__course__provider", "scheme"
        )


class Application(models.Model):
    """Its state changes only in services. Percentages are hundredths of a percent of a full post.

    Workplace, staff group, position percentage and pay are copied from the position when the
    application is sent: a later move must not rewrite what was decided on.
    """

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="applications")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="applications")
    staff_group = models.ForeignKey(StaffGroup, on_delete=models.PROTECT, related_name="+")
    position_percent = models.PositiveIntegerField()
    course_run = models.ForeignKey(
        CourseRun, on_delete=models.PROTECT, null=True, related_name="applications"
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, null=True, related_name="+")
    leave_percent = models.PositiveIntegerField(default=0)
    leave_weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State, default=INITIAL)
    number = models.CharField(max_length=20, blank=True)
    submitted_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()
    cost_ore = models.BigIntegerField(default=0)
    rank = models.PositiveIntegerField(null=True)
    commitment = models.OneToOneField(
        Commitment, on_delete=models.PROTECT, null=True, related_name="application"
    )
    answer_by = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    cover_is_open = models.BooleanField(
        default=False, help_text="Cover is ordered and not reconciled; pushed down by substitutes."
    )

    applied_there_at = models.DateTimeField(
        null=True, help_text="When the applicant said that they have applied to the institution."
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        indexes = [
            models.Index(fields=["applicant", "-id"], name="application_of_applicant"),
            models.Index(
                fields=["round", "rank", "id"],
                name="application_queue",
                condition=Q(submitted_at__isnull=False),
            ),
            models.Index(
                fields=["workplace", "round", "state", "id"],
                name="application_of_workplace",
                condition=Q(submitted_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "employee"],
                name="application_one_live_per_round",
                condition=~Q(state__in=ENDED_EARLY),
                violation_error_message=_("You already have an application in this round."),
            ),
            models.UniqueConstraint(
                fields=["owner", "number"],
                name="application_number_once",
                condition=~Q(number=""),
            ),
            models.UniqueConstraint(
                fields=["round", "rank"],
                name="application_rank_once_per_round",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="application_sent_is_complete",
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | (
                    Q(submitted_at__isnull=False, course_run__isnull=False, scheme__isnull=False)
                    & ~Q(number="")
                ),
            ),
            models.CheckConstraint(
                name="application_ranked_has_a_rank",
                condition=~Q(state=State.RANKED) | Q(rank__isnull=False),
            ),
            models.CheckConstraint(
                name="application_granted_has_money",
                condition=~Q(state__in=HOLDING_MONEY) | Q(commitment__isnull=False),
            ),
            models.CheckConstraint(
                name="application_leave_is_at_most_a_full_post",
                condition=Q(leave_percent__lte=10_000),
                violation_error_message=_("Leave is at most 100 percent."),
            ),
            models.CheckConstraint(
                name="application_cost_is_not_negative", condition=Q(cost_ore__gte=0)
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="application_follows_its_arrows",
                field="state",
                transitions=arrows(TRANSITIONS),
            )
        ]

    PERSONAL = {"applicant": "10 years", "why": "10 years"}

    def __str__(self) -> str:
        return f"{self.number or _('Draft')}: {self.course_run or ''}"

    def get_absolute_url(self) -> str:
        return reverse("applications:detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT


class CostLine(models.Model):
    """One part of what an application costs, and who pays which part of it."""

    class Kind(models.TextChoices):
        FEES = "fees", _("Course fee")
        COVER = "cover", _("Cover")
        STIPEND = "stipend", _("Stipend")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="cost_lines"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    state_ore = models.BigIntegerField()
    owner_ore = models.BigIntegerField()
    total_ore = models.GeneratedField(
        expression=models.F("state_ore") + models.F("owner_ore"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("cost line")
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="costline_once_per_kind"),
            models.CheckConstraint(
                name="costline_is_not_negative", condition=Q(state_ore__gte=0, owner_ore__gte=0)
            ),
        ]

    PERSONAL = {"application": "10 years", "total_ore": "10 years"}

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.total_ore}"


class Attachment(models.Model):
    """A file the applicant added, checked by its content before it was stored."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments"
    )
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="attachments/%Y/%m/")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("attachment")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "sha256"],
                name="attachment_once",
                violation_error_message=_("This file is already attached."),
            )
        ]

    PERSONAL = {"name": "10 years", "file": "10 years"}

    def __str__(self) -> str:
        return self.name
