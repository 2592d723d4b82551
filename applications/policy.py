"""What one may do with a round and with a case, and the reason when one may not."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from applications.queries.advising import advisers_of, may_be_asked
from applications.queries.institutions import LIVE
from applications.queries.leading import led_by
from applications.states import (
    ROUND_TRANSITIONS,
    TRANSITIONS,
    Action,
    RoundAction,
    RoundState,
    State,
)
from catalogue.models import OutsideStudy
from catalogue.states import StudyState
from staff.access import has_permission, holding
from staff.impartiality import barred_from, is_impartial, somebody_can
from staff.models import Employee, User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused

NOBODY_CAN = _(
    "Every case officer there is barred: the owner’s administrator must appoint another one."
)


def may_read(user: User, round: Round) -> Verdict:
    """The owner's pages of a round: its queue, its ranking, those who take part."""
    if not has_permission(user, Permission.ROUND_READ, owner_id=round.owner_id):
        return refused(_("Only the owner’s case officers and auditors read the round."))
    return ALLOWED


def may_steer(user: User, round: Round) -> Verdict:
    if not has_permission(user, Permission.ROUND_STEER, owner_id=round.owner_id):
        return refused(_("Only the owner’s case officers steer the round."))
    return ALLOWED


def offer_step(user: User, round: Round, action: RoundAction) -> Verdict:
    """Whether the round may take that step now, by this person."""
    if action not in ROUND_TRANSITIONS[RoundState(round.state)]:
        return refused(_("The round is not at that step."))
    return may_steer(user, round)


def is_open(round: Round) -> Verdict:
    """Whether applications are taken now: from the first day to 23:59 on the last."""
    today = timezone.localdate()
    if round.state != RoundState.OPEN or today < round.opens_on:
        return refused(_("The round is not open for applications."))
    if today > round.applicant_deadline:
        return refused(_("The deadline for applying has passed."))
    return ALLOWED


def may_apply(user: User, round: Round) -> Verdict:
    if not Employee.objects.filter(user=user, owner_id=round.owner_id).exists():
        return refused(_("Only those employed by the owner can apply in this round."))
    return is_open(round)


def may_edit(user: User, application: Application) -> Verdict:
    """A draft belongs to its applicant alone. Saving is allowed also after the deadline."""
    if application.applicant_id != user.pk:
        return refused(_("Only the applicant can change the application."))
    if application.state != State.DRAFT:
        return refused(_("The application has been sent and cannot be changed."))
    return ALLOWED


def may_withdraw(user: User, application: Application) -> Verdict:
    if application.applicant_id != user.pk:
        return refused(_("Only the applicant can withdraw the application."))
    return _has_arrow(application, Action.WITHDRAW)


def may_follow_at_work(user: User) -> Verdict:
    """The list of what is sent from a workplace: its leader's, the deputy's to read, and the
    officer's where something has moved up.
    """
    if any(held.workplace_id for held in holding(user, Permission.APPLICATION_READ)):
        return ALLOWED
    if holding(user, Permission.APPLICATION_RANK) and led_by(user).exists():
        return ALLOWED
    return refused(_("Only leaders give advice on applications."))


def may_recommend(user: User, application: Application) -> Verdict:
    """The leaders of the workplace; where none of them may handle it, the owner's officers."""
    impartial = is_impartial(user, application.applicant_id, application.owner_id)
    is_asked = application.applicant_id != user.pk and may_be_asked(user, application)
    if not impartial and (is_asked or application.applicant_id == user.pk):
        return _moved(impartial, lambda: _to_whom_advice_moves(application))
    if not is_asked:
        return refused(_("Only the leader of the workplace recommends."))
    if application.round.state not in (RoundState.OPEN, RoundState.WITH_LEADERS):
        return refused(_("The leaders’ part of the round is over."))
    if application.state not in (State.SUBMITTED, State.RECOMMENDED, State.NOT_RECOMMENDED):
        return refused(_("The application is no longer with the leader."))
    return ALLOWED


def may_rank(user: User, round: Round) -> Verdict:
    if not has_permission(user, Permission.APPLICATION_RANK, owner_id=round.owner_id):
        return refused(_("Only the owner’s case officers rank."))
    if round.state != RoundState.WITH_OWNER:
        return refused(_("Ranking is done while the round is with the owner."))
    return may_handle_all(user, round)


def may_decide(user: User, round: Round) -> Verdict:
    if not has_permission(user, Permission.APPLICATION_DECIDE, owner_id=round.owner_id):
        return refused(_("Only the owner’s case officers decide."))
    return may_handle_all(user, round)


def may_handle_all(user: User, round: Round) -> Verdict:
    """Whether the person is barred from nobody who has a case in the round: what is decided about
    one of them decides about all. Asked of the database once for each fetched round.
    """
    answers: dict[int, Verdict] = round.__dict__.setdefault("_may_handle_all", {})
    if user.pk not in answers:
        answers[user.pk] = _may_handle_all(user, round)
    return answers[user.pk]


def _may_handle_all(user: User, round: Round) -> Verdict:
    applicants = set(
        Application.objects.filter(round=round, applicant__in=barred_from(user, round.owner_id))
        .exclude(state__in=(State.DRAFT, State.WITHDRAWN))
        .values_list("applicant", flat=True)
    )
    if not applicants:
        return ALLOWED
    if user.pk in applicants:
        reason = _("You have an application in this round; a colleague must decide it.")
    else:
        reason = _(
            "A conflict of interest is declared between you and somebody who has applied in this "
            "round; a colleague must decide it."
        )
    return _moved(refused(reason), lambda: _another_officer(round))


def may_answer(user: User, application: Application) -> Verdict:
    if application.applicant_id != user.pk:
        return refused(_("Only the applicant can answer."))
    return _has_arrow(application, Action.ACCEPT)


def may_confirm(user: User, application: Application) -> Verdict:
    if application.applicant_id == user.pk:
        return _not_by(user, application, Permission.PARTICIPATION_CONFIRM)
    if not has_permission(user, Permission.PARTICIPATION_CONFIRM, owner_id=application.owner_id):
        return refused(_("Only the owner’s case officers confirm participation."))
    if not is_impartial(user, application.applicant_id, application.owner_id):
        return _not_by(user, application, Permission.PARTICIPATION_CONFIRM)
    if application.state not in (State.ACCEPTED, State.PARTICIPATING):
        return refused(_("Only somebody who has accepted takes part."))
    return ALLOWED


def may_note_applied_there(user: User, application: Application) -> Verdict:
    """As long as it may come to a study, where one applies to the institution too."""
    if application.applicant_id != user.pk:
        return refused(_("Only the applicant knows whether they have applied there."))
    if application.state not in LIVE:
        return refused(_("The case is over."))
    run = application.course_run
    if run is None or not (run.apply_by or run.apply_at):
        return refused(_("One does not apply to the institution for this course."))
    return ALLOWED


def may_reject_study(user: User, application: Application, study: OutsideStudy | None) -> Verdict:
    """Before the distribution, where the owner has said no to the study the case is about."""
    if study is None or study.state != StudyState.REFUSED:
        return refused(_("Only a study that is not accepted is rejected by itself."))
    before = (RoundState.OPEN, RoundState.WITH_LEADERS, RoundState.WITH_OWNER)
    undecided = (State.SUBMITTED, State.RECOMMENDED, State.NOT_RECOMMENDED, State.RANKED)
    if application.state not in undecided or application.round.state not in before:
        return refused(_("This is not possible now: the case is already past it."))
    return may_decide(user, application.round)


def may_pay_term(user: User, application: Application) -> Verdict:
    if application.applicant_id == user.pk:
        return _not_by(user, application, Permission.PAYMENT_MAKE)
    if not has_permission(user, Permission.PAYMENT_MAKE, owner_id=application.owner_id):
        return refused(_("Only the owner’s officers make payments."))
    if not is_impartial(user, application.applicant_id, application.owner_id):
        return _not_by(user, application, Permission.PAYMENT_MAKE)
    return ALLOWED


def _has_arrow(application: Application, action: Action) -> Verdict:
    state = State(application.state)
    if action not in TRANSITIONS[state]:
        return refused(_("This is not possible now: the case is already past it."))
    return ALLOWED


def _moved(verdict: Verdict, to_whom: Callable[[], str]) -> Verdict:
    """The same no, followed by who can instead: looked up only when somebody reads it."""
    return refused(lazy(lambda: f"{verdict.reason} {to_whom()}".rstrip(), str)())


def _not_by(user: User, application: Application, permission: Permission) -> Verdict:
    about, owner_id = application.applicant_id, application.owner_id
    return _moved(
        is_impartial(user, about, owner_id),
        lambda: "" if somebody_can(permission, [about], owner_id) else str(NOBODY_CAN),
    )


def _to_whom_advice_moves(application: Application) -> str:
    advisers = advisers_of(application)
    names = ", ".join(map(str, advisers.people))
    if not names:
        return str(NOBODY_CAN)
    if not advisers.has_moved_up:
        return gettext("It is now with %(names)s.") % {"names": names}
    return gettext("It is now with the case officers of %(owner)s: %(names)s.") % {
        "owner": application.owner,
        "names": names,
    }


def _another_officer(round: Round) -> str:
    """Whether anybody at all may decide a round with these applicants."""
    applicants = (
        Application.objects.filter(round=round)
        .exclude(state__in=(State.DRAFT, State.WITHDRAWN))
        .values_list("applicant", flat=True)
    )
    able = somebody_can(Permission.APPLICATION_DECIDE, applicants, round.owner_id)
    return "" if able else str(NOBODY_CAN)
