"""What machines read to check a proof: the signed credential, its status, the issuer, the keys."""

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalogue import credentials
from catalogue.models import Proof, SigningKey
from catalogue.queries import proofs as queries

AN_HOUR: Final = "public, max-age=3600"


@login_not_required
@require_safe
def credential(request: HttpRequest, key: UUID) -> HttpResponse:
    """The signed credential, for a wallet or for whoever will check it."""
    proof = _proof_or_404(key)
    return _attached(HttpResponse(proof.signed, content_type="application/vc+jwt"), "jwt")


@login_not_required
@require_safe
def document(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is signed, for reading."""
    proof = _proof_or_404(key)
    return _attached(_json(proof.credential, kind="application/vc"), "json")


@login_not_required
@require_safe
def status(request: HttpRequest, key: UUID) -> HttpResponse:
    return _open(_json(queries.revocation_list(_proof_or_404(key))))


@login_not_required
@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    return _open(_json(credentials.issuer()), AN_HOUR)


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """All public keys, as a JSON Web Key Set."""
    found = _json({"keys": queries.public_keys()}, kind="application/jwk-set+json")
    return _open(found, AN_HOUR)


@login_not_required
@require_safe
def key(request: HttpRequest, kid: str) -> HttpResponse:
    """One public key: what the kid of a token leads to."""
    found = get_object_or_404(SigningKey, kid=kid)
    return _open(_json(queries.public_jwk(found), kind="application/jwk+json"), AN_HOUR)


def _proof_or_404(key: UUID) -> Proof:
    proof = queries.proof_at(key)
    if proof is None:
        raise Http404
    return proof


def _json(content: dict[str, Any], *, kind: str = "application/json") -> HttpResponse:
    dumped = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(content, content_type=kind, json_dumps_params=dumped)


def _attached(response: HttpResponse, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="evu-proof.{ending}"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _open(response: HttpResponse, cached: str = "no-store") -> HttpResponse:
    """Also for a checker that runs in another site's page; it says nothing about who asks."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = cached
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
