"""The sessions of a run: as many rows as wanted; a Sunday or holiday is kept at a second press."""

import datetime

import pytest
from django.urls import reverse

from catalogue import services
from catalogue.models import Session
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import CourseRunFactory, ProviderFactory, contact_of, seat_confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return ProviderFactory()


@pytest.fixture
def run(provider):
    """The whole of 2027."""
    return CourseRunFactory(
        course__provider=provider,
        starts_on=datetime.date(2027, 1, 1),
        ends_on=datetime.date(2027, 12, 31),
    )


@pytest.fixture
def me(client, provider):
    client.force_login(contact_of(provider))
    return client


def at(name, thing):
    return reverse(f"providing:{name}", args=[thing.pk])


ONE = {"day": "2027-01-20", "starts_at": "09:00", "ends_at": "15:00", "place": "Rom 1"}
TWO = {"day": "2027-01-21", "starts_at": "09:00", "ends_at": "15:00"}


def rows(*sessions, **more):
    sent = {"form-TOTAL_FORMS": str(len(sessions)), "form-INITIAL_FORMS": "0"}
    for number, session in enumerate(sessions):
        sent |= {f"form-{number}-{name}": value for name, value in session.items()}
    return sent | more


def times(run):
    return [
        (str(session.day), f"{session.starts_at:%H:%M}", f"{session.ends_at:%H:%M}", session.place)
        for session in run.sessions.all()
    ]


def test_sessions_are_written_and_changed(me, run):
    assert me.get(at("sessions", run)).status_code == 200
    assert me.post(at("sessions", run), rows(TWO, {}, ONE)).url == at("run", run)
    first, second = run.sessions.all()
    assert times(run) == [
        ("2027-01-20", "09:00", "15:00", "Rom 1"),
        ("2027-01-21", "09:00", "15:00", ""),
    ]
    page = me.get(at("sessions", run))
    assert 'value="2027-01-20"' in page.text
    later = {"day": "2027-03-01", "starts_at": "10.30", "ends_at": "12"}
    me.post(at("sessions", run), rows(ONE | {"ends_at": "16:00"}, TWO | {"remove": "on"}, later))
    assert times(run) == [
        ("2027-01-20", "09:00", "16:00", "Rom 1"),
        ("2027-03-01", "10:30", "12:00", ""),
    ]
    assert run.sessions.first() == first, "what is only changed stays the same session"
    assert not Session.objects.filter(pk=second.pk).exists()


def test_more_rows_lose_nothing_and_save_nothing(me, run):
    bad = ONE | {"day": "i morgen", "ends_at": "sent"}
    page = me.post(at("sessions", run), rows(TWO, bad, more="1"))
    assert page.status_code == 200
    assert len(page.context["formset"].forms) == 2 + 3
    for typed in ("2027-01-21", "i morgen", "sent", "Rom 1"):
        assert f'value="{typed}"' in page.text, typed
    assert not run.sessions.exists()
    assert page.context["formset"].total_error_count() == 0


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [
        ({"day": ""}, "day"),
        ({"day": "i morgen"}, "day"),
        ({"day": "2026-12-31"}, "day"),
        ({"day": "2028-01-01"}, "day"),
        ({"starts_at": ""}, "starts_at"),
        ({"starts_at": "tidlig"}, "starts_at"),
        ({"ends_at": ""}, "ends_at"),
        ({"ends_at": "08:00"}, "ends_at"),
        ({"ends_at": "09:00"}, "ends_at"),
        ({"place": "a" * 121}, "place"),
    ],
)
def test_a_wrong_session_is_said_beside_its_row(me, run, wrong, beside):
    answer = me.post(at("sessions", run), rows(TWO, ONE | wrong))
    assert answer.status_code == 422
    good, bad = answer.context["formset"].forms
    assert (good.errors, list(bad.errors)) == ({}, [beside])
    assert 'value="2027-01-21"' in answer.text
    assert not run.sessions.exists()


def test_two_at_the_same_time_are_said_beside_the_later_one(me, run):
    overlapping = ONE | {"starts_at": "14:00", "ends_at": "16:00"}
    answer = me.post(at("sessions", run), rows(overlapping, ONE))
    assert answer.status_code == 422
    assert [list(form.errors) for form in answer.context["formset"].forms] == [["starts_at"], []]
    assert not run.sessions.exists()
    right_after = ONE | {"starts_at": "15:00", "ends_at": "16:00"}
    assert me.post(at("sessions", run), rows(right_after, ONE)).status_code == 302


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2027-03-07", "Sunday"),
        ("2027-05-17", "Constitution Day"),
        ("2027-03-25", "Maundy Thursday"),
        ("2027-12-25", "Christmas Day, a Saturday"),
    ],
)
def test_a_sunday_or_holiday_is_warned_about_and_kept_at_the_second_press(me, run, day, why):
    wish = ONE | {"day": day}
    warned = me.post(at("sessions", run), rows(wish, TWO))
    assert warned.status_code == 422, why
    form = warned.context["formset"].forms[0]
    assert form.warning
    assert list(form.errors) == ["day"]
    assert f'name="form-0-keep" id="id_form-0-keep" value="{day}">' in warned.text
    assert not run.sessions.exists()
    assert me.post(at("sessions", run), rows(wish | {"keep": day}, TWO)).status_code == 302
    assert run.sessions.filter(day=day).exists()
    again = me.get(at("sessions", run))
    assert f'name="form-1-keep" value="{day}"' in again.text
    assert me.post(at("sessions", run), rows(wish | {"keep": day})).status_code == 302


def test_keeping_one_holiday_does_not_keep_another(me, run):
    wish = ONE | {"day": "2027-05-17", "keep": "2027-03-07"}
    assert me.post(at("sessions", run), rows(wish)).status_code == 422


def test_an_ordinary_saturday_is_not_warned_about(me, run):
    assert me.post(at("sessions", run), rows(ONE | {"day": "2027-02-06"})).status_code == 302


def test_a_row_that_is_removed_may_be_wrong(me, run):
    gone = {"day": "i morgen", "remove": "on"}
    assert me.post(at("sessions", run), rows(gone, ONE)).status_code == 302
    assert len(times(run)) == 1


def test_nonsense_in_the_form_itself_is_no_crash(me, run):
    assert me.post(at("sessions", run), {}).status_code == 422
    sent = {"form-TOTAL_FORMS": "99999", "form-INITIAL_FORMS": "-1"}
    assert me.post(at("sessions", run), sent).status_code == 422
    assert me.post(at("sessions", run), sent | {"more": "1"}).status_code == 200


def test_who_has_a_seat_is_told_of_other_sessions_but_not_of_the_first(me, run):
    seat = seat_confirmed(run)
    Message.objects.all().delete()
    me.post(at("sessions", run), rows(ONE))
    me.post(at("sessions", run), rows(ONE))
    assert not Message.objects.exists()
    me.post(at("sessions", run), rows(ONE | {"ends_at": "16:00"}))
    assert Message.objects.get().recipient == seat.participant


def test_the_service_refuses_what_the_form_would_have(run, provider):
    by, nine, ten = contact_of(provider), datetime.time(9), datetime.time(10)
    day = datetime.date(2027, 1, 20)
    for slots in (
        [(datetime.date(2028, 1, 1), nine, ten, "")],
        [(day, nine, ten, ""), (day, nine, ten, "")],
        [(day, nine, ten, ""), (day, datetime.time(9, 30), ten, "")],
    ):
        with pytest.raises(Refusal):
            services.set_sessions(run=run, slots=slots, by=by)
    assert not run.sessions.exists()
