"""Every component renders and says what it takes; no template breaks the content policy."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from tests.frontend import sprite, vendor
from tests.frontend.samples import COMPONENTS, render, wrong_form

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for path in [*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/templates/**/*.html")]
    if ".evu" not in path.parts
)

HEADER = re.compile(
    r"\A{% comment %}\n"
    r"(?P<sentence>[A-Z][^\n]*\n(?:[^\n]+\n)*)"
    r"(?:\n(?P<rows>(?:[^\n]+\n)+))?"
    r"{% endcomment %}"
)
ROW = re.compile(r"^[a-z_]+ {2,}\S")
FORBIDDEN = {
    "style attribute": r"\sstyle\s*=",
    "style element": r"<style\b",
    "inline script": r"<script(?![^>]*\ssrc=)",
    "event attribute": r"\son[a-z]+\s*=",
    "script in htmx": r"\bhx-on\b|[\"']js:|[\"']javascript:",
}


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_component_renders_whole_markup(component: Path) -> None:
    for html in render(component):
        for tag in (
            "div",
            "form",
            "fieldset",
            "li",
            "ul",
            "ol",
            "table",
            "tr",
            "label",
            "span",
            "p",
        ):
            opened, closed = len(re.findall(rf"<{tag}\b", html)), html.count(f"</{tag}>")
            assert opened == closed, f"{tag}: {opened} opened, {closed} closed"
        ids = re.findall(r'\sid="([^"]*)"', html)
        assert len(ids) == len(set(ids)), "an id is used twice"


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_component_says_what_it_is_for_and_what_it_takes(component: Path) -> None:
    header = HEADER.match(component.read_text())
    assert header, "begins with a comment: a sentence, an empty line, rows of parameter and meaning"
    rows = (header["rows"] or "").splitlines()
    widths = {len(re.match(r"[a-z_]+ +", row)[0]) for row in rows if ROW.match(row)}  # type: ignore[index]
    assert len(widths) <= 1, "meanings stand below each other"
    assert all(ROW.match(row) or row.startswith("   ") for row in rows)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_keeps_the_content_security_policy(template: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", template.read_text(), flags=re.S)
    found = [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)]
    assert found == []


def test_every_icon_named_in_a_template_exists() -> None:
    icons = {sprite.icon_name(path) for path in sprite.ICONS.glob("*.svg")}
    used = {
        name
        for template in TEMPLATES
        for name in re.findall(r'components/icon\.html" with name="([^"]+)"', template.read_text())
    }
    assert used <= icons, f"not in static/icons.svg: {sorted(used - icons)}"


def test_icon_file_is_made_from_the_vendored_icons() -> None:
    assert sprite.SPRITE.read_text() == sprite.sprite()


def test_vendored_files_are_those_in_the_table() -> None:
    assert vendor.TABLE.read_text() == vendor.table()


def test_each_vendored_folder_has_its_licence() -> None:
    folders = {path.parent for path in vendor.VENDOR.glob("*/*")}
    assert folders == {folder for folder in folders if (folder / "LICENSE").is_file()}


def test_field_ties_hint_and_error_to_its_input() -> None:
    html = render_to_string("components/field.html", {"field": wrong_form()["course"]})
    assert 'aria-describedby="id_course_helptext id_course_error"' in html
    assert 'id="id_course_helptext"' in html
    assert 'id="id_course_error"' in html
    assert 'aria-invalid="true"' in html


def test_form_renders_through_the_same_field() -> None:
    form = wrong_form()
    field = render_to_string("components/field.html", {"field": form["why"]})
    assert form["why"].as_field_group().strip() == field.strip()
    assert 'class="ds-input"' in str(form)
    assert "maxlength" not in str(form["why"])


def test_error_summary_leads_to_each_field() -> None:
    form = wrong_form()
    html = render_to_string("components/error_summary.html", {"form": form})
    page = str(form)
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in page
    assert html.count("href=") == len(form.errors)


def test_numbers_in_attributes_have_no_thousands_space() -> None:
    (html,) = render(ROOT / "templates/components/account_menu.html")
    assert 'value="1234"' in html
    (html,) = render(ROOT / "templates/components/money_bar.html")
    assert 'width="1000"' in html


def test_pagination_keeps_the_rest_of_the_address() -> None:
    _first, middle, _last = render(ROOT / "templates/components/pagination.html")
    assert 'href="?q=a&amp;page=3" rel="prev"' in middle
    assert 'href="?q=a&amp;page=5" rel="next"' in middle
    assert middle.count('aria-current="true"') == 1
