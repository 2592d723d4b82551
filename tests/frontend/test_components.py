"""Every component renders, says what it takes, and no template of ours breaks the content policy."""

import re
from pathlib import Path
from types import SimpleNamespace as Object
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.frontend import sprite, vendor

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
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


class Described(str):
    description = ""


def described(label: str, description: str) -> Described:
    choice = Described(label)
    choice.description = description
    return choice


class SampleForm(forms.Form):
    course = forms.ChoiceField(choices=[("", "Choose"), ("1", "Mathematics 1")], help_text="From the list.")
    scheme = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("a", described("Cover", "Your employer pays for it"))]
    )
    days = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, choices=[("1", "Monday")], required=False
    )
    why = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    paper = forms.FileField(required=False)
    agreed = forms.BooleanField()
    case = forms.CharField(widget=forms.HiddenInput, initial="7")


class No:
    reason = "Only the leader of the workplace may."

    def __bool__(self) -> bool:
        return False


def wrong_form() -> SampleForm:
    form = SampleForm({"why": "x" * 600})
    assert not form.is_valid()
    return form


def samples() -> dict[str, list[dict[str, Any]]]:
    """At least one context for each component; the test fails for a component that has none."""
    person = Object(is_authenticated=True, get_full_name="Kari Nordmann")
    roles = [Object(pk=pk, role_label="Leader", place_label="Åsen school") for pk in (1, 1234)]
    option = Object(value="1", label="School", description="All of it", checked=True)
    return {
        "account_menu": [{"user": person, "acting": roles[0], "memberships": roles, "unread": 3}],
        "action": [
            {"verdict": True, "label": "Grant", "url": "/grant", "form": "case"},
            {"verdict": No(), "label": "Grant", "url": "/grant"},
        ],
        "alert": [{"title": "The deadline is near", "text": "Friday.", "url": "/", "label": "Read"}],
        "breadcrumbs": [{"trail": [Object(url="/", label="Overview")], "here": "2027-0142"}],
        "checkbox_group": [{"legend": "Who?", "name": "who", "options": [option]}],
        "confirm": [{"title": "Grant?", "consequences": ["A letter goes."], "label": "Grant"}],
        "draft_notice": [{}],
        "empty_state": [{"title": "Nothing here", "text": "Yet.", "url": "/", "label": "Go on"}],
        "error_summary": [{"form": wrong_form()}, {"form": SampleForm()}],
        "field": [{"field": field} for form in (SampleForm(), wrong_form()) for field in form],
        "file_upload": [{"field": SampleForm()["paper"], "kinds": "PDF", "limit": "10 MB"}],
        "filter_form": [{"form": SampleForm(), "target": "list"}],
        "form_errors": [{"form": wrong_form()}],
        "form_fields": [{"form": SampleForm()}, {"form": wrong_form()}],
        "icon": [{"name": "calendar"}],
        "input": [{"label": "Email", "name": "email", "type": "email", "errors": ["Unknown."]}],
        "kpi": [{"label": "Waiting", "value": "7", "detail": "of 12", "url": "/"}],
        "money_bar": [
            {
                "label": "Grant",
                "total": "10 kr",
                "parts": [Object(label="Paid", amount="10 kr", kind="paid", x=0, width=1000)],
            }
        ],
        "pagination": [
            {"page": Paginator(range(70), 10).page(number)} for number in (1, 4, 7)
        ],
        "radio_group": [
            {"legend": "Who?", "hint": "One.", "name": "who", "options": [option], "error": "Choose"}
        ],
        "saved": [{"key": "application-7", "when": "14.32"}, {"key": "application-7"}],
        "state_badge": [{"label": "Granted", "color": "success"}],
        "stepper": [
            {
                "label": "Steps",
                "steps": [
                    Object(label="About you", done=True, current=False, url="/1"),
                    Object(label="Course", done=False, current=True, url=""),
                    Object(label="Cover", done=False, current=False, url=""),
                ],
            }
        ],
        "summary_list": [{"rows": [Object(term="Name", value="Kari", url="/name")]}],
        "table": [
            {
                "caption": "Costs",
                "columns": [Object(label="What", num=False), Object(label="Kroner", num=True)],
                "rows": [Object(cells=[Object(text="Cover"), Object(text="5", num=True)], url="/")],
            }
        ],
        "tabs": [{"label": "View", "tabs": [Object(label="All", url="?", current=True)]}],
        "tasks": [{"tasks": [Object(label="Cover", url="/", state="Done", color="success")]}],
        "timeline": [
            {
                "entries": [
                    Object(title="Sent", detail="", who="Kari", when="1 March", status=status)
                    for status in ("ok", "now", "later")
                ]
            }
        ],
    }


def render(component: Path) -> list[str]:
    return [
        render_to_string(f"components/{component.name}", context, RequestFactory().get("/?q=a"))
        for context in samples()[component.stem]
    ]


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_component_renders_whole_markup(component: Path) -> None:
    for html in render(component):
        for tag in ("div", "form", "fieldset", "li", "ul", "ol", "table", "tr", "label", "span", "p"):
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
        for name in re.findall(
            r'components/icon\.html" with name="([^"]+)"', template.read_text()
        )
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
