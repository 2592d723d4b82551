"""Getting in, in a real browser: through a mock identity provider that runs as a process of its
own, with an authenticator app, and with a passkey from Chromium's virtual authenticator."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from playwright.sync_api import Page, expect

from evu.accounts import elsewhere
from funding.models import Grant
from staff.identity import keyed_hash
from staff.models import Identity, User
from staff.roles import Role
from tests.browser.conftest import with_database
from tests.browser.people import WIDTHS, Person, Visit
from tests.browser.world import PASSWORD
from tests.factories import MembershipFactory, OwnerFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NATIONAL_ID, STRANGER_ID = "05857512345", "06857512345"
KARI = {
    "slug": "kari",
    "name": "Kari Nordmann",
    "about": "Lærer",
    "national_id": NATIONAL_ID,
    "feide": "kari@skole.example",
    "entra": "kari@arbeid.example",
}
STRANGER = KARI | {
    "slug": "stranger",
    "name": "Ukjent Person",
    "national_id": STRANGER_ID,
    "feide": "ukjent@skole.example",
}
SIZES = [pytest.param("desktop", "nb", id="desktop"), pytest.param("phone", "nn", id="phone-nn")]


@pytest.fixture
def site(connections_end_with_their_request: None, live_server: Any) -> str:
    return str(live_server.url)


@pytest.fixture(scope="session")
def idp_address(
    django_db_setup: None, live_server: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The process: one for all tests, since it keeps nothing of its people."""
    folder = tmp_path_factory.mktemp("mock-idp")
    people, log = folder / "people.json", folder / "log"
    people.write_text(json.dumps([KARI, STRANGER]))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "gunicorn", "mock_idp.wsgi", "--no-control-socket"]
            + ["--threads", "4", "--bind", f"127.0.0.1:{port}"],
            cwd=settings.BASE_DIR,
            stdout=out,
            stderr=out,
            env={
                **os.environ,
                "EVU_TEST": "1",
                "DATABASE_URL": with_database(connection.settings_dict["NAME"]),
                "MOCK_IDP_PEOPLE": str(people),
                "MOCK_IDP_SITES": live_server.url,
                "MOCK_IDP_SECRET": "only-for-tests",
            },
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
        sys.stderr.write(log.read_text())  # shown where the last test fails


@pytest.fixture
def mock_idp(idp_address: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own settings point to it."""
    for name in ("feide", "idporten", "entra"):
        monkeypatch.setenv(f"{name.upper()}_CLIENT_ID", name)
        monkeypatch.setenv(f"{name.upper()}_CLIENT_SECRET", "only-for-tests")
        monkeypatch.setenv(f"{name.upper()}_URL", idp_address)
    provider = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**provider, "APPS": elsewhere.apps()}}


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the mock identity provider has stopped"
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            threading.Event().wait(0.1)
    raise AssertionError("the mock identity provider does not answer")


@pytest.fixture
def kari(transactional_db: None) -> User:
    """Finance officer, known by her national id and her Feide name, with a password."""
    user = User.objects.create(
        username="kari",
        first_name="Kari",
        last_name="Nordmann",
        email="kari@example.org",
        password=make_password(PASSWORD),
    )
    MembershipFactory(user=user, role=Role.FINANCE, owner=OwnerFactory(name="Nordvik kommune"))
    for kind, value in (("national_id", NATIONAL_ID), ("feide", KARI["feide"])):
        Identity.objects.create(user=user, kind=kind, keyed_hash=keyed_hash(kind, value))
    return user


@pytest.fixture
def visitor(chromium: Any, site: str, request: Any) -> Iterator[Person]:
    """Somebody at a browser, not logged in. Ends with nothing amiss on any page looked at."""
    width, language = getattr(request, "param", ("desktop", "nb"))
    shots = os.environ.get("EVU_SHOTS")
    folder = Path(shots, f"login-{width}") if shots else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    visit = Visit(chromium, site.replace("127.0.0.1", "localhost"), width, shots=folder)
    context = chromium.new_context(viewport=WIDTHS[width], locale="nb-NO")
    context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": visit.address}]
    )
    page = context.new_page()
    page.on("pageerror", lambda error: visit.found.append(f"script error: {error}"))
    yield Person(visit, page)
    context.close()
    assert visit.found == []


def sizes(*more: Any) -> Any:
    return pytest.mark.parametrize(
        "visitor", [pytest.param(size.values, id=size.id) for size in SIZES], indirect=True
    )


def _press_place(person: Person, name: str) -> None:
    person.page.click(f"form[action$='/oidc/{name}/login/'] button")
    person.page.wait_for_url(re.compile("/choose/"))


def _choose(page: Page, slug: str) -> None:
    page.click(f"button[value={slug}]")
    page.wait_for_load_state()


# ── Through Feide and ID-porten ──────────────────────────────────────────────────────────────────


@sizes()
@pytest.mark.parametrize("place", ["feide", "idporten"])
def test_log_in_elsewhere(visitor: Person, mock_idp: None, kari: User, place: str) -> None:
    page = visitor.page
    visitor.go("/accounts/login/?next=/accounts/security/")
    visitor.look(f"login-{place}")
    _press_place(visitor, place)
    visitor.look(f"choose-{place}")
    _choose(page, "kari")
    expect(page).to_have_url(f"{visitor.visit.address}/accounts/security/")
    expect(page.locator("details.menu")).to_be_visible()
    assert NATIONAL_ID not in page.content()
    visitor.look(f"security-{place}")
    visitor.go("/accounts/sessions/")
    visitor.look(f"sessions-{place}")


@sizes()
def test_somebody_unknown(visitor: Person, mock_idp: None, kari: User) -> None:
    visitor.go("/accounts/login/")
    _press_place(visitor, "feide")
    _choose(visitor.page, "stranger")
    visitor.look("unknown")
    assert "Feide" in visitor.text()
    assert visitor.page.locator("details.menu").count() == 0
    visitor.page.click("main a[href='/accounts/login/']")
    _press_place(visitor, "idporten")
    _choose(visitor.page, "kari")
    expect(visitor.page.locator("details.menu")).to_be_visible()


def test_confirming_elsewhere_sends_what_was_typed(
    visitor: Person, mock_idp: None, kari: User, settings: Any
) -> None:
    """The form is open for longer than the confirmation lasts."""
    visitor.go("/accounts/login/?next=/money/grants/new/")
    _press_place(visitor, "idporten")
    _choose(visitor.page, "kari")
    expect(visitor.page).to_have_url(f"{visitor.visit.address}/money/grants/new/")
    visitor.fill({"name": "Tilskudd til barnehager", "letter": "2027/18", "amount": "1 250 000"})
    visitor.choose("giver", Grant.Giver.STATE)
    visitor.fill({"received_on": "2027-01-15", "report_by": "2028-03-01"})
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 1
    threading.Event().wait(1.5)
    visitor.page.click("main form .ds-button:not(a)")
    visitor.look("confirm")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
    assert not Grant.objects.exists()
    _press_place(visitor, "idporten")
    _choose(visitor.page, "kari")
    expect(visitor.page).to_have_url(f"{visitor.visit.address}/money/")
    assert Grant.objects.get().name == "Tilskudd til barnehager"


# ── With a second step ───────────────────────────────────────────────────────────────────────────


@sizes()
def test_an_authenticator_app(visitor: Person, kari: User) -> None:
    visitor.log_in("kari")
    visitor.go("/accounts/2fa/app/add/")
    visitor.look("app")
    visitor.fill({"code": "000000"})
    visitor.page.click("main form button")
    visitor.look("app-wrong")
    secret = visitor.page.locator("main code").inner_text()
    visitor.fill({"code": _code(secret)})
    visitor.page.click("main form button")
    visitor.look("recovery-codes")
    assert visitor.page.locator("main code").count() == 10
    visitor.go("/accounts/security/")
    visitor.look("security-app")
    _log_out(visitor.page)
    visitor.go("/accounts/login/")
    visitor.fill({"login": "kari@example.org", "password": PASSWORD})
    visitor.page.click("main form:has([name=password]) button")
    visitor.look("second-step")
    visitor.fill({"code": _code(secret)})
    visitor.page.click("main form:has([name=code]) button")
    expect(visitor.page.locator("details.menu")).to_be_visible()


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _log_out(page: Page) -> None:
    page.click("details.menu > summary")
    page.click("details.menu form[action$='/logout/'] button")
    expect(page.locator("main [name=password]")).to_be_visible()


@sizes()
def test_a_passkey(visitor: Person, kari: User) -> None:
    page = visitor.page
    _virtual_authenticator(page)
    visitor.log_in("kari")
    visitor.go("/accounts/2fa/passkeys/add/")
    visitor.look("passkey")
    visitor.fill({"name": "Telefonen min"})
    page.click("form[data-passkey] button")
    expect(page).to_have_url(re.compile("/accounts/2fa/codes/$"))
    assert Authenticator.objects.filter(user=kari, type=Authenticator.Type.WEBAUTHN).count() == 1
    visitor.go("/accounts/security/")
    assert "Telefonen min" in visitor.text()
    visitor.look("security-passkey")
    _log_out(page)
    page.click("form[data-passkey] button")
    expect(page.locator("details.menu")).to_be_visible()
    # And to confirm with:
    visitor.go("/accounts/2fa/passkeys/confirm/?next=/help/")
    visitor.look("confirm-passkey")
    page.click("form[data-passkey] button")
    expect(page).to_have_url(f"{visitor.visit.address}/help/")
    # Removed, it no longer lets in.
    visitor.go("/accounts/security/")
    page.click("main a[href*='/passkeys/'][href$='/remove/']")
    visitor.look("remove-passkey")
    page.click("main form button")
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()
    _log_out(page)
    page.click("form[data-passkey] button")
    expect(page.locator("main [role=alert], main .flash").first).to_be_visible()
    assert page.locator("details.menu").count() == 0


def _virtual_authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_that_is_refused_is_said(visitor: Person, kari: User) -> None:
    """No device answers: the browser says no at once."""
    page = visitor.page
    page.context.new_cdp_session(page).send("WebAuthn.enable")
    visitor.go("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = async () => { throw Error('no'); }; }")
    page.click("form[data-passkey] button")
    expect(page.locator("form[data-passkey] [role=alert]")).to_be_visible()
    visitor.look("passkey-refused")
