"""What is done about a course elsewhere: the institution's own application, a study refused."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications import policy, services
from applications.queries.outside import study_of
from applications.views.case import render_case, visible_or_404
from staff.http import StaffRequest
from staff.states import IllegalTransition
from staff.verdict import Refusal, require


@require_POST
def applied_there(request: StaffRequest, pk: int) -> HttpResponse:
    """“I have applied there”; or, with `done=no`, not after all."""
    application = visible_or_404(request, pk)
    is_done = request.POST.get("done") != "no"
    services.note_applied_there(application=application, is_done=is_done, by=request.user)
    said = _("Noted: you have applied there.") if is_done else _("Noted: not applied there yet.")
    messages.success(request, said)
    return redirect(application)


@require_http_methods(["GET", "HEAD", "POST"])
def reject_study(request: StaffRequest, pk: int) -> HttpResponse:
    """Reject a case since the study it is about is not accepted; asked first."""
    application = visible_or_404(request, pk)
    study = study_of(application)
    require(policy.may_reject_study(request.user, application, study))
    if request.method != "POST":
        context = {"application": application, "study": study}
        return render(request, "applications/reject_study.html", context)
    try:
        services.reject_study(application=application, by=request.user)
    except (Refusal, IllegalTransition) as refusal:
        return render_case(request, application, refusal=str(refusal), status=409)
    messages.success(request, _("%(number)s is rejected.") % {"number": application.number})
    return redirect(application)
