"""A person employed at a school, logged in, and the people round them."""

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from staff.models import Employee, Owner, Position, User, Workplace
from tests.factories import WorkplaceFactory, employee_at, leader_of, officer_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(name: str = "vitnemål.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@dataclass(frozen=True)
class School:
    """One post at one school, its leader, and the owner's officer."""

    place: Workplace
    position: Position
    leader: User
    officer: User

    @property
    def owner(self) -> Owner:
        return self.place.owner

    @property
    def employee(self) -> Employee:
        return self.position.employee

    @property
    def person(self) -> User:
        return self.position.employee.user


@pytest.fixture
def school(thresholds: None) -> School:
    place = WorkplaceFactory()
    return School(place, employee_at(place), leader_of(place), officer_of(place.owner))


@pytest.fixture
def stranger(thresholds: None) -> School:
    """The same at another owner: whose rows must never be seen."""
    place = WorkplaceFactory()
    return School(place, employee_at(place), leader_of(place), officer_of(place.owner))


@pytest.fixture
def me(client, school):
    client.force_login(school.person)
    return client
