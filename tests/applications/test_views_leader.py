"""The leader's list of cases, asked what every page is asked."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, Round
from applications.states import State
from staff.roles import Role
from tests.factories import (
    CourseFactory,
    CourseRunFactory,
    MembershipFactory,
    RoundFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
    officer_of,
)
from tests.factories.cases import recommended, submitted

pytestmark = pytest.mark.django_db
LIST = reverse("applications:waiting")
HTMX = {"HX-Request": "true"}
MOST_QUERIES = 14  # two of them are savepoints


@pytest.fixture
def workplace():
    return WorkplaceFactory()


@pytest.fixture
def round(workplace):
    return RoundFactory(owner=workplace.owner)


@pytest.fixture
def leader(client, workplace):
    user = leader_of(workplace)
    client.force_login(user)
    return user


@pytest.fixture
def apply(workplace, round):
    """Sends an application from the workplace; fields of the case, or of the post as `post`."""

    def sent(post=None, **fields):
        position = employee_at(workplace, **post or {})
        return submitted(round=round, position=position, **fields)

    return sent


def url_of(case):
    return reverse("applications:advise", args=[case.pk])


def page(response):
    return response.content.decode()


def region(response, name, tag="section"):
    """The element with that id, without what a request makes its own."""
    [found] = re.findall(rf'<{tag} id="{name}".*?</{tag}>', page(response), re.DOTALL)
    return re.sub(r'value="\w{64}"', "", found)


def test_the_list_shows_what_waits_with_its_colleagues(client, leader, workplace, apply):
    case = apply()
    group = case.position.code
    for _number in range(2):
        employee_at(workplace, code=group)
    apply(post={"code": group})

    shown = page(client.get(LIST))

    assert case.number in shown
    assert str(case.applicant) in shown
    assert _("%(applying)s of %(here)s there apply") % {"applying": 2, "here": 4} in shown
    assert url_of(case) in shown


def test_each_view_holds_its_own(client, leader, apply):
    waiting, advised = apply(), recommended(apply())
    against = apply()
    Application.objects.filter(pk=against.pk).update(state=State.NOT_RECOMMENDED)
    withdrawn = apply()
    Application.objects.filter(pk=withdrawn.pk).update(state=State.WITHDRAWN)

    def numbers(view):
        shown = page(client.get(LIST, {"view": view}))
        return {
            case.number for case in (waiting, advised, against, withdrawn) if case.number in shown
        }

    assert numbers("waiting") == {waiting.number}
    assert numbers("advised") == {advised.number, against.number}
    assert numbers("all") == {waiting.number, advised.number, against.number, withdrawn.number}
    assert numbers("no-such-view") == {waiting.number}


def test_other_workplaces_drafts_and_rounds_that_are_over_are_left_out(client, leader, apply):
    elsewhere = submitted()
    over = apply()
    Round.objects.filter(pk=over.round_id).update(state="with_leaders")
    Round.objects.filter(pk=over.round_id).update(state="with_owner")

    shown = page(client.get(LIST, {"view": "all"}))

    assert elsewhere.number not in shown
    assert over.number not in shown


def test_ones_own_case_waits_for_somebody_else(client, leader, workplace, round):
    own = submitted(round=round, position=employee_at(workplace))
    MembershipFactory(
        user=own.applicant, role=Role.LEADER, owner=workplace.owner, workplace=workplace
    )
    client.force_login(own.applicant)

    assert own.number not in page(client.get(LIST))
    every = page(client.get(LIST, {"view": "all"}))
    assert own.number in every
    assert url_of(own) not in every


@pytest.mark.parametrize("words", ["leseglede", "Lese Kari", "kari"])
def test_search_finds_by_course_and_name(client, leader, apply, words):
    run = CourseRunFactory(course=CourseFactory(title="Leseglede i skolen"))
    case = apply(post={"employee__user__first_name": "Kari"}, course_run=run)
    other = apply()

    shown = page(client.get(LIST, {"q": words}))

    assert case.number in shown
    assert other.number not in shown


def test_search_finds_by_number_and_says_when_it_finds_nothing(client, leader, apply):
    case, other = apply(), apply()
    assert other.number not in page(client.get(LIST, {"q": case.number}))
    assert _("Nothing matches the search") in page(client.get(LIST, {"q": "xyzzy"}))


def test_the_list_part_is_what_a_reload_shows(client, leader, apply):
    apply()
    swapped = client.get(LIST, {"q": "kim"}, headers=HTMX)
    assert "<html" not in page(swapped)
    assert region(swapped, "list") == region(client.get(LIST, {"q": "kim"}), "list")


def test_the_list_is_paged(client, leader, apply, monkeypatch):
    monkeypatch.setattr("staff.paging.NearestEndPaginator.__init__.__defaults__", (2,))
    cases = [apply() for _number in range(3)]
    first, last = client.get(LIST), client.get(LIST, {"page": 2})
    assert cases[0].number in page(first)
    assert cases[2].number not in page(first)
    assert cases[2].number in page(last)


def test_the_list_is_for_leaders(client, workplace):
    client.force_login(officer_of(workplace.owner))
    assert client.get(LIST).status_code == 403
    client.force_login(UserFactory())
    assert client.get(LIST).status_code == 403


def test_the_list_asks_the_same_however_long(
    client, leader, apply, django_assert_max_num_queries, django_assert_num_queries
):
    apply()
    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        client.get(LIST)
    for _number in range(2):
        apply()
    with django_assert_num_queries(len(asked)):
        client.get(LIST)
