import pytest
from django.urls import reverse

from distribution.models import Proposal
from distribution.states import State
from tests.factories import (
    MembershipFactory,
    RoundFactory,
    UnionFactory,
    UserFactory,
    cases,
    leader_of,
    officer_of,
    representative_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    return cases.proposed([cases.recommended()])


def log_in(client, user):
    client.force_login(user)
    return user


def detail(proposal):
    return reverse("distribution:detail", args=[proposal.pk])


def test_the_officer_sees_the_proposal_case_by_case(client, proposal):
    log_in(client, officer_of(proposal.owner))
    application = proposal.lines.get().application

    page = client.get(detail(proposal)).content.decode()

    assert application.number in page
    assert str(application.applicant) in page


def test_a_representative_sees_groups_and_no_persons(client, proposal):
    union = UnionFactory()
    cases.in_consultation(proposal, [union])
    log_in(client, representative_of(union, proposal.owner))
    application = proposal.lines.get().application

    response = client.get(detail(proposal))

    assert response.status_code == 200
    page = response.content.decode()
    assert application.number not in page
    assert str(application.applicant) not in page
    assert client.get(reverse("distribution:problem", args=[proposal.pk])).status_code == 403


def test_a_draft_is_not_found_by_a_representative(client, proposal):
    log_in(client, representative_of(UnionFactory(), proposal.owner))
    assert client.get(detail(proposal)).status_code == 404


def test_a_stranger_finds_nothing(client, proposal):
    log_in(client, officer_of(RoundFactory().owner))
    for name in ("detail", "finalise", "problem"):
        assert client.get(reverse(f"distribution:{name}", args=[proposal.pk])).status_code == 404
    url = reverse("distribution:propose", args=[proposal.round_id])
    assert client.post(url).status_code == 404


def test_a_colleague_without_the_role_is_told_why(client, proposal):
    log_in(client, leader_of(proposal.lines.get().application.workplace))
    response = client.post(reverse("distribution:propose", args=[proposal.round_id]))
    assert response.status_code == 403
    assert (
        "case officers" in response.content.decode() or "saksbehandler" in response.content.decode()
    )
    assert client.get(reverse("distribution:index")).status_code == 403


def test_propose_makes_the_next_version(client, proposal):
    log_in(client, officer_of(proposal.owner))
    response = client.post(reverse("distribution:propose", args=[proposal.round_id]))
    newest = Proposal.objects.get(round=proposal.round, state=State.DRAFT)
    assert newest.version == 2
    assert response.headers["Location"] == newest.get_absolute_url()


def test_finalise_is_forbidden_before_the_parties_are_consulted(client, proposal):
    log_in(client, officer_of(proposal.owner))
    url = reverse("distribution:finalise", args=[proposal.pk])
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403


def test_finalise_says_what_follows_and_does_it(client, proposal):
    cases.consulted(cases.in_consultation(proposal))
    log_in(client, officer_of(proposal.owner))
    url = reverse("distribution:finalise", args=[proposal.pk])

    assert client.get(url).status_code == 200
    response = client.post(url)

    assert response.status_code == 302
    assert cases.fresh(proposal).state == State.FINAL


def test_the_inputs_can_be_downloaded(client, proposal):
    log_in(client, officer_of(proposal.owner))
    response = client.get(reverse("distribution:problem", args=[proposal.pk]))
    assert response.json() == proposal.problem


@pytest.mark.parametrize("count", [1, 3])
def test_detail_and_index_run_the_same_queries_however_long(
    client, count, django_assert_max_num_queries, django_assert_num_queries
):
    round = RoundFactory()
    proposal = cases.proposed([cases.recommended(round=round) for _each in range(count)])
    log_in(client, officer_of(proposal.owner))
    client.get(detail(proposal))
    with django_assert_num_queries(14):  # two of them are savepoints
        client.get(detail(proposal))
    with django_assert_max_num_queries(10):  # two of them are savepoints
        client.get(reverse("distribution:index"))


def test_index_offers_to_distribute_a_round_that_is_ready(client):
    round = cases.ranked_round([cases.recommended()])
    log_in(client, MembershipFactory(role="owner_officer", owner=round.owner).user)
    assert reverse("distribution:propose", args=[round.pk]) in (
        client.get(reverse("distribution:index")).content.decode()
    )


def test_a_visitor_is_asked_to_log_in(client, proposal):
    assert client.get(detail(proposal)).status_code == 302
    log_in(client, UserFactory())
    assert client.get(detail(proposal)).status_code == 404
