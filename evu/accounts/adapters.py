"""Where the house decides differently from allauth: words, mails, who gets in, and by what."""

import base64
import hashlib
import logging
import smtplib
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from requests import RequestException

from evu.accounts import sessions, words
from evu.accounts.provider import CONFIRM
from evu.accounts.tokens import TokenRefused
from staff.models import User
from staff.step_up import LOGGED_IN_ELSEWHERE_AT, has_confirmed_lately

logger = logging.getLogger(__name__)
# In the session, for one request: the confirmation has come back and a kept form may go through.
CONFIRMED: Final = "step_up_confirmed"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from the staff import: nobody signs up."""

    error_messages = {**DefaultAccountAdapter.error_messages, **words.ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.mark_seen(request)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """One page shows all ways; the two that need a page of their own are added to it."""
        own_pages = [
            method
            for method in super().get_reauthentication_methods(user)
            if method["id"] != "reauthenticate"
        ]
        if not user.is_authenticated:
            return own_pages
        page = reverse("account_reauthenticate")
        return [{"id": "reauthenticate", "description": "", "url": page}, *own_pages]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """One rule for money, roles and log-in: staff/step_up.py."""
        return not has_confirmed_lately(self.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_security")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """One mail for all that may change about how one logs in: what, when, and what to do."""
        told = {**(context or {}), "what": words.CHANGES[template_prefix]}
        super().send_notification_mail("account/email/password_changed", user, told, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away is no reason for an error page."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            logger.error("mail not sent: %s (%s)", template_prefix, type(error).__name__)
            messages.error(
                self.request, _("The email could not be sent. Try again later, or another way in.")
            )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Whoever logs in elsewhere is somebody an owner has registered, or stays outside."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the environment; a row in a table adds none."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Never: an address says nothing about who somebody is."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Puts the person in place of the stranger allauth has made up, or stops here."""
        name = sociallogin.provider.name
        sociallogin.token = None  # else it would lie in the session while a code is asked for
        if sociallogin.state.get("process") == CONFIRM:
            raise ImmediateHttpResponse(_confirm(request, sociallogin))
        if sociallogin.person is None:
            logger.warning("log-in by somebody unknown through %s", name)
            raise ImmediateHttpResponse(
                render(request, "account/unknown_person.html", {"name": name}, status=403)
            )
        sociallogin.user = sociallogin.person
        request.session[LOGGED_IN_ELSEWHERE_AT] = sociallogin.logged_in_at or 0

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Always a page of our own that says what to do; the log gets one word of why."""
        why = _why(error, exception)
        logger.warning("log-in through %s refused: %s", provider.name, why)
        context = {"name": provider.name, "text": words.REFUSALS[why.partition(":")[0]]}
        status = 502 if why.startswith("unreachable") else 401
        raise ImmediateHttpResponse(
            render(request, "socialaccount/authentication_error.html", context, status=status)
        )


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are useless to whoever has the database alone."""

    error_messages = {**DefaultMFAAdapter.error_messages, **words.ERRORS}

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


def _confirm(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """The same person, just now: then the form that waits may go through."""
    if login.person is None or login.person != request.user:
        context = {"name": login.provider.name, "text": words.REFUSALS["other"]}
        return render(request, "socialaccount/authentication_error.html", context, status=403)
    record_authentication(
        request,
        request.user,
        method="socialaccount",
        provider=login.account.provider,
        reauthenticated=True,
    )
    request.session[CONFIRMED] = True
    query = urlencode({"next": login.state.get("next", "")})
    return HttpResponseRedirect(f"{reverse('account_confirmed')}?{query}")


def _why(error: str | None, exception: Exception | None) -> str:
    if error == AuthError.CANCELLED:
        return "cancelled"
    if isinstance(exception, TokenRefused):
        return exception.why if exception.why in ("acr", "auth_time") else f"token:{exception.why}"
    if isinstance(exception, RequestException):
        return f"unreachable:{type(exception).__name__}"
    if exception is not None:
        return f"token:{type(exception).__name__}"
    return "state"


def _cipher() -> Fernet:
    digest = hashlib.sha256(f"authenticators:{settings.IDENTITY_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
