"""Entry requirements in a real browser: a provider builds them line by line, hears how they read,
tries them on somebody and saves; the owner sees the course that shuts out fagbrev."""

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from catalogue.models import Course
from staff.models import User
from staff.reference import everything
from staff.roles import Role
from tests.browser.people import PATIENCE, Person, Visit, shots
from tests.browser.world import PASSWORD
from tests.factories import (
    ContactFactory,
    CourseFactory,
    CourseRunFactory,
    MembershipFactory,
    OwnerFactory,
    ProviderFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("phone", False, "nb", id="without-scripts"),
    ],
)
def test_from_a_degree_to_fagbrev_or_practice(chromium, server, width, scripts, language):
    course = _course(language)
    name = f"entry-{width}-{language}{'' if scripts else '-without-scripts'}"
    visit = Visit(chromium, server, width, scripts, shots(name))
    with visit.as_person("owner") as owner:
        owner.go("/providing/entry/shutting-out/")
        owner.look("shutting-out")
        assert course.title in owner.text()
    with visit.as_person("contact") as contact:
        contact.go(f"/providing/entry/{course.pk}/")
        contact.look("as-it-was")
        _opens_for_fagbrev(contact)
        _hears_what_is_wrong(contact)
        _tries_a_cleaner(contact)
        _saves(contact, course)
    with visit.as_person("owner") as owner:
        owner.go("/providing/entry/shutting-out/")
        owner.look("nobody-shut-out")
        assert course.title not in owner.text()
    assert visit.found == []


def _opens_for_fagbrev(contact: Person) -> None:
    """The warning goes when fagbrev is enough."""
    expect(contact.page.locator("#reads .ds-alert[data-color=warning]")).to_be_visible()
    _add(contact, "0", "fagbrev")
    contact.page.check("input[name='join-0'][value=any]")
    _read(contact)
    expect(contact.page.locator("#reads .ds-alert")).to_have_count(0, timeout=PATIENCE)
    contact.look("fagbrev-or-degree")


def _hears_what_is_wrong(contact: Person) -> None:
    """What was typed stays beside what is wrong with it."""
    _add(contact, "0", "practice")
    contact.fill({"0-2-years": "fem"})
    _do(contact, "save")
    expect(contact.page.locator("#id_0-2-years_error")).to_be_visible(timeout=PATIENCE)
    assert contact.page.input_value("[name='0-2-years']") == "fem"
    contact.look("wrong")
    contact.fill({"0-2-years": "5"})
    _read(contact)
    expect(contact.page.locator("#reads ul")).to_contain_text("5", timeout=PATIENCE)


def _tries_a_cleaner(contact: Person) -> None:
    contact.page.select_option("#person", "cleaning")
    _do(contact, "try")
    expect(contact.page.locator("#try ~ div [data-color=success]")).to_be_visible(timeout=PATIENCE)
    contact.look("tried")


def _saves(contact: Person, course: Course) -> None:
    _do(contact, "save")
    expect(contact.page.locator(".flash")).to_be_visible(timeout=PATIENCE)
    contact.look("saved")
    course.refresh_from_db()
    [(join, lines)] = course.entry.items()
    assert join == "any"
    assert [next(iter(line)) for line in lines] == [
        "has_qualification",
        "has_qualification",
        "practice_months_at_least",
    ]


def _add(contact: Person, part: str, what: str) -> None:
    lines = contact.page.locator("input[name=row]")
    before = lines.count()
    contact.page.select_option(f"#add-{part}", what)
    _do(contact, f"add:{part}")
    expect(lines).to_have_count(before + 1, timeout=PATIENCE)


def _read(contact: Person) -> None:
    _do(contact, "read", "#reads ")


def _do(contact: Person, value: str, where: str = "") -> None:
    contact.page.click(f"{where}button[name=do][value='{value}']:not(.ds-sr-only)")
    contact.page.wait_for_load_state()


def _course(language: str) -> Course:
    everything.load()
    provider = ProviderFactory(name="Høgskolen i Elvedal")
    contact = _person("contact", "Ragnhild", "Aas", language)
    ContactFactory(
        provider=provider,
        membership=MembershipFactory(role=Role.PROVIDER, owner=None, user=contact),
    )
    owner = _person("owner", "Jon", "Ødegård", language)
    MembershipFactory(role=Role.OWNER_OFFICER, owner=OwnerFactory(), user=owner)
    degree = {"has_qualification": {"kind": ["degree"]}}
    course = CourseFactory(provider=provider, title="Miljøterapi i skolen", entry=degree)
    CourseRunFactory(course=course)
    return course


def _person(name: str, first_name: str, last_name: str, language: str) -> User:
    return User.objects.create(
        username=name,
        first_name=first_name,
        last_name=last_name,
        email=f"{name}@example.org",
        password=make_password(PASSWORD),
        written_language=language,
    )
