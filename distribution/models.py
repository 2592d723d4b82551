"""Proposals: frozen answers to "who gets what from which earmark"."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from distribution.states import INITIAL, LIVE, TRANSITIONS, State
from funding.models import Earmark
from staff.access import owner_ids
from staff.models import Owner, User
from staff.roles import Permission
from staff.states import arrows


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> Self:
        """The owner's officers see all; the parties and the auditor what has been sent."""
        makers = owner_ids(user, Permission.PROPOSAL_MAKE)
        readers = owner_ids(user, Permission.PROPOSAL_READ)
        sent = Q(owner__in=readers) & ~Q(sent_at=None)
        return self.filter(Q(owner__in=makers) | sent)


class Proposal(models.Model):
    """One version of a distribution: its inputs, its method and its answer, frozen together."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="proposals")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=State, default=INITIAL)
    method = models.CharField(max_length=20)
    problem = models.JSONField()
    plan = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="Of problem and plan as canonical JSON.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    consulted_at = models.DateTimeField(null=True)  # pushed down by consultations
    final_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="proposal_version_once"),
            models.UniqueConstraint(
                fields=["round"],
                name="proposal_one_live_per_round",
                condition=Q(state__in=LIVE),
            ),
            models.CheckConstraint(
                name="proposal_final_has_been_consulted",
                condition=~Q(state__in=[State.CONSULTED, State.FINAL])
                | Q(consulted_at__isnull=False),
                violation_error_message=_("The parties have not been consulted yet."),
            ),
            models.CheckConstraint(
                name="proposal_final_says_when",
                condition=~Q(state=State.FINAL) | Q(final_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="proposal_follows_its_arrows",
                field="state",
                transitions=arrows(TRANSITIONS),
            ),
            pgtrigger.ReadOnly(
                name="proposal_is_frozen",
                fields=["round", "version", "method", "problem", "plan", "sha256"],
            ),
        ]

    # Problem and plan name cases by their keys alone.
    PERSONAL = {"problem": "10 years", "plan": "10 years", "made_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.round}, {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("distribution:detail", args=[self.pk])


class Line(models.Model):
    """What a proposal says about one application."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        WAITING_LIST = "waiting_list", _("Waiting list")
        REJECTED = "rejected", _("Rejected")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lines")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="lines")
    outcome = models.CharField(max_length=20, choices=Outcome)
    earmark = models.ForeignKey(Earmark, on_delete=models.PROTECT, null=True, related_name="lines")
    amount_ore = models.BigIntegerField(default=0)
    place = models.PositiveIntegerField(help_text="Place in the owner's ranking, 1 is first.")
    waiting_place = models.PositiveIntegerField(null=True)
    reason_code = models.CharField(max_length=40)
    reason = models.JSONField(default=dict, help_text="The figures its sentence needs.")

    class Meta:
        verbose_name = _("proposal line")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "application"], name="line_once_per_application"
            ),
            models.CheckConstraint(
                name="line_granted_has_earmark_and_amount",
                condition=Q(outcome="granted", earmark__isnull=False, amount_ore__gt=0)
                | (~Q(outcome="granted") & Q(amount_ore=0)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="line_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    PERSONAL = {"application": "10 years", "reason": "10 years"}

    def __str__(self) -> str:
        return f"{self.application}: {self.get_outcome_display()}"
