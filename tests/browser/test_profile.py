"""One's own page, as a person uses it: write down what one has learned with its proof, tell what is
wrong, take one's data home, choose when to be mailed; and the employer's side of it."""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from notifications.models import Preference
from staff.models import Correction, DataCopy, Qualification, Subject, Teaching
from staff.reference import thresholds
from tests.browser.people import Person, Visit
from tests.browser.world import build
from tests.factories import SubjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 60_000  # milliseconds a worker may take before the test gives up
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WRONG = "Jeg har 80 prosent fra 1. august."
MAIN_BUTTON = "main form[method=post] button:not([formaction], [name])"


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("phone", False, "nb", id="without-scripts"),
    ],
)
def test_my_page(chromium, server, tmp_path, width, scripts, language):
    build(language)
    thresholds.load()
    SubjectFactory(name_nb="Kokkfaget", kind=Subject.Kind.TRADE)
    visit = Visit(chromium, server, width, scripts, _shots(f"profile-{width}-{language}-{scripts}"))
    with visit.as_person("assistant") as assistant:
        _learned(assistant)
        _works_in(assistant)
        _tells(assistant)
        _is_mailed_daily(assistant)
        _takes_home(assistant, tmp_path)
    with visit.as_person("principal") as principal:
        _confirms(principal)
    with visit.as_person("owner") as owner:
        _answers(owner)
    with visit.as_person("assistant") as assistant:
        assistant.go("/me/")
        assert "Rettet." in assistant.text()
        _sees_what_a_change_costs(assistant)
    assert visit.found == []


def _learned(assistant: Person) -> None:
    """The first try lacks its year; what was typed is still there."""
    assistant.page.click("details.menu summary")
    assistant.page.click("details.menu a[href='/me/']")
    assistant.look("profile")
    assistant.follow("/me/qualifications/new/", "kinds")
    assistant.follow("/me/qualifications/new/trade_certificate/", "qualification")
    assistant.fill({"title": "Kokkfaget", "institution": "Vestland"})
    _press(assistant, "qualification-errors")
    assert assistant.page.locator("[aria-invalid=true]").count() == 1
    assert assistant.page.input_value("[name=institution]") == "Vestland"
    assistant.fill({"year": "2015"})
    proof = {"name": "fagbrev.pdf", "mimeType": "application/pdf", "buffer": PDF}
    assistant.page.set_input_files("[name=document]", proof)
    _press(assistant, "profile-learned")
    added = Qualification.objects.get(title="Kokkfaget")
    assert added.document_name == "fagbrev.pdf"
    assert "fagbrev.pdf" in assistant.text()


def _works_in(assistant: Person) -> None:
    assistant.follow("/me/subjects/", "subjects")
    assistant.fill({"q": "kokk"})
    assistant.page.click("form[role=search] button")
    assistant.look("subjects-found")
    assistant.page.click("button[formaction$='/add/']")
    assistant.look("subjects-chosen")
    assert Teaching.objects.get().subject.name_nb == "Kokkfaget"


def _tells(assistant: Person) -> None:
    assistant.go("/me/")
    assistant.follow("/me/wrong/", "wrong")
    assistant.choose("about", "percent")
    assistant.fill({"text": WRONG})
    _press(assistant, "profile-asked")
    assert WRONG in assistant.text()


def _is_mailed_daily(assistant: Person) -> None:
    assistant.follow("/me/notifications/", "notifications")
    assistant.choose("mail", "daily")
    _press(assistant, "profile-mail")
    assert Preference.objects.get().mail == "daily"


def _takes_home(assistant: Person, folder: Path) -> None:
    assistant.page.click("nav.tabs a[href='/me/data/']")
    assistant.look("data")
    with assistant.page.expect_download() as started:
        assistant.page.click("a[href='/me/data/json/']")
    started.value.save_as(folder / "evu.json")
    held = {
        kind["key"]: kind["rows"] for kind in json.loads((folder / "evu.json").read_text())["held"]
    }
    assert held["corrections"][0]["text"] == WRONG
    assert {row["title"] for row in held["qualifications"]} >= {"Kokkfaget"}
    assistant.follow("/me/data/about/qualifications/", "data-held")
    assistant.go("/me/data/")
    assistant.press("/me/data/pdf/")
    ready = assistant.page.locator("#copies a[href*='/me/data/copies/']")
    if assistant.visit.scripts:
        expect(ready).to_be_visible(timeout=PATIENCE)
        assert DataCopy.objects.get().made_at
    assistant.look("data-ready")


def _confirms(principal: Person) -> None:
    """Whose qualification waits is found on the person's page; here straight by its address."""
    waiting = Qualification.objects.get(title="Kokkfaget")
    principal.go(f"/staff/qualifications/{waiting.pk}/")
    principal.look("confirm")
    _press(principal, "confirmed")
    waiting.refresh_from_db()
    assert waiting.verified_by.username == "principal"


def _answers(owner: Person) -> None:
    owner.go("/staff/corrections/")
    owner.look("corrections")
    owner.follow("/staff/corrections/", "answer")
    assert WRONG in owner.text()
    owner.choose("state", "corrected")
    owner.fill({"answer": "Rettet."})
    _press(owner, "answered")
    assert Correction.objects.get().state == "corrected"


def _sees_what_a_change_costs(assistant: Person) -> None:
    changed = Qualification.objects.get(title="Kokkfaget")
    assistant.follow(f"/me/qualifications/{changed.pk}/", "change-confirmed")
    expect(assistant.page.locator("main .ds-alert[data-color=warning]")).to_be_visible()
    assistant.fill({"year": "2016"})
    _press(assistant, "changed")
    changed.refresh_from_db()
    assert changed.verified_on is None


def _press(person: Person, name: str) -> None:
    person.page.locator(MAIN_BUTTON).last.click()
    person.look(name)


def _shots(name: str) -> Path | None:
    """Pictures only where somebody asks for them."""
    folder = os.environ.get("EVU_SHOTS")
    if not folder:
        return None
    path = Path(folder) / name
    path.mkdir(parents=True, exist_ok=True)
    return path
