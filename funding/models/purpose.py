"""Where money comes from and what it may be used for."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from funding.models.rules import Scheme
from staff.access import owner_ids
from staff.models import Owner, Sector, StaffGroup, User
from staff.money import Ore
from staff.roles import Permission


class Grant(models.Model):
    """Money given to an owner by letter. It cannot be spent before it is earmarked."""

    class Giver(models.TextChoices):
        STATE = "state", _("The state")
        COUNTY = "county", _("The county authority")
        OWN = "own", _("The owner’s own money")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="grants")
    giver = models.CharField(max_length=20, choices=Giver)
    letter = models.CharField(max_length=60, help_text="The number of the grant letter.")
    name = models.CharField(max_length=200)
    received_on = models.DateField()
    report_by = models.DateField()

    class Meta:
        verbose_name = _("grant")
        constraints = [
            models.UniqueConstraint(fields=["owner", "letter"], name="grant_letter_once")
        ]

    def __str__(self) -> str:
        return self.name


class EarmarkQuerySet(models.QuerySet["Earmark"]):
    def visible_to(self, user: User) -> Self:
        """Those of the owners whose money one may read."""
        return self.filter(owner__in=owner_ids(user, Permission.MONEY_READ))

    def with_balances(self) -> Self:
        """Adds available_ore, reserved_ore, committed_ore and paid_ore from the ledger."""
        return self.annotate(
            **{
                f"{kind}_ore": Sum(
                    "accounts__balance_ore", filter=Q(accounts__kind=kind), default=0
                )
                for kind in ("available", "reserved", "committed", "paid")
            }
        )


class Earmark(models.Model):
    """Money with a purpose: a scheme, staff groups, sectors, a year, and a date to spend it by."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="earmarks")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="earmarks")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="earmarks")
    name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(help_text="The round year it is meant for.")
    staff_groups = models.ManyToManyField(StaffGroup, related_name="earmarks")
    sectors = ArrayField(
        models.CharField(max_length=20, choices=Sector),
        default=list,
        blank=True,
        help_text="Empty: all.",
    )
    spend_by = models.DateField()
    # Added by with_balances(), in øre.
    available_ore: int
    reserved_ore: int
    committed_ore: int
    paid_ore: int

    objects = EarmarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("earmark")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "year", "name"], name="earmark_name_once_per_year"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def balance_ore(self, kind: str) -> Ore:
        total: Ore = self.accounts.filter(kind=kind).aggregate(total=Sum("balance_ore", default=0))[
            "total"
        ]
        return total
