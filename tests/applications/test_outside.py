"""A study outside the catalogue in a case: chosen, sent, ranked, granted or rejected."""

import pytest

from applications import services
from applications.models import Application
from applications.states import RoundAction, State
from catalogue import services as catalogue
from catalogue.models import Seat
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import (
    ConflictOfInterestFactory,
    EmployeeFactory,
    RoundFactory,
    WorkplaceFactory,
    cases,
    employee_at,
    leader_of,
    officer_of,
    outside_study,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(position):
    return outside_study(position.employee)


@pytest.fixture
def officer(position):
    return officer_of(position.owner)


def accept(study, officer):
    return catalogue.accept_study(study=study, note="", by=officer)


def refuse(study, officer, reason="Skolen er ikke godkjent."):
    return catalogue.refuse_study(study=study, reason=reason, by=officer)


def draft_about(study, round, position):
    """A draft with everything in it, about the study."""
    draft = services.start(round=round, by=position.employee.user)
    scheme = round.schemes.get()
    changes = {
        "course_run": study.run,
        "scheme": scheme,
        "leave_percent": 1_000,
        "leave_weekdays": [1],
        "why": "Jeg vil ut.",
    }
    return services.save_draft(application=draft, changes=changes, by=position.employee.user)


def sent_about(study, round, position):
    return services.submit(
        application=draft_about(study, round, position), by=position.employee.user
    )


# ── Choosing it ──────────────────────────────────────────────────────────────────────────────────


def choices(client, draft):
    response = client.get(f"/applications/{draft.pk}/step/course/")
    assert response.status_code == 200
    return set(response.context["form"].fields["course_run"].queryset)


def test_my_own_studies_can_be_chosen_beside_what_the_round_offers(client, draft, study, round):
    outside_study(employee_at(WorkplaceFactory(owner=round.owner)).employee)
    offered = round.offers.get().course_run
    assert choices(client, draft) == {offered, study.run}


def test_a_study_that_is_refused_cannot_be_chosen(client, draft, study, round, officer):
    refuse(study, officer)
    assert study.run not in choices(client, draft)
    response = client.post(f"/applications/{draft.pk}/step/course/", {"course_run": study.run_id})
    assert response.status_code == 422


def test_a_study_described_to_another_employer_cannot_be_chosen(client, draft, applicant):
    elsewhere = outside_study(EmployeeFactory(user=applicant))
    assert elsewhere.run not in choices(client, draft)


def test_the_step_leads_to_describing_a_study(client, draft):
    text = client.get(f"/applications/{draft.pk}/step/course/").content.decode()
    assert 'href="/courses/outside/new/"' in text


def test_one_applies_from_the_page_of_the_study(client, applicant, study, round):
    [way] = client.get(study.get_absolute_url()).context["ways"]
    response = client.post(way.url, {"course_run": study.run_id})
    case = Application.objects.get()
    assert response.url == f"/applications/{case.pk}/step/about/"
    assert (case.course_run, case.round) == (study.run, round)


def test_other_employers_rounds_are_no_way(client, applicant, study):
    RoundFactory()
    assert client.get(study.get_absolute_url()).context["ways"] == []


def test_a_refused_study_has_no_way(client, applicant, study, round, officer):
    refuse(study, officer)
    assert client.get(study.get_absolute_url()).context["ways"] == []


def test_nobody_starts_with_somebody_elses_study(client, round, study):
    other = employee_at(WorkplaceFactory(owner=round.owner))
    client.force_login(other.employee.user)
    response = client.post(f"/applications/start/{round.pk}/", {"course_run": study.run_id})
    assert response.status_code == 422
    assert not Application.objects.exists()


# ── Sending it ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("is_accepted", [False, True])
def test_it_can_be_sent_before_and_after_it_is_checked(
    study, round, position, officer, is_accepted
):
    if is_accepted:
        accept(study, officer)
    assert sent_about(study, round, position).state == State.SUBMITTED


def test_a_refused_study_cannot_be_sent(study, round, position, officer):
    draft = draft_about(study, round, position)
    refuse(study, officer)
    with pytest.raises(Refusal):
        services.submit(application=draft, by=position.employee.user)
    assert cases.fresh(draft).state == State.DRAFT


# ── Ranking and deciding ─────────────────────────────────────────────────────────────────────────


def with_owner(round, officer):
    for action in (RoundAction.CLOSE_FOR_APPLICANTS, RoundAction.CLOSE_FOR_LEADERS):
        round = services.step(round=round, action=action, by=officer)
    return round


@pytest.fixture
def case(study, round, position):
    return cases.recommended(sent_about(study, round, position))


@pytest.mark.parametrize("answer", [None, refuse])
def test_a_case_whose_study_is_not_accepted_is_not_ranked(case, study, officer, answer):
    if answer:
        answer(study, officer)
    round = with_owner(case.round, officer)
    with pytest.raises(Refusal, match=case.number):
        services.rank(round=round, order=[case.pk], by=officer)
    assert cases.fresh(case).rank is None
    accept(study, officer)
    services.rank(round=round, order=[case.pk], by=officer)
    assert cases.fresh(case).rank == 1


def test_the_ranking_page_says_why(client, case, officer):
    round = with_owner(case.round, officer)
    client.force_login(officer)
    response = client.post(
        f"/rounds/{round.pk}/ranking/",
        {"seen": str(case.pk), f"place-{case.pk}": "1", "move": ""},
    )
    assert response.status_code == 409
    assert case.number in str(response.context["form"].errors)


def test_a_study_refused_after_the_ranking_stops_the_distribution(case, study, officer):
    accept(study, officer)
    round = with_owner(case.round, officer)
    services.rank(round=round, order=[case.pk], by=officer)
    refuse(study, officer)
    with pytest.raises(Refusal, match=case.number):
        services.step(round=round, action=RoundAction.START_DISTRIBUTION, by=officer)


def test_a_study_refused_during_the_distribution_is_not_granted(case, study, officer):
    accept(study, officer)
    cases.earmark_for(case)
    proposal = cases.proposed([case], by=officer)
    refuse(study, officer)
    with pytest.raises(Refusal, match=case.number):
        cases.final(proposal)
    assert cases.fresh(case).state == State.RANKED


def test_a_study_that_is_accepted_goes_all_the_way_without_a_seat(case, study, officer):
    accept(study, officer)
    accepted = cases.accepted(cases.granted(case))
    assert accepted.state == State.ACCEPTED
    assert not Seat.objects.exists()


# ── Rejecting it ─────────────────────────────────────────────────────────────────────────────────


def reject_url(case):
    return f"/applications/{case.pk}/reject-study/"


@pytest.fixture
def refused(case, study, officer):
    refuse(study, officer)
    return case


def test_a_case_whose_study_is_refused_is_rejected_with_the_reason(
    client, refused, officer, do_what_is_owed
):
    client.force_login(officer)
    assert refused.number in client.get(reject_url(refused)).content.decode()
    assert client.post(reject_url(refused)).status_code == 302
    case = cases.fresh(refused)
    decision = case.decisions.get()
    assert (case.state, decision.outcome) == (State.REJECTED, "rejected")
    assert "Skolen er ikke godkjent." in decision.grounds
    assert Message.objects.filter(recipient=case.applicant, body=decision.grounds).exists()
    do_what_is_owed()
    assert cases.fresh(decision).letter


def test_the_round_goes_on_without_it(refused, officer, round):
    other = cases.recommended(
        round=round, position=employee_at(WorkplaceFactory(owner=round.owner))
    )
    with_owner(round, officer)
    services.reject_study(application=refused, by=officer)
    services.rank(round=round, order=[other.pk], by=officer)
    services.step(round=round, action=RoundAction.START_DISTRIBUTION, by=officer)


def test_a_ranked_case_that_is_rejected_leaves_its_place(case, study, officer, round):
    accept(study, officer)
    other = cases.recommended(
        round=round, position=employee_at(WorkplaceFactory(owner=round.owner))
    )
    with_owner(round, officer)
    services.rank(round=round, order=[case.pk, other.pk], by=officer)
    refuse(study, officer)
    services.reject_study(application=case, by=officer)
    services.rank(round=round, order=[other.pk], by=officer)
    assert (cases.fresh(case).rank, cases.fresh(other).rank) == (None, 1)


def test_who_may_reject_it(client, refused, position):
    answers = {}
    people = {
        "applicant": refused.applicant,
        "leader": leader_of(position.workplace),
        "stranger": officer_of(WorkplaceFactory().owner),
    }
    for who, user in people.items():
        client.force_login(user)
        answers[who] = client.post(reject_url(refused)).status_code
    assert answers == {"applicant": 403, "leader": 403, "stranger": 404}
    assert cases.fresh(refused).state == State.RECOMMENDED


def test_an_officer_in_conflict_does_not_reject_it(client, refused, officer):
    ConflictOfInterestFactory(owner=refused.owner, user=officer, about=refused.applicant)
    client.force_login(officer)
    assert client.post(reject_url(refused)).status_code == 403


@pytest.mark.parametrize("answer", [None, accept])
def test_a_study_that_is_not_refused_is_not_rejected_so(client, case, study, officer, answer):
    if answer:
        answer(study, officer)
    client.force_login(officer)
    assert client.get(reject_url(case)).status_code == 403
    assert client.post(reject_url(case)).status_code == 403


# ── How it is shown ──────────────────────────────────────────────────────────────────────────────


def test_applicant_leader_and_officer_see_how_the_owner_stands(client, case, study, officer):
    leader = leader_of(case.workplace)
    refuse(study, officer)
    own_page = f'href="{study.get_absolute_url()}"'
    for user, link in (
        (case.applicant, own_page),
        (officer, own_page),
        (leader, f'href="{study.link}"'),
    ):
        client.force_login(user)
        response = client.get(f"/applications/{case.pk}/")
        line = response.context["study"]
        assert (line.study, line.color) == (study, "danger")
        assert link in response.content.decode()
        assert bool(line.may_reject) == (user == officer)


def test_the_leader_sees_it_where_advice_is_given(client, study, round, position):
    case = sent_about(study, round, position)
    client.force_login(leader_of(position.workplace))
    response = client.get(f"/applications/{case.pk}/advise/")
    assert response.context["study"].color == "warning"
    assert study.link in response.content.decode()


def test_a_course_of_the_catalogue_says_nothing_of_it(client, applicant):
    case = cases.submitted()
    client.force_login(case.applicant)
    assert client.get(f"/applications/{case.pk}/").context["study"] is None
