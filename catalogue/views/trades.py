"""Needs and advice per trade, as the counties' vocational training boards write them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import services
from catalogue.forms.trades import NoteForm, TradesFilter
from catalogue.models import Provider, TradeNote
from catalogue.policy import placements as policy
from catalogue.queries import trades as queries
from catalogue.views.placements_frame import done
from staff.http import Link, StaffRequest
from staff.models import User
from staff.naming import in_norwegian_order
from staff.paging import NearestEndPaginator
from staff.verdict import Refusal, Verdict, refused, require
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    require(policy.may_read_trades(request.user))
    form = TradesFilter(request.GET, trades=queries.trades(), counties=queries.counties())
    keys = queries.notes_found(form.cleaned_data if form.is_valid() else {})
    rows = queries.with_names(TradeNote.objects.all())
    page = NearestEndPaginator(keys, rows).get_page(request.GET.get("page"))
    boards = {board.pk for board in queries.boards_of(request.user)}
    context = {
        "form": form,
        "page": page,
        "notes": [(note, note.owner_id in boards) for note in page],
        "may_post": bool(boards),
    }
    return render(request, "trades/index.html", context, status=422 if form.errors else 200)


@page_or_post
def post(request: StaffRequest) -> HttpResponse:
    require(_may_post(request.user))
    form = NoteForm(
        posted(request),
        boards=queries.boards_of(request.user),
        trades=queries.trades(),
        providers=Provider.objects.order_by(in_norwegian_order("name"), "pk"),
    )
    if form.is_valid() and done(form, lambda: _post(request, form)):
        messages.success(request, _("Posted. Vocational teachers, leaders and owners can read it."))
        return redirect(f"{reverse('trades:index')}?saved=trade-note")
    return form_page(request, "trades/post.html", {"form": form, "trail": _trail()})


@page_or_post
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    require(policy.may_read_trades(request.user))
    standing = queries.with_names(TradeNote.objects.standing())
    note = get_object_or_404(standing, pk=pk)
    require(policy.may_advise_on_trades(request.user, note.owner_id))
    if request.method == "POST":
        try:
            services.withdraw_note(note=note, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Withdrawn. It is not shown any more."))
        return redirect("trades:index")
    return render(request, "trades/withdraw.html", {"note": note, "trail": _trail()})


def _may_post(user: User) -> Verdict:
    boards = queries.boards_of(user)
    if not boards:
        return refused(_("Only the county’s vocational training board posts needs and advice."))
    return policy.may_advise_on_trades(user, boards[0].pk)


def _post(request: StaffRequest, form: NoteForm) -> TradeNote:
    given = form.cleaned_data
    return services.post_note(
        county=form.board,
        kind=given["kind"],
        trade=given["trade"],
        provider=given["provider"],
        text=given["text"],
        by=request.user,
    )


def _trail() -> list[Link]:
    return [Link(_("Trades"), reverse("trades:index"))]
