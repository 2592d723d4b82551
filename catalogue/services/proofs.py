"""Proofs of completion: issued when somebody has completed, revoked when that was wrong."""

import uuid
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from audit.services import record
from catalogue import credentials, signing
from catalogue.credentials import Done
from catalogue.messages import proofs as messages_proofs
from catalogue.models import Placement, Proof, Seat, SigningKey
from catalogue.policy import proofs as policy_proofs
from catalogue.states import PlacementState
from notifications.outbox import owe
from staff.models import User
from staff.verdict import Refusal, require

CORRECTED = gettext_noop("The provider has corrected the result.")
GIVEN_UP = gettext_noop("The seat was given up.")


@transaction.atomic
def issue_proof(
    *, seat: Seat | None = None, placement: Placement | None = None, by: User | None
) -> Proof | None:
    """A signed proof of one completed seat or placement; asked again, the one there is.

    Nothing where it is not completed (any more). Raises ValueError unless it is asked for exactly
    one of the two, signing.CannotBeOpened where IDENTITY_KEY was changed.
    """
    if (seat is None) == (placement is None):
        raise ValueError("a proof is of one seat or of one placement")
    seat, placement = seat and _lock_seat(seat), placement and _lock_placement(placement)
    if not (_is_completed(seat) if seat else _is_carried_out(placement)):
        return None
    existing = Proof.objects.filter(seat=seat, placement=placement, revoked_at=None).first()
    if existing is not None:
        return existing
    thing = cast(Seat | Placement, seat or placement)
    proof = Proof(owner_id=thing.owner_id, holder=thing.participant, seat=seat, placement=placement)
    with translation.override(proof.holder.written_language):
        _sign(proof)
    proof.save()
    record("proof.issued", subject=proof, by=by)
    messages_proofs.proof_issued(proof)
    return proof


@transaction.atomic
def revoke_proof(*, proof: Proof, reason: str, by: User | None) -> Proof:
    """It does not hold any more; whoever checks it is told so. Done twice, nothing more happens.

    `by` is None where it follows from something else. Raises Refusal without a reason.
    """
    proof = Proof.objects.select_for_update(of=("self",)).select_related("holder").get(pk=proof.pk)
    if by is not None:
        require(policy_proofs.may_revoke_proof(by, proof))
    if not reason.strip():
        raise Refusal(_("Write why."))
    if proof.revoked_at is not None:
        return proof
    proof.revoked_at, proof.reason = timezone.now(), reason.strip()
    proof.save(update_fields=["revoked_at", "reason"])
    record("proof.revoked", subject=proof, by=by)
    messages_proofs.proof_revoked(proof)
    return proof


@transaction.atomic
def rotate_signing_key(*, by: User | None) -> SigningKey:
    """A new key from now on. What the old one signed keeps holding: its public half stays."""
    now = timezone.now()
    for key in SigningKey.objects.select_for_update().filter(retired_at=None):
        key.retired_at, key.private_pem = now, ""
        key.save(update_fields=["retired_at", "private_pem"])
        record("signing_key.retired", subject=key, by=by)
    return _make_key(by)


def owe_proof(*, seat: Seat | None = None, placement: Placement | None = None) -> None:
    """Have a worker issue it once this transaction is through."""
    thing = seat or placement
    if thing is not None:
        ids = {"seat_id": seat and seat.pk, "placement_id": placement and placement.pk}
        owe("catalogue.tasks.issue_proof", owner_id=thing.owner_id, **ids)


def follow_result(seat: Seat, *, why: str) -> None:
    """What was said about the seat is said otherwise: the proof of before does not hold.

    `why` is one of the sentences above. Call it with the seat locked.
    """
    for proof in Proof.objects.filter(seat=seat, revoked_at=None).select_related("holder"):
        with translation.override(proof.holder.written_language):
            revoke_proof(proof=proof, reason=_(why), by=None)
    if seat.is_completed:
        owe_proof(seat=seat)


def _lock_seat(seat: Seat) -> Seat:
    related = ("run__course__provider", "participant")
    return Seat.objects.select_for_update(of=("self",)).select_related(*related).get(pk=seat.pk)


def _lock_placement(placement: Placement) -> Placement:
    related = ("business", "trade", "participant")
    locked = Placement.objects.select_for_update(of=("self",)).select_related(*related)
    return locked.get(pk=placement.pk)


def _is_completed(seat: Seat) -> bool:
    return bool(seat.is_completed)


def _is_carried_out(placement: Placement | None) -> bool:
    return placement is not None and placement.state == PlacementState.COMPLETED


def _sign(proof: Proof) -> None:
    """In the language that is active: the holder's."""
    now, key = timezone.now(), _key_in_use()
    proof.key, proof.issued_at, proof.signed_with = uuid.uuid4(), now, key
    done = _done(proof)
    proof.credential = credentials.credential_of(done, key=proof.key, holder=proof.holder, now=now)
    proof.signed = signing.sign(
        credentials.payload_of(proof.credential),
        kid_url=credentials.address("proofs:key", key.kid),
        private_pem=key.private_pem,
    )


def _done(proof: Proof) -> Done:
    if proof.seat is not None:
        return credentials.done_in(proof.seat)
    return credentials.done_on(cast(Placement, proof.placement))


def _key_in_use() -> SigningKey:
    """The first proof ever makes the first key."""
    found = SigningKey.objects.filter(retired_at=None).first()
    return found or _make_key(None)


def _make_key(by: User | None) -> SigningKey:
    """A key, or the one that somebody else made in the same moment: the database lets one in."""
    new = signing.new_key()
    try:
        with transaction.atomic():
            key = SigningKey.objects.create(
                kid=new.kid,
                public_jwk=new.public_jwk,
                private_pem=new.private_pem,
                made_at=timezone.now(),
            )
    except IntegrityError:
        return SigningKey.objects.get(retired_at=None)
    record("signing_key.made", subject=key, by=by)
    return key
