"""OpenID Connect as Norway's public sector asks for it: nonce, level, signature, and a person that
is looked up by a keyed hash. allauth keeps nothing of what the token said."""

import secrets
import time
from typing import Any, Final

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from requests import RequestException

from evu.accounts import tokens
from evu.accounts.tokens import Claims, Expected, TokenRefused
from staff.identity import person_known_as
from staff.models import User

# Not to log in, but to show that one is still oneself: see staff/step_up.py.
CONFIRM: Final = "confirm"


class Answer(OpenIDConnectOAuth2Adapter):
    """What comes back from the place where one logged in."""

    state: dict[str, Any]

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """A log-in that carries the person, and nothing that could identify them elsewhere."""
        claims = self._checked(app, kwargs["response"])
        if self.state["process"] == CONFIRM:
            tokens.check_logged_in_since(claims, self.state["asked_at"])
        login = self.get_provider().sociallogin_from_response(request, {"sub": claims["sub"]})
        login.person = _person(app, self._with_userinfo(app, token, claims))
        login.logged_in_at = claims.get("auth_time")
        return login

    def _checked(self, app: SocialApp, response: dict[str, Any]) -> Claims:
        id_token = response.get("id_token")
        if not isinstance(id_token, str):
            raise TokenRefused("missing")
        expected = Expected(
            issuer=self.openid_config["issuer"],
            client_id=app.client_id,
            nonce=self.state["nonce"],
            keys=self._keys(),
            acr=app.settings["acr"],
        )
        return tokens.check(id_token, expected)

    def _keys(self) -> list[dict[str, Any]]:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            keys: list[dict[str, Any]] = response.json()["keys"]
            return keys

    def _with_userinfo(self, app: SocialApp, token: SocialToken, claims: Claims) -> Claims:
        """The userinfo is not signed: it counts when it is about the same subject."""
        if not app.settings["fetch_userinfo"]:
            return claims
        userinfo = self._fetch_user_info(token.token)
        if userinfo.get("sub") != claims["sub"]:
            raise TokenRefused("userinfo")
        return {**userinfo, **claims}


class Elsewhere(OpenIDConnectProvider):
    """Feide, ID-porten or Entra, depending on the app."""

    oauth2_adapter_class = Answer
    pkce_enabled_default = True

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Only where to go afterwards comes from the form: neither scopes nor other processes."""
        asked = super().get_redirect_from_request_kwargs(request)
        confirms = asked["process"] == CONFIRM and request.user.is_authenticated
        process = CONFIRM if confirms else AuthProcess.LOGIN
        return {"process": process, "next_url": asked.get("next_url")}

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, **kwargs: Any
    ) -> HttpResponse:
        """A page that leads there. A redirect would be stopped by our form-action, and by that of
        nobody else but us could the whole chain behind Feide be listed."""
        nonce = secrets.token_urlsafe(24)
        try:
            response = super().redirect(
                request,
                process,
                next_url,
                scope=self.app.settings["scope"],
                auth_params=self._asked_for(process, nonce),
                nonce=nonce,
                asked_at=int(time.time()),
            )
        except (RequestException, KeyError, ValueError) as error:
            return _refused(request, self, error)
        if not isinstance(response, HttpResponseRedirect):
            refused: HttpResponse = response
            return refused
        context = {"name": self.name, "url": response.url}
        return render(request, "socialaccount/leaving.html", context)

    def _asked_for(self, process: str, nonce: str) -> dict[str, str]:
        asked = {"nonce": nonce, "ui_locales": get_language() or "nb"}
        if self.app.settings["acr"]:
            asked["acr_values"] = self.app.settings["acr"][0]
        if process == CONFIRM:
            asked |= {"prompt": "login", "max_age": "0"}
        return asked

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: what is in it could end in a session or a table."""
        return {}


class Callback(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Elsewhere) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.state = state
        return state, response

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As allauth's; an answer that is not what the standard says is refused, too."""
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            return _refused(request, self.adapter.get_provider(), error)
        return response


@transaction.non_atomic_requests  # no transaction waits for somebody else's server
@login_not_required
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where Feide, ID-porten and Entra send people back to."""
    try:
        response: HttpResponse = Callback.adapter_view(Answer(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return response


def _refused(request: HttpRequest, provider: Elsewhere, error: Exception) -> HttpResponse:
    response: HttpResponse = render_authentication_error(request, provider, exception=error)
    return response


def _person(app: SocialApp, claims: Claims) -> User | None:
    """By the first claim that is there and known. An e-mail address is never looked at."""
    for claim, kind in app.settings["claims"].items():
        value = claims.get(claim)
        person = person_known_as(kind, value) if isinstance(value, str) else None
        if person is not None:
            return person
    return None
