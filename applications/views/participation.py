"""What the owner sees of those who take part: terms to confirm, terms to pay, cases to complete."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications import policy
from applications.models import Application, Participation, Round
from applications.queries.participation import terms_begun
from applications.queries.queue import COLORS, in_order
from applications.queries.rounds import FOLLOWED, Letters, RoundLine, counts_of
from applications.services.following import term_amounts
from applications.states import State
from applications.views.frame import read_round, trail
from staff.http import Link, StaffRequest
from staff.models import User
from staff.money import Ore
from staff.paging import NearestEndPaginator
from staff.verdict import Verdict


@dataclass(frozen=True, slots=True)
class TermRow:
    """A confirmed term. `amount_ore` is what is paid for it, now or earlier."""

    participation: Participation
    amount_ore: Ore
    may_pay: Verdict


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    application: Application
    color: str
    terms: list[TermRow]
    next_term: int | None
    has_begun: bool
    is_due: bool
    is_finished: bool
    may_confirm: Verdict


@require_safe
def participants(request: StaffRequest, pk: int) -> HttpResponse:
    round = read_round(request, pk)
    shows_completed = request.GET.get("show") == "completed"
    states = (State.COMPLETED,) if shows_completed else FOLLOWED
    taking_part = Application.objects.filter(
        round=round, submitted_at__isnull=False, state__in=states
    )
    paginator = NearestEndPaginator(
        in_order(taking_part), for_participants(Application.objects.all())
    )
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "rounds/participants.html",
        {
            **_frame(round, shows_completed=shows_completed),
            "page": page,
            "rows": participant_rows(request.user, page),
            "next": request.get_full_path(),
        },
    )


def refused(
    request: StaffRequest, application: Application, refusal: str, back: str
) -> HttpResponse:
    """The case as it stands now, with the reason on top: nothing was done."""
    found = for_participants(Application.objects.filter(pk=application.pk))
    context = {
        **_frame(application.round),
        "rows": participant_rows(request.user, found),
        "refusal": refusal,
        "next": back,
    }
    return render(request, "rounds/participants.html", context, status=409)


def _frame(round: Round, *, shows_completed: bool = False) -> dict[str, object]:
    line = RoundLine(round, counts_of([round]).get(round.pk, Counter()), Letters())
    address = reverse("rounds:participants", args=[round.pk])
    completed = line.counts[State.COMPLETED]
    tabs = [
        Link(f"{_('Under way')} ({line.followed})", address, not shows_completed),
        Link(f"{_('Completed')} ({completed})", f"{address}?show=completed", shows_completed),
    ]
    return {"round": round, "line": line, "tabs": tabs, "trail": trail(round)}


def for_participants(applications: QuerySet[Application]) -> QuerySet[Application]:
    return applications.select_related(
        "applicant", "workplace", "course_run__course"
    ).prefetch_related("participations", "cost_lines")


def participant_rows(user: User, applications: Iterable[Application]) -> list[ParticipantRow]:
    """Needs `for_participants`. The page asks the same policy as the services."""
    return [_row(user, application) for application in applications]


def _row(user: User, application: Application) -> ParticipantRow:
    run = application.course_run
    assert run is not None  # noqa: S101  (a database check says so)
    may_pay = policy.may_pay_term(user, application)
    terms = [
        TermRow(held, held.paid_ore or _amount(application, held.term), may_pay)
        for held in sorted(application.participations.all(), key=lambda held: held.term)
    ]
    confirmed = len(terms)
    begun = terms_begun(run, timezone.localdate())
    unpaid = [term for term in terms if not term.participation.paid_at and term.amount_ore]
    return ParticipantRow(
        application=application,
        color=COLORS[State(application.state)],
        terms=terms,
        next_term=confirmed + 1 if confirmed < run.terms else None,
        has_begun=begun > 0,
        is_due=confirmed < begun,
        is_finished=confirmed >= run.terms and not unpaid,
        may_confirm=policy.may_confirm(user, application),
    )


def _amount(application: Application, term: int) -> Ore:
    return sum(term_amounts(application, term).values())
