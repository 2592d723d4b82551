"""What several tests of the list of courses do."""

from django.urls import reverse

from catalogue.services.keywords import keep_keywords
from tests.factories import CourseRunFactory

INDEX = reverse("catalogue:index")
TRADE_CERTIFICATE = {"has_qualification": {"kind": "trade_certificate"}}


def run_of(title, **fields):
    run = CourseRunFactory(course__title=title, **fields)
    keep_keywords([run.course])
    return run


def shown(client, **query):
    """Titles in the order of the page."""
    answer = client.get(INDEX, query)
    assert answer.status_code == 200
    return [row.run.course.title for row in answer.context["rows"]]
