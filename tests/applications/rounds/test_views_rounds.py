"""The owner's pages about rounds, asked what every page is asked."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import services
from applications.models import Decision
from applications.states import RoundAction, RoundState
from staff.roles import Role
from staff.verdict import Refusal
from tests.applications.rounds.pages import CONFLICT, MOST_QUERIES, address, queries, text_of
from tests.factories import (
    ApplicationFactory,
    CourseRunFactory,
    MembershipFactory,
    OwnerFactory,
    RoundFactory,
    StaffGroupFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    finance_of,
    leader_of,
    officer_of,
)
from tests.factories.cases import (
    accepted,
    consulted,
    earmark_for,
    fresh,
    granted,
    in_consultation,
    proposed,
    recommended,
)

pytestmark = pytest.mark.django_db
PAGES = ("rounds:detail", "rounds:queue", "rounds:ranking", "rounds:participants")


# ── Everywhere ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(client, round, name):
    client.force_login(officer_of(OwnerFactory()))
    assert client.get(address(name, round)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["leader", "finance", "employee"])
def test_a_colleague_hears_why_not(client, round, name, role):
    workplace = WorkplaceFactory(owner=round.owner)
    person = {
        "leader": lambda: leader_of(workplace),
        "finance": lambda: finance_of(round.owner),
        "employee": lambda: employee_at(workplace).employee.user,
    }[role]()
    client.force_login(person)

    response = client.get(address(name, round))

    assert response.status_code == 403
    assert (
        str(_("Only the owner’s case officers and auditors read the round."))
        in response.content.decode()
    )


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_no_more_for_three_than_for_one(client, round, officer, apply, name):
    apply()
    client.get(address(name, round))
    once = queries(client, address(name, round))
    apply()
    apply()
    assert queries(client, address(name, round)) == once <= MOST_QUERIES


# ── The list of rounds ───────────────────────────────────────────────────────────────────────────


def test_index_shows_the_rounds_of_the_owner_one_acts_for(client, round, officer):
    RoundFactory(owner=round.owner, name="I fjor", state=RoundState.CLOSED)
    RoundFactory(name="De andres runde")

    text = text_of(client.get(reverse("rounds:index")))

    assert "Høstrunden" in text
    assert "I fjor" in text
    assert "De andres runde" not in text


def test_index_is_for_those_who_steer(client, round):
    client.force_login(leader_of(WorkplaceFactory(owner=round.owner)))
    assert client.get(reverse("rounds:index")).status_code == 403
    client.force_login(UserFactory())
    assert client.get(reverse("rounds:index")).status_code == 403


def test_index_asks_no_more_for_three_than_for_one(client, round, officer):
    url = reverse("rounds:index")
    client.get(url)
    once = queries(client, url)
    RoundFactory.create_batch(2, owner=round.owner)
    assert queries(client, url) == once


# ── One round ────────────────────────────────────────────────────────────────────────────────────


def test_detail_shows_where_the_round_is_and_how_many_stand_where(client, round, officer, apply):
    recommended(apply())
    apply()
    nobody = StaffGroupFactory(name_nb="Vaktmestere")

    response = client.get(round.get_absolute_url())

    line = response.context["line"]
    assert [step.current for step in line.steps].index(True) == 1
    assert [step.done for step in line.steps].count(True) == 1
    assert line.total == 2
    assert response.context["sums"] == [1, 1]
    empty = next(row for row in response.context["groups"] if row.group == nobody)
    assert (empty.total, empty.cells) == (0, [0, 0])
    assert "Vaktmestere" in text_of(response)
    for name in ("rounds:queue", "rounds:ranking", "rounds:participants", "reports:round"):
        assert f'href="{address(name, round)}"' in response.content.decode()


def test_a_draft_is_counted_nowhere(client, round, officer):
    ApplicationFactory(round=round)
    assert client.get(round.get_absolute_url()).context["line"].total == 0
    assert client.get(address("rounds:queue", round)).context["rows"] == []


def test_after_the_decision_it_says_how_many_letters_are_made(client):
    case = granted()
    client.force_login(officer_of(case.owner))
    before = client.get(case.round.get_absolute_url())
    Decision.objects.filter(application=case).update(letter="letters/a.pdf")
    after = client.get(case.round.get_absolute_url())

    assert (before.context["line"].letters.made, before.context["line"].letters.total) == (0, 1)
    assert 'hx-trigger="every 5s"' in before.content.decode()
    assert after.context["line"].letters.missing == 0
    assert "hx-trigger" not in after.content.decode()


def test_step_takes_the_round_on(client, round, officer):
    response = client.post(
        address("rounds:step", round), {"action": RoundAction.CLOSE_FOR_APPLICANTS}
    )
    assert response.status_code == 302
    assert response.url == round.get_absolute_url()
    assert fresh(round).state == RoundState.WITH_LEADERS


def test_a_planned_round_is_opened_from_its_page(client, owner, officer):
    planned = RoundFactory(owner=owner, state=RoundState.PLANNED)
    page = client.get(planned.get_absolute_url()).content.decode()
    assert f'value="{RoundAction.OPEN}"' in page
    client.post(address("rounds:step", planned), {"action": RoundAction.OPEN})
    assert fresh(planned).state == RoundState.OPEN


def test_the_button_is_the_next_step_and_nothing_is_offered_that_would_be_refused(
    client, round, officer, apply
):
    apply()
    page = client.get(round.get_absolute_url()).content.decode()
    assert f'value="{RoundAction.CLOSE_FOR_APPLICANTS}"' in page

    services.step(round=round, action=RoundAction.CLOSE_FOR_APPLICANTS, by=officer)
    page = client.get(round.get_absolute_url()).content.decode()
    assert 'name="action"' not in page  # a leader still has the case


def test_a_refused_step_gives_the_services_reason_and_409(client, round, officer, apply):
    apply()
    services.step(round=round, action=RoundAction.CLOSE_FOR_APPLICANTS, by=officer)
    with pytest.raises(Refusal) as reason:
        services.step(round=round, action=RoundAction.CLOSE_FOR_LEADERS, by=officer)

    response = client.post(address("rounds:step", round), {"action": RoundAction.CLOSE_FOR_LEADERS})

    assert response.status_code == CONFLICT
    assert str(reason.value) in text_of(response)
    assert fresh(round).state == RoundState.WITH_LEADERS


def test_a_step_from_elsewhere_is_409(client, round, officer):
    response = client.post(address("rounds:step", round), {"action": RoundAction.CLOSE})
    assert response.status_code == CONFLICT
    assert fresh(round).state == RoundState.OPEN


@pytest.mark.parametrize(
    "action", [RoundAction.DECIDE, RoundAction.CONSULT, RoundAction.TAKE_BACK, "nonsense", ""]
)
def test_steps_that_belong_to_the_distribution_are_not_taken_here(client, action):
    case = recommended()
    earmark_for(case)
    proposal = proposed([case])
    if action != RoundAction.CONSULT:
        consulted(in_consultation(proposal))
    state = fresh(case.round).state
    client.force_login(officer_of(case.owner))

    response = client.post(address("rounds:step", case.round), {"action": action})

    assert response.status_code == CONFLICT
    assert fresh(case.round).state == state
    assert not Decision.objects.exists()


def test_step_is_for_those_who_steer_and_only_by_post(client, round):
    url = address("rounds:step", round)
    data = {"action": RoundAction.CLOSE_FOR_APPLICANTS}
    client.force_login(leader_of(WorkplaceFactory(owner=round.owner)))
    assert client.post(url, data).status_code == 403
    client.force_login(officer_of(OwnerFactory()))
    assert client.post(url, data).status_code == 404
    client.force_login(officer_of(round.owner))
    assert client.get(url).status_code == 405
    assert fresh(round).state == RoundState.OPEN


# ── Those who take part ──────────────────────────────────────────────────────────────────────────


def test_participants_are_those_who_have_accepted(client):
    case = accepted(course_run=CourseRunFactory())
    client.force_login(officer_of(case.owner))
    recommended(round=RoundFactory(owner=case.owner))

    response = client.get(address("rounds:participants", case.round))

    assert [row.application.pk for row in response.context["rows"]] == [case.pk]
    assert "formaction" not in response.content.decode()  # the course has not begun
    completed = client.get(address("rounds:participants", case.round), {"show": "completed"})
    assert completed.context["rows"] == []


def test_a_person_with_two_roles_sees_the_owner_they_act_for(client, owner, round):
    person = officer_of(owner)
    other = RoundFactory(name="Den andre")
    MembershipFactory(user=person, role=Role.OWNER_OFFICER, owner=other.owner)
    client.force_login(person)

    text = text_of(client.get(reverse("rounds:index")))

    assert "Høstrunden" in text
    assert "Den andre" not in text
