"""evu.js in a real browser, against pages made up here: no server, no database."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "static"
FRAME = """<!doctype html><html lang="en"><head><title>Test</title>
<meta name="htmx-config" content='{{"includeIndicatorCSS": false, "noSwap": [403, "5xx"]}}'>
<script src="/static/vendor/htmx-4.0.1/htmx.min.js" defer></script>
<script src="/static/js/evu.js" type="module"></script></head>
<body><main tabindex="-1">{}</main><div id="request-failed" hidden><p>Usual words</p></div></body>
</html>"""
FORM = """<form data-draft-key="case-7" method="post" action="/sent">
<div data-draft-notice hidden><button type="button" data-draft-restore>Put back</button>
<button type="button" data-draft-discard>Throw away</button></div>
<label>Why <textarea id="why" name="why">saved</textarea></label>
<p data-counter="why" data-limit="10" data-left="left" data-over-by="too many">At most 10</p>
</form>"""


@pytest.fixture
def pages() -> dict[str, tuple[int, str]]:
    """Path to status and what stands in main; a test adds what it needs."""
    return {"/form": (200, FORM)}


@pytest.fixture
def page(chromium: Browser, pages: dict[str, tuple[int, str]]) -> Iterator[Page]:
    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
            return
        status, content = pages.get(path, (404, ""))
        whole = "hx-request" not in route.request.headers
        route.fulfill(
            status=status,
            content_type="text/html",
            headers={"Content-Security-Policy": "default-src 'self'; img-src 'self' data:"},
            body=FRAME.format(content) if whole else content,
        )

    context = chromium.new_context()
    context.route("**/*", answer)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: "Security Policy" in line.text and problems.append(line.text))
    yield page
    context.close()
    assert problems == []


def visit(page: Page, path: str) -> None:
    page.goto(f"http://evu.test{path}")


def test_counter_says_how_much_is_left_and_how_much_too_many(page: Page) -> None:
    visit(page, "/form")
    counter = page.locator("[data-counter]")
    expect(counter).to_have_text("5 left")
    page.fill("#why", "a dozen chars")
    expect(counter).to_have_text("3 too many")


def test_unsaved_text_is_offered_back(page: Page) -> None:
    visit(page, "/form")
    page.fill("#why", "unsaved")
    visit(page, "/form")
    expect(page.locator("#why")).to_have_value("saved")
    page.click("[data-draft-restore]")
    expect(page.locator("#why")).to_have_value("unsaved")
    expect(page.locator("[data-draft-notice]")).to_be_hidden()


def test_unsaved_text_can_be_thrown_away(page: Page) -> None:
    visit(page, "/form")
    page.fill("#why", "unsaved")
    visit(page, "/form")
    page.click("[data-draft-discard]")
    visit(page, "/form")
    expect(page.locator("[data-draft-notice]")).to_be_hidden()


def test_text_the_server_has_is_dropped(page: Page, pages: dict[str, tuple[int, str]]) -> None:
    pages["/saved"] = (200, '<p id="saved" data-saved="case-7">Draft saved</p>')
    visit(page, "/form")
    page.fill("#why", "unsaved")
    visit(page, "/saved")
    visit(page, "/form")
    expect(page.locator("[data-draft-notice]")).to_be_hidden()


def test_logging_out_drops_all_drafts(page: Page, pages: dict[str, tuple[int, str]]) -> None:
    pages["/out"] = (200, '<form data-clears-drafts action="/form"><button>Log out</button></form>')
    visit(page, "/form")
    page.fill("#why", "unsaved")
    visit(page, "/out")
    page.click("button")
    page.wait_for_url("**/form?")
    expect(page.locator("[data-draft-notice]")).to_be_hidden()


def test_autosave_says_what_happens(page: Page, pages: dict[str, tuple[int, str]]) -> None:
    note = (
        '<p id="saved" data-saving="Saving" data-failed="Not saved"></p>'
        '<div data-autosave hx-post="/auto" hx-include="closest form" hx-target="#saved" '
        """hx-swap="outerHTML" hx-trigger="input delay:50ms from:'closest form'"></div></form>"""
    )
    pages["/form"] = (200, FORM.replace("</form>", note))
    pages["/auto"] = (500, "broken")
    visit(page, "/form")
    page.fill("#why", "first")
    expect(page.locator("#saved")).to_have_text("Not saved")
    pages["/auto"] = (200, '<p id="saved" data-saved="case-7">Draft saved 14.32</p>')
    page.fill("#why", "second")
    expect(page.locator("#saved")).to_have_text("Draft saved 14.32")
    assert page.evaluate("localStorage.length") == 0


def test_errors_are_focused_after_a_swap(page: Page, pages: dict[str, tuple[int, str]]) -> None:
    pages["/case"] = (
        200,
        '<form id="r" hx-post="/do" hx-swap="outerHTML"><button>Go</button></form>',
    )
    pages["/do"] = (422, '<form id="r"><div tabindex="-1" data-error-summary>Choose</div></form>')
    visit(page, "/case")
    page.click("button")
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_focus_goes_to_the_region_when_its_button_is_gone(
    page: Page, pages: dict[str, tuple[int, str]]
) -> None:
    button = '<button hx-post="/do" hx-target="#r" hx-swap="outerHTML">Go</button>'
    pages["/case"] = (200, f'<section id="r">{button}</section>')
    pages["/do"] = (200, '<section id="r">Recommended</section>')
    visit(page, "/case")
    page.click("button")
    expect(page.locator("#r")).to_be_focused()
    expect(page.locator("#r")).to_have_text("Recommended")


def test_a_refusal_is_said_and_the_page_stays(
    page: Page, pages: dict[str, tuple[int, str]]
) -> None:
    pages["/case"] = (
        200,
        '<section><button hx-post="/do" hx-target="closest section">Go</button></section>',
    )
    pages["/do"] = (403, "<h1>No</h1><p data-reason>Only the leader may.</p>")
    visit(page, "/case")
    page.click("button")
    expect(page.locator("#request-failed")).to_have_text("Only the leader may.")
    expect(page.locator("section button")).to_be_visible()


def test_menu_closes_with_escape(page: Page, pages: dict[str, tuple[int, str]]) -> None:
    pages["/menu"] = (
        200,
        "<details data-menu open><summary>Kari</summary><a href='/'>Me</a></details>",
    )
    visit(page, "/menu")
    page.keyboard.press("Escape")
    expect(page.locator("summary")).to_be_focused()
    expect(page.locator("details a")).to_be_hidden()


def test_a_list_narrows_while_one_writes(page: Page, pages: dict[str, tuple[int, str]]) -> None:
    component = (STATIC.parent / "templates/components/filter_form.html").read_text()
    trigger = component.split('hx-trigger="')[1].split('"')[0]
    pages["/list"] = (
        200,
        '<form hx-get="?" hx-target="#list" hx-select="#list" hx-swap="outerHTML" '
        f'hx-push-url="true" hx-trigger="{trigger}"><input type="search" name="q"></form>'
        '<section id="list">All</section>',
    )
    visit(page, "/list?page=4")
    pages["/list"] = (200, '<section id="list">Some</section>')
    page.locator("input").press_sequentially("mat")
    expect(page.locator("#list")).to_have_text("Some")
    expect(page).to_have_url("http://evu.test/list?q=mat")
    expect(page.locator("input")).to_be_focused()
