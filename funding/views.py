"""The owner's money: grants, what they are earmarked for, and each earmark's account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from funding import policy, queries, services
from funding.forms import NewEarmarkForm, NewGrantForm
from funding.ledger import InsufficientFunds
from funding.models import Earmark, Grant
from staff.access import owner_ids
from staff.history import history_url
from staff.http import Fact, Link, StaffRequest
from staff.models import Owner
from staff.money import kroner
from staff.paging import NearestEndPaginator
from staff.roles import Permission
from staff.step_up import step_up_required
from staff.verdict import require


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    owner = _acting_owner(request)
    earmarks = queries.earmark_lines([owner.pk])
    years = sorted({line.earmark.year for line in earmarks}, reverse=True)
    year = _chosen_year(request, years)
    this_year = [line for line in earmarks if line.earmark.year == year]
    groups = queries.group_lines(this_year)
    context = {
        "grants": queries.grants_of_year(
            queries.grant_lines(owner.pk, earmarks), year, is_latest=year in years[:1]
        ),
        "total": queries.total_of(this_year),
        "year": year,
        "tabs": [Link(str(other), f"?year={other}", other == year) for other in years],
        "groups": groups,
        "without": ", ".join(str(line.group) for line in groups if not line.earmarks),
        "may_register": policy.may_register_grant(request.user, owner.pk),
        "may_earmark": policy.may_make_earmark(request.user, owner.pk),
    }
    return render(request, "funding/index.html", context)


@require_safe
def earmark(request: StaffRequest, pk: int) -> HttpResponse:
    visible = Earmark.objects.visible_to(request.user).with_balances()
    found = get_object_or_404(visible.select_related("grant", "scheme"), pk=pk)
    line, shows_cases = queries.line_of(found), request.GET.get("show") == "cases"
    context = {
        "line": line,
        "facts": _facts(line),
        "shows_cases": shows_cases,
        "tabs": [
            Link(_("Transfers"), "?", not shows_cases),
            Link(_("Cases"), "?show=cases", shows_cases),
        ],
        "trail": _trail(),
        "history_url": history_url(request.user, found, owner_id=found.owner_id),
        **(_cases if shows_cases else _transfers)(request, found),
    }
    return render(request, "funding/earmark.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def new_grant(request: StaffRequest) -> HttpResponse:
    owner = _acting_owner(request)
    require(policy.may_register_grant(request.user, owner.pk))
    form = NewGrantForm(_posted(request), owner_id=owner.pk)
    if form.is_valid():
        amount_ore = form.cleaned_data.pop("amount")
        try:
            services.receive_grant(
                owner=owner, amount_ore=amount_ore, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The grant is registered."))
            return redirect("funding:index")
    return _form_page(request, "funding/new_grant.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def new_earmark(request: StaffRequest, pk: int) -> HttpResponse:
    readable = Grant.objects.filter(owner__in=owner_ids(request.user, Permission.MONEY_READ))
    grant = get_object_or_404(readable, pk=pk)
    require(policy.may_make_earmark(request.user, grant.owner_id))
    left_ore = queries.unallocated_ore(grant)
    form = NewEarmarkForm(_posted(request), grant=grant, left_ore=left_ore)
    if form.is_valid() and (made := _make_earmark(request, grant, form)):
        messages.success(request, _("The money is earmarked."))
        return redirect("funding:earmark", made.pk)
    return _form_page(request, "funding/new_earmark.html", {"form": form, "grant": grant})


def _make_earmark(request: StaffRequest, grant: Grant, form: NewEarmarkForm) -> Earmark | None:
    wanted = {name: value for name, value in form.cleaned_data.items() if name != "amount"}
    amount_ore = form.cleaned_data["amount"]
    try:
        return services.make_earmark(grant=grant, amount_ore=amount_ore, by=request.user, **wanted)
    except InsufficientFunds:
        left = kroner(queries.unallocated_ore(grant))
        form.add_error("amount", _("The grant has only %(left)s left.") % {"left": left})
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _form_page(request: StaffRequest, template: str, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"trail": _trail(), **context}, status=status)


def _posted(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _transfers(request: StaffRequest, earmark: Earmark) -> dict[str, object]:
    transfers = queries.transfers_of(earmark)
    paginator = NearestEndPaginator(transfers.order_by("-pk"), queries.with_story(transfers))
    page = paginator.get_page(request.GET.get("page"))
    return {"page": page, "lines": queries.story(request.user, page)}


def _cases(request: StaffRequest, earmark: Earmark) -> dict[str, object]:
    commitments = queries.commitments_of(earmark)
    paginator = NearestEndPaginator(commitments.order_by("-pk"), commitments)
    page = paginator.get_page(request.GET.get("page"))
    return {"page": page, "lines": queries.case_lines(request.user, page)}


def _chosen_year(request: StaffRequest, years: list[int]) -> int | None:
    """The year asked for, if it has earmarks; else the latest."""
    asked = request.GET.get("year")
    return next((year for year in years if str(year) == asked), max(years, default=None))


def _trail() -> list[Link]:
    return [Link(_("Money"), reverse("funding:index"))]


def _facts(line: queries.EarmarkLine) -> list[Fact]:
    earmark = line.earmark
    return [
        Fact(_("Scheme"), f"{earmark.scheme}, {earmark.year}"),
        Fact(_("Staff groups"), line.group_names),
        Fact(_("Sectors"), line.sector_names or _("Every sector")),
        Fact(_("Grant"), f"{earmark.grant}, {earmark.grant.get_giver_display()}"),
        Fact(_("Letter"), earmark.grant.letter),
    ]


def _acting_owner(request: StaffRequest) -> Owner:
    """The owner one acts for, if the role one acts in reads its accounts."""
    held = request.acting
    if held is None or held.owner is None or not held.grants(Permission.MONEY_READ):
        raise PermissionDenied(_("Only the owner’s officers read its accounts."))
    return held.owner
