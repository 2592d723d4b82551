"""Who stands in: the pool, the orders, the bookings day by day, and the hours worked."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from catalogue.models import Placement
from funding.models import Commitment, Transfer
from staff.access import reach
from staff.models import Membership, Owner, StaffGroup, User, Workplace
from staff.roles import Permission
from staff.states import arrows
from substitutes.states import INITIAL, TRANSITIONS, State


class Substitute(models.Model):
    """Somebody an owner can call. `annual_pay_ore` is for a full post; percent in hundredths."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="substitutes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="substitute_for"
    )
    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="+")
    staff_groups = models.ManyToManyField(StaffGroup, related_name="substitutes")
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), help_text="Days one can work; 1 is Monday."
    )
    annual_pay_ore = models.BigIntegerField()

    class Meta:
        verbose_name = _("substitute")
        constraints = [
            models.UniqueConstraint(fields=["owner", "user"], name="substitute_once_per_owner"),
            models.CheckConstraint(
                name="substitute_pay_is_not_negative", condition=Q(annual_pay_ore__gte=0)
            ),
        ]

    PERSONAL = {"user": "while in the pool", "annual_pay_ore": "while in the pool"}

    def __str__(self) -> str:
        return str(self.user)


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: User) -> Self:
        """Those of the workplaces and owners whose cover one reads."""
        return self.filter(reach(user, Permission.COVER_READ))

    def for_display(self) -> Self:
        return self.select_related(
            "workplace", "covers_for", "staff_group", "application", "placement__business"
        )


class Order(models.Model):
    """Cover wanted while somebody studies or is on placement. Percent in hundredths of a full post.

    The money of a case is committed with it. Cover for a placement has money of its own, set aside
    from one of the owner's earmarks: before that, nobody can be booked.
    """

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    application = models.OneToOneField(
        Application,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cover_order",
    )
    placement = models.OneToOneField(
        Placement, on_delete=models.PROTECT, null=True, blank=True, related_name="cover_order"
    )
    covers_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    staff_group = models.ForeignKey(StaffGroup, on_delete=models.PROTECT, related_name="+")
    commitment = models.OneToOneField(
        Commitment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cover_order",
        help_text="What is set aside for cover of a placement.",
    )
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="cover_orders")
    percent = models.PositiveIntegerField()
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=20, choices=State, default=INITIAL)
    ordered_at = models.DateTimeField()

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("cover order")
        indexes = [
            models.Index(fields=["workplace", "state", "id"], name="order_of_workplace"),
            models.Index(fields=["owner", "state", "id"], name="order_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="order_starts_before_it_ends",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("Cover must start before it ends."),
            ),
            models.CheckConstraint(
                name="order_has_weekdays",
                condition=Q(weekdays__len__gt=0),
                violation_error_message=_("Cover needs at least one weekday."),
            ),
            models.CheckConstraint(
                name="order_is_for_a_case_or_a_placement",
                condition=Q(application__isnull=False, placement=None, commitment=None)
                | Q(application=None, placement__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="order_follows_its_arrows", field="state", transitions=arrows(TRANSITIONS)
            )
        ]

    PERSONAL = {
        "application": "10 years",
        "placement": "10 years",
        "covers_for": "10 years",
        "commitment": "10 years",
    }

    def __str__(self) -> str:
        return f"{self.application or self.placement}"

    def get_absolute_url(self) -> str:
        return reverse("substitutes:order", args=[self.pk])

    @property
    def money(self) -> Commitment | None:
        """What the hours are charged to: the case's, or what is set aside for the placement."""
        return self.application.commitment if self.application else self.commitment

    @property
    def waits_for_money(self) -> bool:
        return self.application_id is None and self.commitment_id is None


class Booking(models.Model):
    """A substitute asked for an order: the days are held at once, and are kept by a yes."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="bookings")
    substitute = models.ForeignKey(Substitute, on_delete=models.PROTECT, related_name="bookings")
    planned_ore = models.BigIntegerField(help_text="What the planned hours will cost.")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    booked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="When the substitute said yes.")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("booking")
        constraints = [
            models.UniqueConstraint(
                fields=["order"], name="booking_one_per_order", condition=Q(cancelled_at=None)
            )
        ]

    PERSONAL = {"substitute": "5 years", "booked_by": "5 years"}

    def __str__(self) -> str:
        return f"{self.substitute}: {self.order}"


class Timesheet(models.Model):
    """Hours of cover confirmed by the leader and charged to the order's money."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="timesheets")
    first_day = models.DateField()
    last_day = models.DateField()
    minutes = models.PositiveIntegerField()
    amount_ore = models.BigIntegerField()
    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("timesheet")
        constraints = [
            models.CheckConstraint(
                name="timesheet_starts_before_it_ends",
                condition=Q(first_day__lte=F("last_day")),
            )
        ]

    PERSONAL = {"minutes": "10 years", "amount_ore": "10 years", "confirmed_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.booking}, {self.first_day}–{self.last_day}"


class Shift(models.Model):
    """One day of a booking. Nobody can stand in two places at a time: the database refuses it."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="shifts")
    substitute = models.ForeignKey(Substitute, on_delete=models.PROTECT, related_name="shifts")
    day = models.DateField()
    during = DateTimeRangeField()
    minutes = models.PositiveIntegerField()
    cancelled_at = models.DateTimeField(null=True)
    timesheet = models.ForeignKey(
        Timesheet, on_delete=models.PROTECT, null=True, related_name="shifts"
    )

    class Meta:
        verbose_name = _("shift")
        indexes = [models.Index(fields=["substitute", "day"], name="shift_of_substitute")]
        constraints = [
            ExclusionConstraint(
                name="shift_in_one_place_at_a_time",
                expressions=[
                    # Without btree_gist a key is a range of one.
                    (
                        Func(
                            F("substitute_id"),
                            F("substitute_id"),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None),
                violation_error_message=_("The substitute is already booked at that time."),
            ),
            models.CheckConstraint(name="shift_has_minutes", condition=Q(minutes__gt=0)),
        ]

    PERSONAL = {"substitute": "5 years"}

    def __str__(self) -> str:
        return f"{self.substitute}, {self.day}"
