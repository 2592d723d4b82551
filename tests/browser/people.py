"""A person at a browser: logs in, goes somewhere, fills in, presses. Knows no wording, so that the
same walk works in both written languages."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.world import PASSWORD

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
PATIENCE = 30_000  # milliseconds a worker may take before a test gives up
WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@dataclass
class Visit:
    """One way of walking: how wide the screen is, whether scripts run."""

    chromium: Browser
    address: str
    width: str = "desktop"
    scripts: bool = True
    shots: Path | None = None
    found: list[str] = field(default_factory=list)
    looked: int = 0

    @contextmanager
    def as_person(self, name: str) -> Iterator["Person"]:
        context = self.chromium.new_context(
            viewport=WIDTHS[self.width], java_script_enabled=self.scripts, locale="nb-NO"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.found.append(f"script error: {error}"))
        person = Person(self, page)
        person.log_in(name)
        yield person
        context.close()


@dataclass
class Person:
    visit: Visit
    page: Page

    def log_in(self, name: str) -> None:
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", f"{name}@example.org")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form:has([name=password]) button")
        expect(self.page.locator("details.menu")).to_be_visible()
        self.look("home")

    def go(self, path: str) -> None:
        answer = self.page.goto(self.visit.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    def follow(self, part_of_address: str, name: str) -> None:
        """Click the first link whose address contains it."""
        self.page.locator(f"main a[href*='{part_of_address}']").first.click()
        self.look(name)

    def open_menu(self, path: str, name: str) -> None:
        self.page.click(f"nav a[href='{path}']")
        self.look(name)

    def press(self, address: str, button: str = "button", *, name: str = "") -> None:
        """Press the first button that posts to an address ending so."""
        inside = f"form[action$='{address}'] {button}"
        self.page.locator(f"{inside}, {button}[formaction$='{address}']").first.click()
        self.page.wait_for_load_state()
        if name:
            self.look(name)

    def fill(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            self.page.fill(f"main [name='{name}']", value)

    def choose(self, name: str, value: str) -> None:
        self.page.check(f"main input[name='{name}'][value='{value}']")

    def text(self) -> str:
        return self.page.inner_text("main")

    def look(self, name: str) -> None:
        """No accessibility fault, nothing wider than the screen, and a picture for whoever asks."""
        self.page.wait_for_load_state()
        self.visit.looked += 1
        if self.visit.shots is not None:
            name = f"{self.visit.looked:02d}-{name}-{self.visit.width}.png"
            self.page.screenshot(path=self.visit.shots / name, full_page=True)
        if not self.visit.scripts:
            return
        self.page.evaluate(AXE.read_text())
        faults: list[dict[str, Any]] = self.page.evaluate("axe.run().then(r => r.violations)")
        for fault in faults:
            where = [node["target"] for node in fault["nodes"]]
            self.visit.found.append(f"{self.page.url}: {fault['id']} {where}")
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            self.visit.found.append(f"{self.page.url}: {wide} pixels too wide")


def shots(name: str) -> Path | None:
    """EVU_SHOTS=folder keeps a picture of every page."""
    folder = os.environ.get("EVU_SHOTS")
    if not folder:
        return None
    path = Path(folder, name)
    path.mkdir(parents=True, exist_ok=True)
    return path
