"""What one may do in the catalogue, and the reason when one may not."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import (
    CatalogueFile,
    CourseRun,
    OutsideStudy,
    Placement,
    Provider,
    Seat,
    Signature,
)
from catalogue.states import (
    PLACEMENT_TRANSITIONS,
    SEAT_TRANSITIONS,
    PlacementAction,
    PlacementState,
    SeatAction,
    SeatState,
)
from staff.access import has_permission, holding
from staff.impartiality import is_impartial
from staff.importing.states import IMPORT_TRANSITIONS, ImportAction, ImportState
from staff.models import (
    County,
    Employee,
    Membership,
    Owner,
    OwnerKind,
    Position,
    User,
)
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused


def may_deliver(user: User, provider_id: int) -> Verdict:
    """Whether the person is a contact of the provider today."""
    held = [membership.pk for membership in holding(user, Permission.COURSE_DELIVER)]
    if not Provider.objects.filter(pk=provider_id, contacts__membership__in=held).exists():
        return refused(_("Only the provider’s own contacts can do this."))
    return ALLOWED


def may_step(user: User, file: CatalogueFile, action: ImportAction) -> Verdict:
    """Whether the step can be taken with this file of courses now, by this person."""
    verdict = may_deliver(user, file.provider_id)
    if not verdict:
        return verdict
    if action not in IMPORT_TRANSITIONS[ImportState(file.state)]:
        return refused(_("The file is not at that step."))
    if action == ImportAction.UNDO and file.undoes_id is not None:
        return refused(
            _("This was itself an undoing. To bring the changes back, upload the file again.")
        )
    return ALLOWED


def may_answer_seat(user: User, seat: Seat, action: SeatAction) -> Verdict:
    if action not in SEAT_TRANSITIONS[SeatState(seat.state)]:
        return refused(_("This seat has already been answered."))
    return may_change_run(user, seat.run)


def may_report(user: User, seat: Seat) -> Verdict:
    if seat.state != SeatState.CONFIRMED:
        return refused(_("Only somebody with a confirmed seat has a result."))
    return may_change_run(user, seat.run)


def may_change_run(user: User, run: CourseRun) -> Verdict:
    if run.cancelled_on:
        return refused(_("The course run is cancelled."))
    return may_deliver(user, run.course.provider_id)


def may_release(user: User, seat: Seat) -> Verdict:
    """The participant gives up their own; the provider takes back what it has confirmed."""
    if SeatAction.RELEASE not in SEAT_TRANSITIONS[SeatState(seat.state)]:
        return refused(_("There is no seat to give up any more."))
    if seat.participant_id == user.pk:
        return ALLOWED
    return may_deliver(user, seat.run.course.provider_id)


def may_keep_providers(user: User) -> Verdict:
    """An owner's officer or the central grant-giver registers who offers courses."""
    if not holding(user, Permission.PROVIDER_KEEP):
        return refused(_("Only owners’ case officers and the grant-giver register providers."))
    return ALLOWED


def may_keep_contacts(user: User, provider: Provider) -> Verdict:
    """The provider's own contacts. Where it has none, whoever registers providers; and always the
    grant-giver, and the officers of the owner that gives the courses itself.
    """
    if may_deliver(user, provider.pk):
        return ALLOWED
    keepers = {held.owner_id for held in holding(user, Permission.PROVIDER_KEEP)}
    if not keepers:
        return refused(_("Only the provider’s own contacts can do this."))
    held_today = Membership.objects.on(timezone.localdate())
    if keepers & {None, provider.itself_id or 0} or not provider.contacts.filter(
        membership__in=held_today
    ):
        return ALLOWED
    return refused(_("The provider has contacts of its own. They keep this in order."))


def may_set_return_rate(user: User, county: County | None) -> Verdict:
    """The grant-giver sets everybody's, a county authority its own."""
    for held in holding(user, Permission.RETURN_SET):
        if held.owner is None and county is None:
            return ALLOWED
        if county is not None and _is_county(held.owner, county):
            return ALLOWED
    return refused(_("Only the grant-giver, and a county for itself, set rates of return."))


def _is_county(owner: Owner | None, county: County) -> bool:
    return owner is not None and owner.kind == OwnerKind.COUNTY and owner.county_id == county.pk


def may_propose_study(user: User, employee: Employee) -> Verdict:
    if employee.user_id != user.pk or employee.left_on:
        return refused(_("One proposes a study for oneself, as an employee."))
    return ALLOWED


def may_check_study(user: User, study: OutsideStudy) -> Verdict:
    """The owner's officer; nobody their own or a relative's."""
    if not has_permission(user, Permission.STUDY_CHECK, owner_id=study.owner_id):
        return refused(_("Only the owner’s case officer checks a study outside the catalogue."))
    return is_impartial(user, study.written_by_id, study.owner_id)


def may_advise_on_trades(user: User, owner_id: int) -> Verdict:
    """The county's vocational training board."""
    if not has_permission(user, Permission.TRADE_ADVISE, owner_id=owner_id):
        return refused(_("Only the county’s vocational training board posts needs and advice."))
    return ALLOWED


def may_wish(user: User, position: Position, business: Provider) -> Verdict:
    if position.employee.user_id != user.pk:
        return refused(_("One wishes for a placement oneself, from a post of one’s own."))
    if position.ends_on and position.ends_on < timezone.localdate():
        return refused(_("The post has ended."))
    if business.kind != Provider.Kind.BUSINESS:
        return refused(_("A placement is in a business."))
    return ALLOWED


def may_see_whom_courses_shut_out(user: User) -> Verdict:
    """Whoever reads an owner's reports, or the country's: it is about courses, not about people."""
    if holding(user, Permission.REPORT_READ) or holding(user, Permission.COUNTRY_READ):
        return ALLOWED
    return refused(_("This is for those who read reports: at an owner, or for the country."))


def party_of(user: User, placement: Placement) -> Signature.Party | None:
    """Which of the three the person signs for; nobody signs for two, the participant least."""
    if placement.participant_id == user.pk:
        return Signature.Party.PARTICIPANT
    if may_deliver(user, placement.business_id):
        return Signature.Party.BUSINESS
    if has_permission(
        user,
        Permission.PLACEMENT_SIGN,
        owner_id=placement.owner_id,
        workplace_id=placement.workplace_id,
    ):
        return Signature.Party.EMPLOYER
    return None


def may_write_agreement(user: User, placement: Placement) -> Verdict:
    """The business writes it once it will take the person in; then any party may change it."""
    party = party_of(user, placement)
    if party is None:
        return refused(_("Only the three parties write the agreement."))
    if placement.state == PlacementState.WISHED and party != Signature.Party.BUSINESS:
        return refused(_("The business answers first."))
    return _has_arrow(placement, PlacementAction.WRITE_AGREEMENT)


def may_sign(user: User, placement: Placement) -> Verdict:
    party = party_of(user, placement)
    if party is None:
        return refused(_("Only the three parties sign."))
    if placement.signatures.filter(version=placement.version, party=party).exists():
        return refused(_("Your party has already signed."))
    return _has_arrow(placement, PlacementAction.SIGN)


def may_write_log(user: User, placement: Placement) -> Verdict:
    if placement.participant_id != user.pk:
        return refused(_("Only the participant writes the log."))
    if placement.state not in (PlacementState.SIGNED, PlacementState.COMPLETED):
        return refused(_("The log begins when all three have signed."))
    return ALLOWED


def may_confirm_placement(user: User, placement: Placement) -> Verdict:
    if party_of(user, placement) != Signature.Party.BUSINESS:
        return refused(_("The business confirms the placement."))
    return _has_arrow(placement, PlacementAction.COMPLETE)


def may_decline_placement(user: User, placement: Placement) -> Verdict:
    if party_of(user, placement) != Signature.Party.BUSINESS:
        return refused(_("The business answers the wish."))
    return _has_arrow(placement, PlacementAction.DECLINE)


def may_cancel_placement(user: User, placement: Placement) -> Verdict:
    if party_of(user, placement) is None:
        return refused(_("Only the three parties can cancel the placement."))
    return _has_arrow(placement, PlacementAction.CANCEL)


def _has_arrow(placement: Placement, action: PlacementAction) -> Verdict:
    if action not in PLACEMENT_TRANSITIONS[PlacementState(placement.state)]:
        return refused(_("This is not possible now: the placement is already past it."))
    return ALLOWED
