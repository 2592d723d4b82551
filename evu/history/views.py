"""The owner's history: who did what and when, as a page and as a file for a spreadsheet."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.models import Event
from audit.queries import latest_check, with_seal
from evu.history.export import csv_of
from evu.history.forms import HistoryFilter
from evu.history.queries import events_for, lines_of
from staff.http import StaffRequest, render_page
from staff.paging import NearestEndPaginator
from staff.roles import Permission


@require_safe
def history(request: StaffRequest) -> HttpResponse:
    """Events, newest first, each as a sentence."""
    owner_id = _owner_or_403(request)
    form = HistoryFilter(request.GET, owner_id=owner_id)
    events = form.narrow(events_for(request.user, owner_id)).order_by("-at", "-pk")
    rows = with_seal(Event.objects.select_related("actor"))
    page = NearestEndPaginator(events, rows).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "lines": lines_of(page),
        "check": latest_check(),
        "asked": request.GET.urlencode(),
    }
    status = 200 if form.is_valid() else 422
    return render_page(
        request, "evu/history.html", context, part="evu/history_events.html", status=status
    )


@require_safe
def history_csv(request: StaffRequest) -> HttpResponseBase:
    """The same events, all of them."""
    owner_id = _owner_or_403(request)
    form = HistoryFilter(request.GET, owner_id=owner_id)
    if not form.is_valid():
        return history(request)
    events = with_seal(form.narrow(events_for(request.user, owner_id)))
    response = StreamingHttpResponse(csv_of(events), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="evu-history.csv"'
    return response


def _owner_or_403(request: StaffRequest) -> int:
    """The owner one acts for, if the role one acts in reads its history."""
    held = request.acting
    if held is None or held.owner_id is None or not held.grants(Permission.AUDIT_READ):
        raise PermissionDenied(_("Only the owner’s auditors and administrators read the history."))
    return held.owner_id
