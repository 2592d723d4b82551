"""Confirming what somebody has learned, and opening its document."""

import mimetypes

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staff import services
from staff.http import StaffRequest
from staff.models import Qualification
from staff.policy import profile as policy
from staff.queries.profile import readable_qualifications
from staff.verdict import Refusal

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
def verify_qualification(request: StaffRequest, pk: int) -> HttpResponse:
    """What it says, its document, and the button: confirm, or take the confirmation back."""
    qualification = get_object_or_404(readable_qualifications(request.user), pk=pk)
    if request.method != "POST":
        return _show(request, qualification)
    is_verified = "take_back" not in request.POST
    verb = services.verify_qualification if is_verified else services.unverify_qualification
    try:
        verb(qualification=qualification, by=request.user)
    except Refusal as refusal:
        qualification.refresh_from_db()
        return _show(request, qualification, refusal=str(refusal), status=409)
    done = _("It is confirmed.") if is_verified else _("It is no longer confirmed.")
    messages.success(request, done)
    return redirect("staff:verify_qualification", pk)


@require_safe
def qualification_document(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Always downloaded, never opened in our own site: what is in it was made by others."""
    found = get_object_or_404(readable_qualifications(request.user), pk=pk)
    if not found.document:
        raise Http404
    response = FileResponse(
        found.document.open("rb"),
        as_attachment=True,
        filename=found.document_name,
        content_type=mimetypes.guess_type(found.document_name)[0] or "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _show(
    request: StaffRequest, qualification: Qualification, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "qualification": qualification,
        "may_verify": policy.may_verify(request.user, qualification),
        "refusal": refusal,
    }
    return render(request, "staff/qualification.html", context, status=status)
