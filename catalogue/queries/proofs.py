"""Proofs as pages show them, and whether one holds."""

import datetime
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from catalogue import signing
from catalogue.credentials import CLAIMS, address
from catalogue.models import Proof, SigningKey
from staff.models import User
from tenancy.acting import acting_for


class Finding(StrEnum):
    """What one finds when one looks whether a proof holds."""

    HOLDS = auto()
    REVOKED = auto()
    # Changed, signed by somebody else, or not signed by us in our way.
    NOT_OURS = auto()


@dataclass(frozen=True, slots=True)
class Checked:
    """The proof is there when the signature is right, also of one that was revoked."""

    finding: Finding
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Achieved:
    """What a proof says, as it was when it was issued. Credits are whole credits."""

    name: str
    provider: str
    first_day: datetime.date
    last_day: datetime.date
    credits_earned: int | None
    level: str
    narrative: str
    criteria: str
    description: str
    is_placement: bool


def proofs_of(user: User) -> QuerySet[Proof]:
    """One's own, the latest first."""
    return Proof.objects.visible_to(user).order_by("-pk")


def proof_at(key: UUID) -> Proof | None:
    """Whoever has the address sees it, whatever owners they act for; else nobody."""
    with acting_for(across=True):
        return Proof.objects.select_related("holder", "signed_with").filter(key=key).first()


def replacing(proof: Proof) -> Proof | None:
    """The one that holds in place of one that was revoked, if there is one."""
    if proof.revoked_at is None:
        return None
    same = Proof.objects.filter(holder=proof.holder_id, revoked_at=None)
    return same.filter(seat=proof.seat_id, placement=proof.placement_id).first()


def achieved(proof: Proof) -> Achieved:
    """Read from the signed document, so that page, PDF and file say the same."""
    subject = proof.credential["credentialSubject"]
    achievement = subject["achievement"]
    earned = subject.get("creditsEarned")
    levels: list[dict[str, Any]] = achievement.get("alignment", [])
    return Achieved(
        name=achievement["name"],
        provider=achievement["creator"]["name"],
        first_day=_day(subject["activityStartDate"]),
        last_day=_day(subject["activityEndDate"]),
        credits_earned=None if earned is None else int(earned),
        level=levels[0]["targetCode"] if levels else "",
        narrative=subject.get("narrative", ""),
        criteria=achievement["criteria"]["narrative"],
        description=achievement["description"],
        is_placement=achievement["achievementType"] == "Fieldwork",
    )


def check(proof: Proof) -> Finding:
    """Whether the stored signature is right, fits the document, and nobody revoked it."""
    return check_token(proof.signed).finding


def check_token(token: str) -> Checked:
    """The same for a token somebody has been given. Raises signing.NotAToken."""
    try:
        payload = _payload(token)
    except signing.DoesNotHold:
        return Checked(Finding.NOT_OURS)
    proof = _proof_in(payload)
    document = {name: value for name, value in payload.items() if name not in CLAIMS}
    if proof is None or proof.credential != document:
        return Checked(Finding.NOT_OURS)
    return Checked(Finding.REVOKED if proof.revoked_at else Finding.HOLDS, proof)


def public_keys() -> list[dict[str, Any]]:
    """As JSON Web Keys, those out of use too: what they signed still holds."""
    return [public_jwk(key) for key in SigningKey.objects.order_by("-pk")]


def public_jwk(key: SigningKey) -> dict[str, Any]:
    """The public half, under the name that tokens have for it: its address."""
    jwk: dict[str, Any] = key.public_jwk | {"kid": address("proofs:key", key.kid)}
    return jwk


def revocation_list(proof: Proof) -> dict[str, Any]:
    """1EdTech Revocation List, of this one proof: a list of all would give their addresses away."""
    entry = {"id": proof.credential["id"], "revoked": True}
    return {
        "id": proof.credential["credentialStatus"]["id"],
        "issuer": proof.credential["issuer"]["id"],
        "revokedCredentials": [entry] if proof.revoked_at else [],
    }


def _payload(token: str) -> dict[str, Any]:
    """Raises signing.NotAToken, or signing.DoesNotHold."""
    key = SigningKey.objects.filter(kid=signing.kid_of(token)).first()
    if key is None:
        raise signing.DoesNotHold
    return signing.opened(token, key.public_jwk)


def _proof_in(payload: dict[str, Any]) -> Proof | None:
    """By the last part of the address in jti."""
    try:
        return proof_at(UUID(str(payload["jti"]).rstrip("/").rpartition("/")[2]))
    except (ValueError, ValidationError):
        return None


def _day(moment: str) -> datetime.date:
    return datetime.datetime.fromisoformat(moment).date()
