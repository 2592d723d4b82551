"""What one is trusted with here: roles, and what one has done in them with staff files and keys."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from staff.holding import TASK, Column, Held
from staff.models import ApiKey, ConflictOfInterest, ImportBatch, Membership, User


def duties_held(user: User) -> list[Held]:
    return [_roles(user), _conflicts(user), _files(user), _keys(user)]


def _roles(user: User) -> Held:
    return Held(
        room="staff",
        key="roles",
        title=_("Your roles"),
        purpose=_("To know what you may see and do"),
        basis=TASK,
        kept=_("While you hold them, then 5 years"),
        found=Membership.objects.filter(user=user)
        .select_related("owner", "workplace", "union")
        .order_by("pk"),
        columns=(
            Column("role", _("Role"), "role_label"),
            Column("where", _("Where"), "place_label"),
            Column("starts_on", _("From"), "starts_on"),
            Column("ends_on", _("To"), "ends_on"),
            Column("is_stand_in", _("As a stand-in"), lambda m: m.stand_in_for_id is not None),
            Column("last_used_on", _("Last used"), "last_used_on"),
        ),
    )


def _conflicts(user: User) -> Held:
    return Held(
        room="staff",
        key="conflicts",
        title=_("Conflicts of interest you have declared"),
        purpose=_("So that you do not handle the cases of somebody close to you"),
        basis=_("Impartiality (the Public Administration Act)"),
        kept=_("While declared, then 5 years"),
        found=ConflictOfInterest.objects.filter(user=user).select_related("owner").order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("declared_on", _("Declared"), "declared_on"),
            Column("withdrawn_on", _("Withdrawn"), "withdrawn_on"),
        ),
    )


def _files(user: User) -> Held:
    """That one sent or applied it. What is in it is about others."""
    return Held(
        room="staff",
        key="staff_files",
        title=_("Staff files you have sent or applied"),
        purpose=_("To show who changed the staff data, and when"),
        basis=TASK,
        kept=_("5 years"),
        found=ImportBatch.objects.filter(Q(uploaded_by=user) | Q(applied_by=user))
        .select_related("owner")
        .order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("file_name", _("File"), "file_name"),
            Column("uploaded_at", _("Sent"), "uploaded_at"),
            Column("sent_by_you", _("Sent by you"), lambda b: b.uploaded_by_id == user.pk),
            Column("applied_at", _("Applied"), "applied_at"),
            Column("applied_by_you", _("Applied by you"), lambda b: b.applied_by_id == user.pk),
        ),
    )


def _keys(user: User) -> Held:
    return Held(
        room="staff",
        key="api_keys",
        title=_("Keys you have made for staff systems"),
        purpose=_("To show who let a system send staff data"),
        basis=TASK,
        kept=_("5 years"),
        found=ApiKey.objects.filter(made_by=user).select_related("owner").order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("name", _("Name"), "name"),
            Column("made_at", _("Made"), "made_at"),
            Column("ends_on", _("To"), "ends_on"),
        ),
    )
