"""The page of one course run: all that is known, for this person."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Course, CourseRun, Provider, Session, TradeNote
from catalogue.services import ask_for_seat
from staff import formats
from staff.models import County, Sector, StaffGroup, Subject
from tests.factories import (
    ContactFactory,
    CourseRunFactory,
    OwnerFactory,
    RoundFactory,
    StaffGroupFactory,
    SubjectFactory,
    UserFactory,
    WorkplaceFactory,
    administrator_of,
    employee_at,
    leader_of,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ENTRY = {
    "any": [
        {"has_qualification": {"kind": "trade_certificate"}},
        {"practice_months_at_least": {"n": 60}},
    ]
}


@pytest.fixture
def position():
    return employee_at(WorkplaceFactory(sector=Sector.KINDERGARTEN))


@pytest.fixture
def person(client, position):
    client.force_login(position.employee.user)
    return position.employee.user


@pytest.fixture
def run(position):
    return CourseRunFactory(
        course__title="Mat i barnehagen",
        course__description="Første linje.\n<script>alert(1)</script>",
        course__staff_groups=[position.code.staff_group],
        course__sectors=[Sector.KINDERGARTEN],
        course__entry=ENTRY,
        course__nqf_level="5.1",
        course__credit_system="fagskole",
        seats=20,
        confirmed=15,
    )


def page(client, run):
    answer = client.get(run.get_absolute_url())
    assert answer.status_code == 200
    return answer.text


# ── Who sees it ──────────────────────────────────────────────────────────────────────────────────


def test_published_run_is_for_everybody(client, run):
    for user in (
        leader_of(WorkplaceFactory()),
        administrator_of(OwnerFactory()),
        ContactFactory().membership.user,
        UserFactory(),
    ):
        client.force_login(user)
        assert "Mat i barnehagen" in page(client, run)


@pytest.mark.parametrize("hidden", [{"is_published": False}, {"is_reserved": True}], ids=str)
def test_run_that_is_not_for_everybody_does_not_exist_for_strangers(client, person, run, hidden):
    CourseRun.objects.update(**hidden)
    assert client.get(run.get_absolute_url()).status_code == 404
    ask_for_seat(run=run, participant=person, owner_id=OwnerFactory().pk, about="x", by=None)
    assert "Mat i barnehagen" in page(client, run)
    client.force_login(ContactFactory(provider=run.course.provider).membership.user)
    assert "Mat i barnehagen" in page(client, run)
    client.force_login(ContactFactory().membership.user)
    assert client.get(run.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_no_run_no_page(client, person, number):
    assert client.get(f"/courses/runs/{number}/").status_code == 404


def test_nothing_without_logging_in_and_nothing_to_post(client, run, position):
    assert client.get(run.get_absolute_url()).status_code == 302
    client.force_login(position.employee.user)
    assert client.post(run.get_absolute_url()).status_code == 405


# ── What it says ─────────────────────────────────────────────────────────────────────────────────


def test_facts(client, person, run, position):
    trade = SubjectFactory(name_nb="Ernæringskokkfaget", kind=Subject.Kind.TRADE)
    run.course.subjects.add(trade)
    text = page(client, run)
    for fact in (
        run.course.provider.name,
        str(run.course.provider.get_kind_display()),
        "5.1",
        "50\u00a0%",
        "15\u00a0000\u00a0kr",
        "Hamar",
        str(position.code.staff_group),
        str(Sector.KINDERGARTEN.label),
        "Ernæringskokkfaget",
        _("%(left)s of %(all)s left") % {"left": 5, "all": 20},
    ):
        assert fact in text, fact


def test_description_is_text_with_its_line_breaks(client, person, run):
    text = page(client, run)
    assert "<script>alert" not in text
    assert '<p class="prose pre-line">Første linje.\n&lt;script&gt;alert(1)' in text


def test_full_run_says_whether_one_may_wait(client, person, run):
    CourseRun.objects.update(confirmed=20)
    assert _("There is a waiting list.") in page(client, run)
    CourseRun.objects.update(has_waiting_list=False)
    assert _("There is no waiting list.") in page(client, run)


def test_days_one_meets(client, person, run):
    assert _("Days you meet") not in page(client, run)
    Session.objects.create(
        run=run,
        day=run.starts_on,
        starts_at=datetime.time(9),
        ends_at=datetime.time(15, 30),
        place="Kjøkkenet",
    )
    text = page(client, run)
    assert "09.00–15.30" in text
    assert "Kjøkkenet" in text


def test_entry_is_sentences_beside_the_person(client, person, run, position):
    type(position).objects.update(starts_on=TODAY - datetime.timedelta(days=400))
    text = page(client, run)
    assert _("Missing") in text
    assert _("Can be met by %(ways)s.").split("%")[0] in text
    type(position).objects.update(starts_on=TODAY - datetime.timedelta(days=400 * 10))
    text = page(client, run)
    assert _("You have") in text
    assert _("Missing") not in text
    assert _("Fits you") in text


def test_entry_is_only_read_by_somebody_nothing_is_known_of(client, run):
    client.force_login(administrator_of(OwnerFactory()))
    text = page(client, run)
    assert _("What you need to enter") in text
    assert "ds-tag" not in text.split('id="entry"')[1].split("</section>")[0]
    assert _("Does it fit you?") not in text


def test_course_open_to_all_says_so(client, person):
    text = page(client, CourseRunFactory())
    assert _("There are no entry requirements: everybody can take part.") in text
    assert _("Everybody") in text


# ── Applying ─────────────────────────────────────────────────────────────────────────────────────


def test_one_applies_in_the_round_of_ones_employer(client, person, run, position):
    round = RoundFactory(owner=position.owner, runs=[run])
    text = page(client, run)
    assert round.name in text
    assert reverse("applications:course", args=[run.pk]) in text
    assert client.get(reverse("applications:course", args=[run.pk])).status_code == 200


def test_without_a_round_the_reason_is_said(client, person, run, position):
    text = page(client, run)
    assert position.owner.name in text
    assert _("Your employer has not opened a round with this course.") in text
    assert reverse("applications:course", args=[run.pk]) not in text


def test_one_must_also_apply_at_the_institution(client, person, run):
    title = _("You must also apply at the institution")
    assert title not in page(client, run)
    run.apply_by, run.apply_at = TODAY + datetime.timedelta(days=3), "https://example.org/apply"
    run.save()
    text = page(client, run)
    assert title in text
    assert 'href="https://example.org/apply"' in text
    yesterday = TODAY - datetime.timedelta(days=1)
    CourseRun.objects.update(apply_by=yesterday)
    too_late = _(
        "The last day was %(day)s. Ask the institution whether it still takes applications."
    )
    assert too_late % {"day": formats.day(yesterday)} in page(client, run)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"cancelled_on": TODAY}, "This course is cancelled"),
        ({"starts_on": TODAY - datetime.timedelta(days=1)}, "This course has already begun"),
    ],
    ids=str,
)
def test_what_is_cancelled_or_begun_cannot_be_applied_for(
    client, person, run, position, fields, said
):
    RoundFactory(owner=position.owner, runs=[run])
    run.apply_at = "https://example.org/apply"
    run.save()
    CourseRun.objects.update(**fields)
    text = page(client, run)
    assert _(said) in text
    assert reverse("applications:course", args=[run.pk]) not in text
    assert "https://example.org/apply" not in text


def test_placement_is_asked_for_from_a_business(client, person, run):
    wish = f"{reverse('placements:wish')}?run={run.pk}"
    assert wish not in page(client, run)
    Course.objects.update(kind=Course.Kind.PLACEMENT)
    assert wish not in page(client, run)
    Provider.objects.update(kind=Provider.Kind.BUSINESS)
    assert wish in page(client, run)
    client.force_login(administrator_of(OwnerFactory()))
    assert wish not in page(client, run)


def test_time_it_takes_and_days_in_ones_calendar(client, person, run):
    assert reverse("calendar:workload", args=[run.pk]) in page(client, run)
    ical = reverse("calendar:run_ical", args=[run.pk])
    assert ical not in page(client, run)
    nine, three = datetime.time(9), datetime.time(15)
    Session.objects.create(run=run, day=run.starts_on, starts_at=nine, ends_at=three)
    assert ical in page(client, run)


# ── The vocational training board ────────────────────────────────────────────────────────────────


@pytest.fixture
def note(run):
    trade = SubjectFactory(kind=Subject.Kind.TRADE)
    run.course.subjects.add(trade)
    return TradeNote.objects.create(
        owner=OwnerFactory(kind="county"),
        county=County.objects.create(number="46", name="Vestland"),
        kind=TradeNote.Kind.ADVICE,
        trade=trade,
        provider=run.course.provider,
        text="Godt kjøkken.\nBra veiledere.",
        written_by=UserFactory(),
        written_at=timezone.now(),
    )


def test_advice_is_for_vocational_teachers_and_owners(client, person, run, note, position):
    assert "Godt kjøkken." not in page(client, run)
    StaffGroup.objects.filter(pk=position.code.staff_group_id).update(code="vocational-teacher")
    assert "Godt kjøkken.\nBra veiledere." in page(client, run)
    client.force_login(leader_of(WorkplaceFactory()))
    assert "Vestland" in page(client, run)


def test_advice_withdrawn_or_about_something_else_is_not_shown(client, run, note):
    client.force_login(leader_of(WorkplaceFactory()))
    for wrong in (
        {"withdrawn_at": timezone.now()},
        {"provider": CourseRunFactory().course.provider},
        {"trade": SubjectFactory(kind=Subject.Kind.TRADE)},
    ):
        right = {field: getattr(note, field) for field in wrong}
        TradeNote.objects.update(**wrong)
        assert "Godt kjøkken." not in page(client, run), wrong
        TradeNote.objects.update(**right)
        assert "Godt kjøkken." in page(client, run)


# ── How often the database is asked ──────────────────────────────────────────────────────────────


def test_the_database_is_asked_as_often_for_one_as_for_three(
    client, person, run, position, query_count
):
    def more(number):
        day = run.starts_on + datetime.timedelta(days=number)
        nine, three = datetime.time(9), datetime.time(15)
        Session.objects.create(run=run, day=day, starts_at=nine, ends_at=three)
        run.course.subjects.add(SubjectFactory())
        run.course.staff_groups.add(StaffGroupFactory())
        RoundFactory(owner=position.owner, runs=[run])

    more(1)
    once = query_count(lambda: page(client, run))
    more(2)
    more(3)
    assert query_count(lambda: page(client, run)) == once
    assert once <= 16
