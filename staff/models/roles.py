"""Roles people hold, from a date to a date."""

import datetime
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staff.models.organisation import Owner, Union, Workplace
from staff.models.people import User
from staff.models.periods import HeldQuerySet
from staff.roles import AT_A_WORKPLACE, FOR_A_UNION, GRANTS, OWNERLESS, Permission, Role

# What a stand-in takes over must be the role as it is, and lie inside its dates.
STAND_IN_FITS = """
SELECT * INTO held FROM staff_membership WHERE id = NEW.stand_in_for_id;
IF held.stand_in_for_id IS NOT NULL OR held.user_id = NEW.user_id
   OR (held.role, held.owner_id) IS DISTINCT FROM (NEW.role, NEW.owner_id)
   OR (held.workplace_id, held.union_id) IS DISTINCT FROM (NEW.workplace_id, NEW.union_id)
   OR NEW.starts_on < held.starts_on OR NEW.ends_on > held.ends_on THEN
  RAISE EXCEPTION 'a stand-in holds somebody else''s role, inside its dates'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_stand_in_lies_inside_the_role';
END IF;
RETURN NEW;
"""


class MembershipQuerySet(HeldQuerySet["Membership"]):
    def on(self, day: datetime.date) -> Self:
        """Held on that day; a stand-in's only while the role it stands in for is held too."""
        goes_on = Q(stand_in_for__ends_on=None) | Q(stand_in_for__ends_on__gte=day)
        begun = Q(stand_in_for__starts_on__lte=day)
        return super().on(day).filter(Q(stand_in_for=None) | (begun & goes_on))


class Membership(models.Model):
    """A role somebody holds at an owner, in a workplace or for a union."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    owner = models.ForeignKey(
        Owner, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    workplace = models.ForeignKey(
        Workplace, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    union = models.ForeignKey(
        Union, on_delete=models.PROTECT, null=True, blank=True, related_name="representatives"
    )
    stand_in_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stand_ins",
        help_text="Whose role it is; the stand-in holds it between two dates.",
    )
    appointed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    last_used_on = models.DateField(
        null=True, blank=True, help_text="The last day somebody acted in the role."
    )

    objects = MembershipQuerySet.as_manager()

    # Whose cases its holder must not handle at the owner: annotated by `staff.access`.
    barred_from: list[int]

    class Meta:
        verbose_name = _("membership")
        indexes = [models.Index(fields=["owner", "role"], name="membership_of_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "owner", "workplace", "union", "stand_in_for", "starts_on"],
                name="membership_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="membership_starts_before_it_ends",
                condition=Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("A role must start before it ends."),
            ),
            models.CheckConstraint(
                name="membership_has_an_owner_unless_its_role_has_none",
                condition=Q(role__in=OWNERLESS, owner=None)
                | (~Q(role__in=OWNERLESS) & Q(owner__isnull=False)),
            ),
            models.CheckConstraint(
                name="membership_leader_leads_a_workplace",
                condition=~Q(role__in=AT_A_WORKPLACE) | Q(workplace__isnull=False),
                violation_error_message=_("This role is held at a workplace: choose which."),
            ),
            models.CheckConstraint(
                name="membership_represents_a_union_or_not",
                condition=Q(role__in=FOR_A_UNION, union__isnull=False)
                | (~Q(role__in=FOR_A_UNION) & Q(union=None)),
                violation_error_message=_("Only a union representative represents a union."),
            ),
            models.CheckConstraint(
                name="membership_stand_in_ends",
                condition=Q(stand_in_for=None) | Q(ends_on__isnull=False),
                violation_error_message=_("A stand-in needs a last day."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="membership_stand_in_fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "user_id",
                    "role",
                    "owner_id",
                    "workplace_id",
                    "union_id",
                    "stand_in_for_id",
                    "starts_on",
                    "ends_on",
                ),
                condition=pgtrigger.Q(new__stand_in_for__isnull=False),
                declare=[("held", "staff_membership%ROWTYPE")],
                func=STAND_IN_FITS,
            )
        ]

    PERSONAL = {
        "user": "while held, then 5 years",
        "appointed_by": "while held, then 5 years",
        "last_used_on": "while held",
    }

    def __str__(self) -> str:
        return f"{self.user}: {self.role_label}, {self.place_label}"

    @property
    def role_label(self) -> str:
        """Leader; or, for a stand-in, Leader (stand-in for Kari Nordmann)."""
        label = str(Role(self.role).label)
        if self.stand_in_for is None:
            return label
        return gettext("%(role)s (stand-in for %(name)s)") % {
            "role": label,
            "name": self.stand_in_for.user,
        }

    @property
    def place_label(self) -> str:
        """Where: the union, the workplace or the owner, whichever says most."""
        if self.union and self.workplace:
            return f"{self.union}, {self.workplace}"
        place = self.union or self.workplace or self.owner
        return f"{place}" if place else ""

    def grants(self, permission: Permission) -> bool:
        return permission in GRANTS[Role(self.role)]


class ConflictOfInterest(models.Model):
    """Somebody declares that they cannot handle a person's cases. Why is not stored.

    It works both ways: neither decides on the other.
    """

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts_declared")
    about = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts_about")
    declared_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("conflict of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "user", "about"],
                condition=Q(withdrawn_on=None),
                name="conflictofinterest_declared_once",
                violation_error_message=_("You have already said so."),
            ),
            models.CheckConstraint(
                name="conflictofinterest_is_about_somebody_else",
                condition=~Q(user=F("about")),
                violation_error_message=_("Your own cases move to somebody else by themselves."),
            ),
        ]

    PERSONAL = {"user": "while declared, then 5 years", "about": "while declared, then 5 years"}

    def __str__(self) -> str:
        return f"{self.user} – {self.about}"
