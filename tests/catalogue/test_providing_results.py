"""What came of each seat: reported for all on one page, row by row, and corrected."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Seat
from notifications.models import Message
from tests.factories import CourseRunFactory, ProviderFactory, contact_of, seat_confirmed
from tests.factories.catalogue import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return ProviderFactory()


def begun(provider, **course):
    return CourseRunFactory(
        course__provider=provider,
        starts_on=in_days(-100),
        ends_on=in_days(-1),
        **{f"course__{name}": value for name, value in course.items()},
    )


@pytest.fixture
def run(provider):
    return begun(provider)


@pytest.fixture
def me(client, provider):
    client.force_login(contact_of(provider))
    return client


def at(run):
    return reverse("providing:run_results", args=[run.pk])


def row(seat, result, credits=""):
    return {f"seat-{seat.pk}-result": result, f"seat-{seat.pk}-credits": credits}


def result_of(seat):
    seat = Seat.objects.get(pk=seat.pk)
    return seat.met, seat.is_completed, seat.credits_earned


def test_all_are_reported_on_one_page(me, run):
    seats = [seat_confirmed(run) for _number in range(4)]
    page = me.get(at(run))
    assert [form.seat for form in page.context["forms"]] == seats
    done, some, attended, absent = seats
    sent = row(done, "completed") | row(some, "completed", "15")
    sent |= row(attended, "attended") | row(absent, "absent")
    assert me.post(at(run), sent).status_code == 302
    assert result_of(done) == (True, True, 30), "left empty, all the course gives"
    assert result_of(some) == (True, True, 15)
    assert result_of(attended) == (True, False, None)
    assert result_of(absent) == (False, False, None)
    assert Seat.objects.get(pk=done.pk).reported_by is not None


def test_a_course_without_credits_asks_for_none(me, provider):
    run = begun(provider, kind="without_credits", credits=0)
    seat = seat_confirmed(run)
    assert f"seat-{seat.pk}-credits" not in me.get(at(run)).text
    me.post(at(run), row(seat, "completed", "30"))
    assert result_of(seat) == (True, True, None)


@pytest.mark.parametrize(
    ("result", "credits", "beside"),
    [
        ("completed", "31", "credits"),
        ("completed", "-1", "credits"),
        ("completed", "mange", "credits"),
        ("attended", "10", "credits"),
        ("absent", "10", "credits"),
        ("", "10", "result"),
        ("bestått", "", "result"),
    ],
)
def test_good_rows_are_kept_and_bad_ones_say_what_is_wrong(me, run, result, credits, beside):
    good, bad = seat_confirmed(run), seat_confirmed(run)
    answer = me.post(at(run), row(good, "completed", "30") | row(bad, result, credits))
    assert answer.status_code == 422
    forms = {form.seat: form for form in answer.context["forms"]}
    assert (forms[good].errors, list(forms[bad].errors)) == ({}, [beside])
    assert (answer.context["outcome"].saved, answer.context["outcome"].wrong) == (1, 1)
    assert result_of(good) == (True, True, 30)
    assert result_of(bad) == (None, None, None)
    if credits:
        assert f'name="seat-{bad.pk}-credits" value="{credits}"' in answer.text


def test_a_result_is_corrected_and_told_but_not_told_twice(me, run):
    seat = seat_confirmed(run)
    Message.objects.all().delete()
    me.post(at(run), row(seat, "completed"))
    me.post(at(run), row(seat, "completed", "30"))
    assert Message.objects.count() == 1
    me.post(at(run), row(seat, "attended"))
    assert result_of(seat) == (True, False, None)
    assert Message.objects.count() == 2


def test_a_result_is_not_taken_away(me, run):
    seat = seat_confirmed(run)
    me.post(at(run), row(seat, "completed"))
    answer = me.post(at(run), row(seat, "", "30"))
    assert answer.status_code == 422
    assert result_of(seat) == (True, True, 30)


def test_who_got_a_seat_after_the_page_was_shown_is_left_alone(me, run):
    one = seat_confirmed(run)
    me.post(at(run), row(one, "completed"))
    late = seat_confirmed(run)
    assert me.post(at(run), row(late, "completed")).status_code == 302
    assert result_of(one) == (True, True, 30)


def test_completed_can_be_filled_in_for_the_rest(me, run):
    done, rest = seat_confirmed(run), seat_confirmed(run)
    me.post(at(run), row(done, "absent"))
    page = me.get(at(run), {"fill": "completed"})
    shown = {form.seat: form["result"].value() for form in page.context["forms"]}
    assert shown == {done: "absent", rest: "completed"}
    assert result_of(rest) == (None, None, None)
    me.post(f"{at(run)}?fill=completed", row(done, "absent") | row(rest, "completed"))
    assert result_of(rest) == (True, True, 30)


def test_there_are_no_results_before_the_course_begins(me, provider):
    run = CourseRunFactory(course__provider=provider)
    seat = seat_confirmed(run)
    page = me.get(at(run))
    assert page.status_code == 200
    assert f"seat-{seat.pk}-result" not in page.text
    assert me.post(at(run), row(seat, "completed")).status_code == 409
    assert result_of(seat) == (None, None, None)


def test_results_can_be_reported_from_the_first_day(me, provider):
    today = timezone.localdate()
    run = CourseRunFactory(course__provider=provider, starts_on=today)
    seat = seat_confirmed(run)
    assert me.post(at(run), row(seat, "attended")).status_code == 302


def test_the_page_costs_the_same_for_one_as_for_three(me, run, query_count):
    seat_confirmed(run)
    me.get(at(run))
    once = query_count(lambda: me.get(at(run)))
    for _number in range(2):
        me.post(at(run), row(seat_confirmed(run), "completed"))
    assert query_count(lambda: me.get(at(run))) == once
    assert once <= 12


def test_runs_that_are_over_and_lack_results_are_found(me, provider, run):
    going = CourseRunFactory(course__provider=provider, starts_on=in_days(-10), ends_on=in_days(10))
    for one in (run, going, begun(provider, title="Ferdig")):
        seat_confirmed(one)
    done = Seat.objects.get(run__course__title="Ferdig")
    me.post(at(done.run), row(done, "absent"))
    begun(ProviderFactory())
    index = reverse("providing:results")
    assert [each.run for each in me.get(index).context["rows"]] == [run]
    assert [each.run for each in me.get(index, {"show": "now"}).context["rows"]] == [going]
    assert me.get(reverse("home")).context["to_do"].results == 1
