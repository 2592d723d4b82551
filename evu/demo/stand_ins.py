"""Who stands in for whom, and which roles are in use."""

import datetime
from typing import Final

from evu.demo.clock import at, office_hours
from evu.demo.stage import Stage
from staff import services
from staff.models import Membership, User
from staff.roles import Role

PRINCIPAL: Final = "principal"
STANDS_IN: Final = "deputy"
# Helped out with one round, and has not been there since.
LEFT_UNUSED: Final = ("Torill", "Hovland")
UNUSED_FOR_DAYS: Final = 240


def settle_roles(stage: Stage) -> None:
    """Every role is in use but one; the principal is away next month."""
    Membership.objects.filter(last_used_on=None, starts_on__lte=stage.days.ago(1)).update(
        last_used_on=stage.days.ago(1)
    )
    first, last = LEFT_UNUSED
    Membership.objects.filter(user__first_name=first, user__last_name=last).update(
        last_used_on=stage.days.ago(UNUSED_FOR_DAYS)
    )
    starts_on, ends_on = next_month(stage.days.today)
    role = Membership.objects.get(user__username=PRINCIPAL, role=Role.LEADER)
    with at(office_hours(stage.days.ago(2))):
        services.name_stand_in(
            membership=role,
            user=User.objects.get(username=STANDS_IN),
            starts_on=starts_on,
            ends_on=ends_on,
            by=role.user,
        )


def next_month(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Its first and last day."""
    first = (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    after = (first + datetime.timedelta(days=32)).replace(day=1)
    return first, after - datetime.timedelta(days=1)
