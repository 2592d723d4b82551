"""Placements in a list, each with what waits for the reader in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.models import Placement, Provider, Signature
from catalogue.states import PlacementState as S
from catalogue.views.placements_presenting import color_of, is_current, is_over
from staff import formats
from staff.access import has_permission
from staff.models import User
from staff.roles import Permission

Party = Signature.Party


@dataclass(frozen=True, slots=True)
class Row:
    """One placement in a list, and what waits for the reader in it."""

    url: str
    participant: str
    workplace: str
    business: str
    trade: str
    period: str
    state: str
    color: str
    waits: str


def rows(user: User, placements: Iterable[Placement]) -> list[Row]:
    """Needs the signatures fetched."""
    businesses = set(Provider.objects.run_by(user).values_list("pk", flat=True))
    return [
        Row(
            url=each.get_absolute_url(),
            participant=str(each.participant),
            workplace=str(each.workplace),
            business=str(each.business),
            trade=str(each.trade),
            period=f"{formats.day(each.starts_on)} – {formats.day(each.ends_on)}",
            state=each.get_state_display(),
            color=color_of(each),
            waits=_waits(each, _parties(user, each, businesses)),
        )
        for each in placements
    ]


def _parties(user: User, placement: Placement, businesses: set[int]) -> Sequence[Party]:
    """As `policy.party_of`, without asking the database for each row."""
    if placement.participant_id == user.pk:
        return [Party.PARTICIPANT]
    if placement.business_id in businesses:
        return [Party.BUSINESS]
    leads = has_permission(
        user,
        Permission.PLACEMENT_SIGN,
        owner_id=placement.owner_id,
        workplace_id=placement.workplace_id,
    )
    return [Party.EMPLOYER] if leads else []


def _waits(placement: Placement, parties: Sequence[Party]) -> str:
    """What the reader can do next, or whom it waits for."""
    if placement.state == S.WISHED:
        return _("Answer the wish") if Party.BUSINESS in parties else _("The business answers")
    if placement.state == S.AGREED:
        given = {each.party for each in placement.signatures.all() if is_current(each)}
        missing = [party for party in Party if party not in given]
        if any(party in missing for party in parties):
            return _("Read and sign")
        names = ", ".join(str(party.label).lower() for party in missing)
        return _("To be signed by: %(parties)s") % {"parties": names}
    if placement.state == S.SIGNED and is_over(placement):
        if Party.BUSINESS in parties:
            return _("Confirm the hours")
        return _("The business confirms the hours")
    return ""
