"""Each component with something in it."""

from pathlib import Path
from types import SimpleNamespace as Object
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

COMPONENTS = sorted((Path(__file__).resolve().parents[2] / "templates/components").glob("*.html"))


class Described(str):
    description = ""


def described(label: str, description: str) -> Described:
    choice = Described(label)
    choice.description = description
    return choice


class SampleForm(forms.Form):
    course = forms.ChoiceField(
        choices=[("", "Choose"), ("1", "Mathematics 1")], help_text="From the list."
    )
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


class FoldedForm(SampleForm):
    """A filter with more fields than one wants to see at once."""

    is_unfolded = True
    messages = "#id_why_error"

    @property
    def first(self) -> list[Any]:
        return [self["course"]]

    @property
    def more(self) -> list[Any]:
        return [self["why"], self["agreed"]]


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
    return {
        "account_menu": [{"user": person, "acting": roles[0], "memberships": roles, "unread": 3}],
        "action": [
            {"verdict": True, "label": "Grant", "url": "/grant", "form": "case"},
            {"verdict": No(), "label": "Grant", "url": "/grant"},
        ],
        "alert": [
            {"title": "The deadline is near", "text": "Friday.", "url": "/", "label": "Read"}
        ],
        "breadcrumbs": [{"trail": [Object(url="/", label="Overview")], "here": "2027-0142"}],
        "confirm": [{"title": "Grant?", "consequences": ["A letter goes."], "label": "Grant"}],
        "draft_notice": [{}],
        "empty_state": [{"title": "Nothing here", "text": "Yet.", "url": "/", "label": "Go on"}],
        "error_summary": [{"form": wrong_form()}, {"form": SampleForm()}],
        "field": [{"field": field} for form in (SampleForm(), wrong_form()) for field in form],
        "file_upload": [{"field": SampleForm()["paper"], "kinds": "PDF", "limit": "10 MB"}],
        "filter_field": [{"field": wrong_form()["why"]}],
        "filter_form": [
            {"form": SampleForm(), "target": "list"},
            {"form": FoldedForm(), "target": "list"},
        ],
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
        "pagination": [{"page": Paginator(range(70), 10).page(number)} for number in (1, 4, 7)],
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
