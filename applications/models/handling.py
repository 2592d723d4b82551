"""What leaders and owners add to an application: advice, decision, confirmed participation."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from staff.models import Owner


class Recommendation(models.Model):
    """The leader's advice, with the cover planned. Percent in hundredths of a full post."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="recommendation"
    )
    recommended = models.BooleanField()
    reason = models.TextField()
    cover_percent = models.PositiveIntegerField(default=0)
    cover_weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        help_text="1 is Monday, 5 is Friday.",
    )
    cover_from = models.DateField(null=True, blank=True)
    cover_to = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("recommendation")
        constraints = [
            models.CheckConstraint(
                name="recommendation_cover_has_days_and_dates",
                condition=Q(cover_percent=0)
                | Q(
                    cover_from__isnull=False,
                    cover_to__isnull=False,
                    cover_weekdays__len__gt=0,
                ),
                violation_error_message=_("Cover needs weekdays, a first and a last day."),
            ),
            models.CheckConstraint(
                name="recommendation_cover_starts_before_it_ends",
                condition=Q(cover_from=None) | Q(cover_to=None) | Q(cover_from__lte=F("cover_to")),
                violation_error_message=_("Cover must start before it ends."),
            ),
        ]

    PERSONAL = {"reason": "10 years", "given_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.application}"


class Decision(models.Model):
    """What the owner decided, why, and the letter that says so. Undone only by a new decision."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        WAITING_LIST = "waiting_list", _("Waiting list")
        REJECTED = "rejected", _("Rejected")

    class Type(models.TextChoices):
        EMPLOYER = "employer", _("Employer’s decision")
        INDIVIDUAL = "individual", _("Individual decision")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    type = models.CharField(max_length=20, choices=Type, default=Type.EMPLOYER)
    reason_code = models.CharField(max_length=40)
    grounds = models.TextField(help_text="In the applicant’s written language.")
    language = models.CharField(max_length=2)
    amount_ore = models.BigIntegerField(default=0)
    waiting_place = models.PositiveIntegerField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    letter = models.FileField(upload_to="letters/%Y/%m/", blank=True)
    letter_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("decision")
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                name="decision_first_once_per_application",
                condition=Q(replaces=None),
            ),
            models.CheckConstraint(
                name="decision_grant_has_an_amount",
                condition=~Q(outcome="granted") | Q(amount_ore__gt=0),
            ),
            models.CheckConstraint(name="decision_has_grounds", condition=~Q(grounds="")),
        ]

    PERSONAL = {"grounds": "10 years", "letter": "10 years", "decided_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.application}"


class Participation(models.Model):
    """The owner has confirmed that the person took part in a term; each term may then be paid."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="participations"
    )
    term = models.PositiveSmallIntegerField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField()
    paid_ore = models.BigIntegerField(default=0)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("participation")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "term"], name="participation_once_per_term"
            ),
            models.CheckConstraint(
                name="participation_paid_has_amount_and_time",
                condition=Q(paid_at=None, paid_ore=0) | Q(paid_at__isnull=False, paid_ore__gt=0),
            ),
        ]

    PERSONAL = {"application": "10 years", "confirmed_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.application}, {self.term}"
