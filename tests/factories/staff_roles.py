"""Stand-ins, conflicts of interest, and whoever keeps an owner's roles."""

import datetime

import factory
from django.utils import timezone

from staff.models import ConflictOfInterest, Membership, Owner, User
from staff.roles import Role
from tests.factories.staff import MembershipFactory, OwnerFactory, UserFactory

DAY = datetime.timedelta(days=1)


class ConflictOfInterestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConflictOfInterest

    owner = factory.SubFactory(OwnerFactory)
    user = factory.SubFactory(UserFactory)
    about = factory.SubFactory(UserFactory)
    declared_on = factory.LazyFunction(timezone.localdate)


def administrator_of(owner: Owner) -> User:
    """Keeps people, places and roles of the owner in order."""
    return MembershipFactory(role=Role.ADMINISTRATOR, owner=owner).user


def stand_in_for(held: Membership, **fields: object) -> Membership:
    """Somebody who stands in in the role, from yesterday to tomorrow unless said otherwise."""
    today = timezone.localdate()
    fitting = {
        "role": held.role,
        "owner": held.owner,
        "workplace": held.workplace,
        "union": held.union,
        "stand_in_for": held,
        "starts_on": today - DAY,
        "ends_on": today + DAY,
    }
    return MembershipFactory(**fitting | fields)
