"""What several tests of the owner's pages about rounds do."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import services
from applications.states import RoundAction

HTMX = {"HX-Request": "true"}
CONFLICT, UNPROCESSABLE = 409, 422
MOST_QUERIES = 12


def take_over(round, officer):
    for action in (RoundAction.CLOSE_FOR_APPLICANTS, RoundAction.CLOSE_FOR_LEADERS):
        services.step(round=round, action=action, by=officer)


def address(name, round):
    return reverse(name, args=[round.pk])


def queries(client, url):
    """How many a page asks, the request's own savepoint not counted."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum(
        not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries
    )


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
