"""What is typed is kept by itself, as far as it can be, and never taken for sent."""

import pytest

from applications import services
from tests.applications.addresses import url
from tests.factories.cases import fresh

pytestmark = pytest.mark.django_db
LONG = "å" * 5_000


def test_autosave_keeps_and_says_when(client, draft):
    answer = client.post(url("autosave", draft, "why"), {"why": "Halvveis"})
    assert answer.status_code == 200
    assert fresh(draft).why == "Halvveis"
    assert f'data-saved="application-{draft.pk}-why"' in answer.text
    assert "<html" not in answer.text


def test_autosave_takes_what_is_not_finished(client, draft, round):
    assert client.post(url("autosave", draft, "why"), {"why": ""}).status_code == 200
    assert client.post(url("autosave", draft, "course"), {}).status_code == 200
    assert client.post(url("autosave", draft, "about"), {}).status_code == 200
    answer = client.post(url("autosave", draft, "scheme"), {"scheme": round.schemes.get().pk})
    assert 'id="estimate"' in answer.text


def test_autosave_of_what_is_wrong_says_so_and_lets_the_browser_keep_it(client, draft):
    answer = client.post(url("autosave", draft, "why"), {"why": LONG + "!"})
    assert answer.status_code == 422
    assert "data-saved" not in answer.text
    assert 'data-state="failed"' in answer.text


def test_page_does_not_tell_the_browser_to_drop_what_never_arrived(client, draft):
    """Only an answer to saving names the step; opening the page must not."""
    page = client.get(url("step", draft, "why")).text
    assert 'data-saved=""' in page
    answer = client.post(url("step", draft, "why"), {"why": "Nå"})
    assert f'data-saved="application-{draft.pk}-why"' in client.get(answer.url).text


def test_autosave_after_sending_is_refused(client, applicant, complete):
    services.submit(application=complete, by=applicant)
    assert client.post(url("autosave", complete, "why"), {"why": "x"}).status_code == 403
    assert client.get(url("autosave", complete, "why")).status_code == 405
