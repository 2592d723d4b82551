from urllib.parse import parse_qs

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory

from bench.request import CSRF, Request, logged_in
from tests.factories.staff import UserFactory


def test_a_form_is_posted_with_its_token_and_expects_to_be_sent_on() -> None:
    form = {"why": "å & b", "day": [1, 4]}
    request = Request("/save/", {"evu_session": "s", "evu_csrf": CSRF}, form)
    assert (request.method, request.expected) == ("POST", 302)
    assert parse_qs(request.body or "") == {
        "why": ["å & b"],
        "day": ["1", "4"],
        "csrfmiddlewaretoken": [CSRF],
    }
    assert request.headers["Cookie"] == f"evu_session=s; evu_csrf={CSRF}"


def test_a_page_is_asked_for_without_a_body() -> None:
    request = Request("/list/")
    assert (request.method, request.expected, request.body) == ("GET", 200, None)


@pytest.mark.parametrize(("token", "refused"), [(CSRF, False), (CSRF[::-1], True)])
def test_the_site_takes_the_token_and_no_other(
    rf: RequestFactory, *, token: str, refused: bool
) -> None:
    request = rf.post("/save/", {"csrfmiddlewaretoken": token})
    request.COOKIES[settings.CSRF_COOKIE_NAME] = CSRF
    guard = CsrfViewMiddleware(lambda request: HttpResponse())
    guard.process_request(request)
    assert (guard.process_view(request, _view, (), {}) is not None) is refused


def _view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.mark.django_db
def test_a_session_made_in_the_database_is_a_login(rf: RequestFactory) -> None:
    somebody, other = UserFactory(), UserFactory()
    cookies = logged_in([somebody, other])
    request = rf.get("/")
    request.session = SessionStore(cookies[1][settings.SESSION_COOKIE_NAME])
    assert get_user(request) == other
