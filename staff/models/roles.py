"""Roles people hold, from a date to a date."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from staff.models.organisation import Owner, Union, Workplace
from staff.models.people import User
from staff.models.periods import HeldQuerySet
from staff.roles import GRANTS, OWNERLESS, Permission, Role


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
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = HeldQuerySet["Membership"].as_manager()

    class Meta:
        verbose_name = _("membership")
        indexes = [models.Index(fields=["owner", "role"], name="membership_of_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "owner", "workplace", "union", "starts_on"],
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
                condition=~Q(role=Role.LEADER) | Q(workplace__isnull=False),
                violation_error_message=_("A leader leads a workplace."),
            ),
            models.CheckConstraint(
                name="membership_represents_a_union_or_not",
                condition=Q(role=Role.UNION_REP, union__isnull=False)
                | (~Q(role=Role.UNION_REP) & Q(union=None)),
                violation_error_message=_("Only a union representative represents a union."),
            ),
        ]

    PERSONAL = {"user": "while held, then 5 years"}

    def __str__(self) -> str:
        return f"{self.user}: {self.role_label}, {self.place_label}"

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)

    @property
    def place_label(self) -> str:
        """Where: the union, the workplace or the owner, whichever says most."""
        place = self.union or self.workplace or self.owner
        return f"{place}" if place else ""

    def grants(self, permission: Permission) -> bool:
        return permission in GRANTS[Role(self.role)]
