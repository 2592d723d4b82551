"""Placements in a business (hospitering): wish, agreement between three, log, confirmation."""

from typing import Final, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models.courses import CourseRun
from catalogue.models.providers import Provider
from catalogue.states import PLACEMENT_TRANSITIONS, PlacementState
from staff.access import reach
from staff.models import County, Owner, Position, Subject, User, Workplace
from staff.roles import Permission
from staff.states import arrows

EVERY_WORKING_DAY: Final = [1, 2, 3, 4, 5]


def stored_privately(placement: "Placement", name: str) -> str:
    """Where a signed agreement lies: under its owner, by a key that says nothing of its content."""
    return f"placements/{placement.owner_id}/{name}"


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, user: User) -> Self:
        """One's own, those at one's workplaces and owners, and those one's business takes in."""
        return self.filter(
            Q(participant=user)
            | reach(user, Permission.PLACEMENT_READ)
            | Q(business__in=Provider.objects.run_by(user))
        )

    def for_display(self) -> Self:
        return self.select_related(
            "owner", "workplace", "participant", "business", "trade", "position__code"
        )


class Placement(models.Model):
    """Somebody goes out to a business to learn, on given weekdays from one day to another.

    The text of the agreement is what the three sign: a change asks for new signatures.
    """

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="placements")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="placements"
    )
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    business = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="placements")
    run = models.ForeignKey(
        CourseRun,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        help_text="The offer of the business that is answered; empty: asked for by oneself.",
    )
    trade = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    wish = models.TextField(help_text="What one wants to learn, and what it is for.")
    starts_on = models.DateField()
    ends_on = models.DateField()
    weekdays = ArrayField(models.PositiveSmallIntegerField(), help_text="1 is Monday.")
    goals = models.TextField(blank=True)
    safety = models.TextField(blank=True)
    insurance = models.TextField(blank=True)
    confidentiality = models.TextField(blank=True)
    version = models.PositiveSmallIntegerField(default=0, help_text="Of the agreement's text.")
    state = models.CharField(max_length=10, choices=PlacementState, default=PlacementState.WISHED)
    reason = models.TextField(blank=True, help_text="Why it was declined or cancelled.")
    wished_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hours = models.PositiveIntegerField(null=True, blank=True, help_text="As confirmed.")
    agreement = models.FileField(
        upload_to=stored_privately,
        blank=True,
        max_length=200,
        help_text="As PDF, made once all three have signed.",
    )
    agreement_sha256 = models.CharField(max_length=64, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        indexes = [
            models.Index(fields=["owner", "-id"], name="placement_of_owner"),
            models.Index(fields=["business", "-id"], name="placement_of_business"),
        ]
        constraints = [
            models.CheckConstraint(
                name="placement_starts_before_it_ends",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("A placement must start before it ends."),
            ),
            models.CheckConstraint(
                name="placement_has_weekdays",
                condition=Q(weekdays__len__gt=0),
                violation_error_message=_("Choose at least one weekday."),
            ),
            models.CheckConstraint(
                name="placement_is_on_working_days",
                condition=Q(weekdays__contained_by=EVERY_WORKING_DAY),
                violation_error_message=_("A placement is on days from Monday to Friday."),
            ),
            models.CheckConstraint(
                name="placement_agreement_is_whole",
                condition=Q(state__in=("wished", "declined", "cancelled"))
                | (
                    Q(version__gt=0)
                    & ~Q(goals="")
                    & ~Q(safety="")
                    & ~Q(insurance="")
                    & ~Q(confidentiality="")
                ),
                violation_error_message=_(
                    "The agreement says something about goals, safety, insurance and "
                    "confidentiality."
                ),
            ),
            models.CheckConstraint(
                name="placement_completed_is_confirmed",
                condition=Q(completed_at=None, confirmed_by=None, hours=None)
                | Q(
                    state="completed",
                    completed_at__isnull=False,
                    confirmed_by__isnull=False,
                    hours__gt=0,
                ),
                violation_error_message=_("Write how many hours it was."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="placement_follows_its_arrows",
                field="state",
                transitions=arrows(PLACEMENT_TRANSITIONS),
            )
        ]

    PERSONAL = {
        "participant": "10 years",
        "wish": "10 years",
        "hours": "10 years",
        "confirmed_by": "10 years",
        "agreement": "10 years",
    }

    def __str__(self) -> str:
        return f"{self.business}: {self.participant}"

    def get_absolute_url(self) -> str:
        return reverse("placements:detail", args=[self.pk])


class Signature(models.Model):
    """One of the three has signed a version of the agreement, by its SHA-256."""

    class Party(models.TextChoices):
        PARTICIPANT = "participant", _("The participant")
        EMPLOYER = "employer", _("The employer")
        BUSINESS = "business", _("The business")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=12, choices=Party)
    version = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature")
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "version", "party"],
                name="signature_once_per_party",
                violation_error_message=_("This party has already signed."),
            ),
            models.UniqueConstraint(
                fields=["placement", "version", "signed_by"],
                name="signature_once_per_person",
                violation_error_message=_("Nobody signs for two parties."),
            ),
        ]

    PERSONAL = {"signed_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.placement}, {self.get_party_display()}"


class LogEntry(models.Model):
    """What the participant did and learned on a day of the placement."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="log")
    day = models.DateField()
    text = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("log entry")
        ordering = ["day", "pk"]

    PERSONAL = {"text": "10 years", "written_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.placement}, {self.day}"


class TradeNoteQuerySet(models.QuerySet["TradeNote"]):
    def standing(self) -> Self:
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at=None)


class TradeNote(models.Model):
    """What a county's vocational training board says about a trade: a need, or advice on what is
    offered. Seen by vocational teachers and owners."""

    class Kind(models.TextChoices):
        NEED = "need", _("Need")
        ADVICE = "advice", _("Advice on an offer")

    owner = models.ForeignKey(
        Owner, on_delete=models.PROTECT, related_name="trade_notes", help_text="The county."
    )
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="trade_notes")
    kind = models.CharField(max_length=10, choices=Kind)
    trade = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TradeNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of a vocational training board")
        indexes = [models.Index(fields=["county", "trade", "-id"], name="tradenote_of_trade")]
        constraints = [
            models.CheckConstraint(
                name="tradenote_advice_is_on_an_offer",
                condition=Q(kind="need", provider=None) | Q(kind="advice", provider__isnull=False),
                violation_error_message=_("Choose whose offer the advice is about."),
            )
        ]

    PERSONAL = {"written_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.trade}"
