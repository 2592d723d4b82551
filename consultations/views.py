"""The parties' room: the proposal in groups, statements, answers and minutes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations import policy, services
from consultations.forms import AnswerForm, CloseForm, StatementForm
from consultations.models import Consultation, Invitation, Statement
from distribution import queries
from distribution.disclosure import PARTIES
from distribution.models import Proposal
from staff.access import holding
from staff.http import StaffRequest
from staff.paging import NearestEndPaginator
from staff.roles import Permission
from staff.states import IllegalTransition
from staff.verdict import Refusal, Verdict, require


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The consultations one takes part in or audits, newest first."""
    reads = (Permission.STATEMENT_GIVE, Permission.CONSULTATION_READ)
    if not any(holding(request.user, permission) for permission in reads):
        raise PermissionDenied(_("Consultations are between the owner and the unions."))
    visible = Consultation.objects.visible_to(request.user)
    rows = Consultation.objects.select_related("proposal__round", "owner").annotate(
        asked=Count("invitations", distinct=True),
        heard=Count("invitations", filter=Q(invitations__statement__isnull=False), distinct=True),
    )
    page = NearestEndPaginator(visible.order_by("-pk"), rows).get_page(request.GET.get("page"))
    return render(request, "consultations/index.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def open_consultation(request: StaffRequest, proposal_pk: int) -> HttpResponse:
    """GET leads to the consultation of a proposal; POST sends the proposal there."""
    visible = Proposal.objects.visible_to(request.user)
    proposal = get_object_or_404(visible, pk=proposal_pk)
    if request.method != "POST":
        return redirect(
            "consultations:detail", get_object_or_404(_all(request), proposal=proposal).pk
        )
    try:
        consultation = services.open_consultation(proposal=proposal, by=request.user)
    except (Refusal, IllegalTransition) as refusal:
        messages.error(request, str(refusal))
        return render(request, "distribution/refused.html", {"back": proposal}, status=409)
    messages.success(request, _("The proposal has been sent, and the unions have been told."))
    return redirect("consultations:detail", consultation.pk)


@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(_all(request), pk=pk))


@require_POST
def state(request: StaffRequest, pk: int) -> HttpResponse:
    """A representative gives the union's statement."""
    invitation = _invitation_or_404(request, pk)
    consultation = invitation.consultation
    require(policy.may_state(request.user, invitation))
    form = StatementForm(request.POST, prefix=f"state-{invitation.pk}")
    if form.is_valid():
        try:
            services.give_statement(invitation=invitation, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The statement has been given."))
            return redirect("consultations:detail", consultation.pk)
    return _page(request, consultation, failed=form)


@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """The owner answers a statement."""
    statement = get_object_or_404(
        Statement.objects.filter(invitation__consultation__in=_visible(request)), pk=pk
    )
    consultation = get_object_or_404(_all(request), invitations__statement=statement)
    require(policy.may_handle(request.user, consultation))
    form = AnswerForm(request.POST, prefix=f"answer-{statement.pk}")
    if form.is_valid():
        services.answer(statement=statement, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("The answer has been kept."))
        return redirect("consultations:detail", consultation.pk)
    return _page(request, consultation, failed=form)


@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """The owner closes with minutes; from then on the distribution may become final."""
    consultation = get_object_or_404(_all(request), pk=pk)
    require(policy.may_handle(request.user, consultation))
    form = CloseForm(request.POST, silent=_silent(consultation), prefix="close")
    if form.is_valid():
        try:
            services.close(
                consultation=consultation,
                minutes=form.cleaned_data["minutes"],
                held_on=form.cleaned_data["held_on"],
                silence_notes=form.silence_notes(),
                by=request.user,
            )
        except (Refusal, IllegalTransition) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The consultation is closed with minutes."))
            return redirect(consultation.proposal)
    return _page(request, consultation, failed=form)


def _visible(request: StaffRequest) -> Any:
    return Consultation.objects.visible_to(request.user)


def _all(request: StaffRequest) -> Any:
    return _visible(request).select_related("proposal__round__owner", "owner", "closed_by")


def _invitation_or_404(request: StaffRequest, pk: int) -> Invitation:
    invitations = Invitation.objects.filter(consultation__in=_visible(request))
    return get_object_or_404(
        invitations.select_related("consultation__proposal__round__owner", "union"), pk=pk
    )


def _silent(consultation: Consultation) -> list[Invitation]:
    return list(consultation.invitations.filter(statement=None).select_related("union"))


def _page(
    request: StaffRequest, consultation: Consultation, failed: forms.Form | None = None
) -> HttpResponse:
    """The whole room; a form that failed stands where it was, with what was typed."""
    invitations = list(
        consultation.invitations.select_related(
            "union", "statement__given_by", "statement__answered_by"
        ).order_by("union__name")
    )
    for invitation in invitations:
        invitation.consultation = consultation
    may_handle = policy.may_handle(request.user, consultation)
    context = {
        "consultation": consultation,
        "proposal": consultation.proposal,
        "parties": [_party(request, each, may_handle, failed) for each in invitations],
        "may_handle": may_handle,
        "close_form": failed
        if isinstance(failed, CloseForm)
        else CloseForm(silent=_silent(consultation), prefix="close"),
        "failed": failed,
        "tables": queries.tables(consultation.proposal, fewest=PARTIES),
        "uses": queries.uses(consultation.proposal),
        "without_source": queries.without_source(consultation.proposal),
    }
    return render(request, "consultations/detail.html", context, status=422 if failed else 200)


def _party(
    request: StaffRequest, invitation: Invitation, may_handle: Verdict, failed: forms.Form | None
) -> dict[str, Any]:
    """One union: its statement, and the form the reader may fill in about it."""
    statement = getattr(invitation, "statement", None)
    may_state = statement is None and policy.may_state(request.user, invitation)
    form: forms.Form | None = None
    if statement is None and may_state:
        form = StatementForm(prefix=f"state-{invitation.pk}")
    elif statement is not None and may_handle:
        form = AnswerForm(prefix=f"answer-{statement.pk}", initial={"text": statement.answer})
    if form is not None and failed is not None and failed.prefix == form.prefix:
        form = failed
    return {"invitation": invitation, "statement": statement, "form": form}
