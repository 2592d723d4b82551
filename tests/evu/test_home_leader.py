"""The first pages of the leader and the substitute: what waits, who is away, which days."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from applications.calendar import working_days
from evu.home.absence import Semester, chart, chosen_semester, spans
from staff.roles import Role
from substitutes import services
from substitutes.absence import Leave, leaves_at, weeks
from tests.factories import (
    ApplicationFactory,
    CourseRunFactory,
    MembershipFactory,
    OrderFactory,
    RoundFactory,
    SubstituteFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
)
from tests.factories.cases import accepted, fresh, granted, submitted

HOME = reverse("home")
MOST_QUERIES = 14  # two of them are savepoints


def page(response):
    return response.content.decode()


def on(day, hour=12):
    moment = datetime.datetime(*day.timetuple()[:3], hour, tzinfo=UTC)
    return time_machine.travel(moment, tick=False)


# ── The leader ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def workplace(db):
    return WorkplaceFactory()


@pytest.fixture
def leader(client, workplace):
    user = leader_of(workplace)
    client.force_login(user)
    return user


def case_at(workplace, make=submitted, **fields):
    """A case of its own round from somebody of the workplace, taken as far as `make` takes it."""
    return make(
        round=RoundFactory(owner=workplace.owner), position=employee_at(workplace), **fields
    )


def test_the_leader_sees_what_waits_and_until_when(client, leader, workplace):
    older, newer = case_at(workplace), case_at(workplace)
    elsewhere = submitted()

    response = client.get(HOME)

    assert response.context["waiting"].count == 2
    assert response.context["waiting"].deadline == older.round.leader_deadline
    assert response.context["waiting"].oldest == older.submitted_at
    for case in (older, newer):
        assert reverse("applications:advise", args=[case.pk]) in page(response)
    assert str(elsewhere.applicant) not in page(response)


def test_the_leader_with_nothing_to_do_is_told_so(client, leader):
    response = client.get(HOME)
    assert response.status_code == 200
    assert 'class="empty"' in page(response)


def test_cover_is_counted_by_what_it_waits_for(client, leader, workplace):
    orders = [OrderFactory(application=case_at(workplace, accepted)) for _number in range(2)]
    substitute = SubstituteFactory(owner=workplace.owner)
    booking = services.book(order=orders[0], substitute=substitute, by=leader)

    counts = client.get(HOME).context["cover"]
    assert (counts["unfilled"], counts["offered"], counts["booked"]) == (1, 1, 0)

    services.answer_offer(booking=booking, accepted=True, by=substitute.user)
    first = booking.shifts.order_by("day").first()
    with on(first.day):
        client.force_login(leader)
        context = client.get(HOME).context
    assert (context["cover"]["offered"], context["cover"]["hours"]) == (0, 1)
    assert context["due"] == {"minutes": first.minutes, "days": 1}


def test_ones_own_cases_and_courses_are_near_for_a_leader_who_is_employed(client, workplace):
    own = case_at(workplace)
    MembershipFactory(
        user=own.applicant, role=Role.LEADER, owner=workplace.owner, workplace=workplace
    )
    client.force_login(own.applicant)
    employed, leads = own.applicant.memberships.order_by("pk")
    client.post(reverse("acting"), {"membership": leads.pk})

    response = client.get(HOME)

    assert own.get_absolute_url() in page(response)
    assert reverse("applications:courses") in page(response)
    assert response.context["waiting"].count == 0


def test_the_absence_of_a_semester_is_shown_with_and_without_cover(client, leader, workplace):
    run = CourseRunFactory(starts_on=datetime.date(2031, 8, 18), ends_on=datetime.date(2032, 6, 18))
    covered = case_at(workplace, accepted, course_run=run)
    uncovered = case_at(workplace, granted, course_run=run)
    for_money = case_at(workplace, submitted, course_run=run)
    order = OrderFactory(application=covered)
    substitute = SubstituteFactory(owner=workplace.owner)
    booking = services.book(order=order, substitute=substitute, by=leader)
    services.answer_offer(booking=booking, accepted=True, by=substitute.user)

    response = client.get(HOME, {"semester": "2031-2"})

    assert str(covered.applicant) in page(response)
    assert order.get_absolute_url() in page(response)
    [span, *_more] = response.context["spans"]
    assert (span.first.percent, span.first.covered_percent) == (5_000, 2_500)
    assert {leave.name for leave in span.leaves} == {
        str(covered.applicant),
        str(uncovered.applicant),
    }
    names = {leave.name for span in response.context["spans"] for leave in span.leaves}
    assert str(for_money.applicant) not in names
    assert client.get(HOME, {"semester": "2030-1"}).context["spans"] == []


@pytest.mark.parametrize("semester", ["", "x", "2027", "2027-3", "99999-1", "-1", "0000-1"])
def test_a_semester_that_is_none_is_the_one_being_planned(client, leader, semester):
    response = client.get(HOME, {"semester": semester})
    assert response.status_code == 200
    assert response.context["semester"] == chosen_semester("", timezone.localdate())


def test_the_leaders_page_asks_the_same_however_much_there_is(
    client, leader, workplace, django_assert_max_num_queries, django_assert_num_queries
):
    def more():
        case_at(workplace)
        OrderFactory(application=case_at(workplace, accepted))

    more()
    semester = {"semester": _semester_of(fresh(workplace.cover_orders.get()))}
    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        client.get(HOME, semester)
    more()
    more()
    with django_assert_num_queries(len(asked)):
        assert client.get(HOME, semester).context["spans"]


def _semester_of(order):
    return chosen_semester("", order.starts_on).key


# ── Who is away: arithmetic ──────────────────────────────────────────────────────────────────────


def leave(**changes):
    plan = {
        "name": "Kim",
        "percent": 2_500,
        "weekdays": (1,),
        "first": datetime.date(2027, 1, 11),
        "last": datetime.date(2027, 2, 12),
        "is_covered": False,
    }
    return Leave(**plan | changes)


def test_weeks_on_end_with_the_same_people_are_one_line():
    spring = Semester(2027, 1)
    kim, odd = leave(), leave(name="Odd", first=datetime.date(2027, 1, 25))
    found = spans(weeks([kim, odd], spring.first, spring.last))
    assert [(span.weeks, len(span.leaves), span.first.percent) for span in found] == [
        ("2–3", 1, 2_500),
        ("4–6", 2, 5_000),
    ]


def test_a_week_whose_only_day_of_leave_is_a_holiday_is_no_absence():
    """Easter Monday 2027 is 29 March."""
    april = weeks(
        [leave(last=datetime.date(2027, 4, 30))],
        datetime.date(2027, 3, 22),
        datetime.date(2027, 4, 11),
    )
    assert [bool(week.leaves) for week in april] == [True, False, True]


@given(
    first=st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)),
    length=st.integers(0, 400),
    weekdays=st.sets(st.integers(1, 5), min_size=1),
    percent=st.integers(1, 10_000),
)
def test_the_picture_loses_no_week_and_no_percent(first, length, weekdays, percent):
    semester = Semester(2027, 2)
    last = first + datetime.timedelta(days=length)
    one = leave(first=first, last=last, weekdays=sorted(weekdays), percent=percent)
    found = weeks([one, leave(percent=0)], semester.first, semester.last)
    days = working_days(max(first, semester.first), min(last, semester.last), weekdays)
    away = {day.isocalendar()[:2] for day in days}
    assert {w.monday.isocalendar()[:2] for w in found if w.percent} == away
    assert all(0 <= week.covered_percent <= week.percent for week in found)
    bars = chart(found).bars
    assert len(bars) == len(found)
    for bar in bars:
        assert bar.open_y >= 0
        assert bar.covered_y + bar.covered_height == 140
        assert bar.open_y + bar.open_height == bar.covered_y
        assert bar.x + bar.width <= 760


@pytest.mark.parametrize(
    ("today", "key"),
    [
        ((2026, 11, 23), "2027-1"),
        ((2027, 4, 1), "2027-1"),
        ((2027, 5, 10), "2027-2"),
        ((2027, 8, 15), "2027-2"),
        ((2027, 11, 5), "2028-1"),
    ],
)
def test_the_semester_being_planned(today, key):
    assert chosen_semester("", datetime.date(*today)).key == key


def test_semesters_follow_each_other():
    spring = Semester(2027, 1)
    assert spring.after.after == Semester(2028, 1)
    assert spring.before.after == spring
    assert spring.last < spring.after.first


def test_a_draft_or_a_refused_case_is_nobodys_absence(workplace):
    draft = ApplicationFactory(
        round=RoundFactory(owner=workplace.owner), position=employee_at(workplace)
    )
    run = draft.course_run
    assert leaves_at(workplace, run.starts_on, run.ends_on) == []


# ── The substitute ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def booking(db):
    order = OrderFactory()
    substitute = SubstituteFactory(owner=order.owner)
    return services.book(order=order, substitute=substitute, by=leader_of(order.workplace))


def test_the_substitute_sees_the_offer_and_the_days_held(client, booking):
    client.force_login(booking.substitute.user)
    response = client.get(HOME)
    shown = page(response)
    assert reverse("substitutes:booking", args=[booking.pk]) in shown
    assert [offer.days for offer in response.context["offers"]] == [booking.shifts.count()]
    days = [shift for month in response.context["months"] for shift in month.shifts]
    assert len(days) == booking.shifts.count()
    assert [month.is_open for month in response.context["months"]].count(True) == 1
    assert response.context["hours"] == {"worked": 0, "confirmed": 0}


def test_after_the_answer_the_offer_is_gone_and_today_is_marked(client, booking):
    services.answer_offer(booking=booking, accepted=True, by=booking.substitute.user)
    first, second = booking.shifts.order_by("day")[:2]
    with on(second.day):
        services.confirm_hours(
            order=booking.order, up_to=first.day, by=leader_of(booking.order.workplace)
        )
        client.force_login(booking.substitute.user)
        response = client.get(HOME)
    assert response.context["offers"] == []
    assert page(response).count('aria-current="date"') == 1
    assert response.context["next"] == second
    assert response.context["hours"] == {
        "worked": first.minutes + second.minutes,
        "confirmed": first.minutes,
    }


def test_nobody_sees_anothers_days_or_those_that_are_cancelled(client, booking):
    other = SubstituteFactory(owner=booking.owner)
    client.force_login(other.user)
    assert client.get(HOME).context["months"] == []
    services.unbook(order=booking.order, by=leader_of(booking.order.workplace))
    client.force_login(booking.substitute.user)
    response = client.get(HOME)
    assert (response.context["months"], response.context["offers"]) == ([], [])


def test_the_substitutes_page_asks_the_same_however_many_days(
    client, booking, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(booking.substitute.user)
    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        client.get(HOME)
    booking.shifts.exclude(pk=booking.shifts.first().pk).update(cancelled_at=timezone.now())
    with django_assert_num_queries(len(asked)):
        client.get(HOME)
