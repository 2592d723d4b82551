"""What happens to a person who is logged in."""

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth.hashers import make_password

from staff.identity import keyed_hash
from staff.models import Identity, User
from tests.factories import UserFactory

PASSWORD = "et-langt-passord-for-test"
NATIONAL_ID = "05857512345"


def person(**fields: Any) -> User:
    """Somebody with a password."""
    return UserFactory(password=make_password(PASSWORD), **fields)


def known_as(user: User, kind: str, value: str) -> User:
    Identity.objects.create(user=user, kind=kind, keyed_hash=keyed_hash(kind, value))
    return user


def an_hour_passes(client: Any) -> None:
    """Since whatever was last confirmed in this session."""
    session = client.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {**record, "at": record["at"] - 3600} for record in records
    ]
    session.save()


def is_logged_in(client: Any) -> bool:
    return "_auth_user_id" in client.session
