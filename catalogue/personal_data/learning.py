"""Held about whoever learns: seats, proofs, studies of one's own, the address of the calendar."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import CalendarAddress, OutsideStudy, Proof, Seat
from staff.holding import CASE, CONSENT, Column, Held, by_role
from staff.models import User

TEN_YEARS = _("10 years")
PROVIDER, OFFICER = _("The provider"), _("The owner’s case officer")


def learning_held(user: User) -> list[Held]:
    return [_seats(user), _proofs(user), _studies(user), _calendar(user)]


def _seats(user: User) -> Held:
    return Held(
        room="catalogue",
        key="seats",
        title=_("Your seats in courses, and what came of them"),
        purpose=_("To give you a seat, and to show that you took part"),
        basis=CASE,
        kept=TEN_YEARS,
        found=Seat.objects.filter(participant=user)
        .select_related("run__course__provider", "owner")
        .order_by("pk"),
        columns=(
            Column("course", _("Course"), "run.course.title"),
            Column("provider", _("Provider"), "run.course.provider"),
            Column("employer", _("Employer"), "owner"),
            Column("state", _("State"), "get_state_display"),
            Column("place", _("Number in line"), "place"),
            Column("asked_at", _("Asked for"), "asked_at"),
            Column(
                "answered_by", _("Answered by"), lambda s: _by(s.answered_by_id, user, PROVIDER)
            ),
            Column("answered_at", _("Answered"), "answered_at"),
            Column("met", _("You came"), "met"),
            Column("is_completed", _("You completed it"), "is_completed"),
            Column("credits_earned", _("Credits"), "credits_earned"),
            Column(
                "reported_by", _("Reported by"), lambda s: _by(s.reported_by_id, user, PROVIDER)
            ),
            Column("reported_at", _("Reported"), "reported_at"),
        ),
    )


def _proofs(user: User) -> Held:
    """The document itself is fetched on its own page; what it says stands here."""
    return Held(
        room="catalogue",
        key="proofs",
        title=_("Proofs of completion"),
        purpose=_("So that you can show what you have completed"),
        basis=CASE,
        kept=TEN_YEARS,
        found=Proof.objects.filter(holder=user)
        .select_related("seat__run__course", "placement__business")
        .order_by("pk"),
        columns=(
            Column("about", _("Proof of"), _proven),
            Column("issued_at", _("Issued"), "issued_at"),
            Column("revoked_at", _("Revoked"), "revoked_at"),
            Column("reason", _("Reason"), "reason"),
            Column("key", _("Its key, at the end of its address"), "key"),
            Column("signed", _("The signed document"), "signed"),
        ),
    )


def _proven(proof: Proof) -> str:
    if proof.seat is not None:
        return proof.seat.run.course.title
    return str(proof.placement.business) if proof.placement else ""


def _studies(user: User) -> Held:
    return Held(
        room="catalogue",
        key="outside_studies",
        title=_("Studies outside the catalogue that you have described"),
        purpose=_("So that your employer can check a study you found yourself"),
        basis=CASE,
        kept=TEN_YEARS,
        found=OutsideStudy.objects.filter(written_by=user)
        .select_related("run__course", "owner")
        .order_by("pk"),
        columns=(
            Column("study", _("Study"), "run.course.title"),
            Column("employer", _("Employer"), "owner"),
            Column("link", _("Link"), "link"),
            Column("state", _("State"), "get_state_display"),
            Column("proposed_at", _("Described"), "proposed_at"),
            Column("checked_by", _("Checked by"), lambda s: _by(s.checked_by_id, user, OFFICER)),
            Column("checked_at", _("Checked"), "checked_at"),
            Column("reason", _("Reason"), "reason"),
        ),
    )


def _calendar(user: User) -> Held:
    """Not the address: whoever has it sees the calendar, and this copy may be shown to others."""
    return Held(
        room="catalogue",
        key="calendar_address",
        title=_("An address for your calendar"),
        purpose=_("So that your own calendar can fetch your courses"),
        basis=CONSENT,
        kept=_("Until you stop it"),
        found=CalendarAddress.objects.filter(user=user).order_by("pk"),
        columns=(Column("made_at", _("Made"), "made_at"),),
    )


def _by(user_id: int | None, reader: User, role: object) -> object:
    """Nothing where nobody has done it yet."""
    return by_role(user_id, reader, role) if user_id else None  # type: ignore[arg-type]
