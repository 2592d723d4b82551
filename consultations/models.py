"""The parties' part in a distribution: who was asked, what they said, what was answered."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from distribution.models import Proposal
from staff.access import holding, owner_ids
from staff.models import Owner, Union, User
from staff.roles import Permission


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, user: User) -> Self:
        """The owner's, and those a union one represents there was invited to."""
        readers = owner_ids(user, Permission.CONSULTATION_READ)
        invited = Q(pk__in=[])
        for held in holding(user, Permission.STATEMENT_GIVE):
            invited |= Q(owner=held.owner_id, invitations__union=held.union_id)
        return self.filter(Q(owner__in=readers) | invited).distinct()


class Consultation(models.Model):
    """One proposal laid before the organisations. Closed only with minutes and every answer."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="consultation")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    deadline = models.DateField(help_text="Lasts to 23:59 that day.")
    held_on = models.DateField(null=True)
    minutes = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        constraints = [
            models.CheckConstraint(
                name="consultation_closed_has_minutes",
                condition=Q(closed_at=None)
                | (Q(closed_by__isnull=False, held_on__isnull=False) & ~Q(minutes="")),
                violation_error_message=_("A consultation is closed with minutes and a date."),
            )
        ]

    PERSONAL = {"minutes": "10 years", "opened_by": "10 years", "closed_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.proposal}"


class Invitation(models.Model):
    """A union asked for its view. `silence_note` says in the minutes' words why there is none."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="invitations"
    )
    union = models.ForeignKey(Union, on_delete=models.PROTECT, related_name="+")
    silence_note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "union"], name="invitation_once_per_union"
            )
        ]

    def __str__(self) -> str:
        return f"{self.union}"


class Statement(models.Model):
    """What an organisation says about the proposal, and what the owner answers."""

    class View(models.TextChoices):
        AGREES = "agrees", _("Agrees")
        AGREES_WITH_REMARKS = "agrees_with_remarks", _("Agrees, with remarks")
        DISAGREES = "disagrees", _("Disagrees")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, related_name="statement"
    )
    view = models.CharField(max_length=20, choices=View)
    text = models.TextField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("statement")
        constraints = [
            models.CheckConstraint(
                name="statement_answered_by_somebody_with_words",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(name="statement_has_words", condition=~Q(text="")),
        ]

    PERSONAL = {"text": "10 years", "given_by": "10 years", "answered_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_view_display()}"
