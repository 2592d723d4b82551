"""What employees say is wrong, and the owner's answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staff import services
from staff.access import owner_ids
from staff.forms.profile import AnswerForm
from staff.http import StaffRequest
from staff.models import Correction, Position
from staff.paging import NearestEndPaginator
from staff.policy import profile as policy
from staff.queries.corrections import at_my_owners, to_answer
from staff.roles import Permission
from staff.verdict import Refusal, require


@require_safe
def corrections(request: StaffRequest) -> HttpResponse:
    """Those that wait, the oldest first; or those that are answered, the newest first."""
    require(policy.may_list_corrections(request.user))
    answered = request.GET.get("show") == "answered"
    found = to_answer(owner_ids(request.user, Permission.CORRECTION_ANSWER), answered=answered)
    rows = found.select_related("employee__user", "owner", "answered_by")
    page = NearestEndPaginator(found, rows).get_page(request.GET.get("page"))
    return render(request, "staff/corrections.html", {"page": page, "answered": answered})


@require_http_methods(["GET", "HEAD", "POST"])
def answer_correction(request: StaffRequest, pk: int) -> HttpResponse:
    correction = get_object_or_404(at_my_owners(request.user), pk=pk)
    require(policy.may_answer(request.user, correction))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, correction, form, status=422 if form.errors else 200)
    try:
        services.answer_correction(correction=correction, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        correction.refresh_from_db()
        return _show(request, correction, form, refusal=str(refusal), status=409)
    messages.success(request, _("Your answer has been sent to the employee."))
    return redirect("staff:corrections")


def _show(
    request: StaffRequest,
    correction: Correction,
    form: AnswerForm,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    held = Position.objects.filter(employee=correction.employee).select_related("workplace", "code")
    context = {
        "correction": correction,
        "positions": held.order_by("-starts_on"),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "staff/answer_correction.html", context, status=status)
