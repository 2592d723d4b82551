"""An employee's days and time, a study found elsewhere from its description to the case, and what
the case says of the institution and the seat: as people use the pages.
"""

import datetime

import pytest
from django.utils import timezone

from applications.models import Application
from catalogue.models import CalendarAddress, CourseRun, OutsideStudy, Session
from funding.models import Scheme
from tests.browser.people import Person, Visit, shots
from tests.browser.world import build
from tests.factories import (
    CourseFactory,
    CourseRunFactory,
    cases,
    seat_asked,
    seat_confirmed,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAIN_BUTTON = "main form[method=post] button:not([formaction], [name])"


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("phone", False, "nb", id="without-scripts"),
    ],
)
def test_my_days_and_a_study_found_elsewhere(chromium, server, width, scripts, language):
    world = build(language)
    run = _courses(world)
    folder = shots(f"calendar-{width}-{language}-{scripts}")
    visit = Visit(chromium, server, width, scripts, folder)
    with visit.as_person("assistant") as assistant:
        _days(assistant, run)
        _time(assistant, run)
        _secret_address(assistant)
        _describes(assistant)
        _chooses_it(assistant)
    with visit.as_person("owner") as owner:
        _checks(owner)
    case = _sent()
    with visit.as_person("assistant") as assistant:
        _says_so(assistant, case)
    with visit.as_person("owner") as owner:
        owner.go(f"/applications/{case.pk}/")
        owner.look("case-owner")
    assert visit.found == []


def _courses(world) -> CourseRun:
    """One with a seat and days, one that is only asked for."""
    assistant = world.people["assistant"]
    owner = world.round.owner
    run = world.round.offers.get().course_run
    other = CourseRunFactory(course=CourseFactory(title="Språk i barnehagen"), study_load=2_500)
    seat_confirmed(run, participant=assistant, owner=owner)
    seat_asked(other, participant=assistant, owner=owner)
    monday = run.starts_on - datetime.timedelta(days=run.starts_on.weekday())
    for held, days in ((run, (14, 15, 42)), (other, (15, 22))):
        for day in days:
            Session.objects.create(
                run=held,
                day=monday + datetime.timedelta(days=day),
                starts_at=datetime.time(9),
                ends_at=datetime.time(15, 30),
            )
    return run


def _days(assistant: Person, run: CourseRun) -> None:
    assistant.open_menu("/courses/calendar/", "calendar-empty")
    first = run.sessions.order_by("day").first()
    assistant.page.locator("main .empty a").click()
    assistant.look("calendar")
    assert f"month={first.day:%Y-%m}" in assistant.page.url
    assert run.course.title in assistant.text()
    assistant.page.locator("main a[rel=next]").click()
    assistant.look("calendar-next")
    assistant.go("/courses/calendar/?month=2027-05")
    assistant.look("calendar-may")


def _time(assistant: Person, run: CourseRun) -> None:
    assistant.follow(f"/runs/{run.pk}/workload/", "workload")
    assert assistant.page.locator("main table tbody tr").count() >= 3


def _secret_address(assistant: Person) -> None:
    assistant.go("/courses/calendar/")
    assistant.follow("/courses/calendar/address/", "address-none")
    assistant.press("/address/new/", name="address")
    assert CalendarAddress.objects.count() == 1
    assert assistant.page.input_value("#address").endswith(".ics")


def _describes(assistant: Person) -> None:
    """The first try lacks its days; what was typed is still there."""
    assistant.go("/courses/outside/")
    assistant.look("studies-none")
    assistant.follow("/courses/outside/new/", "describe")
    assistant.fill(
        {
            "title": "Naturfag ute med barn",
            "institution": "Fagskolen i Vestdalen",
            "link": "https://fagskolen.example.org/naturfag",
            "description": "Ute hele året.",
            "credits": "15",
            "place": "Førde",
            "price_ore": "4 500",
        }
    )
    assistant.choose("provider_kind", "fagskole")
    assistant.page.select_option("[name=credit_system]", "fagskole")
    _press(assistant, "describe-errors")
    assert assistant.page.locator("[aria-invalid=true]").count() == 2
    assert assistant.page.input_value("[name=institution]") == "Fagskolen i Vestdalen"
    today = timezone.localdate()
    assistant.fill(
        {
            "starts_on": (today + datetime.timedelta(days=200)).isoformat(),
            "ends_on": (today + datetime.timedelta(days=339)).isoformat(),
            "apply_by": (today + datetime.timedelta(days=60)).isoformat(),
        }
    )
    _press(assistant, "study")
    study = OutsideStudy.objects.get()
    assert study.run.study_load == 5_000
    assistant.go("/courses/outside/")
    assistant.look("studies")


def _chooses_it(assistant: Person) -> None:
    study = OutsideStudy.objects.get()
    assistant.follow(f"/courses/outside/{study.pk}/", "study-again")
    assistant.page.locator("aside form button").first.click()
    assistant.look("about")
    draft = Application.objects.get()
    assert draft.course_run == study.run
    assistant.go(f"/applications/{draft.pk}/step/course/")
    assistant.look("step-course")


def _checks(owner: Person) -> None:
    study = OutsideStudy.objects.get()
    owner.go("/courses/outside/")
    owner.look("to-check")
    owner.follow(f"/courses/outside/{study.pk}/", "check")
    owner.page.click("button[value=refuse]")
    owner.look("check-errors")
    owner.fill({"reason": "Sett på sidene til fagskolen: som beskrevet."})
    owner.page.click("button[value=accept]")
    owner.look("checked")
    study.refresh_from_db()
    assert study.state == "accepted"


def _sent() -> Application:
    """The draft, finished and sent."""
    draft = Application.objects.get()
    draft.scheme = Scheme.objects.get()
    draft.leave_percent, draft.leave_weekdays, draft.why = 1_000, [1], "Jeg vil ut."
    draft.save()
    return cases.submitted(draft)


def _says_so(assistant: Person, case: Application) -> None:
    assistant.go(f"/applications/{case.pk}/")
    assistant.look("case")
    assistant.press("/applied-there/", name="case-applied-there")
    assert cases.fresh(case).applied_there_at


def _press(person: Person, name: str) -> None:
    person.page.locator(MAIN_BUTTON).last.click()
    person.look(name)
