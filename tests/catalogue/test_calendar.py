"""One's own days month by month, as files, and at a secret address."""

import datetime

import icalendar
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from catalogue import services
from catalogue.free_days import NAMES, holiday_name, is_holiday
from catalogue.models import CalendarAddress, Session
from catalogue.views.calendar_presenting import WORDS
from tests.factories import (
    CourseRunFactory,
    UserFactory,
    WorkplaceFactory,
    contact_of,
    employee_at,
    seat_asked,
    seat_confirmed,
)

pytestmark = pytest.mark.django_db
INDEX = "/courses/calendar/"
NINE, THREE = datetime.time(9), datetime.time(15)
MARCH = datetime.date(2027, 3, 1)


def run_with(*days, **fields):
    run = CourseRunFactory(
        starts_on=datetime.date(2027, 1, 4), ends_on=datetime.date(2027, 12, 17), **fields
    )
    for day in days:
        Session.objects.create(run=run, day=day, starts_at=NINE, ends_at=THREE)
    return run


@pytest.fixture(autouse=True)
def in_february():
    with time_machine.travel("2027-02-10 12:00+01:00", tick=False):
        yield


@pytest.fixture
def me(client):
    position = employee_at(WorkplaceFactory())
    client.force_login(position.employee.user)
    return position


def seat_of(position, run, *, confirmed=True):
    make = seat_confirmed if confirmed else seat_asked
    return make(run, participant=position.employee.user, owner=position.owner)


def month(client, key="2027-03"):
    return client.get(INDEX, {"month": key})


def days_shown(response):
    return [
        entry.session.day
        for week in response.context["weeks"]
        for d in week.days
        for entry in d.entries
    ]


# ── Month by month ───────────────────────────────────────────────────────────────────────────────


def test_my_days_of_the_month_and_nobody_elses(client, me):
    day = datetime.date(2027, 3, 9)
    seat_of(me, run_with(day, datetime.date(2027, 5, 4), course__title="Lesing"))
    seat_confirmed(run_with(datetime.date(2027, 3, 10), course__title="Skjult"))
    response = month(client)
    assert response.status_code == 200
    assert days_shown(response) == [day]
    text = response.content.decode()
    assert "Lesing" in text
    assert "Skjult" not in text


@pytest.mark.parametrize("state", ["asked", "waiting"])
def test_a_day_that_is_not_certain_says_so(client, me, state):
    run = run_with(datetime.date(2027, 3, 9), seats=1)
    if state == "waiting":
        seat_confirmed(run)
    seat = seat_of(me, run, confirmed=state == "waiting")
    assert seat.state == state
    [entry] = [e for w in month(client).context["weeks"] for d in w.days for e in d.entries]
    assert entry.word == WORDS[state][0]


def test_a_seat_given_up_or_refused_takes_its_days_along(client, me):
    day = datetime.date(2027, 3, 9)
    given_up, refused = run_with(day), run_with(day)
    services.release_seat(seat=seat_of(me, given_up), by=me.employee.user)
    services.refuse_seat(
        seat=seat_of(me, refused, confirmed=False),
        reason="Fullt.",
        by=contact_of(refused.course.provider),
    )
    assert days_shown(month(client)) == []


def test_a_cancelled_course_is_shown_as_cancelled(client, me):
    run = run_with(datetime.date(2027, 3, 9))
    seat_of(me, run)
    services.cancel_run(run=run, reason="For få.", by=contact_of(run.course.provider))
    [entry] = [e for w in month(client).context["weeks"] for d in w.days for e in d.entries]
    assert entry.color == "danger"


def test_an_empty_month_leads_to_the_next_day(client, me):
    seat_of(me, run_with(datetime.date(2027, 5, 4)))
    response = month(client)
    assert response.context["coming"] == datetime.date(2027, 5, 4)
    assert "?month=2027-05" in response.content.decode()


def test_without_a_course_one_is_sent_to_find_one(client, me):
    response = month(client)
    assert response.context["coming"] is None
    assert f'href="{reverse("catalogue:index")}"' in response.content.decode()


@pytest.mark.parametrize(
    "key", ["", "nonsense", "2027-13", "0000-01", "2027-1", "9999-99", "²027-01"]
)
def test_a_month_that_makes_no_sense_is_this_month(client, me, key):
    assert month(client, key).context["month"].key == "2027-02"


def test_before_and_after_cross_the_year(client, me):
    shown = month(client, "2027-12").context["month"]
    assert (shown.before.key, shown.after.key) == ("2027-11", "2028-01")


def test_public_holidays_have_their_names(client, me):
    text = month(client, "2027-05").content.decode()
    assert str(NAMES["Constitution Day"]) in text
    assert str(NAMES["Ascension Day"]) in text


def test_every_holiday_of_a_hundred_years_has_a_name():
    day, last = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
    while day <= last:
        assert bool(holiday_name(day)) == is_holiday(day)
        day += datetime.timedelta(days=1)


def test_a_month_costs_as_much_with_one_course_as_with_three(client, me, query_count):
    seat_of(me, run_with(datetime.date(2027, 3, 9)))
    month(client)
    one = query_count(lambda: month(client))
    for number in (10, 11):
        seat_of(me, run_with(datetime.date(2027, 3, number)))
    assert query_count(lambda: month(client)) == one <= 12


# ── One course as a file ─────────────────────────────────────────────────────────────────────────


def events(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def test_the_days_of_a_course_in_norwegian_time_over_summer_time(client, me):
    """Summer time begins on 28 March 2027 and ends on 31 October."""
    winter, summer, autumn = (
        datetime.date(2027, 3, 27),
        datetime.date(2027, 3, 29),
        datetime.date(2027, 11, 1),
    )
    run = run_with(winter, summer, autumn, course__title="Lesing, skriving; og regning")
    made = events(client.get(f"/courses/calendar/runs/{run.pk}.ics"))
    starts = [event.decoded("dtstart") for event in made]
    assert [f"{at:%H:%M}" for at in starts] == ["09:00"] * 3
    in_utc = [at.astimezone(datetime.UTC) for at in starts]
    assert [f"{at:%Y-%m-%d %H:%M}" for at in in_utc] == [
        "2027-03-27 08:00",
        "2027-03-29 07:00",
        "2027-11-01 08:00",
    ]
    assert made[0].decoded("dtend") - starts[0] == datetime.timedelta(hours=6)
    assert {str(event["summary"]) for event in made} == {"Lesing, skriving; og regning"}
    assert {str(event["location"]) for event in made} == {"Hamar"}


def test_the_file_carries_the_rules_of_the_time_zone(client, me):
    run = run_with(datetime.date(2027, 3, 29))
    content = client.get(f"/courses/calendar/runs/{run.pk}.ics").content.decode()
    assert "DTSTART;TZID=Europe/Oslo:20270329T090000" in content
    zone = icalendar.Calendar.from_ical(content).walk("VTIMEZONE")[0].to_tz()
    noon = datetime.datetime(2027, 7, 1, 12, tzinfo=zone)
    assert noon.utcoffset() == datetime.timedelta(hours=2)


def test_a_moved_day_keeps_its_name(client, me):
    run = run_with(datetime.date(2027, 3, 9))
    url = f"/courses/calendar/runs/{run.pk}.ics"
    before = [str(event["uid"]) for event in events(client.get(url))]
    run.sessions.update(day=datetime.date(2027, 3, 16))
    assert [str(event["uid"]) for event in events(client.get(url))] == before


def test_a_course_one_cannot_see_has_no_file(client, me):
    hidden = run_with(datetime.date(2027, 3, 9), is_published=False)
    assert client.get(f"/courses/calendar/runs/{hidden.pk}.ics").status_code == 404
    assert client.get(f"/courses/calendar/runs/{hidden.pk}/workload/").status_code == 404


def test_a_course_without_days_is_an_empty_calendar(client, me):
    assert events(client.get(f"/courses/calendar/runs/{run_with().pk}.ics")) == []


# ── The secret address ───────────────────────────────────────────────────────────────────────────


def address_of(client):
    return client.get("/courses/calendar/address/").context["address"]


@pytest.fixture
def address(client, me):
    response = client.post("/courses/calendar/address/new/")
    assert response.status_code == 302
    return address_of(client)


def test_the_address_shows_my_days_without_logging_in(client, me, address):
    seat_of(me, run_with(datetime.date(2027, 3, 9)))
    seat_of(me, run_with(datetime.date(2027, 4, 9)), confirmed=False)
    seat_confirmed(run_with(datetime.date(2027, 3, 10)))
    client.logout()
    made = events(client.get(address))
    assert [(e.decoded("dtstart").date(), str(e["status"])) for e in made] == [
        (datetime.date(2027, 3, 9), "CONFIRMED"),
        (datetime.date(2027, 4, 9), "TENTATIVE"),
    ]


def test_the_address_speaks_the_language_of_its_person(client, me, address):
    user = me.employee.user
    user.written_language = "nn"
    user.save()
    client.logout()
    assert client.get(address).content.decode().count("X-WR-CALNAME:") == 1


def test_a_new_address_shuts_the_old_one(client, me, address):
    client.post("/courses/calendar/address/new/")
    assert address_of(client) != address
    assert client.get(address).status_code == 404
    assert client.get(address_of(client)).status_code == 200
    assert CalendarAddress.objects.count() == 1


def test_a_stopped_address_shows_nothing_and_a_later_one_does_not_revive_it(client, me, address):
    client.post("/courses/calendar/address/stop/")
    assert client.get(address).status_code == 404
    assert address_of(client) == ""
    client.post("/courses/calendar/address/new/")
    assert client.get(address).status_code == 404


def test_stopping_twice_is_no_fault(client, me):
    assert client.post("/courses/calendar/address/stop/").status_code == 302


@pytest.mark.parametrize("change", ["x{}", "{}x", "{}.x"])
def test_an_address_somebody_made_up_shows_nothing(client, me, address, change):
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    url = reverse("calendar:feed", args=[change.format(token)])
    assert client.get(url).status_code == 404


def test_the_key_alone_does_not_open_it(client, me, address):
    key = CalendarAddress.objects.get().key.hex
    assert client.get(reverse("calendar:feed", args=[key])).status_code == 404


def test_whoever_has_left_has_no_calendar(client, me, address):
    user = me.employee.user
    user.is_active = False
    user.save()
    client.logout()
    assert client.get(address).status_code == 404


def test_making_an_address_asks_for_a_post(client, me):
    assert client.get("/courses/calendar/address/new/").status_code == 405
    assert client.get("/courses/calendar/address/stop/").status_code == 405


def test_the_pages_of_the_calendar_ask_who_one_is(client):
    for path in ("", "address/", "runs/1.ics", "runs/1/workload/"):
        assert client.get(INDEX + path).status_code == 302


def test_days_more_than_a_year_old_are_left_out(client, me, address):
    run = run_with(datetime.date(2027, 3, 9))
    Session.objects.create(
        run=run,
        day=timezone.localdate() - datetime.timedelta(days=400),
        starts_at=NINE,
        ends_at=THREE,
    )
    seat_of(me, run)
    assert len(events(client.get(address))) == 1


def test_a_stranger_has_an_empty_calendar(client):
    client.force_login(UserFactory())
    assert days_shown(month(client)) == []
