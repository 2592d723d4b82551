"""A proof follows what the provider reports: issued once, revoked when it was wrong."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection

from catalogue import services, signing, tasks
from catalogue.models import Proof, SigningKey
from catalogue.queries.proofs import Finding, check
from catalogue.services.proofs import _make_key
from notifications.models import Message, Owed
from staff.verdict import Refusal
from tests.catalogue.proofs.reading import header_of, is_signed_by
from tests.factories.catalogue_results import (
    completed_placement,
    completed_seat,
    contact_of,
    past_run,
    proof_of,
    report,
    seated,
)

pytestmark = pytest.mark.django_db
OWED = "catalogue.tasks.issue_proof"


# ── Issued ───────────────────────────────────────────────────────────────────────────────────────


def test_reported_completed_it_is_owed_issued_and_told(do_what_is_owed):
    seat = completed_seat()
    assert Owed.objects.filter(task=OWED, owner_id=seat.owner_id).count() == 1
    assert not Proof.objects.exists()
    do_what_is_owed()
    proof = Proof.objects.get()
    assert (proof.seat, proof.holder, proof.owner_id) == (seat, seat.participant, seat.owner_id)
    assert check(proof) == Finding.HOLDS
    told = Message.objects.get(recipient=seat.participant, url=proof.get_absolute_url())
    assert seat.run.course.title in told.subject


def test_a_placement_carried_out_gives_one_too(do_what_is_owed):
    placement = completed_placement()
    do_what_is_owed()
    proof = Proof.objects.get()
    assert (proof.placement, proof.holder) == (placement, placement.participant)
    subject = proof.credential["credentialSubject"]
    assert subject["achievement"]["achievementType"] == "Fieldwork"
    assert "37" in subject["narrative"]


def test_the_task_done_twice_makes_one(do_what_is_owed):
    seat = completed_seat()
    do_what_is_owed()
    tasks.issue_proof(seat_id=seat.pk)
    assert Proof.objects.count() == 1
    assert Message.objects.filter(subject__contains=seat.run.course.title, key__startswith="proof")


def test_who_did_not_complete_gets_none(do_what_is_owed):
    seat = report(seated(past_run()), completed=False)
    do_what_is_owed()
    assert services.issue_proof(seat=seat, by=None) is None
    assert not Proof.objects.exists()
    assert not SigningKey.objects.exists()


def test_it_is_of_one_thing():
    with pytest.raises(ValueError, match="one seat"):
        services.issue_proof(by=None)
    with pytest.raises(ValueError, match="one seat"):
        services.issue_proof(seat=completed_seat(), placement=completed_placement(), by=None)


def test_the_database_lets_one_hold_for_each_seat():
    proof = proof_of()
    copy = Proof.objects.get(pk=proof.pk)
    copy.pk, copy.key = None, "0d2cbb6e-0a39-4c8c-9a8a-0d3b3d2f6f2f"
    with pytest.raises(IntegrityError, match="proof_one_that_holds_per_seat"):
        copy.save()


# ── Corrected ────────────────────────────────────────────────────────────────────────────────────


def test_corrected_to_not_completed_it_is_revoked_at_once(do_what_is_owed):
    seat = completed_seat()
    proof = proof_of(seat)
    report(seat, completed=False)
    proof.refresh_from_db()
    assert proof.revoked_at
    assert check(proof) == Finding.REVOKED
    do_what_is_owed()
    assert list(Proof.objects.all()) == [proof]
    told = Message.objects.get(recipient=seat.participant, key__endswith=":revoked")
    assert told.body == proof.reason


def test_other_credits_revoke_it_and_issue_another(do_what_is_owed):
    seat = completed_seat()
    old = proof_of(seat)
    report(seat, earned=15)
    do_what_is_owed()
    old.refresh_from_db()
    new = Proof.objects.get(seat=seat, revoked_at=None)
    assert (check(old), check(new)) == (Finding.REVOKED, Finding.HOLDS)
    assert old.credential["credentialSubject"]["creditsEarned"] == 30.0
    assert new.credential["credentialSubject"]["creditsEarned"] == 15.0
    assert old.key != new.key


def test_corrected_before_it_was_issued_the_right_one_is_issued(do_what_is_owed):
    seat = completed_seat()
    report(seat, earned=15)
    do_what_is_owed()
    assert Proof.objects.get().credential["credentialSubject"]["creditsEarned"] == 15.0


def test_reported_again_without_a_difference_it_stays():
    seat = completed_seat()
    proof = proof_of(seat)
    report(seat)
    proof.refresh_from_db()
    assert proof.revoked_at is None


def test_a_seat_given_up_has_no_proof(do_what_is_owed):
    seat = completed_seat()
    proof = proof_of(seat)
    services.release_seat(seat=seat, by=contact_of(seat.run.course.provider))
    do_what_is_owed()
    proof.refresh_from_db()
    assert proof.revoked_at
    assert Proof.objects.count() == 1


# ── Revoked by hand ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("make", [completed_seat, completed_placement])
def test_the_provider_may_revoke_and_nobody_else(make):
    thing = make()
    proof = proof_of(thing)
    provider = thing.business if make is completed_placement else thing.run.course.provider
    other = contact_of(past_run().course.provider)
    for nobody in (proof.holder, other):
        with pytest.raises(PermissionDenied):
            services.revoke_proof(proof=proof, reason="Feil person.", by=nobody)
    with pytest.raises(Refusal):
        services.revoke_proof(proof=proof, reason="  ", by=contact_of(provider))
    revoked = services.revoke_proof(proof=proof, reason="Feil person.", by=contact_of(provider))
    again = services.revoke_proof(proof=proof, reason="Igjen.", by=contact_of(provider))
    assert (again.reason, again.revoked_at) == ("Feil person.", revoked.revoked_at)


# ── Keys ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_private_half_is_useless_to_whoever_has_the_database_alone(settings):
    proof_of()
    key = SigningKey.objects.get()
    assert "PRIVATE" not in key.private_pem
    assert not {"d", "p", "q"} & key.public_jwk.keys()
    settings.IDENTITY_KEY = "another"
    with pytest.raises(signing.CannotBeOpened, match="rotate_signing_key"):
        services.issue_proof(seat=completed_seat(), by=None)
    call_command("rotate_signing_key")
    assert check(proof_of()) == Finding.HOLDS


def test_after_a_new_key_what_the_old_one_signed_still_holds(capsys):
    before = proof_of()
    call_command("rotate_signing_key")
    after = proof_of()
    old, new = before.signed_with, after.signed_with
    old.refresh_from_db()
    assert new.kid in capsys.readouterr().out
    assert (old.private_pem, bool(old.retired_at)) == ("", True)
    assert header_of(before.signed)["kid"] != header_of(after.signed)["kid"]
    assert is_signed_by(before.signed, old.public_jwk)
    assert is_signed_by(after.signed, new.public_jwk)
    assert not is_signed_by(before.signed, new.public_jwk)
    assert (check(before), check(after)) == (Finding.HOLDS, Finding.HOLDS)


def test_the_name_of_a_key_is_its_thumbprint():
    """The example of RFC 7638, section 3.1."""
    jwk = {
        "kty": "RSA",
        "n": (
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc"
            "_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQ"
            "R0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bF"
            "TWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        ),
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29",
    }
    assert signing.thumbprint(jwk) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


@pytest.mark.django_db(transaction=True)
def test_many_who_need_the_first_key_at_once_get_one():
    def make(_number):
        try:
            return _make_key(None).kid
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        kids = set(pool.map(make, range(8)))
    assert kids == {SigningKey.objects.get().kid}
