"""An undoing is a new fact: what was is again, and what was built on since stands in its way."""

import datetime

import pytest
from django.utils import timezone

from staff import services
from staff.importing.states import ImportState
from staff.models import Employee, Identity, Membership, Position, PositionCode, User
from staff.roles import Role
from staff.services.import_running import undo_file
from staff.verdict import Refusal
from tests.factories import MembershipFactory, OfferFactory, QualificationFactory
from tests.staff.imports.files import Office, changes, csv_of, person, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def the_employee(number):
    return Employee.objects.get(number=f"{1000 + number}")


def everything():
    """All that a file can change, as rows."""
    return [
        list(Employee.objects.order_by("pk").values_list("pk", "number", "left_on")),
        list(
            Position.objects.order_by("pk").values_list(
                "pk",
                "workplace",
                "code",
                "percent",
                "annual_pay_ore",
                "number",
                "starts_on",
                "ends_on",
            )
        ),
        list(Membership.objects.order_by("pk").values_list("pk", "role", "starts_on", "ends_on")),
        list(
            User.objects.order_by("pk").values_list(
                "pk", "first_name", "last_name", "email", "phone"
            )
        ),
        list(Identity.objects.order_by("user", "kind").values_list("user", "kind", "keyed_hash")),
        list(PositionCode.objects.order_by("pk").values_list("code", flat=True)),
    ]


def test_everything_is_again_as_it_was(office):
    office.apply(
        csv_of(
            person(1, position_number="1", feide="en@feide.no"),
            person(2),
            person(2, code="7962", percent="20"),
            person(3),
            person(4),
        )
    )
    MembershipFactory(role=Role.FINANCE, owner=office.owner, user=the_employee(3).user)
    office.apply(csv_of(*(person(number) for number in (1, 2, 3)), person(2, code="7962")))
    before = everything()

    batch = office.apply(
        csv_of(
            person(1, position_number="1", workplace="Naboskolen", feide="to@feide.no"),
            person(2, last_name="Hansen", percent="50", number="222", email="ny@example.org"),
            person(4, code="0815"),
            person(5, code="0816"),
            person(5, code="7961", percent="10"),
        )
    )
    assert changes(batch) == {
        "joins": 2,
        "leaves": 1,
        "moves": 1,
        "opens": 1,
        "ends": 1,
        "changes": 1,
        "details": 2,
    }
    undone = office.undo(batch)

    assert undone.state == ImportState.UNDONE
    assert everything() == before
    made = undone.undone_by
    assert (made.state, made.applied_by) == (ImportState.APPLIED, office.by)
    assert changes(made) == {
        "joins": 1,
        "leaves": 2,
        "moves": 1,
        "opens": 1,
        "ends": 1,
        "changes": 1,
        "details": 2,
    }
    moved, moved_back = batch.changes.get(kind="moves"), made.changes.get(kind="moves")
    assert (moved_back.before, moved_back.after) == (moved.after, moved.before)


def change_the_percent(office):
    Position.objects.update(percent=1_234)


def change_the_name(office):
    User.objects.filter(last_name="Nordmann 1").update(last_name="Olsen")


def register_a_qualification(office):
    QualificationFactory(owner=office.owner, employee=the_employee(1))


def leave(office):
    services.leave(employee=the_employee(1), last_day=timezone.localdate(), by=office.by)


def bring_in_another_file(office):
    office.apply(csv_of(person(1, starts_on="01.01.2022")))


@pytest.mark.parametrize(
    "meanwhile",
    [change_the_percent, register_a_qualification, leave, bring_in_another_file],
)
def test_what_is_built_on_stands_in_the_way_and_is_named(office, meanwhile):
    batch = office.apply(csv_of(person(1)))
    meanwhile(office)
    before = everything()

    with pytest.raises(Refusal, match="Kari Nordmann 1"):
        services.undo(batch=batch, by=office.by)

    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert everything() == before


def test_what_happens_between_asking_and_undoing_stops_it_whole(office):
    batch = office.apply(csv_of(person(1), person(2)))
    services.undo(batch=batch, by=office.by)
    register_a_qualification(office)

    batch = work(batch)

    assert batch.state == ImportState.APPLIED
    assert "Kari Nordmann 1" in batch.failure
    assert Employee.objects.filter(owner=office.owner).count() == 2


def test_somebody_the_file_made_who_has_logged_in_keeps_the_user_without_a_role(office):
    batch = office.apply(csv_of(person(1)))
    user = the_employee(1).user
    OfferFactory()  # something of somebody else's
    services.choose_language(language="nn", by=user)

    office.undo(batch)

    assert User.objects.filter(pk=user.pk).exists()
    assert not user.memberships.exists()
    assert not Employee.objects.filter(owner=office.owner).exists()


def test_two_deliveries_undo_once(office):
    batch = office.undo(office.apply(csv_of(person(1))))

    undo_file(batch.pk, office.by.pk)

    assert office.owner.import_batches.count() == 2


def test_an_undoing_is_not_undone(office):
    undone = office.undo(office.apply(csv_of(person(1))))

    with pytest.raises(Refusal):
        services.undo(batch=undone.undone_by, by=office.by)


def test_roles_and_leaving_are_put_back_also_where_they_had_not_begun(office):
    next_year = timezone.localdate() + datetime.timedelta(days=365)
    office.apply(csv_of(person(1), person(2, starts_on=next_year.isoformat())))
    MembershipFactory(
        role=Role.FINANCE, owner=office.owner, user=the_employee(2).user, starts_on=next_year
    )
    before = everything()

    office.undo(office.apply(csv_of(person(1))))

    assert everything() == before
