"""Position codes and the owner's own numbers: dated, and never without history."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateRange

from audit.models import Event
from staff import services
from staff.models import Position, PositionCode, StaffGroup, Threshold
from staff.queries import codes as queries
from staff.thresholds import value as number
from staff.verdict import Refusal
from tests.factories import (
    EmployeeFactory,
    OwnerFactory,
    PositionCodeFactory,
    PositionFactory,
    StaffGroupFactory,
    ThresholdFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
    officer_of,
)
from tests.staff.organisation.people import administrator_of, auditor_of, url

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 8, 1)
BEFORE = datetime.date(2026, 7, 31)
START = datetime.date(2020, 1, 1)


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def administrator(client, owner):
    user = administrator_of(owner)
    client.force_login(user)
    return user


@pytest.fixture
def unmapped():
    return StaffGroupFactory(code=StaffGroup.UNMAPPED)


@pytest.fixture
def group():
    return StaffGroupFactory()


@pytest.fixture
def waiting(owner, unmapped):
    return PositionCodeFactory(owner=owner, staff_group=unmapped, code="8530")


# ── To be mapped ─────────────────────────────────────────────────────────────────────────────────


def test_codes_nobody_has_placed_stand_on_top_with_how_many_hold_them(
    client, owner, administrator, waiting, unmapped
):
    rare = PositionCodeFactory(owner=owner, staff_group=unmapped, code="0001")
    PositionCodeFactory(owner=OwnerFactory(), staff_group=unmapped)  # another owner's
    person = EmployeeFactory(owner=owner)
    for _ in range(2):  # two posts, one person
        PositionFactory(owner=owner, code=waiting, employee=person)
    PositionFactory(owner=owner, code=waiting, ends_on=START)  # has been
    lines = client.get(url("codes")).context["waiting"]
    assert [(line.code, line.people) for line in lines] == [(waiting, 1), (rare, 0)]


def test_a_code_that_always_meant_the_group_is_mapped_as_a_whole(
    client, administrator, waiting, group
):
    held = PositionFactory(owner=waiting.owner, code=waiting)
    response = client.post(
        url("map_code", waiting), {"staff_group": group.pk, "since": "always", "starts_on": ""}
    )
    assert response.url == url("codes")
    waiting.refresh_from_db()
    assert (waiting.staff_group, waiting.valid) == (group, DateRange(START, None))
    held.refresh_from_db()
    assert held.code == waiting
    assert client.get(url("codes")).context["waiting"] == []


def test_a_code_gets_its_group_from_a_day_and_history_stays(client, administrator, waiting, group):
    owner = waiting.owner
    past = PositionFactory(owner=owner, code=waiting, ends_on=datetime.date(2022, 1, 1))
    across = PositionFactory(owner=owner, code=waiting, number="77")
    later = PositionFactory(owner=owner, code=waiting, starts_on=datetime.date(2027, 1, 1))
    response = client.post(
        url("map_code", waiting),
        {"staff_group": group.pk, "since": "from", "starts_on": DAY.isoformat()},
    )
    assert response.url == url("codes")
    new = PositionCode.objects.get(owner=owner, staff_group=group)
    waiting.refresh_from_db()
    assert (waiting.valid, new.valid) == (DateRange(START, DAY), DateRange(DAY, None))
    for position in (past, across, later):
        position.refresh_from_db()
    assert (past.code, past.ends_on) == (waiting, datetime.date(2022, 1, 1))
    assert (across.code, across.ends_on, across.number) == (waiting, BEFORE, "")
    assert (later.code, later.starts_on) == (new, datetime.date(2027, 1, 1))
    second = Position.objects.get(employee=across.employee, code=new)
    assert (second.starts_on, second.ends_on, second.number) == (DAY, None, "77")
    assert (second.percent, second.workplace) == (across.percent, across.workplace)
    assert Event.objects.get().details["positions"] == 1


def test_what_was_counted_that_day_is_counted_so_afterwards(owner, waiting, group):
    """Each day has as many posts in all before and after; only the group changes, from the day."""
    for starts in (START, datetime.date(2026, 3, 1), datetime.date(2027, 1, 1)):
        PositionFactory(owner=owner, code=waiting, starts_on=starts)
    days = (BEFORE, DAY, datetime.date(2027, 1, 1))
    before = [Position.objects.on(day).filter(owner=owner).count() for day in days]
    services.remap_code(code=waiting, staff_group=group, starts_on=DAY, by=administrator_of(owner))
    assert [Position.objects.on(day).filter(owner=owner).count() for day in days] == before
    groups = [
        set(Position.objects.on(day).values_list("code__staff_group", flat=True)) for day in days
    ]
    assert groups == [{waiting.staff_group_id}, {group.pk}, {group.pk}]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"staff_group": ""}, "staff_group"),
        ({"staff_group": "0"}, "staff_group"),
        ({"since": "never"}, "since"),
        ({"since": "from", "starts_on": ""}, "starts_on"),
        ({"since": "from", "starts_on": "0001-01-01"}, "starts_on"),
        ({"since": "from", "starts_on": "2019-01-01"}, "__all__"),  # before the code
        ({"since": "from", "starts_on": "2020-01-01"}, "__all__"),  # its first day
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_mapped(
    client, administrator, waiting, group, typed, field
):
    given = {"staff_group": group.pk, "since": "always", "starts_on": ""} | typed
    response = client.post(url("map_code", waiting), given)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    waiting.refresh_from_db()
    assert waiting.staff_group.code == StaffGroup.UNMAPPED


def test_the_group_of_unplaced_codes_cannot_be_chosen(client, administrator, waiting, unmapped):
    given = {"staff_group": unmapped.pk, "since": "always"}
    assert client.post(url("map_code", waiting), given).status_code == 422


def test_what_has_a_group_is_only_changed_from_a_day(client, owner, administrator, group):
    code = PositionCodeFactory(owner=owner)
    page = client.get(url("map_code", code))
    assert "since" not in page.context["form"].fields
    with pytest.raises(Refusal):
        services.map_code(code=code, staff_group=group, by=administrator)
    given = {"staff_group": group.pk, "starts_on": DAY.isoformat()}
    assert client.post(url("map_code", code), given).status_code == 302


def test_everybodys_codes_are_not_changed(client, administrator, group):
    code = PositionCodeFactory()
    assert client.get(url("map_code", code)).status_code == 404
    for service, given in (
        (services.map_code, {"staff_group": group}),
        (services.remap_code, {"staff_group": group, "starts_on": DAY}),
        (services.end_code, {"last_day": DAY}),
    ):
        with pytest.raises(Refusal):
            service(code=code, by=administrator, **given)


# ── Own codes ────────────────────────────────────────────────────────────────────────────────────


def code_words(group, **other):
    return {
        "code": "8530",
        "name_nb": "Miljøarbeider",
        "name_nn": "",
        "staff_group": group.pk,
        "starts_on": "2026-08-01",
    } | other


def test_a_code_is_added(client, owner, administrator, group):
    assert client.post(url("new_code"), code_words(group)).url == url("codes")
    code = PositionCode.objects.get(owner=owner)
    assert (code.name_nn, code.valid) == ("Miljøarbeider", DateRange(DAY, None))


def test_a_code_twice_in_a_period_is_refused_and_after_it_is_not(
    client, owner, administrator, group
):
    PositionCodeFactory(owner=owner, code="8530", valid=DateRange(START, DAY))
    PositionCodeFactory(code="8530")  # everybody's does not stand in the way
    response = client.post(url("new_code"), code_words(group, starts_on="2026-07-31"))
    assert response.status_code == 422
    assert response.context["form"].errors
    assert client.post(url("new_code"), code_words(group)).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("code", ""),
        ("code", "12345678901"),
        ("name_nb", ""),
        ("staff_group", "x"),
        ("starts_on", "31.02.2026"),
    ],
)
def test_what_is_wrong_about_a_code_is_said(client, administrator, group, field, typed):
    response = client.post(url("new_code"), code_words(group, **{field: typed}))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}


def test_the_owners_own_code_counts_before_everybodys(owner, group):
    general = PositionCodeFactory(code="7961")
    own = PositionCodeFactory(code="7961", owner=owner, valid=DateRange(DAY, None))
    PositionCodeFactory(code="7961", owner=OwnerFactory())
    assert list(queries.codes_in_force(owner.pk, BEFORE)) == [general]
    assert list(queries.codes_in_force(owner.pk, DAY)) == [own]


def test_a_code_is_ended_once_nobody_holds_it(client, owner, administrator):
    code = PositionCodeFactory(owner=owner)
    held = PositionFactory(owner=owner, code=code)
    response = client.post(url("end_code", code), {"last_day": BEFORE.isoformat()})
    assert response.status_code == 422
    Position.objects.filter(pk=held.pk).update(ends_on=BEFORE)
    assert client.post(url("end_code", code), {"last_day": BEFORE.isoformat()}).status_code == 302
    code.refresh_from_db()
    assert code.valid == DateRange(START, DAY)
    page = client.get(url("codes"))
    assert page.context["ended"] == [code]


@pytest.mark.parametrize("typed", ["", "2019-12-31", "0001-01-01", "9999-12-31"])
def test_a_last_day_outside_the_code_is_said(client, owner, administrator, typed):
    code = PositionCodeFactory(owner=owner, valid=DateRange(START, DAY))
    response = client.post(url("end_code", code), {"last_day": typed})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"last_day"}


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────

UNUSED = "role_unused_days"


def number_words(**other):
    return {"value": "90", "source": "Vedtak 12/26", "starts_on": "2026-08-01"} | other


def test_an_owner_sets_its_own_number_from_a_day(client, owner, administrator, thresholds):
    assert client.post(url("set_threshold", UNUSED), number_words()).url == url("thresholds")
    assert number(UNUSED, owner.pk, BEFORE) == 180
    assert number(UNUSED, owner.pk, DAY) == 90
    assert number(UNUSED, None, DAY) == 180


def test_a_later_own_number_ends_the_one_before(owner):
    by = administrator_of(owner)
    for day, value in (
        (DAY, 90),
        (datetime.date(2027, 1, 1), 60),
        (datetime.date(2026, 10, 1), 75),
    ):
        services.set_threshold(
            owner=owner, code=UNUSED, value=value, source="Vedtak", starts_on=day, by=by
        )
    days = (DAY, datetime.date(2026, 9, 30), datetime.date(2026, 10, 1), datetime.date(2028, 1, 1))
    assert [number(UNUSED, owner.pk, day) for day in days] == [90, 90, 75, 60]


def test_two_from_the_same_day_are_refused(client, owner, administrator, thresholds):
    ThresholdFactory(code="role_unused_days", owner=owner, valid=DateRange(DAY, None))
    response = client.post(url("set_threshold", UNUSED), number_words())
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"starts_on"}


@pytest.mark.parametrize(
    ("code", "field", "typed"),
    [
        (UNUSED, "value", "-1"),
        (UNUSED, "value", "1,5"),
        (UNUSED, "value", "99999999999999999999"),
        (UNUSED, "source", ""),
        (UNUSED, "starts_on", ""),
        ("many_leavers_percent", "value", "101"),
        ("condition_ends", "value", "1301"),
        ("condition_ends", "value", "631"),
        ("condition_ends", "value", "229"),
    ],
)
def test_a_number_that_makes_no_sense_is_said(
    client, administrator, thresholds, code, field, typed
):
    response = client.post(url("set_threshold", code), number_words(**{field: typed}))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert not Threshold.objects.exclude(owner=None).exists()


def test_only_numbers_that_are_an_owners_can_be_set(client, administrator):
    for code in ("register_fresh_days", "nothing"):
        assert client.get(url("set_threshold", code)).status_code == 404


def test_the_day_of_the_year_is_written_as_one(client, administrator, thresholds):
    lines = client.get(url("thresholds")).context["numbers"]
    shown = {line.code: line.shown for line in lines}
    assert shown["condition_ends"] == "31.\u00a0juli"
    assert shown[UNUSED] == "180"


# ── Who ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_auditor_reads_and_changes_nothing(client, owner, waiting, group, thresholds):
    client.force_login(auditor_of(owner))
    assert client.get(url("codes")).status_code == 200
    assert client.get(url("thresholds")).status_code == 200
    for address in (
        url("new_code"),
        url("map_code", waiting),
        url("end_code", waiting),
        url("set_threshold", UNUSED),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403


def test_leader_and_employee_hear_why_not_and_strangers_find_nothing(client, owner, waiting):
    place = WorkplaceFactory(owner=owner)
    for user in (leader_of(place), employee_at(place).employee.user):
        client.force_login(user)
        for address in (url("codes"), url("thresholds"), url("new_code")):
            assert client.get(address).status_code == 403
    client.force_login(administrator_of(OwnerFactory()))
    for name in ("map_code", "end_code"):
        assert client.get(url(name, waiting)).status_code == 404


def test_the_services_ask_for_themselves(owner, waiting, group):
    stranger = officer_of(OwnerFactory())
    for service, given in (
        (services.map_code, {"code": waiting, "staff_group": group}),
        (services.remap_code, {"code": waiting, "staff_group": group, "starts_on": DAY}),
        (services.end_code, {"code": waiting, "last_day": DAY}),
        (
            services.set_threshold,
            {"owner": owner, "code": UNUSED, "value": 1, "source": "x", "starts_on": DAY},
        ),
        (
            services.add_code,
            {
                "owner": owner,
                "code": "1",
                "name_nb": "x",
                "name_nn": "x",
                "staff_group": group,
                "starts_on": DAY,
            },
        ),
    ):
        with pytest.raises(PermissionDenied):
            service(**given, by=stranger)


def test_the_pages_ask_the_database_as_often_for_three_as_for_one(
    client, owner, administrator, unmapped, thresholds, query_count
):
    def code():
        PositionFactory(owner=owner, code=PositionCodeFactory(owner=owner))
        PositionFactory(owner=owner, code=PositionCodeFactory(owner=owner, staff_group=unmapped))

    code()
    client.get(url("codes"))
    one = query_count(lambda: client.get(url("codes")))
    code()
    code()
    assert query_count(lambda: client.get(url("codes"))) == one <= 14
    assert query_count(lambda: client.get(url("thresholds"))) <= 14
