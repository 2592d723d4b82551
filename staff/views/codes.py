"""Position codes and the owner's numbers: what waits to be placed, what counts, what has ended."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staff import services
from staff.access import owner_ids
from staff.forms.organisation import AddCodeForm, EndCodeForm, MapCodeForm, ThresholdForm
from staff.http import Link, StaffRequest
from staff.models import PositionCode, StaffGroup, Threshold, User
from staff.policy import organisation as policy
from staff.queries import codes as queries
from staff.roles import Permission
from staff.verdict import Refusal, require
from staff.views.frame import acting_owner, form_page, posted, say_refused


@require_safe
def codes(request: StaffRequest) -> HttpResponse:
    owner = acting_owner(request)
    today = timezone.localdate()
    posts = queries.posts_by_code(owner.pk, today)
    rows = [(code, posts.get(code.pk, 0)) for code in queries.codes_of(owner.pk)]
    context = {
        "waiting": queries.codes_waiting(owner.pk, today),
        "rows": [(code, held) for code, held in rows if _is_current(code, held)],
        "ended": [code for code, held in rows if not _is_current(code, held)],
        "may_edit": policy.may_edit(request.user, owner.pk),
    }
    return render(request, "staff/codes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_code(request: StaffRequest) -> HttpResponse:
    owner = acting_owner(request)
    require(policy.may_edit(request.user, owner.pk))
    form = AddCodeForm(posted(request), initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        try:
            services.add_code(owner=owner, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say_refused(form, error)
        else:
            messages.success(request, _("The code is added."))
            return redirect("staff:codes")
    return form_page(request, "staff/code_form.html", {"form": form, "trail": _trail()})


@require_http_methods(["GET", "HEAD", "POST"])
def map_code(request: StaffRequest, pk: int) -> HttpResponse:
    code = _code(request.user, pk)
    require(policy.may_edit(request.user, code.owner_id or 0))
    is_waiting = code.staff_group.code == StaffGroup.UNMAPPED
    form = MapCodeForm(posted(request), is_waiting=is_waiting)
    if form.is_valid():
        try:
            _map(code, form, request.user)
        except (Refusal, ValidationError) as problem:
            form.add_error(None, getattr(problem, "messages", str(problem)))
        else:
            messages.success(request, _("The code has its staff group."))
            return redirect("staff:codes")
    context = {"form": form, "code": code, "is_waiting": is_waiting, "trail": _trail()}
    return form_page(request, "staff/map_code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_code(request: StaffRequest, pk: int) -> HttpResponse:
    code = _code(request.user, pk)
    require(policy.may_edit(request.user, code.owner_id or 0))
    form = EndCodeForm(posted(request), initial={"last_day": timezone.localdate()})
    if form.is_valid():
        try:
            services.end_code(code=code, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("last_day", str(refusal))
        else:
            messages.success(request, _("The code has a last day."))
            return redirect("staff:codes")
    context = {"form": form, "code": code, "trail": _trail()}
    return form_page(request, "staff/end_code.html", context)


@require_safe
def thresholds(request: StaffRequest) -> HttpResponse:
    owner = acting_owner(request)
    context = {
        "numbers": queries.thresholds_of(owner.pk, timezone.localdate()),
        "may_edit": policy.may_edit(request.user, owner.pk),
    }
    return render(request, "staff/thresholds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_threshold(request: StaffRequest, code: str) -> HttpResponse:
    owner = acting_owner(request)
    if code not in queries.OWN_NUMBERS:
        raise Http404
    require(policy.may_edit(request.user, owner.pk))
    form = ThresholdForm(posted(request), code=code, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        try:
            services.set_threshold(owner=owner, code=code, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say_refused(form, error)
        else:
            messages.success(request, _("The number is saved."))
            return redirect("staff:thresholds")
    trail = [Link(_("Thresholds"), reverse("staff:thresholds"))]
    context = {"form": form, "label": Threshold.Code(code).label, "trail": trail}
    return form_page(request, "staff/threshold_form.html", context)


def _map(code: PositionCode, form: MapCodeForm, by: User) -> None:
    group, starts_on = form.cleaned_data["staff_group"], form.cleaned_data["starts_on"]
    if starts_on is None:
        services.map_code(code=code, staff_group=group, by=by)
    else:
        services.remap_code(code=code, staff_group=group, starts_on=starts_on, by=by)


def _code(user: User, pk: int) -> PositionCode:
    """A code of an owner whose staff the person reads; everybody's codes are not changed here."""
    require(policy.may_read_staff(user))
    owners = owner_ids(user, Permission.STAFF_READ)
    readable = PositionCode.objects.filter(owner__in=owners).select_related("staff_group")
    return get_object_or_404(readable, pk=pk)


def _is_current(code: PositionCode, held: int) -> bool:
    upper = code.valid.upper
    return bool(held) or upper is None or upper > timezone.localdate()


def _trail() -> list[Link]:
    return [Link(_("Position codes"), reverse("staff:codes"))]
