"""Something is wrong: the person says so, the owner answers, both hear of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from notifications.models import Message
from staff import services
from staff.models import ConflictOfInterest, Correction
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import CorrectionFactory, EmployeeFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
WRONG = {"about": "percent", "text": "Jeg har 80 prosent fra 1. august."}
ANSWER = {"state": "corrected", "answer": "Rettet i lønnssystemet."}


@pytest.fixture
def asked(school):
    return CorrectionFactory(owner=school.owner, employee=school.employee)


def answering(correction):
    return reverse("staff:answer_correction", args=[correction.pk])


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────


def test_the_employer_is_told_and_the_person_sees_it(me, school):
    answer = me.post(reverse("me:ask_correction"), WRONG, follow=True)
    correction = Correction.objects.get()
    assert (correction.state, correction.employee) == ("open", school.employee)
    assert WRONG["text"] in answer.text
    told = Message.objects.get(recipient=school.officer)
    assert told.url == answering(correction)
    assert not Message.objects.filter(recipient__in=[school.leader, school.person]).exists()


def test_pressed_twice_it_is_asked_once(me):
    for _ in range(2):
        me.post(reverse("me:ask_correction"), WRONG)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": ""},
        {"about": "x"},
        {"about": "\x00"},
        {"text": ""},
        {"text": " \r\n "},
        {"text": "a" * 2001},
    ],
)
def test_what_is_missing_is_said_beside_its_field(me, wrong):
    answer = me.post(reverse("me:ask_correction"), WRONG | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not Correction.objects.exists()


def test_with_two_employers_one_says_which(me, school):
    second = EmployeeFactory(user=school.person)
    assert "employer" in me.post(reverse("me:ask_correction"), WRONG).context["form"].errors
    me.post(reverse("me:ask_correction"), WRONG | {"employer": second.pk})
    assert Correction.objects.get().owner == second.owner


def test_nobody_asks_for_somebody_else(school, stranger):
    with pytest.raises(PermissionDenied):
        services.ask_correction(
            employee=stranger.employee, about="pay", text="Mer.", by=school.person
        )


# ── Answering ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", [Role.OWNER_OFFICER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("state", ["corrected", "declined"])
def test_the_owner_answers_and_the_person_is_told(client, school, asked, role, state):
    client.force_login(MembershipFactory(role=role, owner=school.owner).user)
    assert asked.text in client.get(answering(asked)).text
    answer = client.post(answering(asked), ANSWER | {"state": state})
    assert answer.url == reverse("staff:corrections")
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (state, ANSWER["answer"])
    told = Message.objects.get(recipient=school.person)
    assert ANSWER["answer"] in told.body
    client.force_login(school.person)
    assert ANSWER["answer"] in client.get(reverse("me:profile")).text


@pytest.mark.parametrize(
    "wrong", [{"state": ""}, {"state": "open"}, {"answer": ""}, {"answer": "a" * 2001}]
)
def test_an_answer_needs_both_parts(client, school, asked, wrong):
    client.force_login(school.officer)
    answer = client.post(answering(asked), ANSWER | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    asked.refresh_from_db()
    assert asked.state == "open"


def test_answered_meanwhile_is_said(client, school, asked):
    services.answer_correction(correction=asked, by=school.officer, **ANSWER)
    client.force_login(school.officer)
    answer = client.post(answering(asked), ANSWER | {"answer": "For sent."})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    with pytest.raises(Refusal):
        services.answer_correction(correction=asked, by=school.officer, **ANSWER)
    asked.refresh_from_db()
    assert asked.answer == ANSWER["answer"]


def test_nobody_answers_their_own_nor_where_a_conflict_is_declared(client, school):
    own = CorrectionFactory(
        owner=school.owner, employee=EmployeeFactory(owner=school.owner, user=school.officer)
    )
    client.force_login(school.officer)
    assert client.post(answering(own), ANSWER).status_code == 403
    other = CorrectionFactory(owner=school.owner, employee=school.employee)
    ConflictOfInterest.objects.create(
        owner=school.owner, user=school.officer, about=school.person, declared_on="2026-01-01"
    )
    assert client.post(answering(other), ANSWER).status_code == 403
    assert set(Correction.objects.values_list("state", flat=True)) == {"open"}


def test_a_colleague_is_refused_and_a_stranger_finds_nothing(client, school, stranger, asked):
    for colleague in (school.leader, school.person):
        client.force_login(colleague)
        assert client.get(answering(asked)).status_code == 403
        assert client.post(answering(asked), ANSWER).status_code == 403
        listed = client.get(reverse("staff:corrections"))
        assert listed.status_code == 403
        assert "data-reason" in listed.text
    for nobody in (stranger.officer, UserFactory()):
        client.force_login(nobody)
        assert client.get(answering(asked)).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "open"


def test_the_list_holds_the_owners_own_those_that_wait_first(client, school, stranger, asked):
    CorrectionFactory(owner=stranger.owner, employee=stranger.employee)
    client.force_login(school.officer)

    def listed(**query):
        return list(client.get(reverse("staff:corrections"), query).context["page"].object_list)

    assert listed() == [asked]
    assert listed(show="answered") == []
    services.answer_correction(correction=asked, by=school.officer, **ANSWER)
    assert listed() == []
    assert listed(show="answered") == [asked]


def test_the_list_asks_the_database_as_often_for_one_as_for_three(client, school, query_count):
    client.force_login(school.officer)
    CorrectionFactory(owner=school.owner, employee=school.employee)
    once = query_count(lambda: client.get(reverse("staff:corrections")))
    for _ in range(2):
        CorrectionFactory(
            owner=school.owner, employee=EmployeeFactory(owner=school.owner), about="pay"
        )
    assert query_count(lambda: client.get(reverse("staff:corrections"))) == once <= 14


def test_the_way_to_the_list_is_shown_to_those_who_answer(client, school):
    address = reverse("staff:corrections")
    client.force_login(school.officer)
    assert address in client.get(reverse("staff:index")).text
    client.force_login(school.leader)
    assert address not in client.get(reverse("staff:index")).text
