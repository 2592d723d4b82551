"""An ID token is believed when all of it holds: who signed it, for whom, when, for which question,
and how surely the person was recognised (OpenID Connect Core 1.0, 3.1.3.7)."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# Signed with a private key: never `none`, never a secret that we would share.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
CLOCKS_DIFFER: Final = 30
Claims = Mapping[str, Any]


class TokenRefused(OAuth2Error):
    """`why` is one word for the log: what did not hold. Never what the token said."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Expected:
    """`keys` are the issuer's JWKs; `acr` the levels that are good enough, none for any."""

    issuer: str
    client_id: str
    nonce: str
    keys: Sequence[dict[str, Any]]
    acr: Sequence[str] = ()


def check(id_token: str, expected: Expected) -> Claims:
    """The claims of a token that holds. Raises TokenRefused."""
    try:
        key = _key(id_token, expected.keys)
        claims: Claims = jwt.decode(
            id_token,
            key,
            algorithms=ALGORITHMS,
            audience=expected.client_id,
            issuer=expected.issuer,
            leeway=CLOCKS_DIFFER,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise TokenRefused(type(error).__name__) from error
    if claims.get("azp", expected.client_id) != expected.client_id:
        raise TokenRefused("azp")
    if not secrets.compare_digest(str(claims.get("nonce", "")), expected.nonce):
        raise TokenRefused("nonce")
    if expected.acr and claims.get("acr") not in expected.acr:
        raise TokenRefused("acr")
    return claims


def check_logged_in_since(claims: Claims, moment: int) -> None:
    """Whether the person really logged in again. Raises TokenRefused, also without `auth_time`."""
    auth_time = claims.get("auth_time")
    if not isinstance(auth_time, int) or auth_time < moment - CLOCKS_DIFFER:
        raise TokenRefused("auth_time")


def _key(id_token: str, keys: Sequence[dict[str, Any]]) -> jwt.PyJWK:
    kid = jwt.get_unverified_header(id_token).get("kid")
    found = next((key for key in keys if key.get("kid") == kid), None)
    if found is None:
        raise TokenRefused("kid")
    return jwt.PyJWK.from_dict(found)
