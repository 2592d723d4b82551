"""Studies outside the catalogue: described by an employee, checked by the owner."""

import datetime

import pytest
from django.utils import timezone

from catalogue import services
from catalogue.models import Course, CourseRun, OutsideStudy, Provider
from catalogue.states import StudyState
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import (
    ConflictOfInterestFactory,
    EmployeeFactory,
    OwnerFactory,
    UserFactory,
    WorkplaceFactory,
    cases,
    employee_at,
    leader_of,
    officer_of,
    outside_study,
)

pytestmark = pytest.mark.django_db
NEW, INDEX = "/courses/outside/new/", "/courses/outside/"


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def position():
    return employee_at(WorkplaceFactory())


@pytest.fixture
def employee(client, position):
    client.force_login(position.employee.user)
    return position.employee


@pytest.fixture
def study(position):
    return outside_study(position.employee)


def typed(**changes):
    return {
        "title": "Naturfag ute med barn",
        "institution": "Fagskolen i Vestdalen",
        "provider_kind": "fagskole",
        "link": "https://fagskolen.example.org/naturfag",
        "description": "Ute hele året.",
        "credits": "30",
        "credit_system": "fagskole",
        "nqf_level": "5.1",
        "starts_on": in_days(100).isoformat(),
        "ends_on": in_days(379).isoformat(),
        "place": "Førde",
        "price_ore": "4 500",
        "apply_by": in_days(40).isoformat(),
        **changes,
    }


# ── Describing it ────────────────────────────────────────────────────────────────────────────────


def test_an_employee_describes_a_study_and_the_officer_is_asked(client, employee):
    officer = officer_of(employee.owner)
    assert client.get(NEW).status_code == 200
    response = client.post(NEW, typed())
    study = OutsideStudy.objects.select_related("run__course__provider").get()
    assert response.status_code == 302
    assert response.url == f"{INDEX}{study.pk}/"
    run, course = study.run, study.run.course
    assert (study.employee, study.owner, study.state) == (employee, employee.owner, "proposed")
    assert (course.title, course.credits, course.kind) == (
        "Naturfag ute med barn",
        30,
        Course.Kind.WITH_CREDITS,
    )
    assert (course.provider.name, course.provider.kind) == ("Fagskolen i Vestdalen", "fagskole")
    assert (run.price_ore, run.apply_by, run.apply_at) == (450_000, in_days(40), study.link)
    assert (run.is_reserved, run.place) == (True, "Førde")
    assert Message.objects.filter(recipient=officer, url=response.url).count() == 1


def test_load_and_terms_are_worked_out_where_they_are_left_empty(client, employee):
    """30 credits over 40 weeks are half a study, in two terms."""
    client.post(NEW, typed())
    run = CourseRun.objects.get()
    assert (run.study_load, run.terms) == (5_000, 2)


def test_load_and_terms_that_are_told_are_kept(client, employee):
    client.post(NEW, typed(study_load="33,5", terms="3"))
    run = CourseRun.objects.get()
    assert (run.study_load, run.terms) == (3_350, 3)


def test_a_study_without_credits(client, employee):
    response = client.post(
        NEW, typed(credits="", credit_system="", nqf_level="", is_online="on", place="")
    )
    assert response.status_code == 302
    course = Course.objects.get()
    assert (course.kind, course.credits) == (Course.Kind.WITHOUT_CREDITS, 0)
    assert course.runs.get().place == "På nett"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"institution": ""}, "institution"),
        ({"provider_kind": "owner"}, "provider_kind"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://example.org/" + "a" * 200}, "link"),
        ({"credits": "-1"}, "credits"),
        ({"credits": "tretti"}, "credits"),
        ({"credit_system": ""}, "credit_system"),
        ({"starts_on": in_days(-1).isoformat(), "apply_by": ""}, "starts_on"),
        ({"ends_on": in_days(99).isoformat()}, "ends_on"),
        ({"apply_by": in_days(101).isoformat()}, "apply_by"),
        ({"place": ""}, "place"),
        ({"price_ore": "gratis"}, "price_ore"),
        ({"price_ore": ""}, "price_ore"),
        ({"study_load": "120"}, "study_load"),
        ({"terms": "13"}, "terms"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client, employee, changes, field
):
    response = client.post(NEW, typed(**changes))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert "Ute hele året." in response.content.decode()
    assert not OutsideStudy.objects.exists()
    assert not Provider.objects.exists()


def test_a_script_in_a_description_is_only_text(client, employee):
    response = client.post(NEW, typed(description="<script>alert(1)</script>"), follow=True)
    text = response.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_with_two_employers_one_says_which(client, employee):
    other = EmployeeFactory(user=employee.user, owner=OwnerFactory())
    assert client.post(NEW, typed()).status_code == 422
    assert client.post(NEW, typed(employer=other.pk)).status_code == 302
    assert OutsideStudy.objects.get().owner == other.owner


def test_somebody_elses_employment_cannot_be_chosen(client, employee):
    EmployeeFactory(user=employee.user, owner=OwnerFactory())
    strange = EmployeeFactory()
    response = client.post(NEW, typed(employer=strange.pk))
    assert response.status_code == 422
    assert "employer" in response.context["form"].errors


def test_whoever_is_not_employed_is_told_so(client):
    client.force_login(UserFactory())
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed()).status_code == 403
    assert not OutsideStudy.objects.exists()


def test_the_same_title_twice_is_two_courses(client, employee):
    assert client.post(NEW, typed()).status_code == 302
    assert client.post(NEW, typed()).status_code == 302
    assert OutsideStudy.objects.count() == 2


# ── Reading it ───────────────────────────────────────────────────────────────────────────────────


def test_the_one_who_described_it_and_the_officer_see_it_and_nobody_else(client, position, study):
    url = study.get_absolute_url()
    owner = position.owner
    seen = {"mine": position.employee.user, "officer": officer_of(owner)}
    unseen = {
        "colleague": employee_at(position.workplace).employee.user,
        "leader": leader_of(position.workplace),
        "officer elsewhere": officer_of(OwnerFactory()),
    }
    answers = {}
    for who, user in {**seen, **unseen}.items():
        client.force_login(user)
        answers[who] = client.get(url).status_code
    assert answers == dict.fromkeys(seen, 200) | dict.fromkeys(unseen, 404)


def test_the_link_to_the_institution_is_opened_safely(client, employee, study):
    text = client.get(study.get_absolute_url()).content.decode()
    for link in [part.split(">")[0] for part in text.split("<a ") if study.link in part]:
        assert 'rel="noopener noreferrer"' in link


def test_its_workload_and_calendar_are_for_whoever_sees_it(client, employee, study):
    path = f"/courses/calendar/runs/{study.run_id}"
    assert client.get(f"{path}/workload/").status_code == 200
    assert client.get(f"{path}.ics").status_code == 200
    client.force_login(UserFactory())
    assert client.get(f"{path}/workload/").status_code == 404


def listed(client, **shown):
    return [study.pk for study in client.get(INDEX, shown).context["page"]]


def test_an_officer_sees_what_waits_at_the_owner_the_oldest_first(client, position, study):
    later, done = outside_study(position.employee), outside_study(position.employee)
    outside_study(EmployeeFactory())
    officer = officer_of(position.owner)
    services.accept_study(study=done, note="", by=officer)
    client.force_login(officer)
    assert listed(client) == [study.pk, later.pk]
    assert listed(client, show="answered") == [done.pk]
    assert listed(client, show="mine") == []


def test_an_employee_sees_their_own(client, employee, study):
    outside_study(employee_at(WorkplaceFactory(owner=employee.owner)).employee)
    assert listed(client) == listed(client, show="answered") == [study.pk]


def test_a_list_costs_as_much_with_one_row_as_with_three(client, position, study, query_count):
    client.force_login(officer_of(position.owner))
    client.get(INDEX)
    one = query_count(lambda: client.get(INDEX))
    for _number in range(2):
        outside_study(employee_at(position.workplace).employee)
    assert query_count(lambda: client.get(INDEX)) == one <= 12


# ── Answering ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def officer(client, position):
    officer = officer_of(position.owner)
    client.force_login(officer)
    return officer


def answer(client, study, answer, reason=""):
    return client.post(study.get_absolute_url(), {"answer": answer, "reason": reason})


def test_an_officer_accepts_with_a_note_and_the_employee_is_told(client, officer, study):
    assert answer(client, study, "accept", "Som beskrevet.").status_code == 302
    study.refresh_from_db()
    assert (study.state, study.reason, study.checked_by) == ("accepted", "Som beskrevet.", officer)
    told = Message.objects.filter(recipient=study.written_by, url=study.get_absolute_url())
    assert told.count() == 1
    client.force_login(study.written_by)
    text = client.get(study.get_absolute_url()).content.decode()
    assert "Som beskrevet." in text


def test_a_refusal_needs_its_reason(client, officer, study):
    response = answer(client, study, "refuse", "  ")
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors
    study.refresh_from_db()
    assert study.state == StudyState.PROPOSED
    assert answer(client, study, "refuse", "Skolen er ikke godkjent.").status_code == 302
    study.refresh_from_db()
    assert (study.state, study.reason) == ("refused", "Skolen er ikke godkjent.")


@pytest.mark.parametrize("pressed", ["", "perhaps"])
def test_neither_button(client, officer, study, pressed):
    assert answer(client, study, pressed, "Tekst som ikke skal bort").status_code == 422
    study.refresh_from_db()
    assert study.state == StudyState.PROPOSED


def test_an_answer_may_be_changed_but_not_given_twice(client, officer, study):
    answer(client, study, "refuse", "Nei.")
    assert answer(client, study, "refuse", "Nei.").status_code == 409
    assert answer(client, study, "accept").status_code == 302
    study.refresh_from_db()
    assert study.state == StudyState.ACCEPTED


def test_nobody_answers_their_own_and_an_employee_not_at_all(client, employee, study):
    assert answer(client, study, "accept").status_code == 403
    officer = officer_of(employee.owner)
    own = outside_study(EmployeeFactory(user=officer, owner=employee.owner))
    client.force_login(officer)
    assert answer(client, own, "accept").status_code == 403


def test_an_officer_in_conflict_does_not_answer(client, officer, study):
    ConflictOfInterestFactory(owner=study.owner, user=officer, about=study.written_by)
    assert answer(client, study, "accept").status_code == 403
    assert client.get(study.get_absolute_url()).status_code == 200


def test_a_stranger_cannot_answer(client, study):
    client.force_login(officer_of(OwnerFactory()))
    assert answer(client, study, "accept").status_code == 404


def test_a_study_that_is_granted_keeps_its_answer(client, officer, position, study):
    services.accept_study(study=study, note="", by=officer)
    case = cases.granted(round__owner=position.owner, position=position, course_run=study.run)
    response = answer(client, study, "refuse", "Likevel ikke.")
    assert response.status_code == 409
    assert case.number in str(response.context["form"].errors)
    study.refresh_from_db()
    assert study.state == StudyState.ACCEPTED
    with pytest.raises(Refusal):
        services.refuse_study(study=study, reason="Nei.", by=officer)
