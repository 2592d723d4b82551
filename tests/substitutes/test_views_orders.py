"""The leader's pages about cover, asked what every page is asked."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.roles import Role
from substitutes import services
from substitutes.models import Booking, Order, Timesheet
from substitutes.states import State
from tests.factories import (
    MembershipFactory,
    OrderFactory,
    RoundFactory,
    SubstituteFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
    officer_of,
)
from tests.factories.cases import accepted, fresh

pytestmark = pytest.mark.django_db
LIST = reverse("substitutes:orders")
MOST_QUERIES = 14  # two of them are savepoints


@pytest.fixture
def order():
    return OrderFactory()


@pytest.fixture
def leader(client, order):
    user = leader_of(order.workplace)
    client.force_login(user)
    return user


@pytest.fixture
def substitute(order):
    return SubstituteFactory(owner=order.owner, user__first_name="Vilde", user__last_name="Vikar")


@pytest.fixture
def booking(order, leader, substitute):
    return services.book(order=order, substitute=substitute, by=leader)


@pytest.fixture
def filled(booking):
    services.answer_offer(booking=booking, accepted=True, by=booking.substitute.user)
    return fresh(booking)


def url(name, order):
    return reverse(f"substitutes:{name}", args=[order.pk])


def page(response):
    return response.content.decode()


def order_at(workplace):
    """One more order there."""
    case = accepted(round=RoundFactory(owner=workplace.owner), position=employee_at(workplace))
    return OrderFactory(application=case)


def on(day):
    """Noon that day; nobody is logged out by the journey."""
    return time_machine.travel(datetime.datetime(*day.timetuple()[:3], 12, tzinfo=UTC), tick=False)


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_the_list_begins_with_what_nobody_fills(client, order, leader, substitute):
    offered = order_at(order.workplace)
    services.book(order=offered, substitute=substitute, by=leader)

    first = page(client.get(LIST))
    assert order.get_absolute_url() in first
    assert offered.get_absolute_url() not in first

    waiting = page(client.get(LIST, {"state": "offered"}))
    assert offered.get_absolute_url() in waiting
    assert "Vilde Vikar" in waiting
    assert order.get_absolute_url() not in waiting

    every = page(client.get(LIST, {"state": "all"}))
    assert every.index(order.get_absolute_url()) < every.index(offered.get_absolute_url())


def test_hours_to_confirm_have_a_view_of_their_own(client, order, leader, filled):
    assert order.get_absolute_url() not in page(client.get(LIST, {"state": "hours"}))
    assert order.get_absolute_url() in page(client.get(LIST, {"state": "booked"}))
    with on(filled.shifts.order_by("day").first().day):
        client.force_login(leader)
        assert order.get_absolute_url() in page(client.get(LIST, {"state": "hours"}))


def test_the_list_holds_ones_own_workplaces_only(client, order, leader):
    elsewhere = OrderFactory()
    shown = page(client.get(LIST, {"state": "all"}))
    assert order.get_absolute_url() in shown
    assert elsewhere.get_absolute_url() not in shown


def test_the_officer_sees_every_workplace_of_the_owner(client, order):
    other = order_at(WorkplaceFactory(owner=order.owner))
    client.force_login(officer_of(order.owner))
    shown = page(client.get(LIST))
    assert order.get_absolute_url() in shown
    assert other.get_absolute_url() in shown


def test_the_list_is_for_those_who_book(client, substitute):
    for other in (substitute.user, UserFactory()):
        client.force_login(other)
        assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("view", ["unfilled", "offered", "hours", "booked", "all"])
def test_an_empty_view_says_so(client, view):
    client.force_login(leader_of(WorkplaceFactory()))
    response = client.get(LIST, {"state": view})
    assert response.status_code == 200
    assert 'class="empty"' in page(response)


@pytest.mark.parametrize("view", ["unfilled", "all"])
def test_the_list_asks_the_same_however_long(
    client, order, leader, view, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        client.get(LIST, {"state": view})
    for _number in range(2):
        order_at(order.workplace)
    with django_assert_num_queries(len(asked)):
        client.get(LIST, {"state": view})


# ── One order ────────────────────────────────────────────────────────────────────────────────────


def test_an_open_order_shows_the_days_and_who_could_come(client, order, leader, substitute):
    response = client.get(order.get_absolute_url())
    [choice] = response.context["choices"]
    assert choice.candidate.substitute == substitute
    assert choice.verdict
    assert _("free all days") in choice.reasons
    assert "Vilde Vikar" in page(response)
    days = [day for month in response.context["months"] for day in month.days]
    assert len(days) == len(response.context["plan"].days)


def test_candidates_come_with_their_reasons(client, order, leader):
    group = order.application.staff_group
    knows = SubstituteFactory(owner=order.owner, staff_groups=[group])
    seldom = SubstituteFactory(owner=order.owner, staff_groups=[group], weekdays=[5])
    dear = SubstituteFactory(owner=order.owner, annual_pay_ore=9_000_000_000)
    busy = SubstituteFactory(owner=order.owner, staff_groups=[group])
    other = order_at(WorkplaceFactory(owner=order.owner))
    services.book(order=other, substitute=busy, by=leader_of(other.workplace))

    choices = client.get(order.get_absolute_url()).context["choices"]

    found = {choice.candidate.substitute: choice for choice in choices}
    assert [choice.candidate.substitute for choice in choices] == [knows, seldom, dear, busy]
    assert _("knows the staff group") in found[knows].reasons
    assert len(found[seldom].reasons) == 3
    assert found[seldom].verdict
    assert not found[dear].verdict
    assert not found[busy].verdict
    assert found[busy].candidate.taken_days == other.bookings.get().shifts.count()


def test_the_pool_is_paged(client, order, leader):
    SubstituteFactory.create_batch(11, owner=order.owner)
    assert len(client.get(order.get_absolute_url()).context["choices"]) == 10
    assert len(client.get(order.get_absolute_url(), {"page": 2}).context["choices"]) == 1


def test_an_empty_pool_says_so(client, order, leader):
    assert 'class="empty"' in page(client.get(order.get_absolute_url()))


def test_an_order_is_not_found_by_a_stranger(client, order, substitute):
    for stranger in (UserFactory(), leader_of(WorkplaceFactory()), substitute.user):
        client.force_login(stranger)
        assert client.get(order.get_absolute_url()).status_code == 404
        for name in ("book", "unbook", "hours"):
            assert client.post(url(name, order)).status_code == 404


@pytest.mark.parametrize("name", ["book", "unbook", "hours"])
def test_what_changes_something_is_only_posted(client, order, leader, name):
    assert client.get(url(name, order)).status_code == 405


@pytest.mark.parametrize("state", ["open", "offered", "filled"])
def test_an_order_asks_the_same_however_many(
    client, order, leader, state, django_assert_max_num_queries, django_assert_num_queries
):
    SubstituteFactory(owner=order.owner)
    if state != "open":
        booking = services.book(
            order=order, substitute=SubstituteFactory(owner=order.owner), by=leader
        )
        if state == "filled":
            services.answer_offer(booking=booking, accepted=True, by=booking.substitute.user)
    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        client.get(order.get_absolute_url())
    SubstituteFactory.create_batch(2, owner=order.owner)
    with django_assert_num_queries(len(asked)):
        client.get(order.get_absolute_url())


# ── Booking ──────────────────────────────────────────────────────────────────────────────────────


def test_booking_asks_the_substitute_and_shows_who(client, order, leader, substitute):
    response = client.post(url("book", order), {"substitute": substitute.pk}, follow=True)
    assert response.redirect_chain == [(order.get_absolute_url(), 302)]
    assert fresh(order).state == State.OFFERED
    assert "Vilde Vikar" in page(response)
    assert url("unbook", order) in page(response)


def test_a_double_booking_is_answered_with_the_plain_reason(client, order, leader, substitute):
    other = order_at(order.workplace)
    services.book(order=other, substitute=substitute, by=leader)

    response = client.post(url("book", order), {"substitute": substitute.pk})

    assert response.status_code == 409
    reason = _("%(name)s is already booked on one or more of these days.") % {"name": substitute}
    assert reason in page(response)
    assert fresh(order).state == State.OPEN
    assert not Booking.objects.filter(order=order).exists()


def test_too_dear_is_answered_with_the_plain_reason(client, order, leader):
    dear = SubstituteFactory(owner=order.owner, annual_pay_ore=9_000_000_000)
    response = client.post(url("book", order), {"substitute": dear.pk})
    assert response.status_code == 409
    assert fresh(order).state == State.OPEN


@pytest.mark.parametrize("sent", [{}, {"substitute": "x"}, {"substitute": "999999999"}])
def test_booking_nobody_is_answered_on_the_page(client, order, leader, substitute, sent):
    response = client.post(url("book", order), sent)
    assert response.status_code == 422
    assert "data-error-summary" in page(response)
    assert "Vilde Vikar" in page(response)


def test_somebody_of_another_pool_is_not_booked(client, order, leader):
    response = client.post(url("book", order), {"substitute": SubstituteFactory().pk})
    assert response.status_code == 422
    assert not Booking.objects.exists()


def test_who_has_left_the_pool_is_not_called(client, order, leader, substitute):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    type(substitute.membership).objects.filter(pk=substitute.membership_id).update(
        ends_on=yesterday
    )
    assert list(client.get(order.get_absolute_url()).context["choices"]) == []
    assert client.post(url("book", order), {"substitute": substitute.pk}).status_code == 422


def test_a_booked_order_is_not_booked_again(client, order, leader, booking):
    other = SubstituteFactory(owner=order.owner)
    response = client.post(url("book", order), {"substitute": other.pk})
    assert response.status_code == 403
    assert _("The order is not open.") in page(response)


def test_nobody_books_cover_for_themselves(client, order, substitute):
    applicant = order.application.applicant
    MembershipFactory(
        user=applicant, role=Role.LEADER, owner=order.owner, workplace=order.workplace
    )
    client.force_login(applicant)
    shown = client.get(order.get_absolute_url())
    assert not any(choice.verdict for choice in shown.context["choices"])
    assert client.post(url("book", order), {"substitute": substitute.pk}).status_code == 403


# ── Cancelling ───────────────────────────────────────────────────────────────────────────────────


def test_cancelling_says_what_follows_and_opens_the_order(client, order, leader, filled):
    shown = client.get(order.get_absolute_url())
    assert len(shown.context["consequences"]) == 2
    response = client.post(url("unbook", order), follow=True)
    assert fresh(order).state == State.OPEN
    assert "Vilde Vikar" in page(response)  # asked before


def test_cancelling_warns_of_days_that_would_not_be_paid(client, order, leader, filled):
    with on(filled.shifts.order_by("day").first().day):
        client.force_login(leader)
        shown = client.get(order.get_absolute_url())
    assert len(shown.context["consequences"]) == 3


def test_there_is_nothing_to_cancel_in_an_open_order(client, order, leader):
    assert client.post(url("unbook", order)).status_code == 403


# ── Hours ────────────────────────────────────────────────────────────────────────────────────────


def test_hours_are_confirmed_up_to_a_day_and_the_charge_is_shown(client, order, leader, filled):
    days = list(filled.shifts.order_by("day").values_list("day", flat=True))
    with on(days[2]):
        client.force_login(leader)
        shown = page(client.get(order.get_absolute_url()))
        assert f'value="{days[2]}"' in shown  # today is proposed
        response = client.post(url("hours", order), {"up_to": f"{days[1]}"}, follow=True)
    sheet = Timesheet.objects.get()
    assert response.redirect_chain == [(order.get_absolute_url(), 302)]
    assert (sheet.first_day, sheet.last_day) == (days[0], days[1])
    assert response.context["charged_ore"] == sheet.amount_ore
    assert response.context["due"].days == 1
    assert fresh(order).state == State.RUNNING


def test_the_last_hours_close_the_order(client, order, leader, filled):
    last = filled.shifts.order_by("-day").first().day
    with on(last):
        client.force_login(leader)
        response = client.post(url("hours", order), {"up_to": f"{last}"}, follow=True)
    assert fresh(order).state == State.RECONCILED
    assert response.context["due"].days == 0
    assert response.context["confirmed_minutes"] == response.context["plan"].minutes


@pytest.mark.parametrize("up_to", ["", "i går", "2026-02-30", "tomorrow", "2020-01-01"])
def test_a_wrong_day_is_said_beside_the_field(client, order, leader, filled, up_to):
    if up_to == "tomorrow":
        up_to = f"{timezone.localdate() + datetime.timedelta(days=1)}"
    response = client.post(url("hours", order), {"up_to": up_to})
    assert response.status_code == 422
    assert list(response.context["hours_form"].errors) == ["up_to"]
    assert str(response.context["hours_form"].errors["up_to"][0]) in page(response)
    assert not Timesheet.objects.exists()


def test_a_wrong_day_is_kept_as_typed_while_hours_wait(client, order, leader, filled):
    day = filled.shifts.order_by("day").first().day
    with on(day):
        client.force_login(leader)
        response = client.post(url("hours", order), {"up_to": "i går"})
    assert response.status_code == 422
    assert 'value="i går"' in page(response)
    assert 'id="id_up_to_error"' in page(response)


def test_the_officer_books_but_does_not_confirm_hours(client, order, filled):
    client.force_login(officer_of(order.owner))
    assert client.get(order.get_absolute_url()).status_code == 200
    response = client.post(url("hours", order), {"up_to": f"{timezone.localdate()}"})
    assert response.status_code == 403
    assert _("Only the leader of the workplace confirms hours.") in page(response)


def test_hours_of_an_open_order_are_not_confirmed(client, order, leader):
    response = client.post(url("hours", order), {"up_to": f"{timezone.localdate()}"})
    assert response.status_code == 403
    assert Order.objects.get().state == State.OPEN
