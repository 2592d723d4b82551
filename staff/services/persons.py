"""Persons without a verb of their own: found or made inside other verbs."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from staff.identity import keyed_hash
from staff.models import Identity, User


def person_with_email(email: str) -> User:
    """Whoever logs in with that address; somebody new if nobody does. Raises ValidationError."""
    validate_email(email)
    found = User.objects.filter(email__iexact=email).order_by("pk").first()
    return found or new_person(first_name="", last_name="", email=email)


def new_person(
    *, first_name: str, last_name: str, email: str, written_language: str = "nb"
) -> User:
    """Somebody nobody knew before, without a password: it is set by a link in a mail."""
    user = User(
        username=uuid.uuid4().hex,
        first_name=first_name,
        last_name=last_name,
        email=email,
        written_language=written_language,
    )
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user


def remember_national_id(user: User, number: str) -> None:
    """Keep only its keyed hash. Raises ValidationError if it is somebody else's."""
    identity = Identity(
        user=user,
        kind=Identity.Kind.NATIONAL_ID,
        keyed_hash=keyed_hash(Identity.Kind.NATIONAL_ID, number),
    )
    identity.full_clean()
    identity.save()


def refuse_anothers_address(email: str) -> None:
    """An address alone does not say who somebody is. Raises ValidationError on the field."""
    if email and User.objects.filter(email__iexact=email).exists():
        raise ValidationError(
            {
                "email": _(
                    "Somebody in EVU has this address already. If it is the same person, write "
                    "the national id number, so that it can be seen; else another address."
                )
            }
        )
