import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import Consultation, Statement
from distribution.states import State
from tests.factories import (
    RoundFactory,
    UnionFactory,
    cases,
    leader_of,
    officer_of,
    representative_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return cases.in_consultation(cases.proposed([cases.recommended()]), [UnionFactory()])


def url(name, row):
    return reverse(f"consultations:{name}", args=[row.pk])


def test_the_owner_opens_a_consultation_from_the_proposal(client):
    proposal = cases.proposed([cases.recommended()])
    representative_of(UnionFactory(), proposal.owner)
    client.force_login(officer_of(proposal.owner))

    response = client.post(url("open", proposal))

    consultation = Consultation.objects.get(proposal=proposal)
    assert response.headers["Location"] == url("detail", consultation)
    assert client.get(url("open", proposal)).headers["Location"] == url("detail", consultation)


def test_opening_without_any_union_says_why(client):
    proposal = cases.proposed([cases.recommended()])
    client.force_login(officer_of(proposal.owner))
    assert client.post(url("open", proposal)).status_code == 409
    assert cases.fresh(proposal).state == State.DRAFT


def test_statement_answer_and_minutes_in_the_browser(client, consultation):
    invitation = consultation.invitations.get()
    client.force_login(representative_of(invitation.union, consultation.owner))
    state = {
        f"state-{invitation.pk}-view": "disagrees",
        f"state-{invitation.pk}-text": "For lite til assistentene.",
    }
    assert client.post(url("state", invitation), state).status_code == 302
    statement = Statement.objects.get()

    client.force_login(officer_of(consultation.owner))
    answer = {f"answer-{statement.pk}-text": "Det er ingen øremerket pott i år."}
    assert client.post(url("answer", statement), answer).status_code == 302
    close = {"close-held_on": timezone.localdate().isoformat(), "close-minutes": "Uenighet."}
    assert client.post(url("close", consultation), close).status_code == 302

    page = client.get(url("detail", consultation)).content.decode()
    assert "Uenighet." in page
    assert "For lite til assistentene." in page
    assert "Det er ingen øremerket pott i år." in page
    assert cases.fresh(consultation.proposal).state == State.CONSULTED


def test_a_statement_without_a_view_keeps_what_was_typed(client, consultation):
    invitation = consultation.invitations.get()
    client.force_login(representative_of(invitation.union, consultation.owner))

    response = client.post(
        url("state", invitation), {f"state-{invitation.pk}-text": "Vi mener at …"}
    )

    assert response.status_code == 422
    assert "Vi mener at …" in response.content.decode()
    assert not Statement.objects.exists()


def test_closing_too_early_says_who_has_not_been_heard(client, consultation):
    client.force_login(officer_of(consultation.owner))
    response = client.post(
        url("close", consultation),
        {"close-held_on": timezone.localdate().isoformat(), "close-minutes": "Kort møte."},
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert str(consultation.invitations.get().union) in page
    assert "Kort møte." in page


def test_minutes_of_a_meeting_in_the_future_are_refused(client, consultation):
    client.force_login(officer_of(consultation.owner))
    response = client.post(
        url("close", consultation), {"close-held_on": "2999-01-01", "close-minutes": "Referat"}
    )
    assert response.status_code == 422


def test_a_stranger_finds_nothing(client, consultation):
    invitation = consultation.invitations.get()
    client.force_login(representative_of(UnionFactory(), RoundFactory().owner))
    assert client.get(url("detail", consultation)).status_code == 404
    assert client.post(url("state", invitation)).status_code == 404
    assert client.post(url("close", consultation)).status_code == 404


def test_a_representative_of_another_union_there_was_not_invited(client, consultation):
    client.force_login(representative_of(UnionFactory(), consultation.owner))
    assert client.get(url("detail", consultation)).status_code == 404


def test_a_representative_cannot_close_and_the_owner_cannot_state(client, consultation):
    invitation = consultation.invitations.get()
    client.force_login(representative_of(invitation.union, consultation.owner))
    assert client.post(url("close", consultation)).status_code == 403
    client.force_login(officer_of(consultation.owner))
    state = {f"state-{invitation.pk}-view": "agrees", f"state-{invitation.pk}-text": "Enig"}
    assert client.post(url("state", invitation), state).status_code == 403


def test_the_list_is_for_the_owner_and_the_unions(client, consultation):
    client.force_login(leader_of(consultation.proposal.lines.get().application.workplace))
    assert client.get(reverse("consultations:index")).status_code == 403


@pytest.mark.parametrize("unions", [1, 3])
def test_the_room_takes_the_same_queries_for_one_union_and_three(
    client, unions, django_assert_num_queries
):
    consultation = cases.in_consultation(
        cases.proposed([cases.recommended()]), [UnionFactory() for _each in range(unions)]
    )
    for invitation in consultation.invitations.all():
        representative = representative_of(invitation.union, consultation.owner)
        Statement.objects.create(
            owner=consultation.owner,
            invitation=invitation,
            view="agrees",
            text="Enig",
            given_by=representative,
            given_at=timezone.now(),
        )
    client.force_login(officer_of(consultation.owner))
    client.get(url("detail", consultation))
    with django_assert_num_queries(12):  # two of them are savepoints
        assert client.get(url("detail", consultation)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(client, count, django_assert_num_queries):
    first = cases.in_consultation(cases.proposed([cases.recommended()]), [UnionFactory()])
    for _each in range(count - 1):
        other = cases.proposed([cases.recommended(round=RoundFactory(owner=first.owner))])
        cases.in_consultation(other, [first.invitations.get().union])
    client.force_login(officer_of(first.owner))
    with django_assert_num_queries(9):  # two of them are savepoints
        assert client.get(reverse("consultations:index")).status_code == 200
