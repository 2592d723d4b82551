from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from allauth.idp.oidc.views import authorization
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from mock_idp.clients import NAMES
from mock_idp.people import everybody


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Be one of the invented people: no password is asked for."""
    people = everybody()
    onwards = _onwards(request)
    slug = request.POST.get("person", "")
    if slug in people:
        user, _made = User.objects.get_or_create(username=slug)
        # Also when it is the same: the time of the log-in is now.
        login(request, user)  # type: ignore[arg-type]  # the types know one project alone
        return redirect(onwards)
    client = parse_qs(urlsplit(onwards).query).get("client_id", [""])[0]
    context = {"people": people.values(), "next": onwards, "place": NAMES.get(client, "")}
    return render(request, "mock_idp/choose.html", context, status=422 if slug else 200)


@csrf_exempt
def authorize(request: HttpRequest) -> HttpResponse:
    """As allauth's, but whoever has been sent back is forgotten: next time one chooses again."""
    response: HttpResponse = authorization(request)
    if request.user.is_authenticated and "code=" in response.headers.get("Location", ""):
        logout(request)
    return response


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    text = Path(__file__).with_name("choose.css").read_text()
    return HttpResponse(text, content_type="text/css")


def _onwards(request: HttpRequest) -> str:
    url = request.POST.get("next") or request.GET.get("next", "/")
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else "/"
