"""Studies outside the catalogue: described by an employee, checked by the owner."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import policy, services
from catalogue.forms.studies import CheckForm, StudyForm
from catalogue.models import OutsideStudy
from catalogue.queries import studies as queries
from catalogue.states import StudyState
from staff.access import owner_ids
from staff.http import Link, StaffRequest
from staff.models import Employee
from staff.paging import NearestEndPaginator
from staff.queries.profile import employments_of
from staff.questions import ask
from staff.roles import Permission
from staff.states import IllegalTransition
from staff.verdict import Refusal, require
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
COLORS: Final = {
    StudyState.PROPOSED: "warning",
    StudyState.ACCEPTED: "success",
    StudyState.REFUSED: "danger",
}


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """For whoever checks: what waits, and what is answered. For an employee: one's own."""
    checks = bool(owner_ids(request.user, Permission.STUDY_CHECK))
    shown = {"answered": "answered", "mine": "mine"}.get(request.GET.get("show", ""), "waiting")
    shown = shown if checks else "mine"
    listed = {"waiting": queries.to_check, "answered": queries.answered, "mine": queries.of_my_own}
    rows = queries.for_rows(OutsideStudy.objects.all())
    keys = listed[shown](request.user)
    context = {
        "page": NearestEndPaginator(keys, rows).get_page(request.GET.get("page")),
        "shown": shown,
        "checks": checks,
        "is_employed": bool(_employments(request)),
        "colors": COLORS,
    }
    return render(request, "studies/index.html", context)


@page_or_post
def propose(request: StaffRequest) -> HttpResponse:
    require(policy.may_describe_studies(request.user))
    form = StudyForm(_employments(request), posted(request))
    if form.is_valid() and (study := _proposed(request, form)) is not None:
        said = _("Your employer is asked to look at it. You can apply for it at once.")
        messages.success(request, said)
        return redirect(study)
    return form_page(request, "studies/propose.html", {"form": form, **_trail()})


@page_or_post
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    study = _visible_or_404(request, pk)
    if request.method != "POST":
        return _show(request, study, CheckForm())
    require(policy.may_check_study(request.user, study))
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _show(request, study, form, status=422)
    try:
        said = _answered(request, study, form)
    except (Refusal, IllegalTransition) as refusal:
        form.add_error(None, str(refusal))
        return _show(request, _visible_or_404(request, pk), form, status=409)
    messages.success(request, said)
    return redirect("studies:index")


def _answered(request: StaffRequest, study: OutsideStudy, form: CheckForm) -> str:
    """Raises Refusal, or IllegalTransition where somebody else has answered the same."""
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["answer"] == CheckForm.ACCEPT:
        services.accept_study(study=study, note=reason, by=request.user)
        return _("“%(study)s” is accepted. The employee is told.") % {"study": study}
    services.refuse_study(study=study, reason=reason, by=request.user)
    return _("“%(study)s” is not accepted. The employee is told why.") % {"study": study}


def _proposed(request: StaffRequest, form: StudyForm) -> OutsideStudy | None:
    """None where the service refuses: the form says why."""
    told = form.cleaned_data
    try:
        return services.propose_study(
            employee=form.employee,
            institution=told["institution"],
            provider_kind=told["provider_kind"],
            course=form.course(),
            run=form.run(),
            link=told["link"],
            by=request.user,
        )
    except ValidationError as error:
        form.say_refused(error)
    return None


def _show(
    request: StaffRequest, study: OutsideStudy, form: CheckForm, *, status: int = 200
) -> HttpResponse:
    mine = study.written_by_id == request.user.pk
    checks = study.owner_id in owner_ids(request.user, Permission.STUDY_CHECK)
    context = {
        "study": study,
        "run": study.run,
        "course": study.run.course,
        "color": COLORS[StudyState(study.state)],
        "mine": mine,
        "checks": checks,
        "may_check": policy.may_check_study(request.user, study),
        "settled": _answers("study_is_settled", run=study.run) if checks else [],
        "form": form,
        "ways": _answers("rounds_for_study", user=request.user, run=study.run) if mine else [],
        **_trail(),
    }
    return render(request, "studies/detail.html", context, status=status)


def _answers(question: str, **about: Any) -> list[Any]:
    return [found for answer in ask(question, **about) for found in answer]


def _visible_or_404(request: StaffRequest, pk: int) -> OutsideStudy:
    visible = queries.for_rows(OutsideStudy.objects.visible_to(request.user).distinct())
    return get_object_or_404(visible, pk=pk)


def _employments(request: StaffRequest) -> list[Employee]:
    return list(employments_of(request.user).filter(left_on=None))


def _trail() -> dict[str, list[Link]]:
    return {"trail": [Link(_("Studies outside the catalogue"), reverse("studies:index"))]}
