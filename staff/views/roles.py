"""An owner's roles: the list, one role, giving, ending and keeping it; and one's own."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staff import services
from staff.forms.roles import AppointForm, EndForm, RolesFilter
from staff.http import StaffRequest, render_page
from staff.models import Membership
from staff.paging import NearestEndPaginator
from staff.policy import roles as policy
from staff.queries import roles as queries
from staff.roles import Role
from staff.step_up import step_up_required
from staff.verdict import require
from staff.views import role_words
from staff.views.frame import form_page, posted
from staff.views.role_frame import (
    find_page,
    known_or_404,
    read_owner,
    readable_owner_or_404,
    tried,
    visible_or_404,
)

UNUSED_SHOWN: Final = 5


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The owner's roles; those nobody uses first, with what can be done about them."""
    owner, today = read_owner(request), timezone.localdate()
    filter = RolesFilter(request.GET, owner=owner)
    filter.is_valid()
    days = queries.unused_days(owner.pk, today)
    unused = queries.unused(owner.pk, today, days=days)
    keys = queries.narrowed(owner.pk, filter.cleaned_data, today, unused=unused)
    rows = queries.for_display(Membership.objects.all())
    page = NearestEndPaginator(queries.in_order(keys), rows).get_page(request.GET.get("page"))
    proposed = queries.in_order(queries.for_display(unused))[: UNUSED_SHOWN + 1]
    unused_rows = role_words.unused_rows(request.user, proposed)
    context = {
        "owner": owner,
        "filter": filter,
        "page": page,
        "rows": [role_words.row(role, today) for role in page],
        "may_appoint": policy.may_appoint(request.user, owner.pk),
        "days": days,
        "unused": unused_rows[:UNUSED_SHOWN],
        "has_more_unused": len(unused_rows) > UNUSED_SHOWN,
    }
    return render_page(request, "roles/index.html", context, part="roles/_list.html")


@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    role, today = visible_or_404(request, pk), timezone.localdate()
    stand_ins = list(queries.stand_ins_of([role]))
    state, color = role_words.state_of(role, today)
    context = {
        "role": role,
        "state": state,
        "color": color,
        "stand_ins": role_words.stand_in_rows(request.user, stand_ins, today),
        "entries": role_words.entries(queries.history(role, stand_ins), stand_ins),
        "may_end": policy.may_end(request.user, role),
        "may_end_stand_in": policy.may_end_stand_in(request.user, role),
        "may_name": policy.may_name_stand_in(request.user, role),
        "trail": role_words.trail()
        if policy.may_read(request.user, role.owner_id)
        else role_words.own_trail(),
    }
    return render(request, "roles/detail.html", context)


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """What I hold and where, until when, who stands in for me, and whose cases I must not have."""
    user, today = request.user, timezone.localdate()
    held = list(queries.of_person(user, today))
    stand_ins = list(queries.stand_ins_of(held, on=today))
    context = {
        "roles": [
            role_words.own_row(
                user, role, [each for each in stand_ins if each.stand_in_for_id == role.pk], today
            )
            for role in held
        ],
        "owners": queries.owners_knowing(user, today),
        "conflicts": [
            (conflict, policy.may_withdraw(user, conflict))
            for conflict in queries.conflicts_of(user)
        ],
    }
    return render(request, "roles/mine.html", context)


@require_safe
def find(request: StaffRequest, owner: int) -> HttpResponse:
    """Whom to appoint: type, look at the list, choose."""
    found = readable_owner_or_404(request, owner)
    require(policy.may_appoint(request.user, found.pk))
    context = {"trail": role_words.trail()}
    return find_page(request, "roles/find.html", found, but=[request.user.pk], context=context)


@step_up_required
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: StaffRequest, owner: int, user: int) -> HttpResponse:
    found = readable_owner_or_404(request, owner)
    require(policy.may_appoint(request.user, found.pk))
    whom = known_or_404(found, user)
    require(policy.may_appoint(request.user, found.pk, whom=whom))
    form = AppointForm(posted(request), owner=found)
    if form.is_valid():
        words = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        given = {"user": whom, "owner": found, "by": request.user, **words}
        if tried(form, lambda: services.appoint(**given)):
            messages.success(request, _("%(name)s is given the role, and told.") % {"name": whom})
            return redirect("roles:index")
    context = {"form": form, "whom": whom, "owner": found, "trail": role_words.trail()}
    return form_page(request, "roles/appoint.html", context)


@step_up_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest, pk: int) -> HttpResponse:
    role = visible_or_404(request, pk)
    require(policy.may_end(request.user, role))
    form = EndForm(posted(request), initial={"when": "day", "ends_on": role.ends_on})
    if form.is_valid():
        given = {"membership": role, "ends_on": form.cleaned_data["ends_on"], "by": request.user}
        if tried(form, lambda: services.end_role(**given)):
            words = {"name": role.user}
            messages.success(request, _("The last day is set, and %(name)s is told.") % words)
            return redirect("roles:index")
    stand_ins = list(queries.stand_ins_of([role], on=timezone.localdate()))
    context = {
        "form": form,
        "role": role,
        "consequences": role_words.consequences(role, stand_ins),
        "trail": role_words.trail(role),
    }
    return form_page(request, "roles/end.html", context)


@step_up_required
@require_POST
def keep(request: StaffRequest, pk: int) -> HttpResponse:
    role = visible_or_404(request, pk)
    services.keep_role(membership=role, by=request.user)
    messages.success(request, _("The role is kept: it counts as used today."))
    return redirect("roles:index")
