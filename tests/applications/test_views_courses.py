"""The courses one can apply for, and the page of each."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from tests.applications.addresses import close, run_of, url
from tests.factories import (
    CourseRunFactory,
    EarmarkFactory,
    EmployeeFactory,
    OfferFactory,
    PositionFactory,
    RoundFactory,
    WorkplaceFactory,
    leader_of,
)

pytestmark = pytest.mark.django_db


def test_courses_of_ones_employer_and_no_others(client, applicant, round):
    other = OfferFactory()
    page = client.get(reverse("applications:courses")).text
    assert run_of(round).course.title in page
    assert other.course_run.course.title not in page


def test_courses_are_found_by_words_credits_and_group(client, applicant, round, position):
    other = run_of(round).course.title
    wanted = CourseRunFactory(
        course__title="Renhold og smittevern",
        course__credits=0,
        course__staff_groups=[position.code.staff_group],
    )
    OfferFactory(round=round, course_run=wanted)
    for query in ("text=smitte+renhold", "credits=0", "fits=on"):
        page = client.get(reverse("applications:courses") + "?" + query).text
        assert "Renhold og smittevern" in page, query
        assert other not in page, query
    for odd in ("text=%00", "credits=x", "page=x", "page=99999999999999999999", "text=%25_'\""):
        assert client.get(reverse("applications:courses") + "?" + odd).status_code == 200


def test_courses_when_no_round_is_open(client, applicant, round):
    close(round)
    page = client.get(reverse("applications:courses")).text
    assert _("No round is open now") in page
    assert run_of(round).course.title not in page


@pytest.mark.parametrize("more", [0, 2])
def test_courses_ask_the_database_as_often_for_one_as_for_three(
    client, applicant, round, more, django_assert_max_num_queries
):
    for _number in range(more):
        OfferFactory(round=round)
    with django_assert_max_num_queries(11) as asked:
        assert client.get(reverse("applications:courses")).status_code == 200
    assert len(asked) == 11


def test_course_says_what_it_is_and_how_to_apply(client, applicant, round):
    run = run_of(round)
    page = client.get(reverse("applications:course", args=[run.pk])).text
    assert "50\u00a0%" in page
    assert "15\u00a0000\u00a0kr" in page
    assert reverse("applications:start", args=[round.pk]) in page
    assert _("No source of money for your staff group") in page


def test_course_with_money_for_ones_group(client, applicant, round, position):
    scheme = round.schemes.get()
    EarmarkFactory(owner=round.owner, scheme=scheme, staff_groups=[position.code.staff_group])
    page = client.get(reverse("applications:course", args=[run_of(round).pk])).text
    assert _("Can support you") in page
    assert _("No source of money for your staff group") not in page


def test_course_nobody_offers_one_does_not_exist(client, applicant, round):
    for run in (CourseRunFactory(), OfferFactory().course_run):
        assert client.get(reverse("applications:course", args=[run.pk])).status_code == 404


def test_course_for_somebody_with_a_role_but_no_post(client, round):
    client.force_login(leader_of(WorkplaceFactory(owner=round.owner)))
    answer = client.get(reverse("applications:course", args=[run_of(round).pk]))
    assert answer.status_code == 200
    assert _("Only those employed by the owner can apply in this round.") in answer.text


def test_nothing_is_shown_to_whoever_is_not_logged_in(client, draft):
    client.logout()
    for address in (
        reverse("applications:courses"),
        draft.get_absolute_url(),
        url("step", draft, "why"),
        url("letter", draft),
    ):
        assert client.get(address).status_code == 302


def test_employee_of_two_owners_applies_at_each(client, applicant, round):
    other = EmployeeFactory(user=applicant)
    PositionFactory(owner=other.owner, employee=other)
    elsewhere = RoundFactory(owner=other.owner)
    assert elsewhere.name in client.get(reverse("applications:courses")).text
