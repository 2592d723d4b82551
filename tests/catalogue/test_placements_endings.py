"""The log, the hours confirmed, declined and cancelled: each verb works or says why not."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from catalogue import services
from catalogue.leaving import consequences_of_leaving
from catalogue.states import PlacementState as S
from notifications.models import Message
from staff.models import Qualification
from staff.verdict import Refusal
from tests.factories import (
    contact_of,
    officer_of,
)
from tests.factories.placements import (
    agreed,
    days_ahead,
    parties_of,
    signed,
    wished,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def on(day):
    """Noon that day."""
    return time_machine.travel(datetime.datetime(*day.timetuple()[:3], 12, tzinfo=UTC), tick=False)


def told(person):
    return Message.objects.filter(recipient=person).count()


def test_the_participant_writes_the_log_on_days_that_have_been():
    placement = signed()
    with on(placement.starts_on):
        entry = services.write_log(
            placement=placement,
            day=placement.starts_on,
            text=" Sveiset. ",
            by=placement.participant,
        )
        assert (entry.text, entry.written_by) == ("Sveiset.", placement.participant)
        for day in (days_ahead(-1), days_ahead(1)):
            with pytest.raises(Refusal, match="a day of the placement that has been"):
                services.write_log(
                    placement=placement, day=day, text="Nei.", by=placement.participant
                )
        with pytest.raises(ValidationError):
            services.write_log(
                placement=placement, day=days_ahead(0), text=" ", by=placement.participant
            )
        with pytest.raises(PermissionDenied, match="Only the participant"):
            services.write_log(
                placement=placement,
                day=days_ahead(0),
                text="Nei.",
                by=contact_of(placement.business),
            )


def test_the_log_begins_with_the_placement():
    placement = agreed()
    with pytest.raises(PermissionDenied, match="when all three have signed"):
        services.write_log(
            placement=placement, day=days_ahead(0), text="Nei.", by=placement.participant
        )
    placement = signed()
    with pytest.raises(PermissionDenied, match="on the first day"):
        services.write_log(
            placement=placement, day=days_ahead(0), text="Nei.", by=placement.participant
        )


def test_the_business_confirms_the_hours_after_the_last_day():
    placement = signed()
    contact = contact_of(placement.business)
    with pytest.raises(Refusal, match="not over yet"):
        services.confirm_placement(placement=placement, hours=20, by=contact)
    with on(placement.ends_on):
        with pytest.raises(PermissionDenied, match="The business confirms"):
            services.confirm_placement(placement=placement, hours=20, by=placement.participant)
        with pytest.raises(ValidationError):
            services.confirm_placement(placement=placement, hours=0, by=contact)
        done = services.confirm_placement(placement=placement, hours=20, by=contact)
        with pytest.raises(PermissionDenied, match="already past"):
            services.confirm_placement(placement=placement, hours=20, by=contact)
    assert (done.state, done.hours, done.confirmed_by) == (S.COMPLETED, 20, contact)


@pytest.mark.parametrize(("hours", "months"), [(162, None), (163, 1), (400, 2)])
def test_whole_months_count_as_practice_that_somebody_confirms(hours, months):
    placement = signed()
    with on(placement.ends_on):
        services.confirm_placement(
            placement=placement, hours=hours, by=contact_of(placement.business)
        )
    written = Qualification.objects.filter(employee=placement.position.employee).first()
    assert (written.months if written else None) == months
    if written:
        assert (written.kind, written.subject) == (Qualification.Kind.PRACTICE, placement.trade)
        assert written.institution == placement.business.name
        assert written.verified_on is None


def test_practice_is_not_written_for_whoever_has_left():
    placement = signed()
    placement.position.employee.left_on = days_ahead(30)
    placement.position.employee.save()
    with on(placement.ends_on):
        services.confirm_placement(
            placement=placement, hours=400, by=contact_of(placement.business)
        )
    assert not Qualification.objects.exists()


def test_the_business_declines_a_wish_with_a_reason():
    placement = wished()
    contact = contact_of(placement.business)
    with pytest.raises(PermissionDenied, match="The business answers"):
        services.decline_placement(placement=placement, reason="Nei.", by=placement.participant)
    with pytest.raises(Refusal, match="Write why"):
        services.decline_placement(placement=placement, reason="  ", by=contact)
    declined = services.decline_placement(placement=placement, reason="Fullt.", by=contact)
    assert (declined.state, declined.reason) == (S.DECLINED, "Fullt.")
    assert "Fullt." in Message.objects.get(recipient=placement.participant).body
    written = agreed()
    contact = contact_of(written.business)
    with pytest.raises(PermissionDenied, match="already past"):
        services.decline_placement(placement=written, reason="Nei.", by=contact)


@pytest.mark.parametrize("made", [wished, agreed, signed])
@pytest.mark.parametrize("party", [0, 1, 2])
def test_each_of_the_three_may_cancel_and_the_others_hear_why(made, party):
    placement = made()
    people = parties_of(placement)
    before = [told(person) for person in people]
    cancelled = services.cancel_placement(placement=placement, reason="Ble syk.", by=people[party])
    assert (cancelled.state, cancelled.reason) == (S.CANCELLED, "Ble syk.")
    news = [told(person) - old for person, old in zip(people, before, strict=True)]
    assert news == [0 if number == party else 1 for number in range(3)]


def test_what_is_over_or_not_ones_own_is_not_cancelled():
    placement = signed()
    with pytest.raises(PermissionDenied, match="three parties"):
        services.cancel_placement(
            placement=placement, reason="Nei.", by=officer_of(placement.owner)
        )
    with pytest.raises(Refusal, match="Write why"):
        services.cancel_placement(placement=placement, reason=" ", by=placement.participant)
    services.cancel_placement(placement=placement, reason="Syk.", by=placement.participant)
    with pytest.raises(PermissionDenied, match="already past"):
        services.cancel_placement(placement=placement, reason="Igjen.", by=placement.participant)


def test_leaving_says_that_a_placement_is_not_over():
    placement, done = signed(), wished()
    services.cancel_placement(placement=done, reason="Syk.", by=done.participant)
    keys = [each.position.employee_id for each in (placement, done)]
    found = consequences_of_leaving(employee_ids=keys, on=placement.ends_on)
    params = {"business": placement.business.name}
    assert found == {keys[0]: [{"code": "placement_open", "params": params}]}
    after = placement.ends_on + datetime.timedelta(days=1)
    assert consequences_of_leaving(employee_ids=keys, on=after) == {}
