"""The catalogue in an owner's history: seats, orders and placements, and who reads of them."""

import pytest
from django.utils import translation

from audit.models import Event
from audit.services import record
from catalogue.states import GIVEN_UP, PlacementState, SeatState, StudyState
from evu.history import words
from evu.history.queries import lines_of
from staff.roles import Role
from substitutes.models import Order
from tests.evu.happenings import HISTORY
from tests.factories import MembershipFactory, OwnerFactory
from tests.factories.catalogue_orders import written_order
from tests.factories.catalogue_results import completed_placement, completed_seat, proof_of

pytestmark = pytest.mark.django_db


def told(client, owner, role=Role.AUDITOR):
    client.force_login(MembershipFactory(role=role, owner=owner).user)
    return client.get(HISTORY).context["lines"]


def test_a_seat_is_told_by_whose_it_is_and_never_by_a_code(client):
    seat = completed_seat()
    proof_of(seat)
    with translation.override(None):
        lines = lines_of(Event.objects.filter(owner_id=seat.owner_id))
    assert {"seat.confirmed", "seat.result_reported", "proof.issued"} <= {
        line.event.kind for line in lines
    }
    about_it = [line for line in lines if line.event.subject.startswith("catalogue.")]
    assert all(str(seat.participant) in line.text for line in about_it)
    assert {line.event.kind for line in about_it} <= {
        line.event.kind for line in told(client, seat.owner)
    }


def test_orders_and_placements_are_told_with_a_way_there(client):
    order, placement = written_order(), completed_placement()
    [written] = [x for x in told(client, order.owner) if x.event.kind == "order.written"]
    assert order.title in written.text
    assert order.get_absolute_url() in written.sentence
    [done] = [x for x in told(client, placement.owner) if x.event.kind == "placement.completed"]
    assert str(placement.participant) in done.text
    assert placement.get_absolute_url() in done.sentence


def test_the_administrator_reads_nothing_of_it(client):
    seat = completed_seat()
    lines = told(client, seat.owner, Role.ADMINISTRATOR)
    assert not [line for line in lines if line.event.subject.startswith("catalogue.")]


def test_another_owner_reads_nothing_of_it(client):
    seat = completed_seat()
    assert Event.objects.filter(owner_id=seat.owner_id, kind="seat.confirmed").exists()
    assert told(client, OwnerFactory()) == []


def test_what_a_state_becomes_has_its_sentence():
    becomes = {
        "seat": set(SeatState) - {SeatState.ASKED},
        "placement": {PlacementState.DECLINED, PlacementState.CANCELLED},
        "study": set(StudyState) - {StudyState.PROPOSED},
    }
    kinds = {f"{thing}.{state}" for thing, states in becomes.items() for state in states}
    assert kinds <= words.BY_KIND.keys()
    assert {f"seat.{state}" for state in GIVEN_UP} <= kinds


def test_cover_of_a_placement_is_told_by_who_is_away():
    placement = completed_placement()
    order = Order.objects.create(
        owner=placement.owner,
        placement=placement,
        covers_for=placement.participant,
        staff_group=placement.position.code.staff_group,
        workplace=placement.workplace,
        percent=10_000,
        weekdays=[1],
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        ordered_at=placement.wished_at,
    )
    record("cover.money_set_aside", subject=order, by=None, amount_ore=100_000)
    event = Event.objects.get(kind="cover.money_set_aside")
    [line] = lines_of([event])
    assert f"{placement.participant}, {placement.business}" in line.text
