"""The application in steps: what each step shows, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import costing
from applications.forms.applicant import AboutForm, CourseForm, SchemeForm, StepForm, WhyForm
from applications.models import Application
from applications.policy import is_open
from applications.queries.support import Support, schemes_for
from applications.services.drafting import missing
from funding.costs import Line
from staff.http import StaffRequest
from staff.verdict import Refusal

LABELS: Final[Mapping[str, str | Promise]] = {
    "about": _("About you"),
    "course": _("Course"),
    "scheme": _("Scheme and leave"),
    "why": _("Why"),
    "check": _("Check and send"),
}
SLUGS: Final = tuple(LABELS)
PARTS: Final[Mapping[str, str]] = {
    "about": "applications/step_about.html",
    "course": "applications/step_course.html",
    "scheme": "applications/step_scheme.html",
    "why": "applications/step_why.html",
    "check": "applications/step_check.html",
}
FORMS: Final[Mapping[str, type[StepForm]]] = {
    "about": AboutForm,
    "course": CourseForm,
    "scheme": SchemeForm,
    "why": WhyForm,
}


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step of components/stepper.html."""

    label: str | Promise
    url: str
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of components/summary_list.html that is not changed here."""

    term: str | Promise
    value: str | Promise
    url: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the case would cost by today's answers, or the reason why that cannot be said."""

    lines: list[Line]
    refusal: str = ""

    @property
    def total_ore(self) -> int:
        return sum(line.total_ore for line in self.lines)


def step_url(application: Application, slug: str) -> str:
    return reverse("applications:step", args=[application.pk, slug])


def following(slug: str) -> str:
    return SLUGS[SLUGS.index(slug) + 1]


def form_for(application: Application, slug: str, *args: Any, in_part: bool = False) -> StepForm:
    """The step's form, with `data` and `files` if there are any."""
    more = {"supports": supports_of(application)} if slug == "scheme" else {}
    return FORMS[slug](application, *args, in_part=in_part, **more)


def supports_of(application: Application) -> list[Support]:
    """What each scheme of the round gives: for the chosen course, or for 30 credits before that."""
    run, round = application.course_run, application.round
    day = run.starts_on if run else round.decision_by
    credits = run.course.credits if run else 30
    return schemes_for(round, application.position, day=day, credits=credits)


def estimate_of(application: Application) -> Estimate:
    try:
        return Estimate(costing.estimate(application))
    except Refusal as refusal:
        return Estimate([], str(refusal))


def render_step(
    request: StaffRequest,
    application: Application,
    slug: str,
    form: StepForm | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """A step's page. `saved` in the address names the step that the server has just taken."""
    if form is None and slug in FORMS:
        form = form_for(application, slug)
    lacks = missing(application)
    context = {
        "application": application,
        "slug": slug,
        "form": form,
        "refusal": refusal,
        "steps": _links(application, slug, {step for step, _sentence in lacks}),
        "key": draft_key(application, slug),
        "saved_key": draft_key(application, request.GET.get("saved", "")),
        "is_open": is_open(application.round),
        "part": PARTS[slug],
        "previous": step_url(application, SLUGS[max(0, SLUGS.index(slug) - 1)]),
        "following": "" if slug == "check" else LABELS[following(slug)],
        **_extras(application, slug),
    }
    if slug == "check":
        context["missing"] = [
            {"url": step_url(application, step), "sentence": sentence} for step, sentence in lacks
        ]
    return render(request, "applications/step.html", context, status=status)


def draft_key(application: Application, slug: str) -> str:
    """Names the browser's own copy of a step's text."""
    return f"application-{application.pk}-{slug}" if slug in FORMS else ""


def _links(application: Application, current: str, lacking: set[str]) -> list[StepLink]:
    return [
        StepLink(
            label=label,
            url=step_url(application, slug),
            done=slug != "check" and slug not in lacking,
            current=slug == current,
        )
        for slug, label in LABELS.items()
    ]


def _facts(application: Application) -> list[Fact]:
    """What the staff register says about the applicant."""
    employee = application.employee
    learned = ", ".join(str(qualification) for qualification in employee.qualifications.all())
    return [
        Fact(_("Name"), str(employee.user)),
        Fact(_("E-mail"), employee.user.email),
        Fact(_("Employer"), str(application.round.owner)),
        Fact(_("Qualifications"), learned or _("None registered")),
    ]


def _extras(application: Application, slug: str) -> dict[str, Any]:
    match slug:
        case "about":
            return {"facts": _facts(application)}
        case "scheme":
            return {"estimate": estimate_of(application)}
        case "why":
            return {"attachments": application.attachments.order_by("pk")}
        case "check":
            return {
                "estimate": estimate_of(application),
                "attachments": application.attachments.order_by("pk"),
            }
        case _:
            return {}
