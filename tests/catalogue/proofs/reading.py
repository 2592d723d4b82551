"""Checks a signature without the site's own code: RSA, SHA-256 and PKCS #1 as the RFCs write it."""

import base64
import hashlib
import json

SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017, section 9.2


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def header_of(token: str) -> dict:
    return json.loads(decoded(token.split(".")[0]))


def payload_of(token: str) -> dict:
    return json.loads(decoded(token.split(".")[1]))


def is_signed_by(token: str, jwk: dict) -> bool:
    """RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3), by plain arithmetic."""
    signed, _dot, signature = token.rpartition(".")
    modulus, exponent = (int.from_bytes(decoded(jwk[name]), "big") for name in ("n", "e"))
    length = (modulus.bit_length() + 7) // 8
    digest = SHA256_PREFIX + hashlib.sha256(signed.encode()).digest()
    padded = b"\x00\x01" + b"\xff" * (length - len(digest) - 3) + b"\x00" + digest
    found = pow(int.from_bytes(decoded(signature), "big"), exponent, modulus)
    return found.to_bytes(length, "big") == padded


def with_payload(token: str, payload: dict) -> str:
    """The same token saying something else."""
    header, _payload, signature = token.split(".")
    return f"{header}.{encoded(json.dumps(payload).encode())}.{signature}"


def with_header(token: str, **changes: object) -> str:
    _header, payload, signature = token.split(".")
    header = {name: value for name, value in (header_of(token) | changes).items() if value}
    return f"{encoded(json.dumps(header).encode())}.{payload}.{signature}"
