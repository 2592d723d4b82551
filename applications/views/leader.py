"""The leader's part: the cases that wait for advice, and the advice with its cover plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications import policy, services
from applications.costing import leave_at_work
from applications.forms.leader import AdviceForm, WaitingFilter
from applications.models import Application
from applications.queries import advising, leading
from applications.states import State
from applications.timeline import COLOURS
from applications.views.advice import advice_context, typed_plan
from staff.access import holding
from staff.http import Link, StaffRequest, render_page
from staff.paging import NearestEndPaginator
from staff.roles import Permission
from staff.states import IllegalTransition
from staff.verdict import Refusal, require

VIEWS: Final = ("waiting", "advised", "all")


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the list, ready to be written: the loop in the template stays bare."""

    case: Application
    leave: int
    url: str
    state: str
    color: str
    beside: leading.Beside


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """The cases of my workplaces: those that wait for me, or for the leader, first."""
    require(policy.may_follow_at_work(request.user))
    advise = (Permission.APPLICATION_RECOMMEND, Permission.APPLICATION_RANK)
    leads = any(holding(request.user, permission) for permission in advise)
    chosen = request.GET.get("view", "")
    view = chosen if chosen in VIEWS else VIEWS[0]
    mine = leading.at_work_of(request.user)
    filter = WaitingFilter({"q": request.GET.get("q", ""), "view": view})
    filter.full_clean()
    keys = leading.in_view(mine, view, reader=request.user)
    keys = leading.search(keys, filter.cleaned_data.get("q", "")).order_by("pk")
    rows = advising.with_moved_up(Application.objects.for_display().select_related("round"))
    page = NearestEndPaginator(keys, rows).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(request, list(page)),
        "tabs": _tabs(leading.counts(mine, reader=request.user), view, leads=leads),
        "leads": leads,
        "view": view,
        "filter": filter,
        "waiting": leading.waiting_for(request.user),
        "saved": request.GET.get("saved", ""),
    }
    return render_page(
        request, "applications/waiting.html", context, part="applications/waiting_list.html"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def advise(request: StaffRequest, pk: int) -> HttpResponse:
    """The case, my advice on it, and the cover; htmx asks again for the estimate alone."""
    application = _visible_or_404(request, pk)
    require(policy.may_recommend(request.user, application))
    typed = request.POST if request.method == "POST" else None
    form = AdviceForm(typed, application=application, initial=typed_plan(request.GET))
    if form.is_valid() and _advised(request, application, form):
        return redirect(f"{reverse('applications:waiting')}?saved={application.pk}")
    return render_page(
        request,
        "applications/advise.html",
        advice_context(request, application, form),
        part=None if form.is_bound else "applications/advise_estimate.html",
        status=422 if form.is_bound else 200,
    )


def _advised(request: StaffRequest, application: Application, form: AdviceForm) -> bool:
    """Whether the advice was given; if not, the form says why."""
    try:
        services.advise(
            application=application,
            recommended=form.cleaned_data["recommended"],
            reason=form.cleaned_data["reason"],
            cover=form.cover,
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
    except (IllegalTransition, Refusal) as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(
            request,
            _("Your advice on %(number)s is saved. You can change it until the owner ranks.")
            % {"number": application.number},
        )
        return True
    return False


def _visible_or_404(request: StaffRequest, pk: int) -> Application:
    visible = Application.objects.visible_to(request.user).for_display()
    related = ("round", "recommendation", "position__code")
    return get_object_or_404(visible.select_related(*related), pk=pk)


def _tabs(counts: Mapping[str, int], view: str, *, leads: bool) -> list[Link]:
    without = _("Waiting for you (%(count)d)") if leads else _("Waiting for the leader (%(count)d)")
    labels = {
        "waiting": without,
        "advised": _("Advised (%(count)d)"),
        "all": _("All (%(count)d)"),
    }
    return [
        Link(label % {"count": counts[name]}, f"?view={name}", name == view)
        for name, label in labels.items()
    ]


def _rows(request: StaffRequest, cases: list[Application]) -> list[Row]:
    beside = leading.beside(cases)
    rows = []
    for case in cases:
        mine = bool(policy.may_recommend(request.user, case))
        url = reverse("applications:advise", args=[case.pk]) if mine else case.get_absolute_url()
        state, color = str(case.get_state_display()), COLOURS.get(case.state, "neutral")
        if mine and case.state == State.SUBMITTED:
            state, color = _("Waiting for you"), "warning"
        context = beside[case.round_id, case.workplace_id, case.staff_group_id]
        rows.append(Row(case, leave_at_work(case), url, state, color, context))
    return rows
