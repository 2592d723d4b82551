"""From a reported result to a proof that somebody else finds genuine; and what the college, the
county, the grant-giver and the participant's employer see of it."""

from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from catalogue import reference
from catalogue.models import Contact, Proof, Seat
from staff.models import OwnerKind, User
from staff.roles import Role
from tests.browser.people import Person, Visit, shots
from tests.browser.world import PASSWORD, build
from tests.catalogue import returns_world
from tests.factories import CourseFactory, MembershipFactory, OwnerFactory
from tests.factories.catalogue_results import past_run, seated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 60_000  # milliseconds a worker may take before the test gives up
TITLE = "Veiledning av nyutdannede lærere og barnehagelærere"


def person(name, first_name, last_name, language, **membership):
    user = User.objects.create(
        username=name,
        first_name=first_name,
        last_name=last_name,
        email=f"{name}@example.org",
        password=make_password(PASSWORD),
        written_language=language,
    )
    return MembershipFactory(user=user, **membership)


def world(language):
    """The assistant has a seat in a course that is over; the college has delivered for years."""
    small = build(language)
    people, owner = small.people, small.round.owner
    reference.load_reference()
    county = returns_world.county()
    college = returns_world.college(county, "Fagskolen i Fjorden og Fjellet")
    held = person("contact", "Kari", "Kontakt", language, role=Role.PROVIDER, owner=None)
    Contact.objects.create(membership=held, provider=college)
    authority = OwnerFactory(kind=OwnerKind.COUNTY, county=county, name="Vestland fylkeskommune")
    person("county", "Frode", "Fylke", language, role=Role.OWNER_OFFICER, owner=authority)
    person("central", "Sentral", "Tilskudd", language, role=Role.CENTRAL, owner=None)
    run = past_run(course=CourseFactory(provider=college, title=TITLE, nqf_level="5.1"))
    seat = seated(run, owner=owner, participant=people["assistant"])
    year = timezone.localdate().year
    for ago in (1, 2, 3):
        returns_world.delivered(college, year - ago, completed=6, failed=1, owner=owner)
        returns_world.delivered(college, year - ago, completed=2, absent=1)
    return seat


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("phone", False, "nb", id="without-scripts"),
    ],
)
def test_a_result_becomes_a_proof(chromium, server, tmp_path, width, scripts, language):
    seat = world(language)
    name = f"proofs-{width}-{language}-{scripts}"
    visit = Visit(chromium, server, width, scripts, shots(name))
    with visit.as_person("contact") as contact:
        _reports(contact, seat)
    with visit.as_person("assistant") as assistant:
        _shows(assistant, seat, tmp_path)
    proof = Proof.objects.get(seat=seat)
    _stranger_looks(visit, proof)
    with visit.as_person("owner") as owner:
        owner.go("/returns/produced/")
        owner.look("produced")
    with visit.as_person("county") as officer:
        _county(officer)
    with visit.as_person("central") as central:
        central.go("/returns/")
        central.look("country")
        central.follow("/returns/counties/", "country-county")
    assert visit.found == []


def _reports(contact: Person, seat: Seat) -> None:
    """On the provider's own page of results; then its return."""
    contact.go(f"/providing/runs/{seat.run_id}/results/")
    contact.page.select_option(f"select[name='seat-{seat.pk}-result']", "completed")
    contact.fill({f"seat-{seat.pk}-credits": "25"})
    contact.look("results")
    contact.page.locator("main form[method=post] button").last.click()
    contact.page.wait_for_load_state()
    contact.go("/returns/")
    contact.look("college")
    contact.go("/returns/rates/")
    contact.look("rates")


def _shows(assistant: Person, seat: Seat, folder: Path) -> None:
    assistant.go("/me/")
    for _attempt in range(PATIENCE // 200):
        if Proof.objects.filter(seat=seat).exists():
            break
        assistant.page.wait_for_timeout(200)
    assistant.page.locator("nav.tabs a[href='/proofs/']").click()
    assistant.look("my-proofs")
    proof = Proof.objects.get(seat=seat)
    assistant.follow(f"/proofs/{proof.key}/", "proof")
    assert TITLE in assistant.text()
    with assistant.page.expect_download() as started:
        assistant.page.click("main a[href$='/pdf/']")
    started.value.save_as(folder / "proof.pdf")
    assert (folder / "proof.pdf").read_bytes().startswith(b"%PDF-1.7")
    if assistant.visit.shots:
        started.value.save_as(assistant.visit.shots / "proof.pdf")


def _stranger_looks(visit: Visit, proof: Proof) -> None:
    """Not logged in."""
    context = visit.chromium.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=visit.scripts
    )
    stranger = Person(visit, context.new_page())
    stranger.go(f"/proofs/{proof.key}/")
    stranger.look("shown")
    assert "Amina" in stranger.text()
    stranger.go("/proofs/verify/")
    stranger.look("verify")
    stranger.fill({"token": "Hei"})
    stranger.page.click("main form button")
    stranger.look("verify-wrong")
    assert stranger.page.input_value("[name=token]") == "Hei"
    stranger.fill({"token": proof.signed[:-8] + "AAAAAAAA"})
    stranger.page.click("main form button")
    stranger.look("verify-forged")
    expect(stranger.page.locator("main .ds-alert[data-color=danger]")).to_be_visible()
    stranger.fill({"token": proof.signed})
    stranger.page.click("main form button")
    stranger.look("verify-holds")
    expect(stranger.page.locator("main .ds-alert[data-color=success]")).to_be_visible()
    context.close()


def _county(officer: Person) -> None:
    officer.go("/returns/")
    officer.look("county")
    officer.follow("/returns/colleges/", "county-college")
    officer.go("/returns/rates/new/")
    officer.look("set-rate")
    officer.fill({"basic_ore": "mye", "result_ore_per_60_credits": "25 000", "source": "Vedtak"})
    officer.page.locator("main form[method=post] button").last.click()
    officer.look("set-rate-wrong")
    officer.fill({"basic_ore": "9 000 000"})
    officer.page.locator("main form[method=post] button").last.click()
    officer.look("rates-set")
    assert "Vedtak" in officer.text()
