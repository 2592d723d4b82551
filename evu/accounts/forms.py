from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.userkit import filter_users_by_email
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

# What fido2 raises on something that no browser has made.
MALFORMED: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class CodeByMailForm(RequestLoginCodeForm):
    """A code is sent to whoever has an address to themselves; a shared one says nothing."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if len(filter_users_by_email(email, is_active=True)) > 1:
            self._user = None
        return email


class NewPasskeyForm(AddWebAuthnForm):
    """Every passkey may log in alone: it asks for a finger, a face or a PIN itself."""

    passwordless = None
    name = forms.CharField(
        label=_("What you call it"), required=False, max_length=60, help_text=_("e.g. My phone")
    )

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        with malformed_is_wrong():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class Careful:
    """For the forms that take what a passkey has answered."""

    def clean_credential(self) -> Authenticator:
        with malformed_is_wrong():
            return super().clean_credential()  # type: ignore[misc]


class LoginPasskeyForm(Careful, LoginWebAuthnForm):
    pass


class SecondStepPasskeyForm(Careful, AuthenticateWebAuthnForm):
    pass


class ConfirmPasskeyForm(Careful, ReauthenticateWebAuthnForm):
    pass


@contextmanager
def malformed_is_wrong() -> Iterator[None]:
    """Raises ValidationError for what cannot even be read."""
    try:
        yield
    except MALFORMED as error:
        raise get_adapter().validation_error("incorrect_passkey") from error
