"""A provider's own pages as a contact uses them: a course, a run, its sessions; a seat confirmed,
several at once, a result reported; and the colleague who is appointed."""

import datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.models import Contact, Course, CourseRun, Seat
from catalogue.states import SeatState
from staff.models import Subject
from tests.browser.people import Person, Visit, shots
from tests.browser.world import PASSWORD
from tests.factories import (
    ContactFactory,
    MembershipFactory,
    OwnerFactory,
    ProviderFactory,
    StaffGroupFactory,
    SubjectFactory,
    UserFactory,
    seat_asked,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAIN_BUTTON = "main form[method=post] button:not([formaction], [name], [form])"
SCRIPT = "Tall og former. <script>alert('hei')</script>"


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("desktop", False, "nb", id="without-scripts"),
    ],
)
def test_provider_confirms_and_reports(chromium, server, width, scripts, language):
    _build(language)
    visit = Visit(chromium, server, width, scripts, shots(f"provider-{width}-{language}-{scripts}"))
    with visit.as_person("contact") as contact:
        _writes_a_course(contact)
        run = _tells_when_it_runs(contact)
        _writes_sessions(contact, run)
        _confirms(contact, run)
        _reports(contact, run)
        _cancels_another(contact, run)
        _appoints_a_colleague(contact)
    with visit.as_person("giver") as giver:
        _registers(giver)
    assert visit.found == []


def _build(language: str) -> None:
    provider = ProviderFactory(name="Nordhav høgskole", org_number="974760673")
    for name, first, last in (("contact", "Ragnhild", "Øvrebø"), ("giver", "Per", "Såheim")):
        UserFactory(
            username=name,
            first_name=first,
            last_name=last,
            email=f"{name}@example.org",
            password=make_password(PASSWORD),
            written_language=language,
        )
    people = {user.username: user for user in UserFactory._meta.model.objects.all()}
    ContactFactory(provider=provider, membership__user=people["contact"])
    MembershipFactory(user=people["giver"], role="central", owner=None)
    StaffGroupFactory(name_nb="Assistenter", name_nn="Assistentar")
    StaffGroupFactory(name_nb="Lærere", name_nn="Lærarar")
    SubjectFactory(code="MAT01-05", name_nb="Matematikk", kind=Subject.Kind.SUBJECT)


def _writes_a_course(contact: Person) -> None:
    """The first try names an unknown subject; what was typed is still there."""
    contact.open_menu("/providing/courses/", "courses-none")
    contact.follow("/courses/new/", "course-new")
    contact.choose("kind", "with_credits")
    contact.page.select_option("[name=credit_system]", "higher")
    contact.fill(
        {
            "title": "Matematikk for småtrinnet",
            "description": SCRIPT,
            "credits": "15",
            "subjects": "Trolldom",
        }
    )
    _press(contact, "course-errors")
    assert contact.page.locator("[aria-invalid=true]").count() == 1
    assert contact.page.input_value("[name=description]") == SCRIPT
    contact.fill({"subjects": "matematikk"})
    contact.page.check("main [name=staff_groups] >> nth=0")
    _press(contact, "course")
    assert SCRIPT in contact.text()
    assert Course.objects.get().subjects.get().code == "MAT01-05"


def _tells_when_it_runs(contact: Person) -> CourseRun:
    contact.follow("/runs/new/", "run-new")
    first, last = _days()
    contact.fill(
        {
            "starts_on": last.isoformat(),
            "ends_on": first.isoformat(),
            "place": "Hamar",
            "study_load": "25",
            "terms": "1",
            "seats": "-2",
            "price_ore": "tolv tusen",
        }
    )
    _press(contact, "run-errors")
    assert contact.page.locator("[aria-invalid=true]").count() == 3
    assert contact.page.input_value("[name=price_ore]") == "tolv tusen"
    contact.fill(
        {
            "starts_on": first.isoformat(),
            "ends_on": last.isoformat(),
            "seats": "2",
            "price_ore": "12 000",
        }
    )
    _press(contact, "run")
    return CourseRun.objects.get()


def _writes_sessions(contact: Person, run: CourseRun) -> None:
    """Three rows and some more; one of them on a Sunday, which is kept at the second press."""
    contact.follow("/sessions/", "sessions")
    contact.page.click("button[name=more]")
    contact.look("sessions-more")
    sunday = run.starts_on + datetime.timedelta(days=7 - run.starts_on.isoweekday())
    monday = sunday + datetime.timedelta(days=1)
    for number, day in enumerate((sunday, monday)):
        contact.fill(
            {
                f"form-{number}-day": day.isoformat(),
                f"form-{number}-starts_at": "09:00",
                f"form-{number}-ends_at": "15:00",
            }
        )
    _press(contact, "sessions-warned")
    assert not run.sessions.exists()
    contact.page.check("[name='form-0-keep']")
    _press(contact, "run-with-sessions")
    assert [session.day for session in run.sessions.all()] == [sunday, monday]


def _confirms(contact: Person, run: CourseRun) -> None:
    """One by itself; then the others, named before anything is done."""
    owner = OwnerFactory(name="Nordvik kommune")
    names = (("Amina", "Yusuf-Lundestad"), ("Marit", "Ås"), ("Jon", "Ødegård"), ("Ea", "Li"))
    people = [UserFactory(first_name=first, last_name=last) for first, last in names]
    seats = [seat_asked(run, participant=person, owner=owner) for person in people]
    contact.go("/")
    contact.look("home-with-seats")
    contact.follow("/providing/seats/", "seats-to-answer")
    contact.follow(f"/providing/runs/{run.pk}/seats/", "seats")
    contact.press(f"/providing/seats/{seats[0].pk}/confirm/", name="seats-one")
    contact.page.check(f"main input[name=seat][value='{seats[2].pk}']")
    contact.page.check(f"main input[name=seat][value='{seats[1].pk}']")
    contact.page.click("main form[action$='/seats/confirm/'] button:not([name], [form])")
    contact.look("confirm-several")
    assert contact.text().index("Marit Ås") < contact.text().index("Jon Ødegård")
    _press(contact, "seats-several")
    contact.go(f"/providing/seats/{seats[3].pk}/refuse/")
    contact.look("refuse")
    contact.fill({"reason": "Kurset bygger på matematikk 1."})
    _press(contact, "seats-refused")
    contact.go(f"/providing/seats/{seats[0].pk}/give-up/")
    contact.look("give-up")
    assert "Jon Ødegård" in contact.text(), "who has it next"
    _press(contact, "seats-given-up")
    states = [Seat.objects.get(pk=seat.pk).state for seat in seats]
    assert states == [
        SeatState.RELEASED,
        SeatState.CONFIRMED,
        SeatState.CONFIRMED,
        SeatState.REFUSED,
    ]
    with contact.page.expect_download():
        contact.page.click("a[href$='/seats/csv/']")


def _reports(contact: Person, run: CourseRun) -> None:
    """The course has begun: a good row is kept beside one that is wrong."""
    contact.go(f"/providing/runs/{run.pk}/results/")
    contact.look("results-too-early")
    assert contact.page.locator("main select").count() == 0
    today = timezone.localdate()
    CourseRun.objects.filter(pk=run.pk).update(
        starts_on=today - datetime.timedelta(days=90), ends_on=today - datetime.timedelta(days=1)
    )
    contact.open_menu("/providing/results/", "results-due")
    contact.follow(f"/providing/runs/{run.pk}/results/", "results")
    marit, jon = Seat.objects.filter(run=run, state=SeatState.CONFIRMED).order_by("place")
    contact.page.select_option(f"[name=seat-{marit.pk}-result]", "completed")
    contact.page.select_option(f"[name=seat-{jon.pk}-result]", "completed")
    contact.fill({f"seat-{jon.pk}-credits": "150"})
    _press(contact, "results-errors")
    marit.refresh_from_db()
    assert (marit.is_completed, marit.credits_earned) == (True, 15)
    contact.page.select_option(f"[name=seat-{jon.pk}-result]", "attended")
    contact.fill({f"seat-{jon.pk}-credits": ""})
    _press(contact, "results-reported")
    jon.refresh_from_db()
    assert (jon.met, jon.is_completed, jon.credits_earned) == (True, False, None)


def _cancels_another(contact: Person, run: CourseRun) -> None:
    first, last = _days()
    another = CourseRun.objects.create(
        course=run.course, starts_on=first, ends_on=last, place="Elverum", study_load=0, seats=5
    )
    seat_asked(another)
    contact.open_menu("/providing/", "runs")
    contact.follow(f"/providing/runs/{another.pk}/", "run-another")
    contact.follow(f"/providing/runs/{another.pk}/cancel/", "cancel")
    _press(contact, "cancel-errors")
    contact.fill({"reason": "For få deltakere."})
    _press(contact, "cancelled")
    another.refresh_from_db()
    assert another.cancelled_on


def _appoints_a_colleague(contact: Person) -> None:
    contact.go("/providing/mine/")
    contact.look("provider")
    contact.follow("/contacts/new/", "appoint")
    contact.fill({"first_name": "Tore", "last_name": "Li", "email": "tore@nordhav.example"})
    _press(contact, "provider-appointed")
    tore = Contact.objects.get(membership__user__email="tore@nordhav.example")
    contact.follow(f"/providing/contacts/{tore.pk}/end/", "end-contact")
    contact.go("/providing/courses/")
    contact.look("courses")
    contact.follow(f"/providing/courses/{Course.objects.get().pk}/", "course-with-runs")


def _registers(giver: Person) -> None:
    giver.open_menu("/providing/providers/", "providers")
    giver.follow("/providers/new/", "register")
    giver.fill({"name": "Fjordfagskolen", "org_number": "974760674"})
    giver.page.select_option("[name=kind]", "fagskole")
    _press(giver, "register-errors")
    assert giver.page.locator("[aria-invalid=true]").count() == 1
    giver.fill({"org_number": "889 640 782"})
    _press(giver, "register-appoint")
    expect(giver.page.locator("[name=email]")).to_be_visible()


def _days() -> tuple[datetime.date, datetime.date]:
    """A spring to come: its first and its last day."""
    year = timezone.localdate().year + 1
    return datetime.date(year, 1, 11), datetime.date(year, 6, 18)


def _press(person: Person, name: str) -> None:
    person.page.locator(MAIN_BUTTON).last.click()
    person.look(name)
