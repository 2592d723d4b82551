"""After the decision: the answer, each term confirmed and paid, and completion."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import messages, policy
from applications.models import Application, CostLine, Participation
from applications.states import TRANSITIONS, Action, State
from audit.services import record, subject_of
from catalogue import services as catalogue
from catalogue.models import OutsideStudy
from funding import services as funding
from funding.models import Transfer
from staff.models import User
from staff.sharing import share
from staff.states import after
from staff.verdict import Refusal, require

PAID_AS = {
    CostLine.Kind.FEES: Transfer.Kind.PAID_FEES,
    CostLine.Kind.STIPEND: Transfer.Kind.PAID_STIPEND,
}


@transaction.atomic
def accept(*, application: Application, by: User) -> Application:
    """Say yes: the reserved money is committed, and cover is ordered by whoever listens."""
    application = _lock(application)
    require(policy.may_answer(by, application))
    if application.answer_by and timezone.localdate() > application.answer_by:
        raise Refusal(_("The deadline for accepting has passed. Contact your employer."))
    application.state = after(TRANSITIONS, State(application.state), Action.ACCEPT)
    application.answered_at = timezone.now()
    application.save(update_fields=["state", "answered_at"])
    assert application.commitment is not None  # noqa: S101  (a database check says so)
    funding.commit(commitment=application.commitment, by=by)
    _ask_for_seat(application, by)
    record("application.accepted", subject=application, by=by)
    messages.accepted(application)
    return application


@transaction.atomic
def decline(*, application: Application, by: User) -> Application:
    """Say no thanks: the money is available to others at once."""
    application = _lock(application)
    require(policy.may_answer(by, application))
    application.state = after(TRANSITIONS, State(application.state), Action.DECLINE)
    application.answered_at = timezone.now()
    application.save(update_fields=["state", "answered_at"])
    assert application.commitment is not None  # noqa: S101  (a database check says so)
    funding.release(commitment=application.commitment, by=by)
    record("application.declined", subject=application, by=by)
    messages.declined(application)
    return application


@transaction.atomic
def confirm_participation(*, application: Application, by: User) -> Participation:
    """The person took part in the next term. Raises Refusal before the course has started."""
    application = _lock(application)
    require(policy.may_confirm(by, application))
    run = application.course_run
    assert run is not None  # noqa: S101  (a database check says so)
    if timezone.localdate() < run.starts_on:
        raise Refusal(_("The course has not started yet."))
    term = application.participations.count() + 1
    if term > run.terms:
        raise Refusal(_("All terms of the course are confirmed."))
    application.state = after(TRANSITIONS, State(application.state), Action.CONFIRM)
    application.save(update_fields=["state"])
    participation = Participation.objects.create(
        owner_id=application.owner_id,
        application=application,
        term=term,
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )
    record("application.participation_confirmed", subject=application, by=by, term=term)
    return participation


@transaction.atomic
def pay_term(*, participation: Participation, by: User) -> Participation:
    """Pay the term's part of fees and stipend from the case's earmark, once.

    Cover is not paid here but by the hours worked. Raises InsufficientFunds.
    """
    application = _lock(participation.application)
    participation = Participation.objects.select_for_update().get(pk=participation.pk)
    require(policy.may_pay_term(by, application))
    if participation.paid_at:
        raise Refusal(_("The term is already paid."))
    assert application.commitment is not None  # noqa: S101  (a database check says so)
    total_ore = 0
    for kind, amount_ore in term_amounts(application, participation.term).items():
        funding.pay(
            commitment=application.commitment,
            amount_ore=amount_ore,
            kind=PAID_AS[kind],
            key=f"term:{participation.pk}:{kind}",
            about=f"applications.participation:{participation.pk}",
            by=by,
        )
        total_ore += amount_ore
    if not total_ore:
        raise Refusal(_("There is nothing to pay for this term."))
    participation.paid_ore, participation.paid_at = total_ore, timezone.now()
    participation.save(update_fields=["paid_ore", "paid_at"])
    record("application.term_paid", subject=application, by=by, amount_ore=total_ore)
    return participation


def term_amounts(application: Application, term: int) -> dict[CostLine.Kind, int]:
    """What a term's part of fees and stipend is: equal parts that sum to the whole, in øre."""
    run = application.course_run
    terms = range(1, (run.terms if run else 1) + 1)
    amounts = {}
    for line in application.cost_lines.all():
        if line.kind in PAID_AS:
            part = share(line.total_ore, dict.fromkeys(terms, 1))[term]
            if part:
                amounts[CostLine.Kind(line.kind)] = part
    return amounts


@transaction.atomic
def complete(*, application: Application, by: User) -> Application:
    """The course is passed and every term paid: what is left of the money becomes available."""
    application = _lock(application)
    require(policy.may_confirm(by, application))
    run = application.course_run
    confirmed = list(application.participations.all())
    unpaid = [
        term for term in confirmed if not term.paid_at and term_amounts(application, term.term)
    ]
    if run is None or len(confirmed) < run.terms or unpaid:
        raise Refusal(_("Every term must be confirmed and paid first."))
    if application.cover_is_open:
        raise Refusal(_("The hours of cover must be confirmed first."))
    application.state = after(TRANSITIONS, State(application.state), Action.COMPLETE)
    application.save(update_fields=["state"])
    assert application.commitment is not None  # noqa: S101  (a database check says so)
    funding.release(commitment=application.commitment, by=by)
    record("application.completed", subject=application, by=by)
    messages.completed(application)
    return application


@transaction.atomic
def note_cover(*, application: Application, is_open: bool, by: User | None) -> None:
    """Cover is ordered, or done with: told by `substitutes`. The case waits for it."""
    Application.objects.filter(pk=application.pk).update(cover_is_open=is_open)
    record("application.cover_noted", subject=application, by=by, is_open=is_open)


def _ask_for_seat(application: Application, by: User) -> None:
    """The provider is asked for a seat; whoever found a study outside the catalogue asks there."""
    run = application.course_run
    assert run is not None  # noqa: S101  (a database check says so)
    if OutsideStudy.objects.filter(run=run).exists():
        return
    catalogue.ask_for_seat(
        run=run,
        participant=application.applicant,
        owner_id=application.owner_id,
        about=subject_of(application),
        by=by,
    )


def _lock(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("round", "course_run", "scheme", "commitment", "applicant")
        .get(pk=application.pk)
    )
