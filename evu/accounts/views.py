"""allauth's pages, answered as ours are: 422 with what is wrong, 429 when tried too often."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from allauth.socialaccount.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from evu.accounts.adapters import CONFIRMED
from evu.accounts.provider import CONFIRM
from staff.http import own_url
from staff.models import User
from staff.step_up import step_up_required

TOO_OFTEN = {"too_many_login_attempts", "rate_limited"}
stepped_up = method_decorator(step_up_required, name="dispatch")


class Refusing:
    """For form views: a form that does not hold is no 200."""

    request: HttpRequest

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            codes = {error.code for errors in form.errors.as_data().values() for error in errors}
            response.status_code = 429 if codes & TOO_OFTEN else 422
        return response


def places(request: HttpRequest, user: User | None = None) -> list[Any]:
    """Feide, ID-porten, Entra: those configured, or of them those the person is known at."""
    providers: list[Any] = get_adapter().list_providers(request)
    if user is None:
        return providers
    kinds = set(user.identities.values_list("kind", flat=True))
    return [
        provider
        for provider in providers
        if kinds.intersection(provider.app.settings["claims"].values())
    ]


class Login(Refusing, account.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"places": places(self.request)}


class RequestCode(Refusing, account.RequestLoginCodeView):
    pass


class ConfirmCode(Refusing, account.ConfirmLoginCodeView):
    pass


class ChangePassword(Refusing, account.PasswordChangeView):
    pass


@stepped_up
class SetPassword(Refusing, account.PasswordSetView):
    pass


class ResetPassword(Refusing, account.PasswordResetView):
    pass


class ResetPasswordFromKey(Refusing, account.PasswordResetFromKeyView):
    pass


class Confirm(Refusing, account.ReauthenticateView):
    """All the ways to show that one is still oneself."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user: User = self.request.user  # type: ignore[assignment]  # behind login_required
        return context | {
            "places": places(self.request, user),
            "process": CONFIRM,
            "has_password": user.has_usable_password(),
        }


class ConfirmByCode(Refusing, mfa.ReauthenticateView):
    pass


class ConfirmByPasskey(webauthn.ReauthenticateWebAuthnView):
    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Back to the page that shows the other ways, where allauth leads to the log-in page."""
        super().form_invalid(form)  # says what was wrong
        return redirect(self.passthrough_next_url(reverse("account_reauthenticate")))


class SecondStep(Refusing, mfa.AuthenticateView):
    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = mfa.AuthenticateView.form_invalid(self, form)
        codes = {error.code for errors in form.errors.as_data().values() for error in errors}
        response.status_code = 429 if codes & TOO_OFTEN else 422
        return response


@stepped_up
class AddApp(Refusing, totp.ActivateTOTPView):
    def get_success_url(self) -> str:
        made = self.did_generate_recovery_codes
        return reverse("mfa_view_recovery_codes" if made else "account_security")


@stepped_up
class RemoveApp(Refusing, totp.DeactivateTOTPView):
    success_url = reverse_lazy("account_security")


@stepped_up
class AddPasskey(Refusing, webauthn.AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}

    def get_success_url(self) -> str:
        made = self.did_generate_recovery_codes
        return reverse("mfa_view_recovery_codes" if made else "account_security")


@stepped_up
class RemovePasskey(webauthn.RemoveWebAuthnView):
    success_url = reverse_lazy("account_security")


@stepped_up
class RecoveryCodes(recovery.ViewRecoveryCodesView):
    pass


@stepped_up
class NewRecoveryCodes(Refusing, recovery.GenerateRecoveryCodesView):
    pass


@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    """Back from confirming elsewhere: what was posted too late goes through now."""
    if request.session.pop(CONFIRMED, False):
        response: HttpResponse | None = resume_request(request)
        if response is not None:
            return response
    return redirect(own_url(request, request.GET.get("next", "")) or "home")
