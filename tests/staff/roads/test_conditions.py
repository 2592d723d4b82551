"""Teachers without approved education: the last day, who is reminded when, and the owner's list."""

import datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Event
from notifications.models import Message
from staff import services, tasks
from staff.models import PathTaken, Threshold
from staff.queries import conditions
from staff.roles import Role
from tests.factories import (
    MembershipFactory,
    PathTakenFactory,
    ThresholdFactory,
    UserFactory,
    WorkplaceFactory,
    leader_of,
    officer_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thresholds")]
LIST = reverse("staff:conditions")
DAY = datetime.timedelta(days=1)
LAST_DAY = datetime.date(2027, 7, 31)
FIRST, LAST = LAST_DAY - 120 * DAY, LAST_DAY - 30 * DAY
MOST_QUERIES = 14  # two of them are savepoints


def studies(employee, **fields):
    facts = {"path__is_teacher_education": True} | fields
    return PathTakenFactory(owner=employee.owner, employee=employee, **facts)


def remind(owner, on=FIRST):
    return services.remind_of_conditions(owner=owner, on=on, by=None)


def told():
    return list(Message.objects.order_by("pk").values_list("recipient", flat=True))


# ── The last day ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "last_day"),
    [
        ("2026-11-24", "2027-07-31"),
        ("2027-07-31", "2027-07-31"),
        ("2027-08-01", "2028-07-31"),
    ],
)
def test_the_last_day_is_the_next_31_july(workplace, on, last_day):
    found = conditions.last_day(workplace.owner_id, datetime.date.fromisoformat(on))
    assert found.isoformat() == last_day


def test_an_owner_may_have_a_day_of_its_own_and_a_day_that_is_none_is_said(workplace):
    always = DateRange(datetime.date(2020, 1, 1), None)
    ThresholdFactory(code="condition_ends", owner=workplace.owner, value=630, valid=always)
    assert conditions.last_day(workplace.owner_id, FIRST) == datetime.date(2027, 6, 30)
    other = WorkplaceFactory().owner
    ThresholdFactory(code="condition_ends", owner=other, value=1350, valid=always)
    with pytest.raises(LookupError, match="no day"):
        conditions.last_day(other.pk, FIRST)


# ── Reminders ────────────────────────────────────────────────────────────────────────────────────


def test_person_leader_and_owner_are_told_on_the_first_reminder_day(unqualified, leader, workplace):
    me, officer = unqualified(), officer_of(workplace.owner)
    leader_of(WorkplaceFactory(owner=workplace.owner))
    assert remind(workplace.owner, FIRST - DAY) == 0
    assert remind(workplace.owner, FIRST) == 3
    assert told() == [me.user_id, leader.pk, officer.pk]
    mine = Message.objects.get(recipient=me.user)
    assert "31.\xa0juli\xa02027" in mine.subject
    assert (mine.important, mine.about_recipient) == (True, True)
    assert Event.objects.get(kind="condition.reminded").owner_id == workplace.owner_id


def test_once_for_each_reminder_and_each_year(unqualified, leader, workplace):
    unqualified()
    for on in (FIRST, FIRST, FIRST + 40 * DAY, LAST - DAY):
        remind(workplace.owner, on)
    assert len(told()) == 2
    for on in (LAST, LAST_DAY, LAST_DAY):
        remind(workplace.owner, on)
    assert len(told()) == 4
    remind(workplace.owner, LAST_DAY + DAY)
    assert len(told()) == 4
    remind(workplace.owner, datetime.date(2028, 4, 15))
    assert len(told()) == 6


def test_a_night_that_was_missed_is_made_up_for(unqualified, workplace):
    me = unqualified()
    remind(workplace.owner, FIRST + 3 * DAY)
    newcomer = unqualified(starts_on=FIRST + 5 * DAY)
    remind(workplace.owner, FIRST + 6 * DAY)
    assert told() == [me.user_id, newcomer.user_id]


def test_many_make_one_message_for_a_leader(unqualified, leader, workplace):
    for _number in range(3):
        unqualified()
    remind(workplace.owner)
    [message] = Message.objects.filter(recipient=leader)
    assert "3" in message.body
    assert message.url == LIST


def test_whoever_has_started_or_completed_is_left_in_peace(unqualified, leader, workplace):
    studies(unqualified())
    studies(unqualified(), ended_on=timezone.localdate(), outcome="completed")
    assert remind(workplace.owner) == 0
    assert told() == []


@pytest.mark.parametrize("other", ["left", "another road"])
def test_whoever_has_left_or_is_on_another_road_is_reminded(unqualified, workplace, other):
    me = unqualified()
    if other == "left":
        studies(me, ended_on=timezone.localdate(), outcome="left")
    else:
        studies(me, path__is_teacher_education=False)
    assert remind(workplace.owner) == 1


def test_a_post_that_ends_by_itself_before_or_is_another_calls_for_nothing(
    unqualified, employ, workplace
):
    unqualified(ends_on=LAST_DAY)
    unqualified(ends_on=FIRST - DAY)
    employ("teacher", code="7965")
    assert remind(workplace.owner) == 0
    longer = unqualified(ends_on=LAST_DAY + DAY)
    remind(workplace.owner)
    assert told() == [longer.user_id]


def test_each_owner_is_asked_for_itself_at_night(
    unqualified, workplace, do_what_is_owed, monkeypatch
):
    mine, theirs = unqualified(), unqualified(at=WorkplaceFactory())
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: FIRST)
    for _night in range(2):
        tasks.owe_condition_reminders()
        do_what_is_owed()
    assert sorted(told()) == sorted([mine.user_id, theirs.user_id])
    owners = Message.objects.values_list("owner_id", flat=True)
    assert set(owners) == {mine.owner_id, theirs.owner_id}


def test_nothing_is_owed_where_nobody_is_employed_on_condition(employ, do_what_is_owed):
    employ("teacher", code="7965")
    tasks.owe_condition_reminders()
    assert do_what_is_owed() == 0


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def page(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def officer(client, workplace):
    user = officer_of(workplace.owner)
    client.force_login(user)
    return user


def test_who_has_started_and_who_has_not(client, officer, unqualified, employ):
    idle, busy, sure = unqualified(), unqualified(), unqualified()
    studies(busy)
    studies(sure, confirmed_by=officer)
    teacher = employ("teacher", code="7965")
    shown = page(client)
    assert str(idle) in shown
    assert _("Has not started") in shown
    assert not any(str(person) in shown for person in (busy, sure, teacher))
    shown = page(client, view="started")
    assert str(busy) in shown
    assert str(sure) in shown
    assert str(idle) not in shown
    assert _("Has started, not confirmed yet") in shown
    shown = page(client, view="all")
    assert all(str(person) in shown for person in (idle, busy, sure))
    assert str(busy) not in page(client, view="nonsense")


def test_somebody_who_is_done_waits_for_a_new_code(client, officer, unqualified):
    studies(unqualified(), ended_on=timezone.localdate(), outcome=PathTaken.Outcome.COMPLETED)
    assert _("Completed: see to the position code") in page(client, view="started")


def test_a_leader_sees_their_own_workplace(client, leader, workplace, unqualified):
    mine = unqualified()
    beside = unqualified(at=WorkplaceFactory(owner=workplace.owner))
    stranger = unqualified(at=WorkplaceFactory())
    client.force_login(leader)
    shown = page(client)
    assert str(mine) in shown
    assert str(beside) not in shown
    assert str(stranger) not in shown
    assert str(workplace.owner) in shown


def test_an_auditor_reads_it(client, workplace, unqualified):
    me = unqualified()
    auditor = MembershipFactory(role=Role.AUDITOR, owner=workplace.owner).user
    client.force_login(auditor)
    assert str(me) in page(client)


def test_colleagues_and_finance_do_not(client, unqualified, workplace):
    for user in (
        unqualified().user,
        UserFactory(),
        MembershipFactory(role=Role.FINANCE, owner=workplace.owner).user,
    ):
        client.force_login(user)
        response = client.get(LIST)
        assert response.status_code == 403
        assert (
            _("Only leaders and the owner’s officers see who is employed on condition.")
            in response.content.decode()
        )


def test_an_empty_list_and_a_missing_number_are_no_error(client, officer):
    assert _("Nobody here") in page(client)
    Threshold.objects.all().delete()
    assert _("Nobody here") in page(client)


def test_the_list_is_paged(client, officer, unqualified, monkeypatch):
    monkeypatch.setattr("staff.paging.NearestEndPaginator.__init__.__defaults__", (2,))
    people = [unqualified(employee__user__last_name=name) for name in ("Aas", "Berg", "Åsen")]
    first, last = page(client), page(client, page=2)
    assert [str(person) in first for person in people] == [True, True, False]
    assert [str(person) in last for person in people] == [False, False, True]


def test_the_list_asks_the_same_however_long(client, officer, unqualified, query_count):
    def ask():
        return query_count(lambda: page(client, view="all"))

    studies(unqualified())
    once = ask()
    assert once <= MOST_QUERIES
    for _number in range(2):
        studies(unqualified())
    assert ask() == once
