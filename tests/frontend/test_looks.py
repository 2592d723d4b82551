"""The components in a real browser: readable for everybody, and no wider than a phone."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.frontend.samples import COMPONENTS, render

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
FRAME = """<!doctype html><html lang="en" data-color-scheme="auto"><head><title>Test</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/vendor/designsystemet-css-1.22.0/theme.css">
<link rel="stylesheet" href="/static/vendor/designsystemet-css-1.22.0/index.css">
<link rel="stylesheet" href="/static/css/evu.css">
<script src="/static/vendor/designsystemet-web-1.22.0/index.js" defer></script>
<script src="/static/js/evu.js" type="module"></script></head>
<body><main class="wrap stack"><h1 class="ds-heading">Test</h1>{}</main></body></html>"""
# A component alone on a page cannot follow a heading that the page would have.
AXE = """axe.run({rules: {"heading-order": {enabled: false}}}).then(
  ({violations}) => violations.flatMap(
    ({id, nodes}) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`)))"""


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def page(chromium: Browser, pages: dict[str, str]) -> Iterator[Page]:
    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=ROOT / "static" / path.removeprefix("/static/"))
            return
        route.fulfill(
            content_type="text/html",
            headers={"Content-Security-Policy": "default-src 'self'; img-src 'self' data:"},
            body=FRAME.format(pages["now"]),
        )

    context = chromium.new_context(viewport={"width": 390, "height": 800})
    context.add_init_script(path=ROOT / "tests/vendor/axe.min.js")
    context.route("**/*", answer)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_component_is_for_everybody(component: Path, page: Page, pages: dict[str, str]) -> None:
    for html in render(component):
        pages["now"] = html
        page.goto("http://evu.test/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(AXE) == []
