"""Keys that let an owner's staff system send files by itself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from staff import services
from staff.forms.imports import ApiKeyForm, say_refused
from staff.http import StaffRequest
from staff.models import ApiKey
from staff.policy.imports import may_import, may_revoke
from staff.verdict import require
from staff.views.import_access import acting_owner, owners_of, trail


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Make a key. It is in the answer to this one request and nowhere else, so no redirect."""
    owner = acting_owner(request)
    form = ApiKeyForm(request.POST if request.method == "POST" else None, owner=owner)
    if form.is_valid():
        try:
            made, shown_once = services.make_api_key(
                owner=owner, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            say_refused(form, error, otherwise="name")
        else:
            context = {"key": made, "shown_once": shown_once, "trail": trail()}
            return render(request, "imports/key_made.html", context, status=201)
    context = {"form": form, "trail": trail()}
    return render(request, "imports/new_key.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what stops before it stops."""
    known = ApiKey.objects.filter(owner__in=owners_of(request.user))
    key = get_object_or_404(known.select_related("owner", "made_by"), pk=pk)
    require(may_import(request.user, key.owner_id))
    verdict = may_revoke(request.user, key)
    if request.method == "POST" and verdict:
        services.revoke_api_key(key=key, by=request.user)
        messages.success(request, _("The key of “%(name)s” no longer works.") % {"name": key.name})
        return redirect("imports:index")
    consequences = [
        _("Files that are sent with it from now on are refused."),
        _("Files that have come in already stay as they are."),
    ]
    context = {"key": key, "verdict": verdict, "consequences": consequences, "trail": trail()}
    return render(request, "imports/revoke_key.html", context, status=200 if verdict else 409)
