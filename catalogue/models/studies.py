"""Studies outside the catalogue: found by the employee, checked by the owner."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models.courses import CourseRun
from catalogue.states import STUDY_TRANSITIONS, StudyState
from staff.access import owner_ids
from staff.models import Employee, Owner, User
from staff.roles import Permission
from staff.states import arrows


class OutsideStudyQuerySet(models.QuerySet["OutsideStudy"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and those proposed to the owners whose studies one checks."""
        return self.filter(
            Q(written_by=user) | Q(owner__in=owner_ids(user, Permission.STUDY_CHECK))
        )


class OutsideStudy(models.Model):
    """A course nobody has put in the catalogue, as one employee describes it.

    Its course run is reserved: only that employee can apply for it, and it can be granted only
    once the owner has found that it is as described.
    """

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="outside_studies")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="outside_studies")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    run = models.OneToOneField(CourseRun, on_delete=models.PROTECT, related_name="outside_study")
    link = models.URLField(max_length=500, help_text="Where the institution describes the study.")
    state = models.CharField(max_length=10, choices=StudyState, default=StudyState.PROPOSED)
    proposed_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was not accepted, or what was noted.")

    objects = OutsideStudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("study outside the catalogue")
        indexes = [models.Index(fields=["owner", "state", "-id"], name="outsidestudy_of_owner")]
        constraints = [
            models.CheckConstraint(
                name="outsidestudy_checked_by_somebody",
                condition=Q(state="proposed", checked_by=None, checked_at=None)
                | (~Q(state="proposed") & Q(checked_by__isnull=False, checked_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="outsidestudy_refused_says_why",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message=_("Write why the study is not accepted."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="outsidestudy_follows_its_arrows",
                field="state",
                transitions=arrows(STUDY_TRANSITIONS),
            )
        ]

    PERSONAL = {"written_by": "10 years", "checked_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.run}"

    def get_absolute_url(self) -> str:
        return reverse("studies:detail", args=[self.pk])
