"""Who one is, the posts one holds, what one has learned and asked to have corrected."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from staff.holding import CONTRACT, DUTY, Column, Held, by_role
from staff.models import (
    Correction,
    Employee,
    ImportChange,
    PathTaken,
    Position,
    Qualification,
    Teaching,
    User,
)

WHILE_EMPLOYED = _("While you are employed, then as long as your employer has decided")
OFFICER = _("The employer")


def profile_held(user: User) -> list[Held]:
    return [
        _person(user),
        _employments(user),
        _positions(user),
        _teachings(user),
        _qualifications(user),
        _roads(user),
        _corrections(user),
        _changes(user),
    ]


def _person(user: User) -> Held:
    return Held(
        room="staff",
        key="person",
        title=_("Who you are"),
        purpose=_("To know who you are and reach you in your written language"),
        basis=CONTRACT,
        kept=WHILE_EMPLOYED,
        found=User.objects.filter(pk=user.pk).order_by("pk"),
        columns=(
            Column("first_name", _("First name"), "first_name"),
            Column("last_name", _("Last name"), "last_name"),
            Column("email", _("E-mail"), "email"),
            Column("phone", _("Telephone"), "phone"),
            Column("user_name", _("User name"), "username"),
            Column("written_language", _("Written language"), "get_written_language_display"),
            Column("account_made", _("Account made"), "date_joined"),
            Column("last_log_in", _("Last log-in"), "last_login"),
        ),
    )


def _employments(user: User) -> Held:
    return Held(
        room="staff",
        key="employments",
        title=_("Where you are employed"),
        purpose=_("To know which employer your cases belong to"),
        basis=CONTRACT,
        kept=WHILE_EMPLOYED,
        found=Employee.objects.filter(user=user).select_related("owner").order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("employee_number", _("Employee number"), "number"),
            Column("left_on", _("Last day"), "left_on"),
            Column("forgotten_at", _("Profile deleted"), "forgotten_at"),
        ),
    )


def _positions(user: User) -> Held:
    return Held(
        room="staff",
        key="positions",
        title=_("Your positions"),
        purpose=_("To fill in the application and work out what leave and cover cost"),
        basis=CONTRACT,
        kept=WHILE_EMPLOYED,
        found=Position.objects.filter(employee__user=user)
        .select_related("owner", "workplace", "code__staff_group")
        .order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("workplace", _("Workplace"), "workplace"),
            Column("code", _("Position code"), "code.code"),
            Column("position", _("Position"), "code"),
            Column("staff_group", _("Staff group"), "code.staff_group"),
            Column("percent", _("Percent of a full post"), "percent"),
            Column("annual_pay_ore", _("Pay for a year of a full post"), "annual_pay_ore"),
            Column("starts_on", _("From"), "starts_on"),
            Column("ends_on", _("To"), "ends_on"),
        ),
    )


def _teachings(user: User) -> Held:
    return Held(
        room="staff",
        key="subjects",
        title=_("What you teach, or the trade you work in"),
        purpose=_("To find courses that fit you"),
        basis=DUTY,
        kept=WHILE_EMPLOYED,
        found=Teaching.objects.filter(employee__user=user)
        .select_related("owner", "subject")
        .order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("code", _("Code"), "subject.code"),
            Column("subject", _("Subject or trade"), "subject"),
        ),
    )


def _qualifications(user: User) -> Held:
    return Held(
        room="staff",
        key="qualifications",
        title=_("What you have learned"),
        purpose=_("To see which courses you can enter and which roads lead to a qualification"),
        basis=DUTY,
        kept=WHILE_EMPLOYED,
        found=Qualification.objects.filter(employee__user=user)
        .select_related("owner", "subject")
        .order_by("-year", "pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("kind", _("Kind"), "get_kind_display"),
            Column("title", _("Title"), "title"),
            Column("subject", _("Subject or trade"), "subject"),
            Column("institution", _("Institution"), "institution"),
            Column("level", _("Level"), "level"),
            Column("credits", _("Credits"), "credits"),
            Column("credit_system", _("Whose credits"), "get_credit_system_display"),
            Column("months", _("Months of practice"), "months"),
            Column("year", _("Year"), "year"),
            Column("document", _("Document"), "document_name"),
            Column("verified_on", _("Confirmed by your employer"), "verified_on"),
        ),
    )


def _roads(user: User) -> Held:
    return Held(
        room="staff",
        key="roads",
        title=_("Your roads to a qualification"),
        purpose=_("To follow how far you have come, and remind of the time limits"),
        basis=DUTY,
        kept=WHILE_EMPLOYED,
        found=PathTaken.objects.filter(employee__user=user)
        .select_related("owner", "path")
        .order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("road", _("Road"), "path"),
            Column("institution", _("Institution"), "institution"),
            Column("started_on", _("From"), "started_on"),
            Column("expected_end", _("Expected end"), "expected_end"),
            Column("credits_done", _("Credits done"), "credits_done"),
            Column("ended_on", _("Ended"), "ended_on"),
            Column("outcome", _("Outcome"), "get_outcome_display"),
            Column(
                "is_confirmed", _("Confirmed by your employer"), lambda r: bool(r.confirmed_by_id)
            ),
        ),
    )


def _corrections(user: User) -> Held:
    return Held(
        room="staff",
        key="corrections",
        title=_("What you have asked to have corrected"),
        purpose=_("To correct what is wrong and answer you"),
        basis=_("Your right to have wrong data corrected (GDPR article 16)"),
        kept=WHILE_EMPLOYED,
        found=Correction.objects.filter(employee__user=user).select_related("owner").order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("about", _("About"), "get_about_display"),
            Column("text", _("What you wrote"), "text"),
            Column("asked_at", _("Asked"), "asked_at"),
            Column("state", _("State"), "get_state_display"),
            Column("answer", _("Answer"), "answer"),
            Column(
                "answered_by",
                _("Answered by"),
                lambda c: by_role(c.answered_by_id, user, OFFICER) if c.answered_at else None,
            ),
            Column("answered_at", _("Answered"), "answered_at"),
        ),
    )


def _changes(user: User) -> Held:
    """A line of a staff file is tied to a person by owner and employee number."""
    found = ImportChange.objects.filter(
        owner__employees__user=user, owner__employees__number=F("number")
    )
    return Held(
        room="staff",
        key="staff_file_changes",
        title=_("Changes from your employer’s staff files"),
        purpose=_("To keep what is held about you the same as in your employer’s staff system"),
        basis=CONTRACT,
        kept=_("2 years"),
        found=found.select_related("owner", "batch").order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("change", _("Change"), "get_kind_display"),
            Column("counts_from", _("From"), "batch.counts_from"),
            Column("applied_at", _("Applied"), "batch.applied_at"),
        ),
    )
