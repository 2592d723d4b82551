"""Hiring, changing positions and leaving by hand, for owners without a staff system."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from staff import formats, services
from staff.forms.employment import (
    EndPositionForm,
    HireForm,
    LeaveForm,
    NewPositionForm,
    PostForm,
)
from staff.http import StaffRequest
from staff.models import Employee, Position
from staff.policy import organisation as policy
from staff.queries.people import people_of, percent_held
from staff.verdict import Refusal, require
from staff.views.frame import acting_owner, form_page, posted, say_refused
from staff.views.leaving_words import what_follows
from staff.views.people import employee_or_404, trail

FULL_POST = 10_000


@require_http_methods(["GET", "HEAD", "POST"])
def new_employee(request: StaffRequest) -> HttpResponse:
    owner = acting_owner(request)
    require(policy.may_employ(request.user, owner.pk))
    form = HireForm(posted(request), owner_id=owner.pk, day=_day(request))
    if form.is_valid():
        given = ("number", "first_name", "last_name", "email", "national_id", "starts_on")
        typed = {name: form.cleaned_data[name] for name in given}
        try:
            hired = services.hire(owner=owner, post=form.post(), by=request.user, **typed)
        except ValidationError as error:
            say_refused(form, error)
        else:
            messages.success(request, _("%(name)s is registered.") % {"name": hired})
            return redirect("staff:person", hired.pk)
    return form_page(request, "staff/new_employee.html", {"form": form, "trail": trail()})


@require_http_methods(["GET", "HEAD", "POST"])
def new_position(request: StaffRequest, pk: int) -> HttpResponse:
    employee = _employee(request, pk)
    form = NewPositionForm(posted(request), owner_id=employee.owner_id, day=_day(request))
    if form.is_valid() and _done(
        form,
        services.open_position,
        employee=employee,
        post=form.post(),
        starts_on=form.cleaned_data["starts_on"],
        ends_on=form.cleaned_data["ends_on"],
        by=request.user,
    ):
        messages.success(request, _("The position is registered."))
        _warn_above_full(request, employee, form.cleaned_data["starts_on"])
        return redirect("staff:person", pk)
    context = {"form": form, "employee": employee, "trail": trail(employee)}
    return form_page(request, "staff/new_position.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_position(request: StaffRequest, pk: int) -> HttpResponse:
    position = _position(request, pk)
    form = PostForm(
        posted(request),
        owner_id=position.owner_id,
        day=_day(request),
        initial=_as_it_is(position),
    )
    starts_on = form.cleaned_data.get("starts_on") if form.is_valid() else None
    if starts_on and _done(
        form,
        services.change_position,
        position=position,
        post=form.post(),
        starts_on=starts_on,
        by=request.user,
    ):
        messages.success(request, _("The position is changed."))
        _warn_above_full(request, position.employee, starts_on)
        return redirect("staff:person", position.employee_id)
    context = {"form": form, "position": position, "trail": trail(position.employee)}
    return form_page(request, "staff/change_position.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_position(request: StaffRequest, pk: int) -> HttpResponse:
    position = _position(request, pk)
    form = EndPositionForm(posted(request), initial={"last_day": timezone.localdate()})
    if form.is_valid() and _done(
        form, services.end_position, position=position, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("The position has a last day."))
        return redirect("staff:person", position.employee_id)
    context = {"form": form, "position": position, "trail": trail(position.employee)}
    return form_page(request, "staff/end_position.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """First the day; then what follows from it; then it is done."""
    employee = _employee(request, pk)
    form = LeaveForm(posted(request), initial={"last_day": timezone.localdate()})
    context = {"form": form, "employee": employee, "trail": trail(employee)}
    if not form.is_valid():
        return form_page(request, "staff/leave.html", context)
    last_day = form.cleaned_data["last_day"]
    if "confirmed" not in request.POST:
        context |= {"consequences": what_follows(employee, last_day), "last_day": last_day}
        return render(request, "staff/leave_confirm.html", context)
    if _done(form, services.leave, employee=employee, last_day=last_day, by=request.user):
        messages.success(request, _("%(name)s leaves.") % {"name": employee})
        return redirect("staff:person", pk)
    return form_page(request, "staff/leave.html", context)


def _done(form: Form, service: Any, **given: Any) -> bool:
    """Whether the service did it; else what it said stands on the form."""
    try:
        service(**given)
    except ValidationError as error:
        say_refused(form, error)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _day(request: StaffRequest) -> datetime.date:
    """The day whose workplaces and codes the form offers: the one typed, else today."""
    try:
        return datetime.date.fromisoformat(request.POST.get("starts_on", ""))
    except ValueError:
        return timezone.localdate()


def _employee(request: StaffRequest, pk: int) -> Employee:
    require(policy.may_read_staff(request.user))
    employee = employee_or_404(request, pk)
    require(policy.may_employ(request.user, employee.owner_id))
    return employee


def _position(request: StaffRequest, pk: int) -> Position:
    require(policy.may_read_staff(request.user))
    readable = Position.objects.filter(employee__in=people_of(request.user))
    position = get_object_or_404(
        readable.select_related("employee__user", "workplace", "code"), pk=pk
    )
    require(policy.may_employ(request.user, position.owner_id))
    return position


def _as_it_is(position: Position) -> dict[str, Any]:
    return {
        "workplace": position.workplace_id,
        "code": position.code_id,
        "percent": position.percent,
        "annual_pay": position.annual_pay_ore,
        "starts_on": timezone.localdate(),
    }


def _warn_above_full(request: StaffRequest, employee: Employee, day: datetime.date) -> None:
    held = percent_held(employee, day)
    if held > FULL_POST:
        text = _("The positions now add up to %(percent)s of a full post.")
        messages.warning(request, text % {"percent": formats.percent(held)})
