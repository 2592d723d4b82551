"""An owner, and its auditor logged in."""

import pytest
from django.urls import reverse

from staff.roles import Role
from tests.factories import MembershipFactory, OwnerFactory


@pytest.fixture
def owner(db):
    return OwnerFactory()


@pytest.fixture
def auditor(client, owner):
    user = MembershipFactory(role=Role.AUDITOR, owner=owner).user
    client.force_login(user)
    client.get(reverse("home"))  # the day's first use of the role is noted
    return user
