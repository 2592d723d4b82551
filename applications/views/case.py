"""The case page: the same address for the applicant, the leader and the owner's officers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application, Decision, Participation
from applications.queries.advising import LEADERS_TURN, TO_ADVISE, advisers_of, may_be_asked
from applications.services.drafting import missing
from applications.services.following import term_amounts
from applications.states import State
from applications.timeline import COLOURS, Facts, entries, next_step
from applications.views.case_course import course_context
from applications.views.steps import FORMS, LABELS, draft_key, step_url
from audit.models import Event
from audit.services import subject_of
from staff.access import has_permission
from staff.history import history_url
from staff.http import StaffRequest
from staff.models import User
from staff.roles import Permission
from staff.verdict import Verdict

FOLLOWED = (State.ACCEPTED, State.PARTICIPATING, State.COMPLETED)


@dataclass(frozen=True, slots=True)
class Task:
    """One line of components/tasks.html."""

    label: str | Promise
    url: str
    state: str
    color: str


@dataclass(frozen=True, slots=True)
class Term:
    """A confirmed term and what its part of fees and stipend is, in øre."""

    participation: Participation
    amount_ore: int


def visible_or_404(request: StaffRequest, pk: int) -> Application:
    """The case with what its page shows to everybody; a stranger gets 404.

    No more joins than PostgreSQL plans one by one (12); what only officers see is fetched then.
    """
    visible = Application.objects.visible_to(request.user).select_related(
        "applicant",
        "owner",
        "round",
        "workplace",
        "staff_group",
        "course_run__course__provider",
        "scheme",
        "recommendation__given_by",
    )
    return get_object_or_404(visible, pk=pk)


def render_case(
    request: StaffRequest, application: Application, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page; with 409 and the reason on top when a button was refused."""
    common = {
        "application": application,
        "colour": COLOURS.get(application.state, "neutral"),
        "refusal": refusal,
    }
    if application.is_draft:
        context = _draft(request, application) | common
        return render(request, "applications/draft.html", context, status=status)
    return render(
        request, "applications/detail.html", _case(request, application) | common, status=status
    )


def _draft(request: StaffRequest, application: Application) -> dict[str, Any]:
    lacks = [step for step, sentence in missing(application) if sentence]
    return {
        "tasks": [_task(application, slug, done=slug not in lacks) for slug in FORMS],
        "onward": step_url(application, lacks[0] if lacks else "check"),
        "ready": not lacks,
        "is_open": policy.is_open(application.round),
        "next_step": next_step(application, reader=request.user),
        "saved_key": draft_key(application, request.GET.get("saved", "")),
    }


def _task(application: Application, slug: str, *, done: bool) -> Task:
    state, color = (_("Done"), "success") if done else (_("Missing"), "neutral")
    return Task(LABELS[slug], step_url(application, slug), state, color)


def _case(request: StaffRequest, application: Application) -> dict[str, Any]:
    user = request.user
    mine = application.applicant_id == user.pk
    prefetch_related_objects([application], "cost_lines")
    advice = getattr(application, "recommendation", None)
    decisions = list(application.decisions.order_by("pk"))
    terms = _terms(application)
    facts = Facts(advice, decisions, [term.participation for term in terms], _ended_at(application))
    return {
        "mine": mine,
        "advice": advice,
        "decision": decisions[-1] if decisions else None,
        "terms": terms,
        "cost_lines": application.cost_lines.all(),
        "attachments": application.attachments.order_by("pk"),
        "next_step": next_step(application, reader=user),
        "leaders": _advisers(application),
        "entries": entries(application, facts, reader=user),
        "history_url": history_url(user, application, owner_id=application.owner_id),
        "may_withdraw": policy.may_withdraw(user, application),
        "may_answer": policy.may_answer(user, application),
        "may_recommend": None if mine else _leading(request, application),
        "officer": None if mine else _following(request, application, decisions, terms),
        **course_context(user, application),
    }


def _advisers(application: Application) -> Sequence[User] | None:
    """Whose advice it waits for; None where it waits for no leader."""
    if application.state != State.SUBMITTED or application.round.state not in LEADERS_TURN:
        return None
    return advisers_of(application).people


def _terms(application: Application) -> list[Term]:
    if application.state not in FOLLOWED:
        return []
    return [
        Term(participation, sum(term_amounts(application, participation.term).values()))
        for participation in application.participations.order_by("term")
    ]


def _leading(request: StaffRequest, application: Application) -> Verdict | None:
    """For whoever leads the workplace, or has got the case from there: whether they may advise."""
    leads = has_permission(
        request.user,
        Permission.APPLICATION_RECOMMEND,
        owner_id=application.owner_id,
        workplace_id=application.workplace_id,
    )
    is_leaders_turn = application.state in TO_ADVISE and application.round.state in LEADERS_TURN
    if leads or (is_leaders_turn and may_be_asked(request.user, application)):
        return policy.may_recommend(request.user, application)
    return None


def _following(
    request: StaffRequest,
    application: Application,
    decisions: list[Decision],
    terms: list[Term],
) -> dict[str, Any] | None:
    """For the owner's officers and auditors: what is confirmed and paid, from which earmark."""
    user = request.user
    reads = policy.may_read(user, application.round)
    if not reads or application.state not in FOLLOWED:
        return None
    commitment = application.commitment
    assert commitment is not None  # noqa: S101  (a database check says so)
    run = application.course_run
    all_terms = run.terms if run else 0
    return {
        "may_confirm": policy.may_confirm(user, application),
        "may_pay": policy.may_pay_term(user, application),
        "next_term": len(terms) + 1 if len(terms) < all_terms else None,
        "can_complete": application.state == State.PARTICIPATING and len(terms) == all_terms,
        "balances": dict(commitment.earmark.accounts.values_list("kind", "balance_ore")),
    }


def _ended_at(application: Application) -> Any:
    """When it was withdrawn or completed: only history knows."""
    if application.state not in (State.WITHDRAWN, State.COMPLETED):
        return None
    ended = Event.objects.filter(
        subject=subject_of(application), kind=f"application.{application.state}"
    )
    return ended.order_by("-id").values_list("at", flat=True).first()
