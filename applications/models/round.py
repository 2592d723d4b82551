"""A round: when an owner takes applications, and what may be applied for."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.states import ROUND_TRANSITIONS, RoundState
from catalogue.models import CourseRun
from funding.models import Scheme
from staff.access import memberships_of, owner_ids
from staff.models import Owner, User
from staff.roles import Permission
from staff.states import arrows


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> Self:
        """Those of the owners where one holds a role; a planned one only to its readers."""
        owners = {held.owner_id for held in memberships_of(user) if held.owner_id}
        read = Q(owner__in=owner_ids(user, Permission.ROUND_READ))
        return self.filter(~Q(state=RoundState.PLANNED) | read, owner__in=owners)

    def newest_first(self) -> Self:
        return self.order_by("-year", "-pk")


class Round(models.Model):
    """One round of applications. Deadlines are dates: each lasts to 23:59 Europe/Oslo."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=RoundState, default=RoundState.PLANNED)
    opens_on = models.DateField()
    applicant_deadline = models.DateField()
    leader_deadline = models.DateField()
    consultation_deadline = models.DateField()
    decision_by = models.DateField()
    answer_days = models.PositiveSmallIntegerField(
        default=14, help_text="Days an applicant has to accept."
    )
    schemes = models.ManyToManyField(Scheme, related_name="rounds")
    last_number = models.PositiveIntegerField(default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="round_name_once_per_owner"),
            models.CheckConstraint(
                name="round_dates_follow_each_other",
                condition=Q(
                    opens_on__lte=F("applicant_deadline"),
                    applicant_deadline__lte=F("leader_deadline"),
                    leader_deadline__lte=F("consultation_deadline"),
                    consultation_deadline__lte=F("decision_by"),
                ),
                violation_error_message=_("The dates of a round must follow each other."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="round_follows_its_arrows",
                field="state",
                transitions=arrows(ROUND_TRANSITIONS),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rounds:detail", args=[self.pk])


class Offer(models.Model):
    """A course run that may be applied for in a round."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="offers")
    course_run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, related_name="offers")

    class Meta:
        verbose_name = _("course offered")
        constraints = [
            models.UniqueConstraint(fields=["round", "course_run"], name="offer_once_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.course_run}"
