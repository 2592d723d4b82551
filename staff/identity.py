"""How a log-in elsewhere is matched to a person: by a keyed hash, never the number or the name.

Without the key the hashes say nothing: eleven digits are few enough to try them all.
"""

import hashlib
import hmac
import re

from django.conf import settings

from staff.models import Identity, User


def keyed_hash(kind: str, value: str) -> str:
    """64 hex digits of HMAC-SHA256 with IDENTITY_KEY over the kind and the normalised value.

    `kind` is one of `Identity.Kind`. Of a national id only the digits count; Feide and Entra names
    are compared without regard to case or to space around them. Raises ValueError on an unknown
    kind, and when nothing is left to hash.
    """
    plain = _normalised(Identity.Kind(kind), value)
    if not plain:
        raise ValueError("Nothing to hash.")
    message = f"{kind}:{plain}".encode()
    return hmac.new(settings.IDENTITY_KEY.encode(), message, hashlib.sha256).hexdigest()


def person_known_as(kind: str, value: str) -> User | None:
    """Whoever an owner has registered with that id or name; nobody for an empty value."""
    try:
        hashed = keyed_hash(kind, value)
    except ValueError:
        return None
    return User.objects.filter(identities__kind=kind, identities__keyed_hash=hashed).first()


def _normalised(kind: Identity.Kind, value: str) -> str:
    if kind is Identity.Kind.NATIONAL_ID:
        return re.sub(r"[^0-9]", "", value)
    return value.strip().lower()
