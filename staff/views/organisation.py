"""The owner and its workplaces: list, add, change, close, and what the registers say."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staff import services
from staff.forms.organisation import CloseWorkplaceForm, LookUpForm, OwnerForm, WorkplaceForm
from staff.http import Link, StaffRequest
from staff.models import Workplace
from staff.naming import in_norwegian_order
from staff.policy import organisation as policy
from staff.queries.people import people_by_workplace, workplaces_of
from staff.registers import keeping, lookup
from staff.verdict import Refusal, require
from staff.views.frame import acting_owner, form_page, posted, say_refused
from staff.views.register_words import difference, number_state, said


@require_safe
def workplaces(request: StaffRequest) -> HttpResponse:
    owner = acting_owner(request)
    people = people_by_workplace(owner.pk, timezone.localdate())
    in_use_first = F("ended_on").asc(nulls_first=True)
    found = list(owner.workplaces.order_by(in_use_first, in_norwegian_order("name")))
    context = {
        "owner": owner,
        "rows": [(place, people.get(place.pk, 0), number_state(place)) for place in found],
        "differences": [difference(place) for place in keeping.differing(found)],
        "may_edit": policy.may_edit(request.user, owner.pk),
    }
    return render(request, "staff/workplaces.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_workplace(request: StaffRequest) -> HttpResponse:
    owner = acting_owner(request)
    require(policy.may_edit(request.user, owner.pk))
    looked_up = _looked_up(request, lookup.OF_A_WORKPLACE)
    form = WorkplaceForm(posted(request), initial=looked_up["found"])
    if form.is_valid():
        try:
            made = services.add_workplace(owner=owner, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say_refused(form, error)
        else:
            messages.success(request, _("The workplace is added."))
            return redirect("staff:workplace", made.pk)
    context = {"form": form, "trail": _trail(), **looked_up}
    return form_page(request, "staff/workplace_form.html", context)


@require_safe
def workplace(request: StaffRequest, pk: int) -> HttpResponse:
    found = _workplace(request, pk)
    entry = lookup.kept_answer(found.org_number) if found.org_number else None
    context = {
        "workplace": found,
        "number": number_state(found),
        "address": entry.unit.address if entry and entry.unit else "",
        "differences": [difference(place) for place in keeping.differing([found])],
        "may_edit": policy.may_edit(request.user, found.owner_id),
        "trail": _trail(),
    }
    return render(request, "staff/workplace.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_workplace(request: StaffRequest, pk: int) -> HttpResponse:
    found = _workplace(request, pk)
    require(policy.may_edit(request.user, found.owner_id))
    looked_up = _looked_up(request, lookup.OF_A_WORKPLACE)
    now = {name: getattr(found, name) for name in ("name", "sector", "number", "org_number")}
    form = WorkplaceForm(posted(request), initial={**now, **looked_up["found"]})
    if form.is_valid():
        try:
            services.change_workplace(workplace=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say_refused(form, error)
        else:
            messages.success(request, _("The workplace is changed."))
            return redirect("staff:workplace", pk)
    context = {"form": form, "workplace": found, "trail": _trail(found), **looked_up}
    return form_page(request, "staff/workplace_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close_workplace(request: StaffRequest, pk: int) -> HttpResponse:
    found = _workplace(request, pk)
    require(policy.may_edit(request.user, found.owner_id))
    suggested = found.closed_on or timezone.localdate()
    form = CloseWorkplaceForm(posted(request), initial={"last_day": suggested})
    if form.is_valid():
        try:
            services.close_workplace(workplace=found, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("last_day", str(refusal))
        else:
            messages.success(request, _("The workplace is closed. What happened there stays."))
            return redirect("staff:workplaces")
    context = {"form": form, "workplace": found, "trail": _trail(found)}
    return form_page(request, "staff/close_workplace.html", context)


@require_POST
def open_again(request: StaffRequest, pk: int) -> HttpResponse:
    return _step(request, pk, services.open_workplace_again, _("The workplace is in use again."))


@require_POST
def take_name(request: StaffRequest, pk: int) -> HttpResponse:
    return _step(request, pk, services.take_register_name, _("The workplace has the new name."))


@require_POST
def keep_name(request: StaffRequest, pk: int) -> HttpResponse:
    return _step(request, pk, services.keep_own_name, _("The workplace keeps its name."))


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: StaffRequest) -> HttpResponse:
    found = acting_owner(request)
    may_edit = policy.may_edit(request.user, found.pk)
    looked_up = _looked_up(request, lookup.OF_AN_OWNER)
    now = {name: getattr(found, name) for name in ("name", "org_number", "written_language")}
    form = OwnerForm(posted(request), initial={**now, **looked_up["found"]})
    if form.is_valid():
        try:
            services.change_owner(owner=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say_refused(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:owner")
    context = {"owner": found, "form": form, "may_edit": may_edit, "trail": _trail(), **looked_up}
    context["number"] = number_state(found)
    return form_page(request, "staff/owner.html", context)


def _step(request: StaffRequest, pk: int, service: Any, done: str) -> HttpResponse:
    """One verb on a workplace, from a button; refused, the page says why."""
    found = _workplace(request, pk)
    try:
        service(workplace=found, by=request.user)
    except (Refusal, ValidationError) as problem:
        said_no = getattr(problem, "messages", [str(problem)])
        context = {"workplace": found, "reasons": said_no, "trail": _trail(found)}
        return render(request, "staff/refused.html", context, status=409)
    messages.success(request, done)
    return redirect("staff:workplace", pk)


def _looked_up(request: StaffRequest, registers: tuple[str, ...]) -> dict[str, Any]:
    """The look-up form, what the registers said, and what that puts into the form below."""
    asked = "look_up" in request.GET
    form = LookUpForm(request.GET if asked else None)
    if not (asked and form.is_valid()):
        return {"look_up": form, "said": None, "found": {}}
    answer = lookup.look_up(form.cleaned_data["look_up"], registers)
    found = {"org_number": answer.org_number}
    if answer.unit is not None:
        found |= {"name": answer.unit.name, "sector": answer.unit.sector}
    known = {name: value for name, value in found.items() if value}
    return {"look_up": form, "said": said(answer), "found": known}


def _workplace(request: StaffRequest, pk: int) -> Workplace:
    require(policy.may_read_staff(request.user))
    return get_object_or_404(workplaces_of(request.user).select_related("owner"), pk=pk)


def _trail(place: Workplace | None = None) -> list[Link]:
    trail = [Link(_("Workplaces"), reverse("staff:workplaces"))]
    if place is not None:
        trail.append(Link(place.name, reverse("staff:workplace", args=[place.pk])))
    return trail
