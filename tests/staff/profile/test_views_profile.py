"""One's own page: what is on it, how one is reached, what one teaches."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from audit.models import Event
from notifications.models import Preference
from staff.models import Teaching
from tests.factories import (
    CorrectionFactory,
    EmployeeFactory,
    PositionFactory,
    QualificationFactory,
    SubjectFactory,
    TeachingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGES = ("profile", "contact", "notifications", "ask_correction", "subjects", "add_qualification")


@pytest.mark.parametrize("name", PAGES)
def test_own_pages_open(me, name):
    answer = me.get(reverse(f"me:{name}"))
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_nobody_who_is_not_logged_in_sees_them(client, name):
    answer = client.get(reverse(f"me:{name}"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_profile_shows_all_one_is_at_each_employer_and_nobody_else(me, school, stranger):
    other = PositionFactory(employee__user=school.person, percent=3_750, ends_on="2027-06-30")
    QualificationFactory(owner=school.owner, employee=school.employee, title="Fagbrev i kokkefaget")
    TeachingFactory(owner=school.owner, employee=school.employee, subject__name_nb="Matte")
    CorrectionFactory(owner=school.owner, employee=school.employee, text="Jeg har 80 prosent.")
    QualificationFactory(owner=stranger.owner, employee=stranger.employee, title="Hemmelig grad")
    page = me.get(reverse("me:profile")).text
    for shown in (
        school.owner.name,
        school.place.name,
        school.position.code.name_nb,
        other.owner.name,
        "37,5",
        "600\u00a0000",
        "Fagbrev i kokkefaget",
        "Matte",
        "Jeg har 80 prosent.",
    ):
        assert shown in page
    assert "Hemmelig grad" not in page
    assert stranger.place.name not in page


def test_whoever_is_employed_by_nobody_is_told_so(client):
    client.force_login(UserFactory())
    assert client.get(reverse("me:profile")).status_code == 200
    for name in ("ask_correction", "subjects"):
        assert client.get(reverse(f"me:{name}")).status_code == 404
    assert client.post(reverse("me:new_qualification", args=["degree"])).status_code == 404


def test_a_deleted_profile_is_not_shown(me, school):
    school.employee.forgotten_at = "2026-01-01T00:00Z"
    school.employee.save()
    assert school.place.name not in me.get(reverse("me:profile")).text


def test_profile_asks_the_database_as_often_for_one_as_for_three(me, school, query_count):
    def add():
        QualificationFactory(owner=school.owner, employee=school.employee)
        TeachingFactory(owner=school.owner, employee=school.employee)
        CorrectionFactory(owner=school.owner, employee=school.employee)
        PositionFactory(owner=school.owner, employee=school.employee)

    add()
    once = query_count(lambda: me.get(reverse("me:profile")))
    assert once <= 14
    for _ in range(2):
        add()
    assert query_count(lambda: me.get(reverse("me:profile"))) == once


# ── Contact ──────────────────────────────────────────────────────────────────────────────────────


def contact(email="ny@example.org", phone="912 34 567", written_language="nn"):
    return {"email": email, "phone": phone, "written_language": written_language}


def test_contact_is_changed_by_oneself_and_the_former_address_is_told(me, school, do_what_is_owed):
    former = school.person.email
    assert me.post(reverse("me:contact"), contact()).url == reverse("me:profile")
    school.person.refresh_from_db()
    person = school.person
    assert (person.email, person.phone, person.written_language) == (
        "ny@example.org",
        "912 34 567",
        "nn",
    )
    do_what_is_owed()
    assert [sent.to for sent in mail.outbox] == [[former]]
    addresses = EmailAddress.objects.filter(user=person)
    assert [(a.email, a.primary) for a in addresses] == [("ny@example.org", True)]
    changed = Event.objects.get(kind="user.contact_changed")
    assert changed.details == {"changed": ["email", "phone"]}


def test_back_to_the_former_address_before_it_was_told_keeps_it(me, school, do_what_is_owed):
    former = school.person.email
    me.post(reverse("me:contact"), contact())
    me.post(reverse("me:contact"), contact(email=former))
    do_what_is_owed()
    assert [sent.to for sent in mail.outbox] == [["ny@example.org"]]
    found = EmailAddress.objects.get(user=school.person)
    assert (found.email, found.primary) == (former, True)


def test_the_same_again_tells_nobody(me, school, do_what_is_owed):
    same = contact(email=school.person.email, phone="", written_language="nb")
    assert me.post(reverse("me:contact"), same).status_code == 302
    do_what_is_owed()
    assert mail.outbox == []
    assert not Event.objects.filter(kind="user.contact_changed").exists()


def test_a_new_address_asks_first_whether_it_is_oneself_a_telephone_number_does_not(me, school):
    session = me.session
    session.pop("account_authentication_methods")
    session.save()
    answer = me.post(reverse("me:contact"), contact())
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/")
    me.post(reverse("me:contact"), contact(email=school.person.email))
    before = school.person.email
    school.person.refresh_from_db()
    assert (school.person.email, school.person.phone) == (before, "912 34 567")


@pytest.mark.parametrize("where", ["user", "address"])
def test_an_address_that_is_somebody_elses_is_refused_and_nothing_is_lost(me, school, where):
    other = UserFactory(email="opptatt@example.org" if where == "user" else "")
    if where == "address":
        EmailAddress.objects.create(user=other, email="opptatt@example.org")
    answer = me.post(reverse("me:contact"), contact(email="Opptatt@example.org"))
    assert answer.status_code == 422
    assert "912 34 567" in answer.text
    school.person.refresh_from_db()
    assert school.person.phone == ""
    assert school.person.written_language == "nb"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "ikke en adresse"},
        {"email": "a@b.no\x00"},
        {"phone": "ring meg"},
        {"phone": "9" * 21},
        {"written_language": "tlh"},
    ],
)
def test_bad_contact_is_said_beside_the_field(me, school, wrong):
    before = school.person.email
    answer = me.post(reverse("me:contact"), contact() | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    school.person.refresh_from_db()
    assert school.person.email == before


# ── Subjects ─────────────────────────────────────────────────────────────────────────────────────


def test_subjects_are_found_by_a_part_of_the_name_in_both_languages_or_the_code(me):
    maths = SubjectFactory(name_nb="Matematikk", name_nn="Matematikk", code="MAT01")
    food = SubjectFactory(name_nb="Mat og helse", name_nn="Mat og helse", code="MHE01")
    cook = SubjectFactory(name_nb="Kokkefaget", name_nn="Kokkefaget", kind="trade")

    def found(**query):
        return set(me.get(reverse("me:subjects"), query).context["page"].object_list)

    assert found(q="mat") == {maths, food}
    assert found(q="MHE") == {food}
    assert found(q="ematikk") == {maths}
    assert found(kind="trade") == {cook}
    assert found(q="finnes ikke") == set()


def test_a_subject_is_added_once_and_removed(me, school):
    subject = SubjectFactory()
    for _ in range(2):
        answer = me.post(
            reverse("me:teach", args=[subject.pk]), {"employer": school.employee.pk, "q": "fag"}
        )
        assert answer.url.endswith(f"employer={school.employee.pk}&q=fag&kind=")
    teaching = Teaching.objects.get(employee=school.employee)
    assert teaching.subject == subject
    assert subject not in me.get(reverse("me:subjects")).context["page"].object_list
    me.post(reverse("me:stop_teaching", args=[teaching.pk]))
    assert not Teaching.objects.exists()


def test_nobody_adds_to_or_removes_from_another_profile(me, stranger):
    subject = SubjectFactory()
    taught = TeachingFactory(owner=stranger.owner, employee=stranger.employee)
    for employer in (stranger.employee.pk, "", "x", "\x00", "9" * 30):
        answer = me.post(reverse("me:teach", args=[subject.pk]), {"employer": employer})
        assert answer.status_code == 404
    assert me.post(reverse("me:stop_teaching", args=[taught.pk])).status_code == 404
    assert me.post(reverse("me:teach", args=[0]), {}).status_code == 404
    assert Teaching.objects.get() == taught


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"kind": "x"}, {"q": "a" * 101}])
def test_a_search_that_cannot_be_is_answered_politely(me, query):
    SubjectFactory()
    answer = me.get(reverse("me:subjects"), query)
    assert answer.status_code == 422
    assert list(answer.context["page"].object_list) == []


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "999"}, {"employer": "\x00"}])
def test_odd_addresses_show_the_page(me, query):
    assert me.get(reverse("me:subjects"), query).status_code == 200


def test_with_two_employers_one_chooses_whose_subjects(me, school):
    second = EmployeeFactory(user=school.person)
    taught = TeachingFactory(owner=second.owner, employee=second)
    assert me.get(reverse("me:subjects")).context["mine"] == []
    chosen = me.get(reverse("me:subjects"), {"employer": second.pk})
    assert chosen.context["mine"] == [taught]


def test_subjects_ask_the_database_as_often_for_one_as_for_three(me, school, query_count):
    SubjectFactory()
    TeachingFactory(owner=school.owner, employee=school.employee)
    once = query_count(lambda: me.get(reverse("me:subjects")))
    for _ in range(2):
        SubjectFactory()
        TeachingFactory(owner=school.owner, employee=school.employee)
    assert query_count(lambda: me.get(reverse("me:subjects"))) == once <= 14


# ── Notifications ────────────────────────────────────────────────────────────────────────────────


def test_mail_is_chosen_and_shown(me, school):
    answer = me.post(reverse("me:notifications"), {"mail": "daily"}, follow=True)
    preference = Preference.objects.get(user=school.person)
    assert preference.mail == "daily"
    assert preference.get_mail_display() in answer.text


@pytest.mark.parametrize("wrong", ["", "hourly", "\x00"])
def test_no_choice_is_no_choice(me, wrong):
    answer = me.post(reverse("me:notifications"), {"mail": wrong})
    assert answer.status_code == 422
    assert "mail" in answer.context["form"].errors
    assert not Preference.objects.exists()
