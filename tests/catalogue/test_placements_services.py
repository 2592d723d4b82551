"""Placements: each verb works, is refused with a reason, and tells those it concerns."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from audit.models import Event
from catalogue import agreements, services
from catalogue.models import Placement, Signature
from catalogue.states import PlacementState as S
from notifications.models import Message
from staff.models import Qualification
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import (
    ConflictOfInterestFactory,
    ContactFactory,
    MembershipFactory,
    PositionFactory,
    ProviderFactory,
    UserFactory,
    WorkplaceFactory,
    contact_of,
    employee_at,
    leader_of,
    officer_of,
)
from tests.factories.cases import fresh
from tests.factories.placements import (
    TEXTS,
    a_business,
    a_trade,
    agreed,
    an_offer,
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


# ── The wish ─────────────────────────────────────────────────────────────────────────────────────


def test_a_wish_is_told_to_the_business_and_the_leader():
    position = employee_at(WorkplaceFactory())
    business = a_business()
    contact, leader = contact_of(business), leader_of(position.workplace)
    placement = wished(position, business=business, weekdays=[4, 2, 4], wish="  Lære.  ")
    assert (placement.state, placement.version) == (S.WISHED, 0)
    assert (placement.weekdays, placement.wish) == ([2, 4], "Lære.")
    assert (placement.owner, placement.workplace) == (position.owner, position.workplace)
    assert [told(person) for person in (contact, leader, placement.participant)] == [1, 1, 0]
    assert Event.objects.filter(kind="placement.wished_for").count() == 1


def test_a_leader_who_wishes_is_not_told_of_it():
    position = employee_at(WorkplaceFactory())
    MembershipFactory(
        user=position.employee.user,
        role=Role.LEADER,
        owner=position.owner,
        workplace=position.workplace,
    )
    assert told(wished(position).participant) == 0


def test_one_wishes_for_oneself_from_a_post_one_has_in_a_business():
    position, business = employee_at(WorkplaceFactory()), a_business()
    with pytest.raises(PermissionDenied, match="a post of one’s own"):
        wish_by(UserFactory(), position, business)
    ended = PositionFactory(ends_on=days_ahead(-1))
    with pytest.raises(PermissionDenied, match="has ended"):
        wish_by(ended.employee.user, ended, business)
    with pytest.raises(PermissionDenied, match="in a business"):
        wish_by(position.employee.user, position, ProviderFactory())
    assert not Placement.objects.exists()


def wish_by(user, position, business):
    services.wish_for_placement(
        position=position,
        business=business,
        trade=a_trade(),
        wish="Lære.",
        starts_on=days_ahead(10),
        ends_on=days_ahead(40),
        weekdays=[1],
        by=user,
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"starts_on": days_ahead(-1)}, "already been"),
        ({"starts_on": days_ahead(20), "ends_on": days_ahead(20), "weekdays": [0]}, "working"),
    ],
    ids=["gone by", "no such weekday"],
)
def test_days_that_cannot_be_are_refused(changes, reason):
    with pytest.raises((Refusal, ValidationError)):
        wished(**changes)
    assert not Placement.objects.exists()


def test_days_in_the_wrong_order_are_said_so():
    with pytest.raises(ValidationError, match="must start before it ends"):
        wished(starts_on=days_ahead(30), ends_on=days_ahead(20))


def test_at_least_one_of_the_weekdays_is_in_the_period():
    monday = days_ahead(20 + (7 - days_ahead(20).weekday()) % 7)
    with pytest.raises(Refusal, match="None of the weekdays"):
        wished(starts_on=monday, ends_on=monday, weekdays=[3])


def test_the_post_lasts_through_the_placement():
    position = employee_at(WorkplaceFactory(), ends_on=days_ahead(60))
    with pytest.raises(Refusal, match="The post ends before"):
        wished(position)


def test_the_same_business_is_not_asked_twice_for_the_same_days():
    placement = wished()
    with pytest.raises(Refusal, match="already asked"):
        wished(placement.position, business=placement.business)
    later = wished(
        placement.position,
        business=placement.business,
        starts_on=days_ahead(100),
        ends_on=days_ahead(160),
    )
    assert later.pk != placement.pk


def test_a_wish_that_was_declined_can_be_sent_again():
    placement = wished()
    services.decline_placement(
        placement=placement, reason="Fullt.", by=contact_of(placement.business)
    )
    assert wished(placement.position, business=placement.business).state == S.WISHED


def test_an_offer_is_the_business_own_and_open():
    business = a_business()
    offer = an_offer(business)
    assert wished(business=business, run=offer).run == offer
    with pytest.raises(Refusal, match="no such offer"):
        wished(run=offer)
    cancelled = an_offer(business, cancelled_on=timezone.localdate())
    hidden = an_offer(business, is_published=False)
    ended = an_offer(business, starts_on=days_ahead(-90), ends_on=days_ahead(-1))
    for run in (cancelled, hidden, ended):
        with pytest.raises(Refusal, match="not open any more"):
            wished(business=business, run=run)


# ── The agreement ────────────────────────────────────────────────────────────────────────────────


def test_the_business_writes_first_and_the_others_are_told():
    placement = wished()
    leader = leader_of(placement.workplace)
    for early in (placement.participant, leader):
        with pytest.raises(PermissionDenied, match="The business answers first"):
            services.write_agreement(placement=placement, changes=TEXTS, by=early)
    contact = contact_of(placement.business)
    written = services.write_agreement(placement=placement, changes=TEXTS, by=contact)
    assert (written.state, written.version) == (S.AGREED, 1)
    assert [told(person) for person in (placement.participant, leader, contact)] == [1, 1, 0]


def test_nobody_else_writes():
    placement = wished()
    elsewhere = ContactFactory(provider=a_business()).membership.user
    for stranger in (elsewhere, officer_of(placement.owner), UserFactory()):
        with pytest.raises(PermissionDenied, match="three parties"):
            services.write_agreement(placement=placement, changes=TEXTS, by=stranger)


@pytest.mark.parametrize("missing", TEXTS)
def test_the_agreement_says_something_about_everything(missing):
    placement = wished()
    with pytest.raises(ValidationError):
        services.write_agreement(
            placement=placement,
            changes={**TEXTS, missing: "  "},
            by=contact_of(placement.business),
        )
    assert fresh(placement).state == S.WISHED


def test_a_change_asks_for_new_signatures():
    placement = agreed()
    services.sign(placement=placement, version=1, by=placement.participant)
    changed = services.write_agreement(
        placement=placement,
        changes={"goals": "Sveise i stål."},
        version=1,
        by=leader_of(placement.workplace),
    )
    assert (changed.version, changed.state) == (2, S.AGREED)
    assert not changed.signatures.filter(version=2).exists()
    with pytest.raises(Refusal, match="changed since you read it"):
        services.sign(placement=placement, version=1, by=placement.participant)
    services.sign(placement=placement, version=2, by=placement.participant)


def test_nothing_changed_keeps_the_signatures():
    placement = agreed()
    services.sign(placement=placement, version=1, by=placement.participant)
    same = services.write_agreement(
        placement=placement, changes=TEXTS, by=leader_of(placement.workplace)
    )
    assert (same.version, same.signatures.count()) == (1, 1)


def test_what_others_have_written_meanwhile_is_not_overwritten():
    placement = agreed()
    services.write_agreement(
        placement=placement, changes={"goals": "Nytt."}, version=1, by=placement.participant
    )
    with pytest.raises(Refusal, match="since you opened it"):
        services.write_agreement(
            placement=placement,
            changes={**TEXTS, "safety": "Noe annet."},
            version=1,
            by=leader_of(placement.workplace),
        )
    assert fresh(placement).goals == "Nytt."


def test_a_signed_agreement_is_not_changed():
    placement = signed()
    with pytest.raises(PermissionDenied, match="already past"):
        services.write_agreement(
            placement=placement, changes={"goals": "Nytt."}, by=placement.participant
        )


# ── Signatures ───────────────────────────────────────────────────────────────────────────────────


def test_the_third_signature_makes_it_hold():
    placement = agreed()
    people = parties_of(placement)
    for number, person in enumerate(people):
        assert fresh(placement).state == S.AGREED, number
        services.sign(placement=placement, version=1, by=person)
    assert fresh(placement).state == S.SIGNED
    assert Event.objects.filter(kind="placement.signed").count() == 1
    given = {each.party: each for each in placement.signatures.all()}
    assert [given[party].signed_by for party in Signature.Party] == people
    assert {each.sha256 for each in given.values()} == {agreements.digest(fresh(placement))}


def test_a_party_signs_once():
    placement = agreed()
    services.sign(placement=placement, version=1, by=leader_of(placement.workplace))
    with pytest.raises(PermissionDenied, match="already signed"):
        services.sign(placement=placement, version=1, by=leader_of(placement.workplace))


def test_there_is_nothing_to_sign_before_the_business_has_written():
    placement = wished()
    with pytest.raises(PermissionDenied, match="nothing to sign"):
        services.sign(placement=placement, version=0, by=contact_of(placement.business))


def test_strangers_and_readers_do_not_sign():
    placement = agreed()
    auditor = MembershipFactory(role=Role.AUDITOR, owner=placement.owner).user
    for stranger in (auditor, officer_of(placement.owner), leader_of(WorkplaceFactory())):
        with pytest.raises(PermissionDenied, match="three parties"):
            services.sign(placement=placement, version=1, by=stranger)


def test_nobody_signs_for_two():
    """A leader who also speaks for the business signs for the business, and for nobody else."""
    placement = agreed()
    both = contact_of(placement.business)
    held = both.memberships.get()
    MembershipFactory(
        user=both, role=Role.LEADER, owner=placement.owner, workplace=placement.workplace
    )
    signature = services.sign(placement=placement, version=1, by=both)
    assert signature.party == Signature.Party.BUSINESS
    held.ends_on = days_ahead(-1)
    held.save()
    with pytest.raises(PermissionDenied, match="Nobody signs for two"):
        services.sign(placement=placement, version=1, by=fresh(both))
    with pytest.raises(IntegrityError, match="signature_once_per_person"), transaction.atomic():
        Signature.objects.create(
            owner=placement.owner,
            placement=placement,
            party=Signature.Party.EMPLOYER,
            version=1,
            sha256="0" * 64,
            signed_by=both,
            signed_at=timezone.now(),
        )


def test_whoever_goes_does_not_sign_for_the_employer():
    position = employee_at(WorkplaceFactory())
    MembershipFactory(
        user=position.employee.user,
        role=Role.LEADER,
        owner=position.owner,
        workplace=position.workplace,
    )
    placement = agreed(wished(position))
    services.sign(placement=placement, version=1, by=placement.participant)
    assert placement.signatures.get().party == Signature.Party.PARTICIPANT
    with pytest.raises(PermissionDenied, match="already signed"):
        services.sign(placement=placement, version=1, by=placement.participant)


def test_a_leader_in_a_conflict_of_interest_does_not_sign():
    placement = agreed()
    leader = leader_of(placement.workplace)
    ConflictOfInterestFactory(owner=placement.owner, user=leader, about=placement.participant)
    with pytest.raises(PermissionDenied, match="conflict of interest"):
        services.sign(placement=placement, version=1, by=leader)


def test_days_gone_by_are_not_signed():
    placement = agreed()
    after = placement.ends_on + datetime.timedelta(days=1)
    with on(after), pytest.raises(Refusal, match="have gone by"):
        services.sign(placement=placement, version=1, by=placement.participant)


def test_the_digest_changes_with_every_word_and_day():
    placement = agreed()
    before = agreements.digest(placement)
    for field, value in {**dict.fromkeys(TEXTS, "Annet."), "weekdays": [1], "version": 7}.items():
        kept = getattr(placement, field)
        setattr(placement, field, value)
        assert agreements.digest(placement) != before, field
        setattr(placement, field, kept)
    assert agreements.digest(placement) == before


# ── The log and the end ──────────────────────────────────────────────────────────────────────────


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


# ── Who sees it ──────────────────────────────────────────────────────────────────────────────────


def test_the_three_parties_and_the_owners_readers_see_it():
    placement = wished()
    readers = [
        *parties_of(placement),
        officer_of(placement.owner),
        MembershipFactory(role=Role.AUDITOR, owner=placement.owner).user,
        MembershipFactory(
            role=Role.DEPUTY, owner=placement.owner, workplace=placement.workplace
        ).user,
    ]
    strangers = [
        UserFactory(),
        employee_at(placement.workplace).employee.user,
        leader_of(WorkplaceFactory(owner=placement.owner)),
        contact_of(a_business()),
        officer_of(WorkplaceFactory().owner),
    ]
    assert all(Placement.objects.visible_to(person).count() == 1 for person in readers)
    assert not any(Placement.objects.visible_to(person).exists() for person in strangers)
