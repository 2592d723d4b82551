"""From a file to people with posts: who joins, changes, moves, leaves and comes back."""

import datetime

import pytest
from django.utils import timezone

from audit.models import Event
from notifications.models import Message, Owed
from staff import services
from staff.identity import keyed_hash
from staff.importing.states import ImportState
from staff.models import (
    Employee,
    Identity,
    ImportBatch,
    ImportMapping,
    Position,
    PositionCode,
    StaffGroup,
    User,
)
from staff.roles import Role
from staff.services.import_running import apply_file
from staff.verdict import Refusal
from tests.factories import (
    EmployeeFactory,
    PositionCodeFactory,
    UserFactory,
    officer_of,
)
from tests.staff.imports.files import Office, changes, csv_of, national_id, person, problems, work

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.timedelta(days=1)


@pytest.fixture
def office():
    return Office()


def the_employee(number):
    return Employee.objects.get(number=f"{1000 + number}")


# ── Joining ──────────────────────────────────────────────────────────────────────────────────────


def test_somebody_new_gets_a_user_a_post_and_the_role_of_an_employee(office):
    batch = office.apply(csv_of(person(1, feide="Kari@Kommune.no", percent="37,5 %")))

    assert (batch.state, changes(batch), problems(batch)) == (ImportState.APPLIED, {"joins": 1}, [])
    employee = the_employee(1)
    user = employee.user
    assert (user.first_name, user.last_name) == ("Kari", "Nordmann 1")
    assert (user.email, user.phone) == ("kari1@example.org", "90000000")
    assert not user.has_usable_password()
    position = employee.positions.get()
    assert position.workplace == office.school
    assert position.code == office.code
    assert (position.percent, position.annual_pay_ore) == (3_750, 60_000_000)
    assert (position.starts_on, position.ends_on) == (datetime.date(2020, 8, 1), None)
    role = user.memberships.get()
    assert (role.role, role.owner, role.ends_on) == (Role.EMPLOYEE, office.owner, None)
    assert role.starts_on == timezone.localdate()
    assert dict(user.identities.values_list("kind", "keyed_hash")) == {
        "national_id": keyed_hash("national_id", national_id(1)),
        "feide": keyed_hash("feide", "kari@kommune.no"),
    }


def test_nothing_is_changed_before_it_is_applied(office):
    batch = office.check(csv_of(person(1)))

    assert (batch.state, changes(batch)) == (ImportState.CHECKED, {"joins": 1})
    assert not Employee.objects.filter(owner=office.owner).exists()


def test_the_national_id_number_is_stored_nowhere(office):
    batch = office.check(csv_of(person(1), person(2, national_id="01010112345")))

    told = [*batch.changes.values_list("before", "after"), *batch.problems.values_list("params")]
    assert national_id(1) not in str(told)
    assert "01010112345" not in str(told)
    assert "01010112345" not in str(list(Event.objects.values_list("details", flat=True)))
    assert problems(batch) == [(3, "Fødselsnummer", "national_id")]


def test_several_rows_are_several_posts_and_more_than_full_is_warned_of(office):
    batch = office.apply(csv_of(person(1), person(1, workplace="101", code="7962", percent="20")))

    assert changes(batch) == {"joins": 1, "opens": 1}
    assert problems(batch) == [(2, "Stillingsprosent", "over_full_post")]
    assert the_employee(1).positions.count() == 2


def test_a_person_known_at_another_owner_becomes_the_same_user_and_is_left_as_they_are(office):
    elsewhere = EmployeeFactory(user__email="mitt@eget.no", user__first_name="Kari Anne")
    Identity.objects.create(
        user=elsewhere.user,
        kind="national_id",
        keyed_hash=keyed_hash("national_id", national_id(1)),
    )

    batch = office.apply(csv_of(person(1, feide="angriper@kommune.no", email="annen@adresse.no")))

    assert changes(batch) == {"joins": 1}
    user = the_employee(1).user
    assert user == elsewhere.user
    assert (user.email, user.first_name) == ("mitt@eget.no", "Kari Anne")
    assert list(user.identities.values_list("kind", flat=True)) == ["national_id"]
    assert user.memberships.get().owner == office.owner


def test_an_address_somebody_else_has_is_left_out_with_a_warning(office):
    UserFactory(email="Kari1@example.org")

    batch = office.apply(
        csv_of(
            person(1), person(2, email="felles@example.org"), person(3, email="felles@example.org")
        )
    )

    assert problems(batch) == [(2, "E-post", "email_taken"), (4, "E-post", "email_taken")]
    assert [the_employee(number).user.email for number in (1, 2, 3)] == [
        "",
        "felles@example.org",
        "",
    ]


def test_an_unknown_code_waits_to_be_placed_and_is_listed(office):
    batch = office.apply(csv_of(person(1, code="0815 Vaktmester"), person(2, code="0815")))

    assert batch.counts["unmapped"] == {"0815": 2}
    made = PositionCode.objects.get(code="0815")
    assert (made.owner, made.staff_group.code) == (office.owner, StaffGroup.UNMAPPED)
    assert made.name_nb == "Vaktmester"
    again = office.check(csv_of(person(1, code="0815"), person(2, code="0815")))
    assert (changes(again), again.counts["unmapped"]) == ({}, {"0815": 2})


# ── Changing ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "found", "fact"),
    [
        ({"percent": "80"}, {"changes": 1}, ("percent", 8_000)),
        ({"annual_pay": "612 500,50"}, {"changes": 1}, ("annual_pay_ore", 61_250_050)),
        ({"starts_on": "2021-01-01"}, {"changes": 1}, ("starts_on", datetime.date(2021, 1, 1))),
        ({"workplace": "974 760 673"}, {"moves": 1}, ("workplace__name", "Naboskolen")),
        ({"code": "7965"}, {"changes": 1}, ("code__code", "7965")),
    ],
)
def test_what_differs_is_changed_and_no_more(office, row, found, fact):
    PositionCodeFactory(code="7965")
    office.apply(csv_of(person(1)))

    batch = office.apply(csv_of(person(1, **row)))

    assert changes(batch) == found
    name, value = fact
    assert list(Position.objects.values_list(name, flat=True)) == [value]


def test_name_and_contact_follow_the_file_unless_the_person_chose_the_address(office):
    office.apply(csv_of(person(1), person(2)))
    chosen = the_employee(2).user
    services.change_contact(email="mitt@eget.no", phone="", by=chosen)

    batch = office.apply(
        csv_of(person(1, last_name="Hansen", email="ny@example.org"), person(2, phone="91111111"))
    )

    assert changes(batch) == {"details": 2}
    first, second = the_employee(1).user, the_employee(2).user
    assert (first.last_name, first.email) == ("Hansen", "ny@example.org")
    assert (second.email, second.phone) == ("mitt@eget.no", "91111111")


def test_a_new_address_of_somebody_who_logs_in_is_told_to_the_old_one(office):
    office.apply(csv_of(person(1)))
    User.objects.filter(email="kari1@example.org").update(last_login=timezone.now())

    batch = office.check(csv_of(person(1, email="ny@example.org")))
    services.apply(batch=batch, leavers_confirmed=None, by=office.by)
    apply_file(batch.pk)

    assert Owed.objects.filter(task="staff.farewell.tell_former_address").count() == 1


def test_a_post_with_a_number_is_the_same_post_wherever_it_is(office):
    office.apply(csv_of(person(1, position_number="1"), person(1, position_number="2")))
    first = Position.objects.get(number="1")

    batch = office.apply(
        csv_of(
            person(1, position_number="2"),
            person(1, position_number="1", workplace="Naboskolen", code="7999", percent="10"),
        )
    )

    assert changes(batch) == {"moves": 1}
    first.refresh_from_db()
    assert (first.workplace, first.code.code, first.percent) == (office.other_school, "7999", 1_000)


def test_a_post_that_is_no_longer_in_the_file_ends_the_day_before(office):
    office.apply(csv_of(person(1), person(1, code="7962")))

    batch = office.apply(csv_of(person(1)))

    assert changes(batch) == {"ends": 1}
    ended = Position.objects.get(code__code="7962")
    assert ended.ends_on == timezone.localdate() - YESTERDAY


def test_a_file_of_some_ends_nothing_that_it_does_not_mention(office):
    office.apply(csv_of(person(1), person(1, code="7962"), person(2)))

    batch = office.apply(csv_of(person(1)), lists_everybody=False)

    assert changes(batch) == {}
    assert Position.objects.filter(ends_on=None).count() == 3


# ── Twice, and in between ────────────────────────────────────────────────────────────────────────


def test_the_same_file_again_changes_nothing(office):
    content = csv_of(
        person(1, position_number="1"),
        person(1, position_number="2", percent="20", ends_on="31.07.2099"),
        person(2, email="kari1@example.org", code="1234"),
        person(3, percent="0"),
        person(4, ends_on="31.07.2021"),
        person(5, starts_on="", annual_pay=""),
    )
    office.apply(content)

    batch = office.apply(content)

    assert changes(batch) == {}


def test_a_task_delivered_twice_applies_once(office):
    batch = office.apply(csv_of(person(1)))

    apply_file(batch.pk)

    assert Employee.objects.filter(owner=office.owner).count() == 1
    assert Message.objects.filter(key__contains=":applied:").count() == 1


def test_what_changed_since_the_check_stops_the_whole_file(office):
    office.apply(csv_of(person(1), person(2)))
    batch = office.check(csv_of(person(1, percent="50"), person(2, percent="40")))
    Position.objects.filter(employee__number="1001").update(percent=6_000)

    services.apply(batch=batch, leavers_confirmed=None, by=office.by)
    batch = work(batch)

    assert batch.state == ImportState.CHECKED
    assert batch.failure
    assert sorted(Position.objects.values_list("percent", flat=True)) == [6_000, 10_000]
    assert Message.objects.filter(key__contains=":failed:").count() == 1


def test_columns_are_remembered_for_the_next_file(office):
    content = csv_of(person(1)).replace(b"Stillingsprosent", b"Omfang")
    batch = office.upload(content)
    assert "percent" not in batch.columns
    services.map_columns(batch=batch, columns={**batch.columns, "percent": "Omfang"}, by=office.by)

    assert office.upload(content).columns["percent"] == "Omfang"
    assert ImportMapping.objects.filter(owner=office.owner).count() == 1


def test_one_file_at_a_time_for_an_owner(office):
    first, second = office.check(csv_of(person(1))), office.check(csv_of(person(2)))
    services.apply(batch=first, leavers_confirmed=None, by=office.by)

    with pytest.raises(Refusal):
        services.apply(batch=second, leavers_confirmed=None, by=office.by)

    other = Office()
    elsewhere = other.check(csv_of(person(9)))
    services.apply(batch=elsewhere, leavers_confirmed=None, by=other.by)


def test_another_role_brings_in_nothing(office):
    from django.core.exceptions import PermissionDenied

    batch = office.check(csv_of(person(1)))
    office.by = officer_of(office.owner)
    with pytest.raises(PermissionDenied):
        office.upload(csv_of(person(1)))
    for refused in (services.check, services.discard):
        with pytest.raises(PermissionDenied):
            refused(batch=batch, by=office.by)
    with pytest.raises(PermissionDenied):
        services.apply(batch=batch, leavers_confirmed=None, by=office.by)


def test_the_file_is_gone_once_it_is_applied_and_the_history_is_not(office):
    batch = office.apply(csv_of(person(1)))

    assert not batch.file
    assert list(
        Event.objects.filter(kind="import.applied").values_list("subject", "details__counts__joins")
    ) == [(f"staff.importbatch:{batch.pk}", 1)]
    assert ImportBatch.objects.get().changes.get().after["percent"] == 10_000
