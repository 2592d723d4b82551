"""The agreement between three, and their signatures: each verb works, or says why not."""

import datetime
from datetime import UTC

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from audit.models import Event
from catalogue import agreements, services
from catalogue.models import Signature
from catalogue.states import PlacementState as S
from notifications.models import Message
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import (
    ConflictOfInterestFactory,
    ContactFactory,
    MembershipFactory,
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
