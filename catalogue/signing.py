"""Keys and signatures of proofs: RSA with SHA-256, as compact JSON Web Signatures (RFC 7515).

Open Badges 3.0, section 8.2: the header holds alg, kid and typ and nothing else, and the kid is an
address where the public key can be fetched.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

import jwt
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from jwt.algorithms import RSAAlgorithm

ALGORITHM: Final = "RS256"
BITS: Final = 2048
# What a token may be at most: ours are about 4 000 characters.
LONGEST_TOKEN: Final = 20_000


class NotAToken(Exception):
    """The text is no JSON Web Signature at all."""


class DoesNotHold(Exception):
    """It is one, but the signature is not by this key, or not of the kind we make."""


class CannotBeOpened(Exception):
    """The private key was encrypted with another IDENTITY_KEY than the settings have now."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A fresh pair. `kid` is the public half's thumbprint (RFC 7638), 43 characters."""

    kid: str
    public_jwk: dict[str, Any]
    private_pem: str  # encrypted


def new_key() -> NewKey:
    private = generate_private_key(public_exponent=65_537, key_size=BITS)
    public: dict[str, Any] = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    kid = thumbprint(public)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    shown = {"kty": "RSA", "n": public["n"], "e": public["e"]}
    return NewKey(
        kid=kid,
        public_jwk={**shown, "alg": ALGORITHM, "use": "sig", "kid": kid},
        private_pem=_cipher().encrypt(pem).decode(),
    )


def thumbprint(jwk: dict[str, Any]) -> str:
    """The SHA-256 of a public RSA key's required members, as RFC 7638 writes it."""
    members = {name: jwk[name] for name in ("e", "kty", "n")}
    text = json.dumps(members, separators=(",", ":"), sort_keys=True)
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def sign(payload: dict[str, Any], *, kid_url: str, private_pem: str) -> str:
    """The compact JWS. Raises CannotBeOpened where the key cannot be decrypted."""
    try:
        pem = _cipher().decrypt(private_pem.encode())
    except InvalidToken as error:
        raise CannotBeOpened(
            "The signing key was encrypted with another IDENTITY_KEY. Run manage.py "
            "rotate_signing_key: proofs that are out there keep holding."
        ) from error
    key: Any = load_pem_private_key(pem, password=None)
    return jwt.encode(payload, key, algorithm=ALGORITHM, headers={"kid": kid_url, "typ": "JWT"})


def kid_of(token: str) -> str:
    """The last part of the address of the key a token says it is signed with.

    Raises NotAToken for anything that is no signed token, DoesNotHold for one that names another
    algorithm (`none` too) or no key.
    """
    if len(token) > LONGEST_TOKEN:
        raise NotAToken
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError as error:
        raise NotAToken from error
    kid = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(kid, str):
        raise DoesNotHold
    return kid.rstrip("/").rpartition("/")[2]


def opened(token: str, public_jwk: dict[str, Any]) -> dict[str, Any]:
    """The payload, once the signature is found to be by this key. Raises DoesNotHold."""
    try:
        payload: dict[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(public_jwk),
            algorithms=[ALGORITHM],
            options={"require": ["iss", "sub", "jti", "nbf"], "verify_aud": False},
        )
    except jwt.InvalidTokenError as error:
        raise DoesNotHold from error
    return payload


def _cipher() -> Fernet:
    """As authenticator secrets are kept, with a key of its own."""
    digest = hashlib.sha256(f"proofs:{settings.IDENTITY_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
