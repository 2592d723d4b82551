"""All that is held about oneself: what, why, on which ground, until when; and to take away."""

import io
import tempfile
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from staff import services
from staff.holding import Held, counts, gather
from staff.http import StaffRequest, render_page
from staff.models import DataCopy
from staff.own_data import write_json
from staff.paging import NearestEndPaginator
from staff.queries.profile import leaving_dates
from tenancy.acting import acting_for

SHOWN_COPIES = 3
ROOMS: dict[str, str | Promise] = {
    "staff": gettext_lazy("You and your work"),
    "notifications": gettext_lazy("Messages"),
    "audit": gettext_lazy("History"),
    "catalogue": gettext_lazy("Courses"),
    "applications": gettext_lazy("Applications"),
    "distribution": gettext_lazy("Distribution"),
    "consultations": gettext_lazy("Consultations"),
    "substitutes": gettext_lazy("Cover"),
    "funding": gettext_lazy("Money"),
    "reports": gettext_lazy("Reports"),
}


@dataclass(frozen=True, slots=True)
class Room:
    """The kinds of facts in one room of the house that hold something, with how many rows."""

    label: str | Promise
    held: list[tuple[Held, int]] = field(default_factory=list)


@require_safe
def data(request: StaffRequest) -> HttpResponse:
    copies = list(DataCopy.objects.filter(user=request.user).order_by("-pk")[:SHOWN_COPIES])
    context: dict[str, object] = {
        "copies": copies,
        "being_made": any(copy.made_at is None for copy in copies),
    }
    if not request.htmx:  # htmx only asks whether the PDF is there yet
        with acting_for(user_id=request.user.pk, across=True):
            context |= _rooms(request)
            context["leaving"] = leaving_dates(request.user)
    return render_page(request, "me/data.html", context, part="me/_copies.html")


@require_safe
def held(request: StaffRequest, key: str) -> HttpResponse:
    """The rows of one kind, a page at a time."""
    with acting_for(user_id=request.user.pk, across=True):
        asked = next((held for held in gather(request.user) if held.key == key), None)
        if asked is None:
            raise Http404
        page = NearestEndPaginator(asked.found, asked.found).get_page(request.GET.get("page"))
        rows = [asked.cells(row) for row in page.object_list]
    return render(request, "me/data_held.html", {"held": asked, "page": page, "rows": rows})


@require_safe
def data_json(request: StaffRequest) -> HttpResponseBase:
    """All of it, also what is too long for paper."""
    file = tempfile.SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115  (the answer closes it)
    text = io.TextIOWrapper(file, encoding="utf-8")
    write_json(request.user, text)
    text.detach()
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename="evu.json", content_type="application/json"
    )


@require_POST
def order_pdf(request: StaffRequest) -> HttpResponse:
    """A worker makes it; the page, and a message, say when it is there."""
    services.order_data_copy(by=request.user)
    messages.info(request, _("The PDF is being made. You get a message when it is ready."))
    return redirect("me:data")


@require_safe
def copy(request: StaffRequest, pk: int) -> HttpResponseBase:
    mine = DataCopy.objects.filter(user=request.user, made_at__isnull=False)
    found = get_object_or_404(mine, pk=pk)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename="evu.pdf",
        content_type="application/pdf",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _rooms(request: StaffRequest) -> dict[str, object]:
    helds = gather(request.user)
    found = counts(helds)
    rooms: dict[str, Room] = {}
    for held in helds:
        if found[held.key]:
            room = rooms.setdefault(held.room, Room(ROOMS[held.room]))
            room.held.append((held, found[held.key]))
    nothing = [held.title for held in helds if not found[held.key]]
    return {"rooms": list(rooms.values()), "nothing": nothing}
