"""Naming somebody who stands in, and ending it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staff import services
from staff.forms.roles import EndForm, StandInForm
from staff.http import Link, StaffRequest
from staff.models import Membership, Owner
from staff.policy import roles as policy
from staff.step_up import step_up_required
from staff.verdict import require
from staff.views import role_words
from staff.views.frame import form_page, posted
from staff.views.role_frame import find_page, known_or_404, tried, visible_or_404


@require_safe
def find(request: StaffRequest, pk: int) -> HttpResponse:
    """Who is to stand in: type, look at the list, choose."""
    role, owner = _role_or_404(request, pk)
    context = {"role": role, "trail": _trail(request, role)}
    but = [role.user_id, request.user.pk]
    return find_page(request, "roles/find_stand_in.html", owner, but=but, context=context)


@step_up_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: StaffRequest, pk: int, user: int) -> HttpResponse:
    role, owner = _role_or_404(request, pk)
    whom = known_or_404(owner, user)
    form = StandInForm(posted(request))
    if form.is_valid():
        given = {"membership": role, "user": whom, "by": request.user, **form.cleaned_data}
        if tried(form, lambda: services.name_stand_in(**given)):
            words = {"name": whom}
            messages.success(request, _("%(name)s is named as a stand-in, and told.") % words)
            return redirect("roles:detail", role.pk)
    context = {"form": form, "whom": whom, "role": role, "trail": _trail(request, role)}
    return form_page(request, "roles/stand_in.html", context)


@step_up_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest, pk: int) -> HttpResponse:
    stand_in = visible_or_404(request, pk)
    require(policy.may_end_stand_in(request.user, stand_in))
    form = EndForm(posted(request), initial={"when": "day", "ends_on": stand_in.ends_on})
    if form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        given = {"membership": stand_in, "ends_on": ends_on, "by": request.user}
        if tried(form, lambda: services.end_stand_in(**given)):
            words = {"name": stand_in.user}
            messages.success(request, _("The last day is set, and %(name)s is told.") % words)
            return redirect("roles:detail", stand_in.stand_in_for_id)
    context = {
        "form": form,
        "role": stand_in,
        "consequences": role_words.consequences(stand_in, []),
        "trail": _trail(request, stand_in),
    }
    return form_page(request, "roles/end.html", context)


def _role_or_404(request: StaffRequest, pk: int) -> tuple[Membership, Owner]:
    """The role, for those who may name a stand-in for it; others hear why not."""
    role = visible_or_404(request, pk)
    require(policy.may_name_stand_in(request.user, role))
    assert role.owner is not None  # noqa: S101  (the policy asks for an owner)
    return role, role.owner


def _trail(request: StaffRequest, role: Membership) -> list[Link]:
    above = role_words.trail(role)
    return (
        above
        if policy.may_read(request.user, role.owner_id)
        else [
            *role_words.own_trail(),
            above[-1],
        ]
    )
