"""The frame's own pages: who one acts as, language, messages, and what every site must say."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from evu.middleware import ACTING_KEY
from notifications.models import Message
from notifications.services import mark_read
from staff.access import memberships_of
from staff.http import StaffRequest, own_url
from staff.paging import NearestEndPaginator
from staff.services import choose_language


@require_POST
def acting(request: StaffRequest) -> HttpResponse:
    """Act in another of one's roles from now on."""
    held = {str(membership.pk): membership.pk for membership in memberships_of(request.user)}
    chosen = held.get(request.POST.get("membership", ""))
    if chosen is not None:
        request.session[ACTING_KEY] = chosen
    return redirect("home")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Bokmål or nynorsk: kept with the person, and in a cookie for whoever is not logged in."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(own_url(request, request.POST.get("next", "")) or "/")
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            choose_language(language=language, by=request.user)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=60 * 60 * 24 * 365,
            secure=not settings.PLAIN_HTTP,
            httponly=True,
            samesite="Lax",
        )
    return response


@require_safe
def messages(request: StaffRequest) -> HttpResponse:
    mine = Message.objects.visible_to(request.user)
    paginator = NearestEndPaginator(mine.order_by("-pk"), mine)
    page = paginator.get_page(request.GET.get("page"))
    return render(request, "evu/messages.html", {"page": page})


@require_POST
def read_message(request: StaffRequest, pk: int) -> HttpResponse:
    """Opening a message marks it as read and leads to what it is about."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    mark_read(message=message, by=request.user)
    return HttpResponseRedirect(own_url(request, message.url) or "/")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "evu/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "evu/privacy.html")


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "evu/help.html")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the load balancer: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
