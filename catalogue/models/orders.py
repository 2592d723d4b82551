"""Tailored courses: a need, the workplaces behind it, the offers, and the run it becomes."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models.courses import CourseRun
from catalogue.models.providers import Provider
from catalogue.states import ORDER_TRANSITIONS, OrderState
from staff.access import reach
from staff.models import Owner, Sector, StaffGroup, User, Workplace
from staff.roles import Permission
from staff.states import arrows


class TailoredOrderQuerySet(models.QuerySet["TailoredOrder"]):
    def visible_to(self, user: User) -> Self:
        """One's own workplaces' and owners', those one is asked to join, and those invited to."""
        invited = OrderInvitation.objects.answered_by(user)
        return self.filter(
            Q(pk__in=OrderPartner.objects.read_by(user).values("order"))
            | Q(pk__in=invited.values("order"))
        )

    def stood_behind_by(self, user: User) -> Self:
        """Those a workplace the person reads for stands behind, or is asked to."""
        return self.filter(pk__in=OrderPartner.objects.read_by(user).values("order"))


class TailoredOrder(models.Model):
    """A need in the words of those who have it. Several workplaces, also of several owners, may
    stand behind one; the first partner leads."""

    owner = models.ForeignKey(
        Owner, on_delete=models.PROTECT, related_name="tailored_orders", help_text="Who leads."
    )
    title = models.CharField(max_length=200)
    need = models.TextField(help_text="What those who work there must learn, and why.")
    goals = models.TextField(blank=True)
    staff_groups = models.ManyToManyField(StaffGroup, related_name="+")
    sectors = ArrayField(models.CharField(max_length=20, choices=Sector), default=list)
    wanted_from = models.DateField()
    wanted_to = models.DateField()
    answer_by = models.DateField(help_text="The providers' last day.")
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    run = models.OneToOneField(
        CourseRun, on_delete=models.PROTECT, null=True, blank=True, related_name="order"
    )

    objects = TailoredOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("tailored order")
        indexes = [models.Index(fields=["owner", "-id"], name="tailoredorder_of_owner")]
        constraints = [
            models.CheckConstraint(
                name="tailoredorder_starts_before_it_ends",
                condition=Q(wanted_from__lte=F("wanted_to")) & Q(answer_by__lte=F("wanted_from")),
                violation_error_message=_(
                    "The answer comes first, then the first day, then the last day."
                ),
            ),
            models.CheckConstraint(
                name="tailoredorder_accepted_has_become_a_run",
                condition=(Q(state="accepted") & Q(run__isnull=False))
                | (~Q(state="accepted") & Q(run=None)),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="tailoredorder_follows_its_arrows",
                field="state",
                transitions=arrows(ORDER_TRANSITIONS),
            )
        ]

    PERSONAL = {"made_by": "10 years"}

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("orders:detail", args=[self.pk])


class OrderPartnerQuerySet(models.QuerySet["OrderPartner"]):
    def read_by(self, user: User) -> Self:
        """Those of the workplaces and owners whose orders the person reads."""
        return self.filter(reach(user, Permission.ORDER_READ))

    def acting(self) -> Self:
        """Those that stand behind the order, or may yet: not those that said no."""
        return self.filter(declined_at=None)


class OrderPartner(models.Model):
    """A workplace behind the order: how many take part, which share of the price it pays
    (hundredths of a percent), the agreement it follows, and that its representatives were heard."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(TailoredOrder, on_delete=models.PROTECT, related_name="partners")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="+")
    participants = models.PositiveIntegerField(default=0)
    share = models.PositiveIntegerField(default=0)
    agreement = models.CharField(
        max_length=300, blank=True, help_text="The local agreement on competence it follows."
    )
    heard_on = models.DateField(null=True, blank=True)
    heard = models.TextField(
        blank=True, help_text="What the representatives of the workplace said."
    )
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    joined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = OrderPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("workplace behind an order")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "workplace"],
                name="orderpartner_once_per_workplace",
                violation_error_message=_("The workplace is already part of the order."),
            ),
            models.CheckConstraint(
                name="orderpartner_joined_by_somebody_with_participants",
                condition=Q(joined_at=None, joined_by=None)
                | Q(joined_at__isnull=False, joined_by__isnull=False, participants__gt=0),
                violation_error_message=_("Write how many take part."),
            ),
            models.CheckConstraint(
                name="orderpartner_heard_says_what",
                condition=Q(heard_on=None) | ~Q(heard=""),
                violation_error_message=_("Write what the representatives said."),
            ),
            models.CheckConstraint(
                name="orderpartner_share_is_a_percentage", condition=Q(share__lte=10_000)
            ),
            models.CheckConstraint(
                name="orderpartner_that_said_no_neither_joins_nor_pays",
                condition=Q(declined_at=None, declined_by=None)
                | Q(declined_at__isnull=False, declined_by__isnull=False, joined_at=None, share=0),
            ),
        ]

    PERSONAL = {"joined_by": "10 years", "declined_by": "10 years", "heard": "10 years"}

    def __str__(self) -> str:
        return f"{self.order}: {self.workplace}"

    @property
    def about(self) -> str:
        """What the seats of its participants are for: its model and key."""
        return f"{self._meta.label_lower}:{self.pk}"


class OrderInvitationQuerySet(models.QuerySet["OrderInvitation"]):
    def answered_by(self, user: User) -> Self:
        """Those to the providers the person is a contact of today."""
        return self.filter(provider__in=Provider.objects.run_by(user))


class OrderInvitation(models.Model):
    """A provider asked to answer an order, and its offer. Money in øre, for all participants."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(TailoredOrder, on_delete=models.PROTECT, related_name="invitations")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    description = models.TextField(blank=True)
    credits = models.PositiveSmallIntegerField(default=0)
    price_ore = models.BigIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    sessions = models.TextField(blank=True, help_text="When one meets, in the provider's words.")
    is_accepted = models.BooleanField(default=False)
    reason = models.TextField(blank=True, help_text="Why it was, or was not, accepted.")

    objects = OrderInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a tailored order")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "provider"], name="orderinvitation_once_per_provider"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(is_accepted=True),
                name="orderinvitation_one_is_accepted",
            ),
            models.CheckConstraint(
                name="orderinvitation_offer_is_whole",
                condition=Q(offered_at=None, offered_by=None, is_accepted=False)
                | (
                    Q(
                        offered_by__isnull=False,
                        declined_at=None,
                        price_ore__isnull=False,
                        price_ore__gte=0,
                        starts_on__isnull=False,
                        ends_on__isnull=False,
                        starts_on__lte=F("ends_on"),
                    )
                    & ~Q(description="")
                ),
                violation_error_message=_(
                    "An offer needs a description, a price, a first and a last day."
                ),
            ),
        ]

    PERSONAL = {"offered_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.order}: {self.provider}"
