"""Declaring that one cannot handle a person's cases. Why is never asked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staff import services
from staff.forms.roles import ConfirmForm
from staff.http import StaffRequest
from staff.models import Owner
from staff.queries import roles as queries
from staff.views import role_words
from staff.views.frame import form_page, posted
from staff.views.role_frame import find_page, known_or_404, tried


@require_safe
def find(request: StaffRequest, owner: int) -> HttpResponse:
    """About whom: type, look at the list, choose."""
    found = _own_owner_or_404(request, owner)
    context = {"trail": role_words.own_trail()}
    return find_page(
        request, "roles/find_conflict.html", found, but=[request.user.pk], context=context
    )


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: StaffRequest, owner: int, user: int) -> HttpResponse:
    found = _own_owner_or_404(request, owner)
    about = known_or_404(found, user)
    form = ConfirmForm(posted(request))
    if form.is_valid() and tried(
        form,
        lambda: services.declare_conflict(owner=found, about=about, by=request.user),
    ):
        words = {"name": about}
        messages.success(request, _("It is declared, and %(name)s is told.") % words)
        return redirect("roles:mine")
    context = {
        "form": form,
        "about": about,
        "owner": found,
        "consequences": role_words.follows_from_conflict(about),
        "trail": role_words.own_trail(),
    }
    return form_page(request, "roles/declare_conflict.html", context)


@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    conflict = get_object_or_404(queries.conflicts_of(request.user), pk=pk)
    services.withdraw_conflict(conflict=conflict, by=request.user)
    words = {"name": conflict.about}
    messages.success(request, _("It is withdrawn, and %(name)s is told.") % words)
    return redirect("roles:mine")


def _own_owner_or_404(request: StaffRequest, pk: int) -> Owner:
    """An owner one works for or holds a role at."""
    return get_object_or_404(queries.owners_knowing(request.user, timezone.localdate()), pk=pk)
