"""Finding a course, as an assistant does it: look, narrow, write nonsense, compare, read one, and
come to where it can be applied for."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.models import Course, CourseRun, Session, TradeNote
from catalogue.services.keywords import keep_keywords
from staff.models import County, Owner, StaffGroup, Subject, User
from tests.browser.people import Person, Visit, shots
from tests.browser.world import build
from tests.factories import CourseFactory, CourseRunFactory, ProviderFactory, SubjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESCRIPTION = "Du lærer å lage mat sammen med barna.\n\nTo samlinger, resten på egen arbeidsplass."
ENTRY = {
    "all": [
        {"has_qualification": {"kind": "trade_certificate"}},
        {
            "any": [
                {"has_qualification": {"kind": "degree", "level": 6}},
                {"practice_months_at_least": {"n": 240}},
            ]
        },
    ]
}


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("desktop", False, "nb", id="without-scripts"),
    ],
)
def test_from_the_list_to_the_round(chromium, server, width, scripts, language):
    world = build(language)
    offered = world.round.offers.get().course_run
    cooking = _catalogue(offered)
    visit = Visit(chromium, server, width, scripts, shots(f"finding-{width}-{language}-{scripts}"))
    with visit.as_person("assistant") as assistant:
        _looks(assistant)
        _narrows(assistant)
        _writes_nonsense(assistant)
        _compares(assistant)
        assistant.go(f"/courses/runs/{cooking.pk}/")
        assistant.look("one-that-asks-for-more")
        _finds_the_round(assistant, offered)
    with visit.as_person("principal") as principal:
        principal.open_menu("/courses/", "courses-of-the-principal")
        principal.go(f"/courses/runs/{cooking.pk}/")
        principal.look("one-as-the-principal-sees-it")
        assert "Godt kjøkken" in principal.text()
    assert visit.found == []


def _catalogue(offered: CourseRun) -> CourseRun:
    """Thirty courses, one of them with all there can be about it."""
    assistants = StaffGroup.objects.get(name_nb="Assistenter")
    trade = SubjectFactory(name_nb="Ernæringskokkfaget", name_nn="Ernæringskokkfaget", kind="trade")
    cooking = CourseFactory(
        title="Mat og måltider i barnehagen",
        description=DESCRIPTION,
        provider=ProviderFactory(name="Fagskolen Vestland", kind="fagskole"),
        kind=Course.Kind.WITH_CREDITS,
        credits=10,
        credit_system="fagskole",
        nqf_level="5.1",
        sectors=["kindergarten", "primary"],
        staff_groups=[assistants],
        entry=ENTRY,
    )
    cooking.subjects.add(trade)
    starts = timezone.localdate() + datetime.timedelta(days=30)
    run = CourseRunFactory(
        course=cooking,
        starts_on=starts,
        price_ore=0,
        seats=12,
        confirmed=12,
        place="Bergen",
        apply_by=starts - datetime.timedelta(days=10),
        apply_at="https://example.org/opptak",
    )
    for week in range(3):
        day = starts + datetime.timedelta(weeks=week)
        Session.objects.create(
            run=run, day=day, starts_at=datetime.time(9), ends_at=datetime.time(15, 30)
        )
    for number in range(28):
        CourseRunFactory(course__title=f"Lesing og skriving {number}", confirmed=number % 20)
    keep_keywords(Course.objects.all())
    _advise(cooking, trade)
    return run


def _advise(course: Course, trade: Subject) -> None:
    TradeNote.objects.create(
        owner=Owner.objects.get(),
        county=County.objects.get_or_create(number="46", defaults={"name": "Vestland"})[0],
        kind=TradeNote.Kind.ADVICE,
        trade=trade,
        provider=course.provider,
        text="Godt kjøkken. Veilederne har lang erfaring.",
        written_by=User.objects.get(username="owner"),
        written_at=timezone.now(),
    )


def _looks(assistant: Person) -> None:
    assistant.open_menu("/courses/", "courses")
    expect(assistant.page.locator("header nav a[aria-current]")).to_have_attribute(
        "href", "/courses/"
    )
    assert assistant.page.locator("tbody tr").count() == 25
    assistant.follow("page=2", "second-page")
    assert assistant.page.locator("tbody tr").count() == 5


def _narrows(assistant: Person) -> None:
    """With scripts the list follows what one writes; without, one presses."""
    assistant.go("/courses/")
    assistant.fill({"text": "barnehage mat"})
    _show(assistant)
    expect(assistant.page.locator("tbody tr")).to_have_count(1)
    assistant.look("found")


def _writes_nonsense(assistant: Person) -> None:
    assistant.go("/courses/")
    assistant.page.click("form[role=search] summary")
    price = assistant.page.locator("[name=price]")
    price.fill("gratis")
    price.blur()
    _show(assistant)
    said = assistant.page.locator("#id_price_error")
    expect(said).to_be_visible()
    assistant.look("price-in-words")
    assert price.input_value() == "gratis"
    assert assistant.page.locator("tbody tr").count() == 25
    price.fill("0")
    price.blur()
    _show(assistant)
    expect(said).to_be_hidden()
    expect(assistant.page.locator("tbody tr")).to_have_count(1)


def _show(person: Person) -> None:
    if not person.visit.scripts:
        person.page.click("form[role=search] button")


def _compares(assistant: Person) -> None:
    assistant.go("/courses/")
    for at in range(4):
        assistant.page.locator("input[name=run]").nth(at).check()
    assistant.page.click("form[action='/courses/compare/'] button")
    assistant.look("four-compared")
    assert assistant.page.locator("thead th").count() == 3
    assistant.page.locator("thead a[href*='compare']").first.click()
    assistant.look("two-compared")
    assert assistant.page.locator("thead th").count() == 2


def _finds_the_round(assistant: Person, offered: CourseRun) -> None:
    assistant.go("/courses/?fits=on&open=on")
    assistant.look("fits-and-open")
    assistant.follow(f"/courses/runs/{offered.pk}/", "one-that-can-be-applied-for")
    assistant.follow(f"/applications/courses/{offered.pk}/", "where-one-applies")
    assistant.go("/applications/courses/")
    expect(assistant.page.locator("header nav a[aria-current]")).to_have_attribute(
        "href", "/courses/"
    )
    assistant.look("can-be-applied-for-now")
