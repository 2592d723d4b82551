"""Who acts next and by when, in every state a case can be in."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import services
from applications.models import Round
from applications.states import RoundAction, RoundState, State
from applications.timeline import Facts, entries, next_step, until
from tests.factories import ApplicationFactory, CourseRunFactory, RoundFactory, officer_of
from tests.factories.cases import (
    accepted,
    fresh,
    granted,
    in_consultation,
    proposed,
    ranked_round,
    recommended,
    submitted,
)

pytestmark = pytest.mark.django_db
NOTHING = Facts(advice=None, decisions=(), participations=())


def line(case, facts=NOTHING):
    return [(entry.status, entry.title) for entry in entries(case, facts, reader=case.applicant)]


def waits_for(case, reader=None):
    step = next_step(case, reader=reader or case.applicant)
    return (step.who, step.by, step.yours)


def test_draft_waits_for_its_applicant_until_the_deadline():
    case = ApplicationFactory()
    assert waits_for(case) == (_("You"), case.round.applicant_deadline, True)


def test_draft_after_the_deadline_waits_for_nobody():
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    case = ApplicationFactory(round=RoundFactory(applicant_deadline=yesterday, opens_on=yesterday))
    assert waits_for(case) == ("", None, False)


def test_deadline_is_in_force_on_its_last_day():
    today = timezone.localdate()
    case = ApplicationFactory(round=RoundFactory(applicant_deadline=today))
    step = next_step(case, reader=case.applicant)
    assert step.by == today
    assert not step.is_late


def test_sent_application_waits_for_the_leader():
    case = submitted()
    who, by, yours = waits_for(case)
    assert case.workplace.name in who
    assert (by, yours) == (case.round.leader_deadline, False)


def test_late_leader_shows():
    case = submitted()
    Round.objects.filter(pk=case.round_id).update(
        opens_on=datetime.date(2020, 1, 1),
        applicant_deadline=datetime.date(2020, 1, 2),
        leader_deadline=datetime.date(2020, 1, 3),
    )
    assert next_step(fresh(case), reader=case.applicant).is_late


def test_advised_application_waits_for_the_owner():
    case = recommended()
    assert waits_for(case) == (str(case.owner), case.round.consultation_deadline, False)


def test_sent_application_waits_for_the_owner_once_the_leaders_part_is_over():
    case = submitted()
    Round.objects.filter(pk=case.round_id).update(state=RoundState.WITH_LEADERS)
    Round.objects.filter(pk=case.round_id).update(state=RoundState.WITH_OWNER)
    assert waits_for(fresh(case))[0] == str(case.owner)


def test_ranked_application_waits_for_the_owner_and_then_for_the_unions():
    case = recommended()
    ranked_round([case])
    assert waits_for(fresh(case))[0] == str(case.owner)


def test_application_in_consultation_waits_for_the_unions():
    case = recommended()
    in_consultation(proposed([case]))
    who, by, yours = waits_for(fresh(case))
    assert who == _("The unions")
    assert (by, yours) == (case.round.consultation_deadline, False)


def test_granted_place_waits_for_its_applicant():
    case = granted()
    assert waits_for(case) == (_("You"), case.answer_by, True)
    leader = case.recommendation.given_by
    assert waits_for(case, reader=leader) == (str(case.applicant), case.answer_by, False)


def test_accepted_place_waits_for_the_owner():
    case = accepted()
    assert waits_for(case) == (str(case.owner), None, False)


def test_case_that_is_over_waits_for_nobody():
    case = ApplicationFactory()
    services.withdraw(application=case, by=case.applicant)
    assert next_step(fresh(case), reader=case.applicant) is None
    assert line(fresh(case))[-1] == ("ok", str(State.WITHDRAWN.label))


def test_line_has_what_was_what_is_and_what_comes():
    case = submitted()
    statuses = [status for status, title in line(case) if title]
    assert statuses == ["ok", "now", *["later"] * 5]
    assert case.number in line(case)[0][1]


def test_line_of_a_case_followed_to_its_first_term():
    started = timezone.localdate() - datetime.timedelta(days=1)
    run = CourseRunFactory(starts_on=started, ends_on=started + datetime.timedelta(days=300))
    case = accepted(course_run=run)
    officer = officer_of(case.owner)
    services.confirm_participation(application=case, by=officer)
    case = fresh(case)
    facts = Facts(
        advice=case.recommendation,
        decisions=list(case.decisions.all()),
        participations=list(case.participations.all()),
    )
    found = entries(case, facts, reader=case.applicant)
    assert [entry.status for entry in found] == ["ok"] * 5 + ["now"]
    assert case.state == State.PARTICIPATING
    assert str(officer) not in " ".join(entry.who for entry in found)


def test_every_deadline_says_that_it_lasts_to_23_59():
    assert "23.59" in until(datetime.date(2027, 3, 1))
    assert "1.\u00a0mars\u00a02027" in until(datetime.date(2027, 3, 1))


def test_round_going_on_takes_the_case_along():
    case = recommended()
    officer = officer_of(case.owner)
    services.step(round=case.round, action=RoundAction.CLOSE_FOR_APPLICANTS, by=officer)
    assert waits_for(fresh(case))[0] == str(case.owner)
