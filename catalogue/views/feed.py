"""Where a provider's courses are fetched: kept, asked now, dropped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue import services
from catalogue.forms.files import FeedForm
from catalogue.models import CatalogueFeed
from catalogue.queries import files as queries
from catalogue.views.files_frame import to_files
from catalogue.views.files_presenting import file_rows
from catalogue.views.providing_frame import own_provider_or_404, tried
from staff.http import Link, StaffRequest
from staff.views.frame import posted


@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: StaffRequest, pk: int) -> HttpResponse:
    """How it stands with the feed; a new address is asked at once."""
    provider = own_provider_or_404(request, pk)
    kept = queries.feed_of(provider)
    form = FeedForm(posted(request), initial={"address": kept.address if kept else ""})
    if form.is_valid() and tried(
        form, lambda: services.keep_feed(provider=provider, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The address is kept."))
        return redirect("feeds:feed", pk)
    latest = queries.latest_from(kept) if kept else None
    context = {
        "provider": provider,
        "feed": kept,
        "form": form,
        "latest": next(iter(file_rows([latest] if latest else [])), None),
        "trail": [to_files(provider)],
    }
    return render(request, "feeds/feed.html", context, status=422 if form.errors else 200)


@require_POST
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    services.ask_feed(feed=_feed_or_404(request, pk), by=request.user)
    said = _("The feed is being asked. You get a message if it has something new.")
    messages.success(request, said)
    return redirect("feeds:feed", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    found = _feed_or_404(request, pk)
    if request.method == "POST":
        services.drop_feed(feed=found, by=request.user)
        messages.success(request, _("The courses are no longer fetched."))
        return redirect("feeds:feed", pk)
    trail = [to_files(found.provider), Link(_("The feed"), reverse("feeds:feed", args=[pk]))]
    consequences = [
        _("The address is not asked any more."),
        _("Courses and files that have come from it stay as they are."),
    ]
    context = {"feed": found, "consequences": consequences, "trail": trail}
    return render(request, "feeds/drop.html", context)


def _feed_or_404(request: StaffRequest, pk: int) -> CatalogueFeed:
    """By the provider's key."""
    provider = own_provider_or_404(request, pk)
    return get_object_or_404(CatalogueFeed.objects.select_related("provider"), provider=provider)
