"""The proposal laid before the unions: what they say, what they are answered, and the minutes."""

import datetime
from collections.abc import Mapping

from consultations import services as consultations
from consultations.models import Consultation, Invitation, Statement
from distribution import services as distribution
from distribution.models import Proposal
from evu.demo import words
from evu.demo.clock import at, office_hours
from evu.demo.play import DAY, Play

View = Statement.View
Views = Mapping[str, Statement.View]


def propose_and_open(play: Play) -> Consultation:
    """The distribution is computed and sent to every union that is represented."""
    with at(office_hours(play.steps.leaders + DAY * 3)):
        proposal = distribution.propose(round=play.round, by=play.officer)
    with at(office_hours(play.steps.leaders + DAY * 4)):
        consultation = consultations.open_consultation(proposal=proposal, by=play.officer)
    play.round.refresh_from_db()
    return consultation


def state(
    play: Play, consultation: Consultation, views: Views, *, first: datetime.date
) -> list[Statement]:
    """The unions named in `views` give their statements, a day apart."""
    invitations = consultation.invitations.select_related("union", "consultation")
    by_code = {invitation.union.code: invitation for invitation in invitations}
    return [
        _give(play, by_code[code], view, first + DAY * number)
        for number, (code, view) in enumerate(views.items())
    ]


def conclude(play: Play, consultation: Consultation, views: Views) -> Proposal:
    """Statements, answers, minutes; then the distribution is final and everybody is told."""
    statements = state(play, consultation, views, first=play.steps.leaders + DAY * 6)
    for statement in statements:
        text = words.STATEMENTS[statement.invitation.union.code][1]
        with at(office_hours(play.steps.consultation - DAY, 60)):
            consultations.answer(
                statement=statement, text=words.said(text, play.language), by=play.officer
            )
    with at(office_hours(play.steps.consultation + DAY)):
        silent = consultation.invitations.filter(statement=None)
        consultations.close(
            consultation=consultation,
            minutes=words.said(words.MINUTES, play.language),
            held_on=play.steps.consultation,
            silence_notes={each.pk: words.said(words.SILENCE, play.language) for each in silent},
            by=play.officer,
        )
    with at(office_hours(play.steps.decision)):
        proposal = distribution.finalise(proposal=consultation.proposal, by=play.officer)
    play.round.refresh_from_db()
    return proposal


def _give(play: Play, invitation: Invitation, view: Statement.View, on: datetime.date) -> Statement:
    said = words.STATEMENTS[invitation.union.code][0]
    with at(office_hours(on, 90)):
        return consultations.give_statement(
            invitation=invitation,
            view=view,
            text=words.said(said, play.language),
            by=play.stage.speakers[invitation.owner_id, invitation.union_id],
        )
