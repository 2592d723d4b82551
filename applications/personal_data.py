"""What the applications room holds about a person, and what it still needs of one who left."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from applications.models import (
    Application,
    Attachment,
    CostLine,
    Decision,
    Participation,
    Recommendation,
)
from applications.states import State
from staff.holding import CASE, TASK, Column, Held, by_role
from staff.models import User

TEN_YEARS = _("10 years")
HANDLE = _("To handle the case, and to show afterwards how it was decided")
LEADER, OFFICER = _("The leader"), _("The owner’s case officer")
NUMBER = Column("application", _("Application"), "application.number")
OVER = (State.WITHDRAWN, State.DECLINED, State.REJECTED, State.COMPLETED)


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py)."""
    return [
        _applications(user),
        _costs(user),
        _attachments(user),
        _advice(user),
        _decisions(user),
        _participations(user),
        _given(user),
    ]


def keeps_profile(*, employee_ids: list[int]) -> set[int]:
    """Those with a case that is not over yet, or with cover still open for it."""
    live = Application.objects.filter(employee__in=employee_ids).filter(
        ~Q(state__in=OVER) | Q(cover_is_open=True)
    )
    return set(live.values_list("employee", flat=True))


def keeps_name(*, user_ids: list[int]) -> set[int]:
    """Those who stand in a case, as the applicant or as somebody who handled it."""
    named = User.objects.filter(pk__in=user_ids).filter(
        Exists(Application.objects.filter(applicant=OuterRef("pk")).exclude(submitted_at=None))
        | Exists(Recommendation.objects.filter(given_by=OuterRef("pk")))
        | Exists(Decision.objects.filter(decided_by=OuterRef("pk")))
        | Exists(Participation.objects.filter(confirmed_by=OuterRef("pk")))
    )
    return set(named.values_list("pk", flat=True))


def _applications(user: User) -> Held:
    return Held(
        room="applications",
        key="applications",
        title=_("Your applications"),
        purpose=HANDLE,
        basis=CASE,
        kept=TEN_YEARS,
        found=Application.objects.filter(applicant=user)
        .select_related(
            "owner", "round", "workplace", "staff_group", "course_run__course", "scheme"
        )
        .order_by("pk"),
        columns=(
            Column("number", _("Application"), "number"),
            Column("employer", _("Employer"), "owner"),
            Column("round", _("Round"), "round"),
            Column("course", _("Course"), "course_run"),
            Column("scheme", _("Scheme"), "scheme"),
            Column("state", _("State"), "get_state_display"),
            Column("workplace", _("Workplace"), "workplace"),
            Column("staff_group", _("Staff group"), "staff_group"),
            Column("position_percent", _("Position percentage"), "position_percent"),
            Column("leave_percent", _("Leave"), "leave_percent"),
            Column("leave_weekdays", _("Weekdays (1 is Monday)"), "leave_weekdays"),
            Column("why", _("Why you want to take the course"), "why"),
            Column("cost_ore", _("Cost"), "cost_ore"),
            Column("rank", _("Place in the ranking"), "rank"),
            Column("submitted_at", _("Sent"), "submitted_at"),
            Column("saved_at", _("Saved"), "saved_at"),
            Column("answer_by", _("Deadline for your answer"), "answer_by"),
            Column("answered_at", _("Answered"), "answered_at"),
        ),
    )


def _costs(user: User) -> Held:
    return Held(
        room="applications",
        key="application_costs",
        title=_("What your applications cost, and who pays"),
        purpose=_("To set money aside and account for it"),
        basis=CASE,
        kept=TEN_YEARS,
        found=CostLine.objects.filter(application__applicant=user)
        .select_related("application")
        .order_by("pk"),
        columns=(
            NUMBER,
            Column("kind", _("Kind"), "get_kind_display"),
            Column("state_ore", _("The state"), "state_ore"),
            Column("employer_ore", _("The employer"), "owner_ore"),
            Column("total_ore", _("In all"), "total_ore"),
        ),
    )


def _attachments(user: User) -> Held:
    return Held(
        room="applications",
        key="attachments",
        title=_("Files you have added"),
        purpose=HANDLE,
        basis=CASE,
        kept=TEN_YEARS,
        found=Attachment.objects.filter(application__applicant=user)
        .select_related("application")
        .order_by("pk"),
        columns=(
            NUMBER,
            Column("name", _("Name"), "name"),
            Column("content_type", _("Kind"), "content_type"),
            Column("size_bytes", _("Size in bytes"), "size"),
            Column("sha256", _("Fingerprint"), "sha256"),
            Column("added_at", _("Added"), "added_at"),
        ),
    )


def _advice(user: User) -> Held:
    return Held(
        room="applications",
        key="advice",
        title=_("The leader’s advice about you"),
        purpose=HANDLE,
        basis=CASE,
        kept=TEN_YEARS,
        found=Recommendation.objects.filter(application__applicant=user)
        .select_related("application")
        .order_by("pk"),
        columns=(
            NUMBER,
            Column("recommended", _("Recommended"), "recommended"),
            Column("reason", _("Reason"), "reason"),
            Column("cover_percent", _("Cover planned"), "cover_percent"),
            Column("cover_from", _("Cover from"), "cover_from"),
            Column("cover_to", _("Cover to"), "cover_to"),
            Column("given_by", _("Given by"), lambda r: by_role(r.given_by_id, user, LEADER)),
            Column("given_at", _("Given"), "given_at"),
        ),
    )


def _decisions(user: User) -> Held:
    return Held(
        room="applications",
        key="decisions",
        title=_("Decisions on your applications"),
        purpose=HANDLE,
        basis=CASE,
        kept=TEN_YEARS,
        found=Decision.objects.filter(application__applicant=user)
        .select_related("application")
        .order_by("pk"),
        columns=(
            NUMBER,
            Column("outcome", _("Outcome"), "get_outcome_display"),
            Column("type", _("Type of decision"), "get_type_display"),
            Column("grounds", _("Grounds"), "grounds"),
            Column("amount_ore", _("Amount"), "amount_ore"),
            Column("waiting_place", _("Place on the waiting list"), "waiting_place"),
            Column(
                "decided_by", _("Decided by"), lambda d: by_role(d.decided_by_id, user, OFFICER)
            ),
            Column("decided_at", _("Decided"), "decided_at"),
            Column("letter_sha256", _("Fingerprint of the letter"), "letter_sha256"),
        ),
    )


def _participations(user: User) -> Held:
    return Held(
        room="applications",
        key="participation",
        title=_("Terms you have taken part in"),
        purpose=_("To pay each term once it is confirmed"),
        basis=CASE,
        kept=TEN_YEARS,
        found=Participation.objects.filter(application__applicant=user)
        .select_related("application")
        .order_by("pk"),
        columns=(
            NUMBER,
            Column("term", _("Term"), "term"),
            Column(
                "confirmed_by",
                _("Confirmed by"),
                lambda p: by_role(p.confirmed_by_id, user, OFFICER),
            ),
            Column("confirmed_at", _("Confirmed"), "confirmed_at"),
            Column("paid_ore", _("Paid"), "paid_ore"),
            Column("paid_at", _("Paid on"), "paid_at"),
        ),
    )


def _given(user: User) -> Held:
    """That one gave it, and when. What it says is about somebody else."""
    return Held(
        room="applications",
        key="advice_given",
        title=_("Advice you have given as a leader"),
        purpose=HANDLE,
        basis=TASK,
        kept=TEN_YEARS,
        found=Recommendation.objects.filter(given_by=user)
        .select_related("application")
        .order_by("pk"),
        columns=(NUMBER, Column("given_at", _("Given"), "given_at")),
    )
