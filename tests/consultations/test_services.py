import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultations import services
from consultations.models import Statement
from distribution.states import State
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import (
    ConsultationFactory,
    UnionFactory,
    UserFactory,
    cases,
    officer_of,
    representative_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    """Two unions invited; nobody has said anything."""
    proposal = cases.proposed([cases.recommended()])
    return cases.in_consultation(proposal, [UnionFactory(), UnionFactory()])


def state(consultation, invitation, view=Statement.View.AGREES):
    return services.give_statement(
        invitation=invitation,
        view=view,
        text="Vi er enige i hovedtrekkene.",
        by=representative_of(invitation.union, consultation.owner),
    )


def close(consultation, **notes):
    return services.close(
        consultation=consultation,
        minutes="Alle var til stede.",
        held_on=timezone.localdate(),
        silence_notes=notes.get("silence_notes", {}),
        by=officer_of(consultation.owner),
    )


def test_opening_invites_every_represented_union_and_tells_its_people(consultation):
    assert consultation.invitations.count() == 2
    assert Message.objects.filter(key=f"consultation:{consultation.pk}:opened").count() == 2
    assert cases.fresh(consultation.proposal).state == State.IN_CONSULTATION


def test_opening_is_refused_where_no_union_is_represented():
    proposal = cases.proposed([cases.recommended()])
    with pytest.raises(Refusal):
        services.open_consultation(proposal=proposal, by=officer_of(proposal.owner))
    assert cases.fresh(proposal).state == State.DRAFT


def test_a_statement_is_for_representatives_of_that_union_there(consultation):
    mine, theirs = consultation.invitations.all()
    elsewhere = ConsultationFactory().owner
    strangers = [
        UserFactory(),
        officer_of(consultation.owner),
        representative_of(theirs.union, consultation.owner),
        representative_of(mine.union, elsewhere),
    ]
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            services.give_statement(
                invitation=mine, view=Statement.View.AGREES, text="Ja", by=stranger
            )


def test_closing_waits_for_every_statement_and_every_answer(consultation):
    first, second = consultation.invitations.all()
    statement = state(consultation, first)
    with pytest.raises(Refusal, match=str(first.union)):
        close(consultation)

    services.answer(statement=statement, text="Takk.", by=officer_of(consultation.owner))
    with pytest.raises(Refusal, match=str(second.union)):
        close(consultation)

    other = state(consultation, second, Statement.View.DISAGREES)
    services.answer(
        statement=other, text="Vi har en annen vurdering.", by=officer_of(consultation.owner)
    )
    close(consultation)
    assert cases.fresh(consultation.proposal).state == State.CONSULTED


def test_silence_counts_only_after_the_deadline_and_with_a_note(consultation):
    notes = {
        invitation.pk: "Ønsket ikke å uttale seg." for invitation in consultation.invitations.all()
    }
    with pytest.raises(Refusal):
        close(consultation, silence_notes=notes)

    consultation.deadline = timezone.localdate() - datetime.timedelta(days=1)
    consultation.save()
    with pytest.raises(Refusal):
        close(consultation)
    close(consultation, silence_notes=notes)

    assert cases.fresh(consultation.proposal).state == State.CONSULTED


def test_a_closed_consultation_takes_no_more_words(consultation):
    for invitation in consultation.invitations.all():
        services.answer(
            statement=state(consultation, invitation),
            text="Takk.",
            by=officer_of(consultation.owner),
        )
    closed = close(consultation)
    statement = Statement.objects.first()

    with pytest.raises(PermissionDenied):
        services.answer(statement=statement, text="Nytt svar", by=officer_of(closed.owner))
