"""Starting, reporting, ending and confirming."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from audit.models import Event
from notifications.models import Message
from staff import services
from staff.models import PathTaken, Qualification
from staff.queries.roads import standings_of
from staff.verdict import Refusal
from tests.factories import (
    ConflictOfInterestFactory,
    MembershipFactory,
    PathFactory,
    PathTakenFactory,
    WorkplaceFactory,
    leader_of,
    officer_of,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def me(employ):
    return employ("assistant")


@pytest.fixture
def taken(me):
    return PathTakenFactory(owner=me.owner, employee=me)


def started(me, path=None, by=None, **facts):
    today = timezone.localdate()
    facts = {
        "institution": "Høgskolen i Elvedal",
        "started_on": today - 30 * DAY,
        "expected_end": today + 700 * DAY,
    } | facts
    return services.start_road(employee=me, path=path or PathFactory(), by=by or me.user, **facts)


def test_starting_tells_the_leaders_and_nobody_else(me, leader):
    taken = started(me)
    assert (taken.owner, taken.employee, taken.credits_done) == (me.owner, me, 0)
    assert [m.recipient for m in Message.objects.all()] == [leader]
    assert str(me) in Message.objects.get().subject
    assert Event.objects.get(kind="road.started").subject == f"staff.pathtaken:{taken.pk}"


def test_a_leader_who_studies_is_not_asked_to_confirm_themselves(me, leader, workplace):
    MembershipFactory(user=me.user, role="leader", owner=me.owner, workplace=workplace)
    started(me)
    assert [m.recipient for m in Message.objects.all()] == [leader]


def test_one_is_on_a_road_once_also_when_its_row_is_new(me, today):
    started(me, PathFactory(code="ppu"))
    edited = PathFactory(code="ppu", valid=DateRange(today - DAY, None))
    with pytest.raises(Refusal):
        started(me, edited)
    started(me, PathFactory(code="abf"))
    assert PathTaken.objects.count() == 2


def test_a_road_that_is_over_can_be_started_again(me):
    path = PathFactory()
    first = started(me, path)
    services.end_road(taken=first, outcome="left", ended_on=timezone.localdate(), by=me.user)
    assert started(me, path).pk != first.pk


def test_a_road_that_is_not_offered_cannot_be_started(me):
    past = DateRange(datetime.date(2020, 1, 1), datetime.date(2021, 1, 1))
    with pytest.raises(Refusal):
        started(me, PathFactory(valid=past))


def test_nobody_starts_for_another_or_after_leaving(me, leader, today):
    with pytest.raises(PermissionDenied):
        started(me, by=leader)
    me.left_on = today
    me.save()
    with pytest.raises(PermissionDenied):
        started(me)


@pytest.mark.parametrize(
    ("started_on", "expected_end", "field"),
    [
        (1, 700, "started_on"),
        (-365 * 40, 700, "started_on"),
        (-10, -10, "expected_end"),
        (-10, 365 * 40, "expected_end"),
    ],
)
def test_dates_that_cannot_be_are_refused_where_they_stand(
    me, today, started_on, expected_end, field
):
    with pytest.raises(ValidationError) as caught:
        started(me, started_on=today + started_on * DAY, expected_end=today + expected_end * DAY)
    assert caught.value.message_dict.keys() == {field}


def report(taken, by=None, **facts):
    today = timezone.localdate()
    facts = {"credits_done": 30, "on": today, "expected_end": taken.expected_end} | facts
    return services.report_progress(taken=taken, by=by or taken.employee.user, **facts)


def test_progress_is_kept_and_the_latest_counts(taken, today):
    report(taken, credits_done=15, on=today - 60 * DAY)
    report(taken, credits_done=45, expected_end=today + 100 * DAY)
    [standing] = standings_of(taken.employee)
    assert [(one.on, one.credits) for one in standing.reports] == [
        (today, 45),
        (today - 60 * DAY, 15),
    ]
    assert (standing.taken.credits_done, standing.left, standing.total) == (45, 15, 60)
    assert standing.taken.expected_end == today + 100 * DAY
    assert not standing.is_late


def test_somebody_who_thought_they_would_be_done_is_late(taken, today):
    PathTaken.objects.update(expected_end=today - DAY)
    [standing] = standings_of(taken.employee)
    assert standing.is_late


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"credits_done": 61}, "credits_done"),
        ({"credits_done": -1}, "credits_done"),
        ({"on": datetime.date(2000, 1, 1)}, "on"),
        ({"on": datetime.date(2100, 1, 1)}, "on"),
        ({"expected_end": datetime.date(2000, 1, 1)}, "expected_end"),
    ],
)
def test_progress_that_cannot_be_is_refused(taken, facts, field):
    with pytest.raises(ValidationError) as caught:
        report(taken, **facts)
    assert caught.value.message_dict.keys() == {field}
    assert not Event.objects.filter(kind="road.progress_reported").exists()


def test_a_road_without_credits_only_moves_its_end(me, today):
    taken = PathTakenFactory(owner=me.owner, employee=me, path__credits=None)
    report(taken, credits_done=0, expected_end=today + DAY)
    with pytest.raises(ValidationError):
        report(taken, credits_done=1)


def test_completing_adds_what_it_gives_not_confirmed(taken, today):
    done = services.end_road(
        taken=taken, outcome="completed", ended_on=today, by=taken.employee.user
    )
    assert (done.outcome, done.ended_on, done.credits_done) == ("completed", today, 60)
    learned = Qualification.objects.get()
    assert (learned.kind, learned.level, learned.credits) == ("ppu", 7, 60)
    assert (learned.credit_system, learned.year) == ("higher", today.year)
    assert (learned.title, learned.institution) == (taken.path.name_nb, taken.institution)
    assert learned.verified_on is None


def test_completing_what_one_has_written_down_already_adds_nothing(taken, today):
    person = taken.employee.user
    facts = {"title": taken.path.name_nb, "year": today.year}
    services.add_qualification(employee=taken.employee, kind="ppu", facts=facts, by=person)
    services.end_road(taken=taken, outcome="completed", ended_on=today, by=person)
    assert Qualification.objects.count() == 1


def test_a_trade_certificate_has_no_credits(me, today):
    path = PathFactory(gives_kind="trade_certificate", gives_level=4, credits=None)
    taken = PathTakenFactory(owner=me.owner, employee=me, path=path)
    services.end_road(taken=taken, outcome="completed", ended_on=today, by=me.user)
    learned = Qualification.objects.get()
    assert (learned.kind, learned.credits, learned.credit_system) == ("trade_certificate", None, "")


def test_leaving_adds_nothing_and_is_the_end(taken, today):
    person = taken.employee.user
    left = services.end_road(taken=taken, outcome="left", ended_on=today, by=person)
    assert not Qualification.objects.exists()
    with pytest.raises(PermissionDenied):
        services.end_road(taken=left, outcome="left", ended_on=today, by=person)
    with pytest.raises(PermissionDenied):
        report(left)


@pytest.mark.parametrize("days", [-400, 1])
def test_it_ends_between_its_start_and_today(taken, today, days):
    with pytest.raises(ValidationError):
        services.end_road(
            taken=taken, outcome="left", ended_on=today + days * DAY, by=taken.employee.user
        )


def test_only_the_person_reports_and_ends(taken, leader, today):
    with pytest.raises(PermissionDenied):
        report(taken, by=leader)
    with pytest.raises(PermissionDenied):
        services.end_road(taken=taken, outcome="left", ended_on=today, by=leader)


def test_the_leader_confirms_once_and_the_person_hears_of_it(taken, leader):
    confirmed = services.confirm_road(taken=taken, by=leader)
    assert confirmed.confirmed_by == leader
    assert Message.objects.get().recipient == taken.employee.user
    with pytest.raises(Refusal):
        services.confirm_road(taken=taken, by=leader)


def test_the_owners_officer_confirms_too(taken):
    officer = officer_of(taken.owner)
    assert services.confirm_road(taken=taken, by=officer).confirmed_by == officer


def test_what_has_ended_is_not_confirmed(taken, leader, today):
    services.end_road(taken=taken, outcome="left", ended_on=today, by=taken.employee.user)
    with pytest.raises(Refusal):
        services.confirm_road(taken=taken, by=leader)


def test_nobody_confirms_their_own_or_strangers_or_in_conflict(taken, leader, workplace):
    elsewhere = leader_of(WorkplaceFactory(owner=workplace.owner))
    for somebody in (taken.employee.user, elsewhere):
        with pytest.raises(PermissionDenied):
            services.confirm_road(taken=taken, by=somebody)
    ConflictOfInterestFactory(owner=taken.owner, user=leader, about=taken.employee.user)
    with pytest.raises(PermissionDenied):
        services.confirm_road(taken=taken, by=leader)
