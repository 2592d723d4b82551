"""What the three parties of a placement are told, each in their own written language.

Nobody is told of what they did themselves.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from catalogue.models import Placement
from catalogue.queries.contacts import contacts_of
from catalogue.states import PlacementState
from notifications.services import Words, tell_each
from staff.access import people_with
from staff.models import User
from staff.roles import Permission


def placement_wished(placement: Placement, *, by: User) -> None:
    """The business hears of the wish, and so does the leader."""
    _tell(
        placement,
        [*_contacts(placement), *_employer(placement)],
        "wished",
        lambda: (
            _("%(name)s wishes for a placement") % {"name": placement.participant},
            _("At %(business)s, in the trade %(trade)s.")
            % {"business": placement.business, "trade": placement.trade},
        ),
        by=by,
    )


def agreement_written(placement: Placement, *, by: User) -> None:
    """The others hear that there is a text to read and sign."""
    _tell(
        placement,
        _everybody(placement),
        f"agreement-{placement.version}",
        lambda: (
            _("An agreement to read and sign"),
            _("The agreement about the placement of %(name)s at %(business)s is new or changed.")
            % {"name": placement.participant, "business": placement.business},
        ),
        by=by,
    )


def placement_signed(placement: Placement, *, by: User) -> None:
    _tell(
        placement,
        _everybody(placement),
        "signed",
        lambda: (
            _("The placement of %(name)s is agreed") % {"name": placement.participant},
            _("All three have signed the agreement with %(business)s.")
            % {"business": placement.business},
        ),
        by=by,
    )


def placement_completed(placement: Placement, *, by: User) -> None:
    _tell(
        placement,
        [placement.participant, *_employer(placement)],
        "completed",
        lambda: (
            _("The placement of %(name)s is confirmed") % {"name": placement.participant},
            _("%(business)s has confirmed that it was carried out.")
            % {"business": placement.business},
        ),
        by=by,
    )


def placement_ended(placement: Placement, *, by: User) -> None:
    """The others hear that it was declined or cancelled, and why."""
    about = {"name": placement.participant, "business": placement.business}
    _tell(
        placement,
        _everybody(placement),
        placement.state,
        lambda: (
            _("%(business)s cannot take %(name)s in") % about
            if placement.state == PlacementState.DECLINED
            else _("The placement of %(name)s at %(business)s is cancelled") % about,
            _("The reason they give: %(reason)s") % {"reason": placement.reason},
        ),
        by=by,
    )


def _contacts(placement: Placement) -> list[User]:
    return contacts_of([placement.business_id]).get(placement.business_id, [])


def _employer(placement: Placement) -> list[User]:
    return people_with(
        Permission.PLACEMENT_SIGN, owner=placement.owner, workplace=placement.workplace
    )


def _everybody(placement: Placement) -> list[User]:
    return [placement.participant, *_employer(placement), *_contacts(placement)]


def _tell(
    placement: Placement,
    people: Iterable[User],
    occasion: str,
    words: Words,
    *,
    by: User,
) -> None:
    """Each once, also who is told for two reasons; but not whoever did it."""
    each_once = {person.pk: person for person in people if person.pk != by.pk}
    tell_each(
        each_once.values(),
        f"placement:{placement.pk}:{occasion}",
        words,
        placement.get_absolute_url(),
        owner_id=placement.owner_id,
    )
