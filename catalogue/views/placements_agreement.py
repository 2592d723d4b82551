"""The agreement about a placement: written, read and signed, and kept as PDF."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import agreements, services
from catalogue.forms.placements import AgreementForm, SignForm
from catalogue.models import Placement
from catalogue.policy import placements as policy
from catalogue.views import placements_presenting as presenting
from catalogue.views.placements_frame import done, kept, placement_or_404, trail
from staff.http import StaffRequest
from staff.step_up import step_up_required
from staff.verdict import require
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
def write(request: StaffRequest, pk: int) -> HttpResponse:
    """Whose signatures fall is said before it is saved."""
    placement = placement_or_404(request, pk)
    require(policy.may_write_agreement(request.user, placement))
    form = AgreementForm(posted(request), placement=placement)
    if form.is_valid() and done(form, lambda: _write(request, placement, form)):
        messages.success(request, _("Saved. Now all three read and sign."))
        return kept(placement, f"placement-agreement-{pk}")
    context = {
        "form": form,
        "placement": placement,
        "consequences": presenting.what_changing_means(placement),
        "trail": trail(placement),
    }
    return form_page(request, "placements/agreement.html", context)


@page_or_post
@step_up_required
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole text, its version and its digest; one signs for the party one is."""
    placement = placement_or_404(request, pk)
    require(policy.may_sign(request.user, placement))
    party = policy.party_of(request.user, placement)
    assert party is not None  # noqa: S101  (the policy refuses those who are no party)
    form = SignForm(posted(request), party=party, initial={"version": placement.version})
    if form.is_valid() and done(form, lambda: _sign(request, placement, form)):
        messages.success(request, _("Signed. The others see it."))
        return kept(placement)
    context = {
        "form": form,
        "party": party.label,
        "placement": placement,
        "facts": presenting.facts(placement),
        "chapters": presenting.chapters(placement),
        "digest": agreements.digest(placement),
        "consequences": presenting.what_signing_means(placement),
        "trail": trail(placement),
    }
    return form_page(request, "placements/sign.html", context)


@require_safe
def pdf(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The signed agreement, as it was made when all three had signed."""
    placement = placement_or_404(request, pk)
    if not placement.agreement:
        raise Http404
    response = FileResponse(
        placement.agreement.open("rb"),
        filename=f"{_('agreement')}-{placement.pk}.pdf",
        content_type="application/pdf",
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = (
        "default-src 'none'; object-src 'self'; frame-ancestors 'none'"
    )
    return response


def _write(request: StaffRequest, placement: Placement, form: AgreementForm) -> Placement:
    return services.write_agreement(
        placement=placement,
        changes=form.words(),
        version=form.cleaned_data["version"],
        by=request.user,
    )


def _sign(request: StaffRequest, placement: Placement, form: SignForm) -> object:
    version = form.cleaned_data["version"]
    return services.sign(placement=placement, version=version, by=request.user)
