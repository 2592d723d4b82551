"""Cases taken through the house the way people take them: by the services, in order.

Each function takes a case (or a round of cases) one step further and returns it fresh.
"""

from collections.abc import Callable, Sequence

from django.db.models import Model
from django.utils import timezone

from applications import services as applications
from applications.models import Application, Round
from applications.states import RoundAction
from consultations import services as consultations
from consultations.models import Consultation, Statement
from distribution import services as distribution
from distribution.models import Proposal
from funding.models import Earmark
from staff.models import Union, User
from tests.factories.applications import ApplicationFactory
from tests.factories.funding import EarmarkFactory
from tests.factories.staff import UnionFactory, leader_of, officer_of, representative_of


def submitted(application: Application | None = None, **fields: object) -> Application:
    """Sent by its applicant; a new case with `fields`, unless one is given."""
    application = application or ApplicationFactory(**fields)
    applications.submit(application=application, by=application.applicant)
    return fresh(application)


def recommended(application: Application | None = None, **fields: object) -> Application:
    """Recommended by the leader, who plans cover for the leave."""
    application = application or submitted(**fields)
    run = application.course_run
    cover = applications.Cover(
        percent=application.leave_percent,
        weekdays=application.leave_weekdays,
        first=run.starts_on,
        last=run.ends_on,
    )
    applications.advise(
        application=application,
        recommended=True,
        reason="Skolen trenger dette.",
        cover=cover if application.scheme.is_substitute else None,
        by=leader_of(application.workplace),
    )
    return fresh(application)


def ranked_round(cases: Sequence[Application], *, by: User | None = None) -> Round:
    """The round of these recommended cases, ranked in their order and being distributed."""
    round = fresh(cases[0].round)
    officer = by or officer_of(round.owner)
    for action in (RoundAction.CLOSE_FOR_APPLICANTS, RoundAction.CLOSE_FOR_LEADERS):
        applications.step(round=round, action=action, by=officer)
    applications.rank(round=round, order=[case.pk for case in cases], by=officer)
    applications.step(round=round, action=RoundAction.START_DISTRIBUTION, by=officer)
    return fresh(round)


def earmark_for(application: Application, amount_ore: int = 100_000_000) -> Earmark:
    """Money with the purpose of the case."""
    return EarmarkFactory(
        owner=application.owner,
        scheme=application.scheme,
        staff_groups=[application.staff_group],
        amount_ore=amount_ore,
    )


def proposed(cases: Sequence[Application], *, by: User | None = None) -> Proposal:
    """A draft proposal for these recommended cases."""
    round = ranked_round(cases, by=by)
    return distribution.propose(round=round, by=by or officer_of(round.owner))


def in_consultation(proposal: Proposal, unions: Sequence[Union] = ()) -> Consultation:
    """Laid before the unions, one new one if none is given; each has a representative."""
    for union in unions or [UnionFactory()]:
        representative_of(union, proposal.owner)
    return consultations.open_consultation(proposal=proposal, by=officer_of(proposal.owner))


def consulted(consultation: Consultation) -> Consultation:
    """Every union agrees, is answered, and the minutes are kept."""
    officer = officer_of(consultation.owner)
    for invitation in consultation.invitations.all():
        statement = consultations.give_statement(
            invitation=invitation,
            view=Statement.View.AGREES,
            text="Vi er enige.",
            by=representative_of(invitation.union, consultation.owner),
        )
        consultations.answer(statement=statement, text="Takk.", by=officer)
    return consultations.close(
        consultation=consultation,
        minutes="Alle var til stede.",
        held_on=timezone.localdate(),
        silence_notes={},
        by=officer,
    )


def final(proposal: Proposal) -> Proposal:
    """Consulted on, and decided as proposed."""
    consulted(in_consultation(proposal))
    distribution.finalise(proposal=proposal, by=officer_of(proposal.owner))
    return fresh(proposal)


def granted(application: Application | None = None, **fields: object) -> Application:
    """Granted from an earmark made for it, in a round of its own."""
    application = application or recommended(**fields)
    earmark_for(application)
    final(proposed([application]))
    return fresh(application)


def accepted(application: Application | None = None, **fields: object) -> Application:
    """Accepted by its applicant: the money is committed."""
    application = application or granted(**fields)
    applications.accept(application=application, by=application.applicant)
    return fresh(application)


def cover_ordered(
    do_what_is_owed: Callable[[], int], application: Application | None = None, **fields: object
) -> Application:
    """Accepted, and what follows from it done: the cover order is there."""
    application = accepted(application, **fields)
    do_what_is_owed()
    return fresh(application)


def fresh(row: Model) -> Model:
    """The row as the database has it, with none of what a test's object remembers."""
    return type(row)._default_manager.get(pk=row.pk)
