"""Who asks in these tests, and addresses."""

from django.urls import reverse

from staff.models import Membership
from staff.roles import Role
from tests.factories import MembershipFactory


def holder(role, owner, **other) -> Membership:
    return MembershipFactory(role=role, owner=owner, **other)


def administrator_of(owner):
    return holder(Role.ADMINISTRATOR, owner).user


def auditor_of(owner):
    return holder(Role.AUDITOR, owner).user


def url(name, *keys):
    return reverse(f"staff:{name}", args=[getattr(key, "pk", key) for key in keys])
