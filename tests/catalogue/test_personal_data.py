"""What the catalogue holds about people, and what it needs of those who left."""

import datetime
import json

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import (
    CalendarAddress,
    CatalogueFeed,
    CatalogueFile,
    LogEntry,
    OutsideStudy,
    Placement,
    Seat,
    Signature,
    TradeNote,
)
from catalogue.personal_data import keeps_name, keeps_profile, personal_data_held
from staff.models import County, User
from tests.factories import (
    CourseRunFactory,
    ProviderFactory,
    SubjectFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
)
from tests.factories.catalogue_orders import accepted_order
from tests.factories.catalogue_results import (
    completed_placement,
    completed_seat,
    proof_of,
    seated,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def held_about(user):
    """Key → rows, for what there is."""
    found = {held.key: list(held.rows()) for held in personal_data_held(user=user)}
    return {key: rows for key, rows in found.items() if rows}


def kept(user):
    return keeps_name(user_ids=[user.pk]) == {user.pk}


def test_a_participant_gets_seat_result_and_proof():
    seat = completed_seat()
    proof_of(seat)
    held = held_about(seat.participant)
    assert held.keys() == {"seats", "proofs"}
    [row] = held["seats"]
    assert row["course"] == seat.run.course.title
    assert row["is_completed"] is True
    assert row["answered_by"] == _("The provider")
    assert held["proofs"][0]["about"] == seat.run.course.title
    assert kept(seat.participant)


def test_whoever_answered_and_reported_sees_that_they_did_and_nobody_s_name():
    seat = completed_seat()
    held = held_about(seat.reported_by)
    assert held["seats_answered"][0]["reported_by_you"] is True
    assert str(seat.participant) not in json.dumps(held, default=str)
    assert kept(seat.reported_by)


def test_a_placement_is_told_to_each_in_their_part():
    placement = completed_placement()
    now, participant, signer = timezone.now(), placement.participant, UserFactory()
    facts = {"owner": placement.owner, "placement": placement}
    LogEntry.objects.create(
        **facts, day=now.date(), text="Sveiste.", written_by=participant, written_at=now
    )
    Signature.objects.create(
        **facts, party="employer", version=1, sha256="a" * 64, signed_by=signer, signed_at=now
    )
    held = held_about(participant)
    assert held.keys() == {"placements", "placement_log"}
    assert held["placements"][0]["wish"] == placement.wish
    assert held["placement_log"][0]["text"] == "Sveiste."
    assert held_about(signer).keys() == {"signatures"}
    assert held_about(placement.confirmed_by).keys() >= {"placements_confirmed", "contacts"}
    for user in (signer, placement.confirmed_by):
        assert str(participant) not in json.dumps(held_about(user), default=str)
    assert all(map(kept, (participant, signer, placement.confirmed_by)))


def test_an_order_is_told_to_those_who_wrote_joined_and_offered():
    order = accepted_order()
    assert held_about(order.made_by)["orders_written"][0]["title"] == order.title
    invitation = order.invitations.get(is_accepted=True)
    offers = held_about(invitation.offered_by)["offers_made"]
    assert offers[0]["price_ore"] == invitation.price_ore
    partner = order.partners.exclude(joined_by=None).first()
    assert held_about(partner.joined_by)["orders_joined"][0]["joined_at"] == partner.joined_at
    assert all(map(kept, (order.made_by, invitation.offered_by, partner.joined_by)))


def test_notes_feeds_and_files_are_told_to_whoever_made_them():
    user, workplace, provider = UserFactory(), WorkplaceFactory(), ProviderFactory()
    now, place = timezone.now(), workplace.owner
    TradeNote.objects.create(
        owner=place,
        county=County.objects.create(number="99", name="Prøvefylket"),
        kind="need",
        trade=SubjectFactory(),
        text="Flere kokker.",
        written_by=user,
        written_at=now,
    )
    CatalogueFeed.objects.create(provider=provider, address="https://example.org/", kept_by=user)
    CatalogueFile.objects.create(
        provider=provider,
        format="csv",
        file_name="kurs.csv",
        sha256="a" * 64,
        uploaded_by=user,
        uploaded_at=now,
    )
    CalendarAddress.objects.create(user=user, made_at=now)
    held = held_about(user)
    assert held.keys() == {"trade_notes", "course_feeds", "course_files", "calendar_address"}
    assert held["trade_notes"][0]["text"] == "Flere kokker."
    assert set(held["calendar_address"][0]) == {"made_at"}
    assert kept(user)


def test_the_name_of_somebody_who_stands_nowhere_is_not_kept():
    CalendarAddress.objects.create(user=(user := UserFactory()), made_at=timezone.now())
    assert not kept(user)
    assert keeps_name(user_ids=[]) == set()


# ── The profile of somebody who left ─────────────────────────────────────────────────────────────


@pytest.fixture
def employee():
    return employee_at(WorkplaceFactory()).employee


def needed(employee):
    return keeps_profile(employee_ids=[employee.pk]) == {employee.pk}


def seat_of(employee, **run):
    return seated(CourseRunFactory(**run), owner=employee.owner, participant=employee.user)


def test_a_course_under_way_needs_the_profile_until_it_is_over(employee):
    assert not needed(employee)
    today = timezone.localdate()
    seat = seat_of(employee, starts_on=today, ends_on=today + 30 * DAY)
    assert needed(employee)
    seat.run.ends_on = today - DAY
    seat.run.starts_on = today - 2 * DAY
    seat.run.save()
    assert not needed(employee)


def test_somebody_else_s_seat_and_a_run_that_is_cancelled_need_nothing(employee):
    seat = seat_of(employee)
    assert needed(employee)
    other = employee_at(WorkplaceFactory()).employee
    assert not needed(other)
    seat.run.cancelled_on = timezone.localdate()
    seat.run.save()
    assert not needed(employee)


def test_a_placement_under_way_and_a_study_not_checked_need_it(employee):
    done = completed_placement()
    assert not needed(done.position.employee)
    position = employee.positions.get()
    today = timezone.localdate()
    placement = Placement.objects.create(
        owner=employee.owner,
        workplace=position.workplace,
        participant=employee.user,
        position=position,
        business=done.business,
        trade=done.trade,
        wish="Lære.",
        starts_on=today,
        ends_on=today + DAY,
        weekdays=[1],
        wished_at=timezone.now(),
    )
    assert needed(employee)
    placement.state = "declined"
    placement.save()
    assert not needed(employee)
    OutsideStudy.objects.create(
        owner=employee.owner,
        employee=employee,
        written_by=employee.user,
        run=CourseRunFactory(is_reserved=True),
        link="https://example.org/",
        proposed_at=timezone.now(),
    )
    assert needed(employee)
    assert held_about(employee.user).keys() == {"placements", "outside_studies"}
    assert kept(User.objects.get(pk=employee.user_id))


def test_a_seat_given_up_needs_nothing(employee):
    seat = seat_of(employee)
    Seat.objects.filter(pk=seat.pk).update(state="released")
    assert not needed(employee)
