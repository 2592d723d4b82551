"""What the distribution room holds about a person: the lines about their applications."""

from django.utils.translation import gettext_lazy as _

from distribution.models import Line, Proposal
from staff.holding import CASE, TASK, Column, Held
from staff.models import User

SHOW = _("To show how the money was distributed, and why")


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py).

    A proposal that is not final tells its participants nothing yet: neither does this.
    """
    return [_lines(user), _made(user)]


def keeps_name(*, user_ids: list[int]) -> set[int]:
    """Those who made a proposal."""
    made = Proposal.objects.filter(made_by__in=user_ids)
    return set(made.values_list("made_by", flat=True))


def _lines(user: User) -> Held:
    return Held(
        room="distribution",
        key="distribution_lines",
        title=_("What distributions say about your applications"),
        purpose=SHOW,
        basis=CASE,
        kept=_("10 years"),
        found=Line.objects.filter(application__applicant=user, proposal__final_at__isnull=False)
        .select_related("application", "earmark", "proposal")
        .order_by("pk"),
        columns=(
            Column("application", _("Application"), "application.number"),
            Column("version", _("Version"), "proposal.version"),
            Column("outcome", _("Outcome"), "get_outcome_display"),
            Column("earmark", _("Earmark"), "earmark"),
            Column("amount_ore", _("Amount"), "amount_ore"),
            Column("place", _("Place in the ranking"), "place"),
            Column("waiting_place", _("Place on the waiting list"), "waiting_place"),
            Column("reason", _("Reason"), "reason_code"),
            Column("final_at", _("Final"), "proposal.final_at"),
        ),
    )


def _made(user: User) -> Held:
    return Held(
        room="distribution",
        key="proposals",
        title=_("Proposals you have made"),
        purpose=SHOW,
        basis=TASK,
        kept=_("10 years"),
        found=Proposal.objects.filter(made_by=user).select_related("round").order_by("pk"),
        columns=(
            Column("round", _("Round"), "round"),
            Column("version", _("Version"), "version"),
            Column("made_at", _("Made"), "made_at"),
        ),
    )
