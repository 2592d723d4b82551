"""A placement that goes on: the log, the hours confirmed, and how it is declined or cancelled."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue import services
from catalogue.forms.placements import HoursForm, LogForm, WhyForm
from catalogue.models import Placement
from catalogue.policy import placements as policy
from catalogue.views import placements_presenting as presenting
from catalogue.views.placements import detail_page
from catalogue.views.placements_frame import done, kept, placement_or_404, trail
from staff.http import StaffRequest
from staff.verdict import require
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def log(request: StaffRequest, pk: int) -> HttpResponse:
    placement = placement_or_404(request, pk)
    require(policy.may_write_log(request.user, placement))
    form = LogForm(request.POST, placement=placement)
    if form.is_valid() and done(form, lambda: _write_log(request, placement, form)):
        messages.success(request, _("Written in the log."))
        return kept(placement, f"placement-log-{pk}")
    return detail_page(request, placement, form, status=422)


@page_or_post
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """The business says how many hours it was."""
    placement = placement_or_404(request, pk)
    require(policy.may_confirm_placement(request.user, placement))
    expected = presenting.hours_expected(placement)
    form = HoursForm(posted(request), initial={"hours": expected})
    if form.is_valid() and done(form, lambda: _confirm(request, placement, form)):
        messages.success(request, _("Confirmed. The participant and the employer are told."))
        return kept(placement)
    cover = presenting.cover_of(request.user, placement)
    context = {
        "form": form,
        "placement": placement,
        "is_over": presenting.is_over(placement),
        "expected": expected,
        "consequences": presenting.what_confirming_means(cover),
        "trail": trail(placement),
    }
    return form_page(request, "placements/confirm.html", context)


@page_or_post
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    placement = placement_or_404(request, pk)
    require(policy.may_decline_placement(request.user, placement))
    consequences = [
        _("The participant and the leader are told, with the reason you write."),
        _("The wish is closed. A new one can be sent."),
    ]
    words = {"title": _("Decline the wish?"), "label": _("Decline the wish")}
    said = _("Declined. The others are told.")
    return _end(request, placement, services.decline_placement, words, consequences, said)


@page_or_post
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """What becomes of cover and its money is said before it is done."""
    placement = placement_or_404(request, pk)
    require(policy.may_cancel_placement(request.user, placement))
    cover = presenting.cover_of(request.user, placement)
    consequences = presenting.what_cancelling_means(placement, cover)
    words = {"title": _("Cancel the placement?"), "label": _("Cancel the placement")}
    said = _("Cancelled. The others are told.")
    return _end(request, placement, services.cancel_placement, words, consequences, said)


def _end(
    request: StaffRequest,
    placement: Placement,
    service: Callable[..., Placement],
    words: dict[str, str],
    consequences: list[str],
    said: str,
) -> HttpResponse:
    form = WhyForm(posted(request))

    def act() -> Placement:
        reason = form.cleaned_data["reason"]
        return service(placement=placement, reason=reason, by=request.user)

    if form.is_valid() and done(form, act):
        messages.success(request, said)
        return kept(placement, f"placement-end-{placement.pk}")
    context = {
        "form": form,
        "placement": placement,
        "consequences": consequences,
        "trail": trail(placement),
        **words,
    }
    return form_page(request, "placements/end.html", context)


def _write_log(request: StaffRequest, placement: Placement, form: LogForm) -> object:
    return services.write_log(placement=placement, by=request.user, **form.cleaned_data)


def _confirm(request: StaffRequest, placement: Placement, form: HoursForm) -> Placement:
    hours = form.cleaned_data["hours"]
    return services.confirm_placement(placement=placement, hours=hours, by=request.user)
