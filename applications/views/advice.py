"""What the page for advice shows beside the form: the case's costs and colleagues, the estimate."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.costing import CoverEstimate, estimate_cover, leave_at_work
from applications.forms.leader import COVER_FIELDS, AdviceForm, CoverForm
from applications.models import Application
from applications.queries import leading
from applications.services import Cover
from applications.views.case_course import study_line
from staff.http import Link, StaffRequest
from staff.verdict import Refusal


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the plan comes to; or, where that cannot be said, why."""

    plan: Cover | None = None
    found: CoverEstimate | None = None
    reason: str = ""
    is_unfinished: bool = False


def advice_context(
    request: StaffRequest, application: Application, form: AdviceForm
) -> dict[str, Any]:
    key = (application.round_id, application.workplace_id, application.staff_group_id)
    return {
        "application": application,
        "form": form,
        "advice": getattr(application, "recommendation", None),
        "leave": leave_at_work(application),
        "beside": leading.beside([application])[key],
        "cost_lines": application.cost_lines.order_by("pk"),
        "attachments": application.attachments.order_by("pk"),
        "estimate": _estimate(request, application),
        "study": study_line(request.user, application),
        "draft_key": f"advice-{request.user.pk}-{application.pk}",
        "trail": [Link(_("Applications"), reverse("applications:waiting"))],
    }


def typed_plan(typed: QueryDict) -> dict[str, Any]:
    """The cover fields of an address, as they were typed."""
    plan: dict[str, Any] = {name: typed[name] for name in COVER_FIELDS if name in typed}
    if plan:
        plan["cover_weekdays"] = typed.getlist("cover_weekdays")
    return plan


def _estimate(request: StaffRequest, application: Application) -> Estimate | None:
    """None in a scheme without cover."""
    if application.scheme is None or not application.scheme.is_substitute:
        return None
    typed = request.POST if request.method == "POST" else request.GET
    form = CoverForm(typed, application=application)
    if not typed_plan(typed):
        plan = CoverForm(application=application).planned
    elif form.is_valid():
        plan = form.cover
    else:
        return Estimate(is_unfinished=True)
    if plan is None:
        return Estimate()
    try:
        found = estimate_cover(
            application,
            percent=plan.percent,
            weekdays=plan.weekdays,
            first=plan.first,
            last=plan.last,
        )
    except Refusal as refusal:
        return Estimate(plan, reason=str(refusal))
    return Estimate(plan, found)
