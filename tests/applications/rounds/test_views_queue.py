"""The queue of a round: what it shows, how it is ordered and narrowed."""

import re

import pytest
from django.db import connection

from applications import services
from applications.models import Application
from applications.queries.queue import in_order
from applications.states import State
from tests.applications.rounds.pages import HTMX, UNPROCESSABLE, address, text_of
from tests.factories import WorkplaceFactory, scheme_with_rules
from tests.factories.cases import earmark_for, recommended, submitted

pytestmark = pytest.mark.django_db


def numbers(response):
    return [row.number for row in response.context["rows"]]


def test_queue_shows_the_round_and_nothing_else(client, round, officer, apply):
    case = recommended(apply("Lie"))
    submitted()
    earmark = earmark_for(case, amount_ore=123_400_000)

    response = client.get(address("rounds:queue", round))

    assert numbers(response) == [case.number]
    text = text_of(response)
    for words in (
        case.number,
        "Lie",
        case.workplace.name,
        case.course_run.course.title,
        str(case.staff_group),
        str(State.RECOMMENDED.label),
        earmark.name,
        "1\xa0234\xa0000\xa0kr".replace("\xa0", " "),
    ):
        assert words in text.replace("\xa0", " ")


def test_queue_stands_in_the_order_of_the_ranking(client, round, officer, listed):
    order = [case.pk for case in (listed[2], listed[0], listed[3], listed[1])]
    services.rank(round=round, order=order, by=officer)
    shown = client.get(address("rounds:queue", round)).context["page"]
    assert [row.pk for row in shown] == order


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "recommended"}, ["Berg"]),
        ({"recommended": "yes"}, ["Berg"]),
        ({"recommended": "no"}, []),
        ({"recommended": "none"}, ["Dahl"]),
        ({"q": "dah"}, ["Dahl"]),
        ({"q": "Kim Berg"}, ["Berg"]),
        ({"q": "Berg Dahl"}, []),
        ({"q": "%"}, []),
        ({"q": "dah", "state": "recommended"}, []),
        ({"state": ""}, ["Berg", "Dahl"]),
    ],
)
def test_queue_is_narrowed(client, round, officer, apply, asked, found):
    recommended(apply("Berg"))
    apply("Dahl")
    response = client.get(address("rounds:queue", round), asked)
    assert response.status_code == 200
    assert [row.name.split()[-1] for row in response.context["rows"]] == found
    for name, value in asked.items():  # the form keeps what was asked for
        assert response.context["filter"].form[name].value() == value


def test_queue_is_narrowed_by_group_workplace_scheme_and_number(client, round, officer, apply):
    one = apply()
    other = apply(workplace=WorkplaceFactory(owner=round.owner), scheme=scheme_with_rules())
    for asked in (
        {"workplace": other.workplace_id},
        {"scheme": other.scheme_id},
        {"q": other.number},
    ):
        assert numbers(client.get(address("rounds:queue", round), asked)) == [other.number], asked
    both = client.get(address("rounds:queue", round), {"staff_group": one.staff_group_id})
    assert len(numbers(both)) == 2


def test_what_was_asked_for_survives_paging(client, round, officer, apply, monkeypatch):
    monkeypatch.setattr("staff.paging.NearestEndPaginator.__init__.__defaults__", (1,))
    cases = [apply("Lie") for _ in range(3)]
    apply("Dahl")
    url = address("rounds:queue", round)

    first = client.get(url, {"q": "lie"})
    links = re.findall(r'href="(\?[^"]*page=\d+)"', first.content.decode())
    last = client.get(url + max(links).replace("&amp;", "&"))

    assert all("q=lie" in link for link in links)
    assert numbers(first) == [cases[0].number]
    assert numbers(last) == [cases[2].number]


def test_a_filter_that_cannot_be_is_said_beside_the_field(client, round, officer, apply):
    apply()
    response = client.get(address("rounds:queue", round), {"state": "nonsense", "q": "abc"})
    assert response.status_code == UNPROCESSABLE
    assert response.context["filter"].form.errors.keys() == {"state"}
    assert response.context["filter"].form["q"].value() == "abc"


def test_what_htmx_swaps_is_what_a_reload_shows(client, round, officer, apply):
    apply("Berg")
    apply("Dahl")
    url = address("rounds:queue", round)
    part = client.get(url, {"q": "berg"}, headers=HTMX).content.decode()
    page = client.get(url, {"q": "berg"}).content.decode()

    assert "<html" not in part
    region = re.compile(r'<section class="stack" id="queue".*?</section>', re.DOTALL)
    assert region.findall(part) == region.findall(page) != []


def test_the_unfiltered_queue_is_answered_by_its_index(round):
    """Whatever is cheapest at three rows: with the rest forbidden, no sort is left."""
    queue = in_order(Application.objects.filter(round=round, submitted_at__isnull=False))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    for keys in (queue, queue.reverse()):
        plan = keys.values_list("pk", flat=True)[:25].explain()
        assert "application_queue" in plan
        assert "Sort" not in plan
