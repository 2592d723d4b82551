"""Placements: the list, what businesses offer, a wish, and the page of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import services
from catalogue.forms.placements import (
    LogForm,
    OffersFilter,
    PlacementsFilter,
    WishForm,
    WordsForm,
)
from catalogue.models import CourseRun, Placement, Provider
from catalogue.policy import placements as policy
from catalogue.queries import placements as queries
from catalogue.queries import trades
from catalogue.queries.finding import keys_in
from catalogue.views import placements_listing
from catalogue.views import placements_presenting as presenting
from catalogue.views.placements_frame import kept, made, placement_or_404, trail
from catalogue.views.placements_tabs import offers_of, tabs_of
from staff.http import StaffRequest
from staff.paging import NearestEndPaginator
from staff.verdict import require
from staff.views.frame import form_page, posted

ENTRIES_A_PAGE = 20


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """One's own, those at one's workplace, those in one's business: a tab for each that applies."""
    form = PlacementsFilter(request.GET)
    wish = form.cleaned_data if form.is_valid() else {}
    tabs, found = tabs_of(request.user, str(wish.get("view") or ""))
    keys = queries.narrowed(found, wish)
    rows = queries.with_signatures(Placement.objects.all())
    page = NearestEndPaginator(keys, rows).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_narrowed": bool(wish.get("q") or wish.get("state")),
        "tabs": tabs,
        "page": page,
        "rows": placements_listing.rows(request.user, page),
        "may_ask": policy.may_ask(request.user),
    }
    return render(request, "placements/index.html", context, status=422 if form.errors else 200)


@require_safe
def offers(request: StaffRequest) -> HttpResponse:
    """What businesses offer; what is in one's own trades comes first."""
    form = OffersFilter(request.GET, trades=trades.trades())
    wish = form.cleaned_data if form.is_valid() else {}
    own = queries.trades_of(request.user)
    keys = queries.offers_found(queries.open_offers(timezone.localdate()), wish, own)
    rows = queries.with_trades(CourseRun.objects.all())
    page = NearestEndPaginator(keys, rows).get_page(request.GET.get("page"))
    reads = bool(own) or bool(policy.may_read_trades(request.user))
    context = {
        "form": form,
        "page": page,
        "offers": offers_of(page, own, queries.advice_on(page) if reads else {}),
        "may_ask": policy.may_ask(request.user),
        "may_read_trades": reads,
        "trail": trail(),
    }
    return render(request, "placements/offers.html", context, status=422 if form.errors else 200)


@require_safe
def find_business(request: StaffRequest) -> HttpResponse:
    """A business that offers nothing now can be asked all the same."""
    require(policy.may_ask(request.user))
    form = WordsForm(request.GET)
    keys = queries.businesses_found(form.text)
    page = NearestEndPaginator(keys, Provider.objects.all()).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "trail": trail()}
    status = 422 if form.errors else 200
    return render(request, "placements/find_business.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: StaffRequest) -> HttpResponse:
    """?run= is an offer that is answered, ?business= one that is asked; without them, one looks."""
    require(policy.may_ask(request.user))
    run, business = _asked(request)
    if business is None:
        return redirect("placements:find_business")
    form = WishForm(
        posted(request),
        posts=queries.posts_of(request.user),
        trades=trades.trades(),
        own=queries.trades_of(request.user),
        run=run,
    )
    if form.is_valid() and (placement := made(form, lambda: _wish(request, form, business, run))):
        messages.success(request, _("Sent. The business and your leader are told."))
        return kept(placement, f"placement-new-{business.pk}")
    context = {"form": form, "business": business, "run": run, "trail": trail()}
    return form_page(request, "placements/wish.html", context)


@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    return detail_page(request, placement_or_404(request, pk))


def detail_page(
    request: StaffRequest, placement: Placement, log_form: LogForm | None = None, status: int = 200
) -> HttpResponse:
    """The placement; with the log's form as it was sent, where that was wrong."""
    may = presenting.verdicts(request.user, placement)
    log = placement.log.order_by("-day", "-pk")
    context = {
        "placement": placement,
        "color": presenting.color_of(placement),
        "steps": presenting.steps(placement),
        "facts": presenting.facts(placement),
        "chapters": presenting.chapters(placement),
        "signatures": presenting.signatures(placement),
        "cover": presenting.cover_of(request.user, placement),
        "is_over": presenting.is_over(placement),
        "may": may,
        "log": Paginator(log, ENTRIES_A_PAGE).get_page(request.GET.get("page")),
        "log_form": log_form or (LogForm(placement=placement) if may["log"] else None),
        "trail": trail(),
    }
    return render(request, "placements/detail.html", context, status=status)


def _asked(request: StaffRequest) -> tuple[CourseRun | None, Provider | None]:
    """The offer and its business, or a business alone; 404 for what is not there to be asked."""
    if runs := request.GET.get("run"):
        open_now = queries.open_offers(timezone.localdate()).select_related("course__provider")
        run = get_object_or_404(open_now, pk__in=keys_in([runs]))
        return run, run.course.provider
    if business := request.GET.get("business"):
        return None, get_object_or_404(queries.businesses_found(""), pk__in=keys_in([business]))
    return None, None


def _wish(
    request: StaffRequest, form: WishForm, business: Provider, run: CourseRun | None
) -> Placement:
    return services.wish_for_placement(business=business, run=run, by=request.user, **form.words())
