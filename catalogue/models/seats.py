"""Who has a seat, who waits for one, and what came of it."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.courses import CourseRun
from catalogue.states import SEAT_TRANSITIONS, SeatState
from staff.access import holding
from staff.models import Owner, User
from staff.roles import Permission
from staff.states import arrows


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and those of the runs one delivers."""
        held = [membership.pk for membership in holding(user, Permission.COURSE_DELIVER)]
        delivered = Q(run__course__provider__contacts__membership__in=held)
        return self.filter(Q(participant=user) | delivered)


class Seat(models.Model):
    """A seat asked for by somebody who has accepted a place. The provider confirms.

    `place` is the order of asking: a waiting list is the seats that wait, by place.
    """

    owner = models.ForeignKey(
        Owner, on_delete=models.PROTECT, related_name="+", help_text="The participant's employer."
    )
    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, related_name="seat_list")
    participant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats"
    )
    about = models.CharField(max_length=60, help_text="The case it is for: its model and key.")
    state = models.CharField(max_length=10, choices=SeatState, default=SeatState.ASKED)
    place = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    met = models.BooleanField(null=True, blank=True)
    is_completed = models.BooleanField(null=True, blank=True)
    credits_earned = models.PositiveSmallIntegerField(null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        indexes = [models.Index(fields=["run", "place"], name="seat_of_run")]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "participant"],
                condition=~Q(state__in=("released", "refused")),
                name="seat_once_per_participant",
                violation_error_message=_("This person already has a seat, or waits for one."),
            ),
            models.UniqueConstraint(fields=["run", "place"], name="seat_places_are_in_order"),
            models.CheckConstraint(
                name="seat_answered_by_somebody",
                condition=Q(state__in=("asked", "waiting", "released"))
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="seat_result_of_a_confirmed_participant",
                condition=Q(reported_at=None, met=None, is_completed=None, credits_earned=None)
                | Q(
                    state="confirmed",
                    reported_at__isnull=False,
                    reported_by__isnull=False,
                    met__isnull=False,
                    is_completed__isnull=False,
                ),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="seat_follows_its_arrows", field="state", transitions=arrows(SEAT_TRANSITIONS)
            )
        ]

    PERSONAL = {
        "participant": "10 years",
        "answered_by": "10 years",
        "reported_by": "10 years",
        "met": "10 years",
        "is_completed": "10 years",
        "credits_earned": "10 years",
    }

    def __str__(self) -> str:
        return f"{self.run}, {self.place}"
