"""Held about whoever has part in a placement: the participant, and those who sign and confirm."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import LogEntry, Placement, Signature
from staff.holding import CASE, TASK, Column, Held
from staff.models import User

TEN_YEARS = _("10 years")
AGREE = _("To agree on the placement, and to show that it was carried out")


def placements_held(user: User) -> list[Held]:
    return [_placements(user), _log(user), _signatures(user), _confirmed(user)]


def _placements(user: User) -> Held:
    return Held(
        room="catalogue",
        key="placements",
        title=_("Your work placements"),
        purpose=AGREE,
        basis=CASE,
        kept=TEN_YEARS,
        found=Placement.objects.filter(participant=user)
        .select_related("business", "trade", "owner", "workplace")
        .order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("workplace", _("Workplace"), "workplace"),
            Column("business", _("Business"), "business"),
            Column("trade", _("Trade"), "trade"),
            Column("wish", _("What you want to learn"), "wish"),
            Column("starts_on", _("From"), "starts_on"),
            Column("ends_on", _("To"), "ends_on"),
            Column("weekdays", _("Weekdays (1 is Monday)"), "weekdays"),
            Column("goals", _("Goals"), "goals"),
            Column("safety", _("Safety"), "safety"),
            Column("insurance", _("Insurance"), "insurance"),
            Column("confidentiality", _("Confidentiality"), "confidentiality"),
            Column("has_agreement", _("Has a signed agreement"), lambda p: bool(p.agreement)),
            Column("state", _("State"), "get_state_display"),
            Column("reason", _("Reason"), "reason"),
            Column("hours", _("Hours confirmed"), "hours"),
            Column("wished_at", _("Wished for"), "wished_at"),
            Column("completed_at", _("Confirmed"), "completed_at"),
        ),
    )


def _log(user: User) -> Held:
    return Held(
        room="catalogue",
        key="placement_log",
        title=_("What you wrote in the log of a placement"),
        purpose=AGREE,
        basis=CASE,
        kept=TEN_YEARS,
        found=LogEntry.objects.filter(written_by=user)
        .select_related("placement__business")
        .order_by("pk"),
        columns=(
            Column("business", _("Business"), "placement.business"),
            Column("day", _("Day"), "day"),
            Column("text", _("Text"), "text"),
            Column("written_at", _("Written"), "written_at"),
        ),
    )


def _signatures(user: User) -> Held:
    return Held(
        room="catalogue",
        key="signatures",
        title=_("Agreements about placements that you have signed"),
        purpose=AGREE,
        basis=CASE,
        kept=TEN_YEARS,
        found=Signature.objects.filter(signed_by=user)
        .select_related("placement__business")
        .order_by("pk"),
        columns=(
            Column("business", _("Business"), "placement.business"),
            Column("party", _("You signed for"), "get_party_display"),
            Column("version", _("Version of the text"), "version"),
            Column("sha256", _("Fingerprint"), "sha256"),
            Column("signed_at", _("Signed"), "signed_at"),
        ),
    )


def _confirmed(user: User) -> Held:
    """That one did, and when. Whose placement it was is about somebody else."""
    return Held(
        room="catalogue",
        key="placements_confirmed",
        title=_("Placements you have confirmed for a business"),
        purpose=AGREE,
        basis=TASK,
        kept=TEN_YEARS,
        found=Placement.objects.filter(confirmed_by=user).select_related("business").order_by("pk"),
        columns=(
            Column("business", _("Business"), "business"),
            Column("completed_at", _("Confirmed"), "completed_at"),
        ),
    )
