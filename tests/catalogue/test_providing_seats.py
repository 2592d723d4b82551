"""The seats of a run on the provider's pages: in order, with nothing but name, employer, e-mail."""

import csv
import io

import pytest
from django.urls import reverse

from catalogue import services
from catalogue.models import Seat
from catalogue.states import SeatState
from notifications.models import Message
from tests.factories import (
    ContactFactory,
    CourseRunFactory,
    OwnerFactory,
    ProviderFactory,
    UserFactory,
    contact_of,
    seat_asked,
    seat_confirmed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return ProviderFactory()


@pytest.fixture
def run(provider):
    return CourseRunFactory(course__provider=provider, seats=2)


@pytest.fixture
def me(client, provider):
    client.force_login(contact_of(provider))
    return client


def at(name, thing):
    return reverse(f"providing:{name}", args=[thing.pk])


def state_of(seat):
    return Seat.objects.get(pk=seat.pk).state


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_seats_are_listed_in_the_order_of_asking_with_name_employer_and_address(me, run):
    kari = UserFactory(first_name="Kari", last_name="Ås", email="kari@vik.no", phone="99 88 77 66")
    first = seat_asked(run, participant=kari, owner=OwnerFactory(name="Vik kommune"))
    second, third = seat_confirmed(run), seat_asked(run)
    page = me.get(at("run_seats", run))
    assert [row.seat for row in page.context["rows"]] == [first, second, third]
    for told in ("Kari Ås", "Vik kommune", "kari@vik.no"):
        assert told in page.text
    assert "99 88 77 66" not in page.text
    assert "applications.application" not in page.text


def test_one_state_at_a_time(me, run):
    given, asked, gone = seat_confirmed(run), seat_asked(run), seat_asked(run)
    services.release_seat(seat=gone, by=gone.participant)

    def listed(state):
        return [row.seat for row in me.get(at("run_seats", run), {"state": state}).context["rows"]]

    assert listed("") == [given, asked]
    assert listed("confirmed") == [given]
    assert listed("asked") == [asked]
    assert listed("waiting") == []
    assert listed("released") == [gone]
    assert listed("nonsense") == [given, asked]


def test_the_list_costs_the_same_for_one_as_for_three(me, run, query_count):
    seat_asked(run)
    me.get(at("run_seats", run))
    once = query_count(lambda: me.get(at("run_seats", run)))
    seat_asked(run)
    seat_confirmed(run)
    assert query_count(lambda: me.get(at("run_seats", run))) == once
    assert once <= 12


def test_a_stranger_finds_nothing(client, run):
    seat = seat_asked(run)
    for user in (ContactFactory().membership.user, UserFactory(), seat.participant):
        client.force_login(user)
        for name in ("run_seats", "participants_csv", "confirm_seats", "run_results"):
            assert client.get(at(name, run)).status_code == 404, name
        for name in ("refuse_seat", "release_seat"):
            assert client.get(at(name, seat)).status_code == 404, name
        for name in ("confirm_seat", "refuse_seat", "release_seat"):
            assert client.post(at(name, seat), {"reason": "Nei"}).status_code == 404, name
        assert client.post(at("confirm_seats", run), {"all": "1"}).status_code == 404
    assert state_of(seat) == SeatState.ASKED


# ── Confirming ───────────────────────────────────────────────────────────────────────────────────


def test_one_is_confirmed_and_told(me, run):
    seat = seat_asked(run)
    assert at("confirm_seat", seat) in me.get(at("run_seats", run)).text
    assert me.post(at("confirm_seat", seat)).url == at("run_seats", run)
    assert state_of(seat) == SeatState.CONFIRMED
    assert Message.objects.filter(recipient=seat.participant).count() == 1
    assert me.post(at("confirm_seat", seat)).status_code == 403


def test_beyond_the_seats_the_button_says_waiting_list(me, run):
    for _number in range(2):
        seat_confirmed(run)
    seat = seat_asked(run)
    page = me.get(at("run_seats", run))
    assert page.context["free"] == 0
    assert at("confirm_seat", seat) in page.text
    me.post(at("confirm_seat", seat))
    assert state_of(seat) == SeatState.WAITING
    assert at("confirm_seat", seat) not in me.get(at("run_seats", run)).text


def test_a_full_run_without_a_waiting_list_has_no_button_and_says_why(me, provider):
    run = CourseRunFactory(course__provider=provider, seats=1, has_waiting_list=False)
    seat_confirmed(run)
    seat = seat_asked(run)
    assert at("confirm_seat", seat) not in me.get(at("run_seats", run)).text
    answer = me.post(at("confirm_seat", seat), follow=True)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert state_of(seat) == SeatState.ASKED


def test_several_are_named_with_what_they_get_before_anything_is_done(me, run):
    given = seat_confirmed(run)
    one, two, three = (seat_asked(run) for _number in range(3))
    chosen = {"seat": [three.pk, given.pk, one.pk, "x", "9" * 40, "²"]}
    page = me.get(at("confirm_seats", run), chosen)
    preview = page.context["preview"]
    assert (preview.get_a_seat, preview.wait, preview.stay) == ([one], [three], ())
    names = [str(seat.participant) for seat in (one, three)]
    assert [name in page.text for name in names] == [True, True]
    assert str(two.participant) not in page.text
    assert [state_of(seat) for seat in (one, two, three)] == [SeatState.ASKED] * 3
    me.post(at("confirm_seats", run), chosen | {"seen": preview.seen})
    assert [state_of(seat) for seat in (one, two, three)] == [
        SeatState.CONFIRMED,
        SeatState.ASKED,
        SeatState.WAITING,
    ]


def test_all_who_ask_are_confirmed_in_order(me, run):
    seats = [seat_asked(run) for _number in range(4)]
    preview = me.get(at("confirm_seats", run), {"all": "1"}).context["preview"]
    sent = {"seat": [seat.pk for seat in reversed(seats)], "seen": preview.seen}
    me.post(at("confirm_seats", run), sent)
    assert [state_of(seat) for seat in seats] == [SeatState.CONFIRMED] * 2 + [SeatState.WAITING] * 2


def test_without_a_waiting_list_those_beyond_are_left_as_they_are_and_that_is_said(me, provider):
    run = CourseRunFactory(course__provider=provider, seats=1, has_waiting_list=False)
    one, two = seat_asked(run), seat_asked(run)
    preview = me.get(at("confirm_seats", run), {"all": "1"}).context["preview"]
    assert (preview.get_a_seat, preview.wait, preview.stay) == ([one], (), [two])
    me.post(at("confirm_seats", run), {"seat": [one.pk, two.pk], "seen": preview.seen})
    assert (state_of(one), state_of(two)) == (SeatState.CONFIRMED, SeatState.ASKED)


def test_what_has_changed_since_the_preview_is_shown_before_anything_is_done(me, run):
    one, two = seat_asked(run), seat_asked(run)
    sent = {"seat": [one.pk, two.pk]}
    sent["seen"] = me.get(at("confirm_seats", run), sent).context["preview"].seen
    seat_confirmed(run)
    answer = me.post(at("confirm_seats", run), sent)
    assert answer.status_code == 409
    assert answer.context["preview"].wait == [two]
    assert (state_of(one), state_of(two)) == (SeatState.ASKED, SeatState.ASKED)
    sent["seen"] = answer.context["preview"].seen
    assert me.post(at("confirm_seats", run), sent).status_code == 302
    assert (state_of(one), state_of(two)) == (SeatState.CONFIRMED, SeatState.WAITING)


def test_nobody_chosen_leads_back_with_a_word(me, run):
    for sent in ({}, {"seat": "x"}, {"all": "1"}):
        answer = me.get(at("confirm_seats", run), sent, follow=True)
        assert answer.redirect_chain[-1][0] == at("run_seats", run)
        assert 'role="alert"' in answer.text


def test_seats_of_another_run_are_not_confirmed_along(me, run):
    other = seat_asked(CourseRunFactory(course__provider=run.course.provider))
    mine = seat_asked(run)
    page = me.get(at("confirm_seats", run), {"seat": [other.pk, mine.pk]})
    assert page.context["preview"].chosen == [mine]


# ── Refusing and giving up ───────────────────────────────────────────────────────────────────────


def test_a_seat_is_refused_with_a_reason(me, run):
    seat = seat_asked(run)
    assert me.get(at("refuse_seat", seat)).status_code == 200
    for reason in ("", "  ", "a" * 1001):
        answer = me.post(at("refuse_seat", seat), {"reason": reason})
        assert answer.status_code == 422, reason
        assert list(answer.context["form"].errors) == ["reason"]
    assert me.post(at("refuse_seat", seat), {"reason": "Mangler fagbrev"}).status_code == 302
    assert state_of(seat) == SeatState.REFUSED
    assert "Mangler fagbrev" in Message.objects.get(recipient=seat.participant).body
    assert me.get(at("refuse_seat", seat)).status_code == 403


def test_who_has_it_next_is_said_before_a_seat_is_given_up(me, run):
    given, _other, waiting = (seat_confirmed(run) for _number in range(3))
    page = me.get(at("release_seat", given))
    assert str(waiting.participant) in page.text
    Message.objects.all().delete()
    answer = me.post(at("release_seat", given), follow=True)
    assert str(waiting.participant) in answer.text
    assert (state_of(given), state_of(waiting)) == (SeatState.RELEASED, SeatState.CONFIRMED)
    told = {message.recipient for message in Message.objects.all()}
    assert told == {given.participant, waiting.participant}
    assert me.post(at("release_seat", given)).status_code == 403


# ── The file ─────────────────────────────────────────────────────────────────────────────────────


def test_the_file_holds_those_with_a_seat_and_no_live_formula(me, run):
    sly = UserFactory(first_name="=HYPERLINK(1)", last_name="Ås", email="sly@vik.no")
    owner = OwnerFactory(name="@Vik kommune")
    seat_confirmed(run, participant=sly, owner=owner)
    seat_asked(run)
    answer = me.get(at("participants_csv", run))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";"))[1:] == [
        ["'=HYPERLINK(1) Ås", "'@Vik kommune", "sly@vik.no"]
    ]
