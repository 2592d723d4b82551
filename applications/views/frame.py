"""What the owner's pages about a round share: fetching it, and the way back."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Round
from staff.http import Link, StaffRequest
from staff.verdict import require


def read_round(request: StaffRequest, pk: int) -> Round:
    """The round, for those who read it all: a stranger finds none, a colleague hears why not."""
    round = _round_or_404(request, pk)
    require(policy.may_read(request.user, round))
    return round


def steered_round(request: StaffRequest, pk: int) -> Round:
    """The round, for those who steer it; whoever only reads it hears that others do."""
    round = _round_or_404(request, pk)
    require(policy.may_steer(request.user, round))
    return round


def _round_or_404(request: StaffRequest, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user).select_related("owner"), pk=pk)


def trail(round: Round | None = None) -> list[Link]:
    """The pages above: all rounds, and the round."""
    above = [Link(_("Rounds"), reverse("rounds:index"))]
    return [*above, Link(round.name, round.get_absolute_url())] if round else above
