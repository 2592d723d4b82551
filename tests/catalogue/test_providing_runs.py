"""The runs of a course: written and changed, their sessions, and calling one off."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from catalogue import services
from catalogue.models import CourseRun, Session
from catalogue.states import SeatState
from notifications.models import Message
from tests.factories import (
    ContactFactory,
    CourseFactory,
    CourseRunFactory,
    ProviderFactory,
    UserFactory,
    contact_of,
    seat_asked,
    seat_confirmed,
)

pytestmark = pytest.mark.django_db
GOOD = {
    "starts_on": "2027-01-11",
    "ends_on": "2027-06-18",
    "place": "Hamar",
    "study_load": "37,5",
    "terms": "1",
    "seats": "25",
    "has_waiting_list": "on",
    "price_ore": "12 500",
    "is_published": "on",
}


@pytest.fixture
def provider():
    return ProviderFactory()


@pytest.fixture
def course(provider):
    return CourseFactory(provider=provider)


@pytest.fixture
def run(course):
    """The whole of 2027."""
    return CourseRunFactory(
        course=course,
        starts_on=datetime.date(2027, 1, 1),
        ends_on=datetime.date(2027, 12, 31),
        seats=2,
    )


@pytest.fixture
def me(client, provider):
    client.force_login(contact_of(provider))
    return client


@pytest.fixture
def stranger(client):
    client.force_login(ContactFactory().membership.user)
    return client


def at(name, thing):
    return reverse(f"providing:{name}", args=[thing.pk])


def sent_for(run, **changes):
    return {
        "starts_on": run.starts_on.isoformat(),
        "ends_on": run.ends_on.isoformat(),
        "place": run.place,
        "study_load": "50",
        "terms": str(run.terms),
        "seats": str(run.seats),
        "has_waiting_list": "on",
        "price_ore": str(run.price_ore // 100),
        "is_published": "on",
    } | changes


# ── Written ──────────────────────────────────────────────────────────────────────────────────────


def test_a_run_is_written(me, course):
    assert me.get(at("new_run", course)).status_code == 200
    answer = me.post(
        at("new_run", course),
        GOOD | {"apply_by": "2026-12-01", "apply_at": "https://nord.example/sok", "code": "V27"},
    )
    run = CourseRun.objects.get()
    assert answer.url == at("run", run)
    assert (run.starts_on, run.ends_on) == (datetime.date(2027, 1, 11), datetime.date(2027, 6, 18))
    assert (run.study_load, run.terms, run.seats, run.price_ore) == (3_750, 1, 25, 1_250_000)
    assert (run.has_waiting_list, run.is_published, run.is_online) == (True, True, False)
    assert (run.apply_by, run.apply_at) == (datetime.date(2026, 12, 1), "https://nord.example/sok")
    assert run.code == "V27"
    assert me.get(at("run", run)).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "i vår"}, "starts_on"),
        ({"starts_on": "1492-01-01"}, "starts_on"),
        ({"ends_on": "2027-01-10"}, "ends_on"),
        ({"place": ""}, "place"),
        ({"place": "a" * 121}, "place"),
        ({"study_load": ""}, "study_load"),
        ({"study_load": "101"}, "study_load"),
        ({"study_load": "-5"}, "study_load"),
        ({"study_load": "halv"}, "study_load"),
        ({"terms": "0"}, "terms"),
        ({"terms": "13"}, "terms"),
        ({"seats": "-1"}, "seats"),
        ({"seats": "0"}, "seats"),
        ({"seats": "20,5"}, "seats"),
        ({"seats": "9" * 5000}, "seats"),
        ({"price_ore": "gratis"}, "price_ore"),
        ({"price_ore": "-100"}, "price_ore"),
        ({"price_ore": ""}, "price_ore"),
        ({"apply_by": "2027-01-12", "apply_at": "https://nord.example/"}, "apply_by"),
        ({"apply_by": "2026-12-01"}, "apply_at"),
        ({"apply_at": "javascript:alert(1)"}, "apply_at"),
        ({"apply_at": "https://nord.example/" + "a" * 200}, "apply_at"),
        ({"code": "a" * 61}, "code"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(me, course, wrong, beside):
    answer = me.post(at("new_run", course), GOOD | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [beside]
    for name in ("place", "price_ore", "study_load", "starts_on"):
        typed = (GOOD | wrong)[name]
        assert not typed or f'value="{typed}"' in answer.text, name
    assert not CourseRun.objects.exists()


def test_a_course_online_needs_no_place(me, course):
    me.post(at("new_run", course), GOOD | {"place": "", "is_online": "on"})
    assert CourseRun.objects.get().place == "På nett"


def test_nothing_costs_nothing(me, course):
    me.post(at("new_run", course), GOOD | {"price_ore": "0"})
    assert CourseRun.objects.get().price_ore == 0


def test_the_same_day_in_the_same_place_is_said_beside_the_day(me, course):
    me.post(at("new_run", course), GOOD)
    again = me.post(at("new_run", course), GOOD)
    assert again.status_code == 422
    assert list(again.context["form"].errors) == ["starts_on"]
    assert me.post(at("new_run", course), GOOD | {"place": "Gjøvik"}).status_code == 302


def test_a_strangers_runs_are_not_there(stranger, course, run):
    for name, thing in [
        ("new_run", course),
        *((name, run) for name in ("run", "change_run", "sessions", "cancel_run")),
    ]:
        assert stranger.get(at(name, thing)).status_code == 404, name
        assert stranger.post(at(name, thing), GOOD).status_code in (404, 405), name
    assert CourseRun.objects.get().place == run.place


def test_who_delivers_nothing_gets_nowhere(client, run):
    client.force_login(UserFactory())
    assert client.get(at("run", run)).status_code == 404


# ── Changed ──────────────────────────────────────────────────────────────────────────────────────


def test_the_form_for_a_change_holds_what_there_is(me, run):
    page = me.get(at("change_run", run))
    assert 'value="2027-01-01"' in page.text
    sent = {f.html_name: f.value() for f in page.context["form"] if f.value() not in (None, "")}
    sent = {name: str(value) for name, value in sent.items() if value is not False}
    before = CourseRun.objects.values().get()
    assert me.post(at("change_run", run), sent).status_code == 302
    assert CourseRun.objects.values().get() == before


def test_there_are_never_fewer_seats_than_are_given(me, run):
    for _number in range(2):
        seat_confirmed(run)
    answer = me.post(at("change_run", run), sent_for(run, seats="1"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["seats"]
    assert "2" in answer.context["form"].errors["seats"][0]
    run.refresh_from_db()
    assert run.seats == 2


def test_more_seats_go_to_those_who_wait_in_the_order_they_asked(me, run):
    seats = [seat_confirmed(run) for _number in range(5)]
    assert me.post(at("change_run", run), sent_for(run, seats="4")).status_code == 302
    for seat in seats:
        seat.refresh_from_db()
    assert [seat.state for seat in seats] == [SeatState.CONFIRMED] * 4 + [SeatState.WAITING]
    run.refresh_from_db()
    assert (run.seats, run.confirmed) == (4, 4)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts_on": "2027-02-01"}, "1. februar 2027"),
        ({"ends_on": "2027-11-30"}, "30. november 2027"),
        ({"place": "Elverum"}, "Elverum"),
        ({"price_ore": "9 000"}, "9 000 kr"),
    ],
)
def test_who_has_a_seat_or_waits_is_told_of_a_change(me, run, change, said):
    seats = [seat_confirmed(run) for _number in range(3)] + [seat_asked(run)]
    gone = seat_asked(run)
    services.release_seat(seat=gone, by=gone.participant)
    Message.objects.all().delete()
    me.post(at("change_run", run), sent_for(run, **change))
    told = Message.objects.all()
    assert {message.recipient for message in told} == {seat.participant for seat in seats}
    assert all(said in message.body.replace("\u00a0", " ") for message in told)


def test_nobody_is_told_when_nothing_that_matters_is_changed(me, run):
    seat_confirmed(run)
    Message.objects.all().delete()
    me.post(at("change_run", run), sent_for(run, seats="3", study_load="25"))
    assert not Message.objects.exists()


def test_sessions_left_outside_by_new_days_are_said(me, run):
    Session.objects.create(
        run=run, day=run.ends_on, starts_at=datetime.time(9), ends_at=datetime.time(15)
    )
    me.post(at("change_run", run), sent_for(run, ends_on="2027-06-30"))
    page = me.get(at("run", run))
    assert len(page.context["outside"]) == 1


# ── Called off ───────────────────────────────────────────────────────────────────────────────────


def test_who_is_told_is_said_before_a_run_is_cancelled(me, run):
    seats = [seat_confirmed(run), seat_asked(run)]
    page = me.get(at("cancel_run", run))
    assert page.context["count"] == 2
    assert [str(seat.participant) in page.text for seat in seats] == [True, True]


def test_more_than_fifty_are_told_of_by_number(me, run, monkeypatch):
    monkeypatch.setattr("catalogue.views.providing_runs.NAMED_AT_MOST", 2)
    for _number in range(3):
        seat_asked(run)
    page = me.get(at("cancel_run", run))
    assert (len(page.context["told"]), page.context["more"]) == (2, 1)


def test_a_run_is_cancelled_and_everybody_is_told_why(me, run):
    seats = [seat_confirmed(run), seat_asked(run)]
    Message.objects.all().delete()
    answer = me.post(at("cancel_run", run), {"reason": "For få påmeldte"})
    assert answer.url == at("run", run)
    run.refresh_from_db()
    assert run.cancelled_on == timezone.localdate()
    assert {message.recipient for message in Message.objects.all()} == {
        seat.participant for seat in seats
    }
    assert "For få påmeldte" in Message.objects.first().body
    assert Event.objects.filter(kind="run.cancelled").count() == 1
    assert me.get(at("run", run)).status_code == 200


def test_a_run_is_not_cancelled_without_a_reason(me, run):
    for reason in ("", "   "):
        answer = me.post(at("cancel_run", run), {"reason": reason})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["reason"]
    run.refresh_from_db()
    assert run.cancelled_on is None


def test_nothing_is_changed_in_a_cancelled_run(me, run, provider):
    seat = seat_asked(run)
    services.cancel_run(run=run, reason="Syk", by=contact_of(provider))
    for name in ("change_run", "sessions", "cancel_run", "confirm_seats", "run_results"):
        assert me.get(at(name, run)).status_code == 403, name
        assert me.post(at(name, run), GOOD).status_code == 403, name
    assert me.post(at("confirm_seat", seat)).status_code == 403
    assert me.get(at("run_seats", run)).status_code == 200
    seat.refresh_from_db()
    assert seat.state == SeatState.ASKED


# ── The lists ────────────────────────────────────────────────────────────────────────────────────


def test_runs_to_come_and_runs_that_are_over(me, provider):
    today = timezone.localdate()
    days = datetime.timedelta
    going, coming, over = (
        CourseRunFactory(
            course__provider=provider,
            starts_on=today + days(first),
            ends_on=today + days(last),
        )
        for first, last in ((-10, 0), (10, 20), (-20, -1))
    )
    CourseRunFactory()
    index = reverse("providing:index")
    assert [row.run for row in me.get(index).context["rows"]] == [going, coming]
    assert [row.run for row in me.get(index, {"show": "over"}).context["rows"]] == [over]
    assert me.get(index, {"show": "nonsense"}).status_code == 200


@pytest.mark.parametrize("name", ["index", "seats", "results"])
def test_lists_cost_the_same_for_one_as_for_three(me, provider, query_count, name):
    def add(place):
        today = timezone.localdate()
        run = CourseRunFactory(
            course__provider=provider, place=place, starts_on=today, ends_on=today
        )
        seat_confirmed(run)
        seat_asked(run)

    url = reverse(f"providing:{name}")
    show = {"show": "now"} if name == "results" else {}
    add("Alta")
    me.get(url, show)
    once = query_count(lambda: me.get(url, show))
    add("Bodø")
    add("Moss")
    assert len(me.get(url, show).context["rows"]) == 3
    assert query_count(lambda: me.get(url, show)) == once
    assert once <= 12
