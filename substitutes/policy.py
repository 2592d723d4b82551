from django.utils.translation import gettext_lazy as _

from staff.access import has_permission
from staff.impartiality import barred_from, is_impartial
from staff.models import User
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused
from substitutes.models import Booking, Order, Substitute
from substitutes.states import State


def may_book(user: User, order: Order) -> Verdict:
    if not _at_workplace(user, order, Permission.COVER_BOOK):
        return refused(_("Only the leader of the workplace or the owner books cover."))
    if order.covers_for_id == user.pk:
        return refused(_("You cannot book the cover for yourself."))
    if order.state != State.OPEN:
        return refused(_("The order is not open."))
    if order.waits_for_money:
        return refused(
            _("No money is set aside for this cover yet. The owner’s case officer does that.")
        )
    return _is_impartial(user, order)


def may_book_whom(user: User, order: Order, substitute: Substitute) -> Verdict:
    """Whether this person may book that substitute: not themselves, nor in a conflict."""
    verdict = may_book(user, order)
    if not verdict:
        return verdict
    if substitute.user_id == user.pk:
        return refused(_("You cannot book yourself; somebody else must."))
    if not is_impartial(user, substitute.user_id, order.owner_id):
        return refused(
            _("A conflict of interest is declared between you and %(name)s; somebody else books.")
            % {"name": substitute}
        )
    return ALLOWED


def may_set_money_aside(user: User, order: Order) -> Verdict:
    """The owner's case officer, for the cover of a placement that has no money yet."""
    if not has_permission(user, Permission.APPLICATION_DECIDE, owner_id=order.owner_id):
        return refused(_("Only the owner’s case officers set money aside."))
    if order.state != State.OPEN:
        return refused(_("The order is not open."))
    if not order.waits_for_money:
        return refused(_("Money is set aside already."))
    return _is_impartial(user, order)


def may_give_money_back(user: User, order: Order) -> Verdict:
    """The owner's case officer, as long as nobody is booked."""
    if not has_permission(user, Permission.APPLICATION_DECIDE, owner_id=order.owner_id):
        return refused(_("Only the owner’s case officers set money aside."))
    if order.commitment_id is None:
        return refused(_("No money is set aside for this order by itself."))
    if order.state != State.OPEN:
        return refused(_("Somebody is booked, or the order is closed."))
    return _is_impartial(user, order)


def may_unbook(user: User, order: Order) -> Verdict:
    if not _at_workplace(user, order, Permission.COVER_BOOK):
        return refused(_("Only the leader of the workplace or the owner books cover."))
    if order.state not in (State.OFFERED, State.FILLED):
        return refused(_("There is no booking to cancel, or hours have been worked already."))
    return ALLOWED


def may_cancel(user: User, order: Order) -> Verdict:
    if not _at_workplace(user, order, Permission.COVER_ORDER):
        return refused(_("Only the leader of the workplace cancels an order of cover."))
    if order.state not in (State.OPEN, State.OFFERED, State.FILLED):
        return refused(_("Hours have been worked, or the order is closed."))
    return ALLOWED


def may_answer(user: User, booking: Booking) -> Verdict:
    if booking.substitute.user_id != user.pk:
        return refused(_("Only the substitute who was asked can answer."))
    if booking.cancelled_at or booking.order.state != State.OFFERED:
        return refused(_("The offer has been answered or withdrawn."))
    return ALLOWED


def may_confirm_hours(user: User, order: Order) -> Verdict:
    if not _at_workplace(user, order, Permission.HOURS_CONFIRM):
        return refused(_("Only the leader of the workplace confirms hours."))
    if order.covers_for_id == user.pk:
        return refused(_("You cannot confirm the hours of your own cover."))
    if order.state not in (State.FILLED, State.RUNNING):
        return refused(_("There is no confirmed booking."))
    if not _is_impartial(user, order):
        return _is_impartial(user, order)
    booked = {each.substitute.user_id for each in order.bookings.all() if not each.cancelled_at}
    if booked & barred_from(user, order.owner_id):
        return refused(
            _("You cannot confirm your own hours, nor where a conflict of interest is declared.")
        )
    return ALLOWED


def _is_impartial(user: User, order: Order) -> Verdict:
    return is_impartial(user, order.covers_for_id, order.owner_id)


def _at_workplace(user: User, order: Order, permission: Permission) -> bool:
    return has_permission(
        user, permission, owner_id=order.owner_id, workplace_id=order.workplace_id
    )
