"""A provider's courses: listed, written, changed; what is wrong is said beside its field."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Course
from notifications.models import Message
from tests.factories import (
    ContactFactory,
    CourseFactory,
    CourseRunFactory,
    PathFactory,
    ProviderFactory,
    StaffGroupFactory,
    SubjectFactory,
    UserFactory,
    seat_confirmed,
)

pytestmark = pytest.mark.django_db
GOOD = {
    "title": "Matte for småtrinnet",
    "kind": "with_credits",
    "description": "Tall og former.",
    "credits": "15",
    "credit_system": "higher",
}


@pytest.fixture
def provider():
    return ProviderFactory(name="Nordhav høgskole")


@pytest.fixture
def me(client, provider):
    client.force_login(ContactFactory(provider=provider).membership.user)
    return client


@pytest.fixture
def stranger(client):
    """A contact of another provider."""
    client.force_login(ContactFactory().membership.user)
    return client


def new(provider):
    return reverse("providing:new_course", args=[provider.pk])


def change(course):
    return reverse("providing:change_course", args=[course.pk])


def page_of(course):
    return reverse("providing:course", args=[course.pk])


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_the_list_holds_ones_own_and_nobody_elses(me, provider):
    mine, other = CourseFactory(provider=provider), CourseFactory()
    page = me.get(reverse("providing:courses"))
    assert mine.title in page.text
    assert other.title not in page.text


def test_courses_are_found_by_words_in_any_inflection(me, provider):
    CourseFactory(provider=provider, title="Veiledning av lærlinger")
    CourseFactory(provider=provider, title="Kjemi på kjøkkenet")
    page = me.get(reverse("providing:courses"), {"q": "lærling"})
    assert [course.title for course, _runs in page.context["rows"]] == ["Veiledning av lærlinger"]
    assert me.get(reverse("providing:courses"), {"q": "x" * 101}).status_code == 200


def test_who_delivers_nothing_is_told_so(client):
    client.force_login(UserFactory())
    for name in ("index", "courses", "seats", "results", "mine"):
        assert client.get(reverse(f"providing:{name}")).status_code == 403, name


def test_the_list_costs_the_same_for_one_as_for_three(me, provider, query_count):
    CourseFactory(provider=provider)
    me.get(reverse("providing:courses"))
    once = query_count(lambda: me.get(reverse("providing:courses")))
    for _number in range(2):
        CourseRunFactory(course__provider=provider)
    assert query_count(lambda: me.get(reverse("providing:courses"))) == once
    assert once <= 12


def test_a_contact_of_two_chooses_between_them(client):
    one, two = ProviderFactory(name="Alfa"), ProviderFactory(name="Beta")
    user = ContactFactory(provider=two).membership.user
    since = timezone.localdate() - datetime.timedelta(days=9)
    ContactFactory(provider=one, membership__user=user, membership__starts_on=since)
    client.force_login(user)
    CourseFactory(provider=one, title="Kurs hos Alfa")
    CourseFactory(provider=two, title="Kurs hos Beta")
    first = client.get(reverse("providing:courses"))
    assert ("Kurs hos Alfa" in first.text, "Kurs hos Beta" in first.text) == (True, False)
    assert f"?provider={two.pk}" in first.text
    second = client.get(reverse("providing:courses"), {"provider": two.pk})
    assert ("Kurs hos Alfa" in second.text, "Kurs hos Beta" in second.text) == (False, True)
    for stranger in (ProviderFactory().pk, "x", "", "9" * 30):
        found = client.get(reverse("providing:courses"), {"provider": stranger})
        assert found.status_code == 404, stranger


# ── Writing one ──────────────────────────────────────────────────────────────────────────────────


def test_a_course_is_written_with_whom_it_is_for(me, provider):
    group, subject = StaffGroupFactory(), SubjectFactory(code="MAT01", name_nb="Matematikk")
    path = PathFactory()
    assert me.get(new(provider)).status_code == 200
    answer = me.post(
        new(provider),
        GOOD
        | {
            "staff_groups": [group.pk],
            "sectors": ["primary", "after_school"],
            "subjects": "mat01",
            "nqf_level": "7",
            "road": path.pk,
            "code": "MA-15",
        },
    )
    course = Course.objects.get()
    assert answer.url == page_of(course)
    assert (course.provider, course.title, course.credits) == (provider, GOOD["title"], 15)
    assert (course.sectors, course.nqf_level, course.road) == (
        ["primary", "after_school"],
        "7",
        path,
    )
    assert (list(course.staff_groups.all()), list(course.subjects.all())) == ([group], [subject])
    assert course.code == "MA-15"
    assert "Matematikk" in course.keywords
    assert me.get(page_of(course)).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [
        ({"title": ""}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"kind": "other"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"description": "a" * 5001}, "description"),
        ({"credits": "-5"}, "credits"),
        ({"credits": "301"}, "credits"),
        ({"credits": "femten"}, "credits"),
        ({"credits": ""}, "credits"),
        ({"kind": "without_credits"}, "credits"),
        ({"credit_system": ""}, "credit_system"),
        ({"nqf_level": "99"}, "nqf_level"),
        ({"staff_groups": ["999999"]}, "staff_groups"),
        ({"sectors": ["moon"]}, "sectors"),
        ({"road": "999999"}, "road"),
        ({"road": "x"}, "road"),
        ({"subjects": "Trolldom"}, "subjects"),
        ({"code": "a" * 61}, "code"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(me, provider, wrong, beside):
    answer = me.post(new(provider), GOOD | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [beside]
    kept = {**GOOD, **wrong}
    for name in ("title", "description"):
        if name not in wrong:
            assert kept[name] in answer.text
    assert not Course.objects.exists()


def test_without_credits_there_is_no_credit_system(me, provider):
    me.post(new(provider), GOOD | {"kind": "without_credits", "credits": ""})
    course = Course.objects.get()
    assert (course.credits, course.credit_system) == (0, "")


def test_a_title_is_taken_once_by_each_provider(me, provider):
    CourseFactory(title=GOOD["title"])
    assert me.post(new(provider), GOOD).status_code == 302
    again = me.post(new(provider), GOOD | {"title": GOOD["title"].upper()})
    assert list(again.context["form"].errors) == ["title"]


def test_a_code_is_taken_once_by_each_provider(me, provider):
    CourseFactory(provider=provider, code="MA-15")
    answer = me.post(new(provider), GOOD | {"code": "ma-15"})
    assert list(answer.context["form"].errors) == ["code"]


def test_a_script_in_a_description_is_shown_as_what_it_is(me, provider):
    script = "<script>alert('hei')</script>"
    me.post(new(provider), GOOD | {"title": f"Kurs {script}", "description": script})
    page = me.get(page_of(Course.objects.get()))
    assert "&lt;script&gt;alert(&#x27;hei&#x27;)&lt;/script&gt;" in page.text
    assert script not in page.text


# ── Subjects and trades ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def grep():
    SubjectFactory(code="KOK1", name_nb="Kokkfaget", kind="trade")
    SubjectFactory(code="NOR1", name_nb="Norsk, kort botid")
    SubjectFactory(code="NAT1", name_nb="Naturfag", name_nn="Naturfag")
    SubjectFactory(code="NAT2", name_nb="Naturfag", name_nn="Naturfag på nynorsk")


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("KOK1", {"KOK1"}),
        ("kokkfaget", {"KOK1"}),
        ("Kokkfaget (KOK1)", {"KOK1"}),
        ("KOK1, kokkfaget;  KOK1", {"KOK1"}),
        ("Norsk, kort botid", {"NOR1"}),
        ("Norsk, kort botid\n\nNAT1\r\nKOK1", {"NOR1", "NAT1", "KOK1"}),
        ("Naturfag på nynorsk", {"NAT2"}),
        ("Naturfag (NAT1)", {"NAT1"}),
        (" , ;\n", set()),
    ],
)
def test_subjects_are_written_by_code_or_name(me, provider, grep, written, codes):
    assert me.post(new(provider), GOOD | {"subjects": written}).status_code == 302
    assert {subject.code for subject in Course.objects.get().subjects.all()} == codes


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Naturfag", ["NAT1", "NAT2"]),
        ("kokk", ["KOK1"]),
        ("Kokkfagene", ["KOK1"]),
        ("Trolldom", ["Trolldom"]),
        ("KOK1, Trolldom", ["Trolldom"]),
        ("%", ["%"]),
        ("(", ["("]),
    ],
)
def test_a_word_that_is_no_subject_is_named_with_what_it_may_have_meant(
    me, provider, grep, written, named
):
    answer = me.post(new(provider), GOOD | {"subjects": written})
    assert answer.status_code == 422
    said = " ".join(answer.context["form"].errors["subjects"])
    assert [word for word in named if word not in said] == []
    assert f">\n{written}</textarea>" in answer.text


def test_too_many_subjects_are_refused(me, provider):
    many = [SubjectFactory().code for _number in range(31)]
    answer = me.post(new(provider), GOOD | {"subjects": "\n".join(many)})
    assert list(answer.context["form"].errors) == ["subjects"]


# ── Changing one ─────────────────────────────────────────────────────────────────────────────────


def test_the_form_for_a_change_holds_what_there_is(me, provider, grep):
    path = PathFactory(valid=(datetime.date(2001, 1, 1), datetime.date(2002, 1, 1)))
    course = CourseFactory(
        provider=provider, nqf_level="6-7", road=path, code="X1", sectors=["ppt"]
    )
    course.subjects.set(course.subjects.model.objects.filter(code="KOK1"))
    page = me.get(change(course))
    assert "Kokkfaget (KOK1)" in page.text
    form = page.context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    sent |= {"staff_groups": [], "credit_system": "higher", "title": "Nytt navn"}
    assert me.post(change(course), sent).status_code == 302
    course.refresh_from_db()
    assert (course.title, course.nqf_level, course.road) == ("Nytt navn", "6-7", path)
    assert (course.code, course.sectors) == ("X1", ["ppt"])
    assert [subject.code for subject in course.subjects.all()] == ["KOK1"]


def test_who_has_a_seat_is_told_of_other_credits(me, provider):
    course = CourseFactory(provider=provider, credit_system="higher")
    seat = seat_confirmed(CourseRunFactory(course=course))
    Message.objects.all().delete()
    sent = GOOD | {"title": course.title}
    me.post(change(course), sent | {"credits": "30"})
    assert not Message.objects.exists()
    me.post(change(course), sent | {"credits": "15"})
    assert "15" in Message.objects.get(recipient=seat.participant).body


def test_a_strangers_course_is_not_there(stranger, provider):
    course = CourseFactory(provider=provider)
    for url in (new(provider), change(course), page_of(course)):
        assert stranger.get(url).status_code == 404, url
        assert stranger.post(url, GOOD).status_code in (404, 405), url
    course.refresh_from_db()
    assert course.title != GOOD["title"]


# ── Its page ─────────────────────────────────────────────────────────────────────────────────────


def test_a_course_that_shuts_out_everyone_with_fagbrev_says_so(me, provider):
    degree = {"has_qualification": {"kind": ["degree"]}}
    trade = {"has_qualification": {"kind": ["trade_certificate"]}}
    shut = CourseFactory(provider=provider, entry=degree)
    opened = CourseFactory(provider=provider, entry={"any": [degree, trade]})
    assert me.get(page_of(shut)).context["shut_out"]
    assert not me.get(page_of(opened)).context["shut_out"]
    assert not me.get(page_of(CourseFactory(provider=provider))).context["shut_out"]


def test_the_page_costs_the_same_for_one_run_as_for_three(me, provider, query_count):
    course = CourseRunFactory(course__provider=provider).course
    me.get(page_of(course))
    once = query_count(lambda: me.get(page_of(course)))
    for place in ("Alta", "Bodø"):
        seat_confirmed(CourseRunFactory(course=course, place=place))
    assert query_count(lambda: me.get(page_of(course))) == once
    assert once <= 12


def test_a_run_that_is_over_is_marked(me, provider):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    run = CourseRunFactory(course__provider=provider, starts_on=yesterday, ends_on=yesterday)
    later = CourseRunFactory(course__provider=provider)
    assert f">{_('Over')}</span>" in me.get(page_of(run.course)).text
    assert f">{_('Over')}</span>" not in me.get(page_of(later.course)).text
