"""A file of courses in a real browser, with a real worker: sent in with rows that are wrong, looked
through, applied, and undone; and a feed that does not answer."""

import datetime
import re
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.models import CatalogueFeed, CatalogueFile, Course, CourseRun
from staff.importing.states import ImportState
from tests.browser.people import PATIENCE, Person, Visit, shots
from tests.browser.world import PASSWORD
from tests.catalogue.files.house import course, csv_of
from tests.factories import (
    ContactFactory,
    CourseRunFactory,
    ProviderFactory,
    StaffGroupFactory,
    UserFactory,
    seat_asked,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT = "Lesing og skriving. <script>document.title = 'åpen'</script> " + "Mer om kurset. " * 20
MAIN_BUTTON = "main form[method=post] button:not([formaction])"


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("desktop", False, "nb", id="without-scripts"),
    ],
)
def test_from_file_to_courses_and_back(chromium, server, tmp_path, width, scripts, language):
    _build(language)
    name = f"course-files-{width}-{language}{'' if scripts else '-without-scripts'}"
    visit = Visit(chromium, server, width, scripts, shots(name))

    with visit.as_person("contact") as contact:
        _reads_what_the_columns_mean(contact)
        _sends_in(contact, _file(tmp_path))
        _looks_through(contact)
        _applies(contact)
        _undoes(contact)
        _keeps_a_feed(contact)

    assert visit.found == []


def _build(language: str) -> None:
    """A university college with one course; somebody has asked for a seat in its run."""
    provider = ProviderFactory(name="Nordhav høgskole")
    user = UserFactory(
        username="contact",
        first_name="Ragnhild",
        last_name="Øvrebø",
        email="contact@example.org",
        password=make_password(PASSWORD),
        written_language=language,
    )
    ContactFactory(provider=provider, membership__user=user)
    StaffGroupFactory(name_nb="Lærere", name_nn="Lærarar")
    known = {"provider": provider, "credit_system": "higher"}
    of_it = {f"course__{name}": value for name, value in known.items()}
    run = CourseRunFactory(
        **of_it,
        course__title="Norsk på småtrinnet",
        course__code="NORD101",
        place="Hamar",
        code="H",
    )
    seat_asked(run)
    CourseRunFactory(
        **of_it, course__title="Engelsk", course__code="ENG101", place="Bodø", code="H"
    )
    CourseRunFactory(**of_it, course__title="Glemt kurs", place="Voss")


def _file(folder: Path) -> Path:
    first = timezone.localdate() + datetime.timedelta(days=240)
    last = first + datetime.timedelta(days=300)
    days = {"starts_on": f"{first:%d.%m.%Y}", "ends_on": f"{last:%d.%m.%Y}"}
    norsk = {**days, "run_code": "H", "place": "Hamar"}
    rows = [
        course(**norsk, price_ore="19 000"),
        course(**{**days, "run_code": "V"}, place="Tromsø", price_ore="femten tusen"),
        course(**days, code="ENG101", title="Engelsk", run_code="H", place="Bodø", seats="40"),
        course(
            **days,
            code="MAT101",
            title="Matematikk for barnehagen",
            description=SCRIPT,
            sessions=f"{first:%d.%m.%Y} 09:00-15:00 Aulaen",
            staff_groups="Lærere | Trollmenn",
            sectors="barnehage",
        ),
    ]
    path = folder / "kurs-til-neste-år-fra-studieadministrasjonen.csv"
    lines = csv_of(*rows).decode().splitlines()
    kept = [f"{line};{'Kantine' if place == 0 else 'ja'}" for place, line in enumerate(lines)]
    path.write_text("\n".join(kept), encoding="utf-8-sig")
    return path


def _reads_what_the_columns_mean(contact: Person) -> None:
    contact.open_menu("/providing/catalogue-files/", "files-empty")
    contact.follow("/new/", "new-file")
    contact.follow("/columns/", "columns")
    assert '"courses"' in contact.text()


def _sends_in(contact: Person, file: Path) -> None:
    contact.follow("/new/", "new-file-again")
    contact.page.locator("main form[enctype] button").click()
    contact.look("new-file-errors")
    assert contact.page.locator("[aria-invalid=true]").count() == 1
    contact.page.set_input_files("input[name=file]", str(file))
    contact.page.locator("main form[enctype] button").click()


def _looks_through(contact: Person) -> None:
    _wait_for(contact, ImportState.CHECKED)
    contact.look("report")
    assert "Kantine" in contact.text()
    contact.follow("show=new_course", "report-new-courses")
    contact.page.wait_for_url("**show=new_course*")  # else the old page would be clicked at
    details = contact.page.locator("main details").first
    details.locator("summary").click()
    contact.look("report-description-open")
    expect(details).to_contain_text("<script>", use_inner_text=True)  # it opens gently
    contact.follow("show=not_in_file", "report-not-in-file")
    assert "Glemt kurs" in contact.text()
    contact.follow("show=problems", "report-problems")
    text = contact.text()
    assert "femten tusen" in text
    assert "Trollmenn" in text
    assert contact.page.locator("main tbody tr").count() == 3
    assert Course.objects.count() == 3


def _applies(contact: Person) -> None:
    contact.follow("/apply/", "apply")
    contact.page.locator(MAIN_BUTTON).first.click()
    _wait_for(contact, ImportState.APPLIED)
    contact.look("applied")
    assert CourseRun.objects.get(course__title="Engelsk").seats == 40
    assert CourseRun.objects.get(course__title="Norsk på småtrinnet").price_ore == 1_500_000


def _undoes(contact: Person) -> None:
    contact.follow("/undo/", "undo")
    seat_asked(CourseRun.objects.get(course__title="Matematikk for barnehagen"))
    contact.page.reload()
    contact.look("undo-in-the-way")
    assert "Matematikk for barnehagen" in contact.text()
    assert contact.page.locator(MAIN_BUTTON).count() == 0
    CourseRun.objects.get(course__title="Matematikk for barnehagen").seat_list.all().delete()
    contact.page.reload()
    contact.page.locator(MAIN_BUTTON).first.click()
    _wait_for(contact, ImportState.UNDONE)
    contact.look("undone")
    assert CourseRun.objects.get(course__title="Engelsk").seats == 20
    contact.open_menu("/providing/catalogue-files/", "files")


def _keeps_a_feed(contact: Person) -> None:
    """Nobody knows that host: the page says so once it has been asked."""
    contact.follow("/feed/", "feed-none")
    contact.fill({"address": "http://kurs.invalid/emner.json"})
    contact.page.locator(MAIN_BUTTON).first.click()
    contact.look("feed-errors")
    assert contact.page.locator("[aria-invalid=true]").count() == 1
    contact.fill({"address": "https://kurs.invalid/emner.json"})
    contact.page.locator(MAIN_BUTTON).first.click()
    waited = 0
    while not CatalogueFeed.objects.exclude(failure="").exists():
        assert waited < PATIENCE, "the worker did not ask in time"
        contact.page.wait_for_timeout(200)
        waited += 200
    contact.page.reload()
    contact.look("feed-failed")
    assert CatalogueFeed.objects.get().failure in contact.text()
    contact.follow("/drop/", "feed-drop")
    contact.page.locator(MAIN_BUTTON).first.click()
    contact.look("feed-dropped")
    assert not CatalogueFeed.objects.exists()


def _wait_for(contact: Person, state: ImportState) -> None:
    """The page says by itself when it is done; without scripts one presses its link."""
    page = contact.page
    page.wait_for_url(re.compile(r"/catalogue-files/[0-9]+/$"), timeout=PATIENCE)
    at_work = page.locator("main [hx-get^='/providing/']")
    if contact.visit.scripts:
        expect(at_work).to_have_count(0, timeout=PATIENCE)
    waited = 0
    while at_work.count():
        assert waited < PATIENCE, "the worker did not do it in time"
        page.wait_for_timeout(200)
        page.locator("main section:has([hx-get]) > p a").click()
        waited += 200
    page.wait_for_load_state()
    assert CatalogueFile.objects.get(undoes=None).state == state
