"""What one may do with a placement and with notes about trades, and the reason when one may not."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Placement, Provider, Signature
from catalogue.policy import may_deliver
from catalogue.states import PLACEMENT_TRANSITIONS, PlacementAction, PlacementState
from staff.access import has_permission, holding
from staff.impartiality import is_impartial
from staff.models import Position, Subject, Teaching, User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused

Party = Signature.Party
VOCATIONAL_TEACHERS = "vocational-teacher"


def may_ask(user: User) -> Verdict:
    """Whoever has a post today."""
    if not Position.objects.on(timezone.localdate()).filter(employee__user=user).exists():
        return refused(_("One asks for a placement from a post of one’s own."))
    return ALLOWED


def may_wish(user: User, position: Position, business: Provider) -> Verdict:
    if position.employee.user_id != user.pk:
        return refused(_("One wishes for a placement oneself, from a post of one’s own."))
    if position.ends_on and position.ends_on < timezone.localdate():
        return refused(_("The post has ended."))
    if business.kind != Provider.Kind.BUSINESS:
        return refused(_("A placement is in a business."))
    return ALLOWED


def party_of(user: User, placement: Placement) -> Signature.Party | None:
    """Which of the three the person signs for; nobody signs for two, the participant least."""
    if placement.participant_id == user.pk:
        return Party.PARTICIPANT
    if may_deliver(user, placement.business_id):
        return Party.BUSINESS
    if has_permission(
        user,
        Permission.PLACEMENT_SIGN,
        owner_id=placement.owner_id,
        workplace_id=placement.workplace_id,
    ):
        return Party.EMPLOYER
    return None


def may_write_agreement(user: User, placement: Placement) -> Verdict:
    """The business writes it once it will take the person in; then any party may change it."""
    party = party_of(user, placement)
    if party is None:
        return refused(_("Only the three parties write the agreement."))
    if placement.state == PlacementState.WISHED and party != Party.BUSINESS:
        return refused(_("The business answers first."))
    return _has_arrow(placement, PlacementAction.WRITE_AGREEMENT)


def may_sign(user: User, placement: Placement) -> Verdict:
    """For one's own party, once; for the employer nobody in a conflict of interest."""
    party = party_of(user, placement)
    if party is None:
        return refused(_("Only the three parties sign."))
    signed = placement.signatures.filter(version=placement.version)
    if signed.filter(party=party).exists():
        return refused(_("Your party has already signed."))
    if signed.filter(signed_by=user).exists():
        return refused(_("You have signed for another party. Nobody signs for two."))
    if placement.state == PlacementState.WISHED:
        return refused(_("There is nothing to sign yet: the business has not written it."))
    if party == Party.EMPLOYER:
        verdict = is_impartial(user, placement.participant_id, placement.owner_id)
        if not verdict:
            return verdict
    return _has_arrow(placement, PlacementAction.SIGN)


def may_write_log(user: User, placement: Placement) -> Verdict:
    if placement.participant_id != user.pk:
        return refused(_("Only the participant writes the log."))
    if placement.state not in (PlacementState.SIGNED, PlacementState.COMPLETED):
        return refused(_("The log begins when all three have signed."))
    if timezone.localdate() < placement.starts_on:
        return refused(_("The log begins on the first day of the placement."))
    return ALLOWED


def may_confirm_placement(user: User, placement: Placement) -> Verdict:
    """The business, from the last day on."""
    if party_of(user, placement) != Party.BUSINESS:
        return refused(_("The business confirms the placement."))
    return _has_arrow(placement, PlacementAction.COMPLETE)


def may_decline_placement(user: User, placement: Placement) -> Verdict:
    if party_of(user, placement) != Party.BUSINESS:
        return refused(_("The business answers the wish."))
    return _has_arrow(placement, PlacementAction.DECLINE)


def may_cancel_placement(user: User, placement: Placement) -> Verdict:
    if party_of(user, placement) is None:
        return refused(_("Only the three parties can cancel the placement."))
    return _has_arrow(placement, PlacementAction.CANCEL)


def may_advise_on_trades(user: User, owner_id: int) -> Verdict:
    """The county's vocational training board."""
    if not has_permission(user, Permission.TRADE_ADVISE, owner_id=owner_id):
        return refused(_("Only the county’s vocational training board posts needs and advice."))
    return ALLOWED


def may_read_trades(user: User) -> Verdict:
    """Vocational teachers, those who follow placements at a workplace or owner, and the boards."""
    if any(holding(user, each) for each in (Permission.PLACEMENT_READ, Permission.TRADE_ADVISE)):
        return ALLOWED
    teaches = Teaching.objects.filter(
        employee__user=user, employee__left_on=None, subject__kind=Subject.Kind.TRADE
    )
    posts = Position.objects.on(timezone.localdate()).filter(
        employee__user=user, code__staff_group__code=VOCATIONAL_TEACHERS
    )
    if teaches.exists() or posts.exists():
        return ALLOWED
    return refused(
        _("This is for vocational teachers, leaders, owners and the vocational training boards.")
    )


def _has_arrow(placement: Placement, action: PlacementAction) -> Verdict:
    if action not in PLACEMENT_TRANSITIONS[PlacementState(placement.state)]:
        return refused(_("This is not possible now: the placement is already past it."))
    return ALLOWED
