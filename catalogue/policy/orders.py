"""What one may do with a tailored order, and the reason when one may not."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue import policy
from catalogue.models import Contact, OrderInvitation, OrderPartner, TailoredOrder
from catalogue.states import ORDER_TRANSITIONS, OrderAction, OrderState
from staff.access import has_permission, holding
from staff.models import User, Workplace
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused

STANDS = _("The providers have been invited; the order stands.")


def may_begin(user: User) -> Verdict:
    """Whether there is any workplace one may order for."""
    if not holding(user, Permission.COURSE_ORDER):
        return refused(_("Only the leader of the workplace or the owner orders courses."))
    return ALLOWED


def may_list(user: User) -> Verdict:
    """Those who order, those who read what is ordered, and those who answer."""
    if holding(user, Permission.ORDER_READ) or holding(user, Permission.COURSE_DELIVER):
        return ALLOWED
    return refused(_("Orders are read by workplaces, their representatives and providers."))


def may_order(user: User, workplace: Workplace) -> Verdict:
    """A leader for the workplace led, an officer for any of the owner's, while it is in use."""
    if not (verdict := _may_act_for(user, workplace)):
        return verdict
    if workplace.ended_on and workplace.ended_on < timezone.localdate():
        return refused(_("The workplace is closed."))
    return ALLOWED


def _may_act_for(user: User, workplace: Workplace) -> Verdict:
    if not has_permission(
        user, Permission.COURSE_ORDER, owner_id=workplace.owner_id, workplace_id=workplace.pk
    ):
        return refused(_("Only the leader of the workplace or the owner orders courses."))
    return ALLOWED


def leading(order: TailoredOrder) -> OrderPartner:
    """The workplace the order began with. It can neither be removed nor say no."""
    return min(order.partners.all(), key=lambda partner: partner.pk)


def may_lead_order(user: User, order: TailoredOrder) -> Verdict:
    """Also when the workplace has been closed since: somebody must be able to end the order."""
    if not _may_act_for(user, leading(order).workplace):
        return refused(_("Only those who began the order lead it."))
    return ALLOWED


def may_change_order(user: User, order: TailoredOrder) -> Verdict:
    """The words, the workplaces and the shares: until providers have been invited."""
    if not (verdict := may_lead_order(user, order)):
        return verdict
    return ALLOWED if order.state == OrderState.DRAFT else refused(STANDS)


def may_join(user: User, partner: OrderPartner) -> Verdict:
    if not (verdict := may_order(user, partner.workplace)):
        return verdict
    return ALLOWED if partner.order.state == OrderState.DRAFT else refused(STANDS)


def may_decline_to_join(user: User, partner: OrderPartner) -> Verdict:
    """Also after having joined, until providers are invited; who leads cancels instead."""
    if not (verdict := may_join(user, partner)):
        return verdict
    if partner.pk == leading(partner.order).pk:
        return refused(_("The workplace leads the order: cancel the order instead."))
    if partner.declined_at:
        return refused(_("The workplace has already said no."))
    return ALLOWED


def may_remove_partner(user: User, partner: OrderPartner) -> Verdict:
    if not (verdict := may_change_order(user, partner.order)):
        return verdict
    if partner.pk == leading(partner.order).pk:
        return refused(_("The workplace leads the order: cancel the order instead."))
    if partner.joined_at:
        return refused(_("The workplace has joined; only it can leave the order again."))
    return ALLOWED


def may_invite(user: User, order: TailoredOrder) -> Verdict:
    """The first providers, and more of them while offers are waited for."""
    if not (verdict := may_lead_order(user, order)):
        return verdict
    if order.state not in (OrderState.DRAFT, OrderState.INVITED):
        return refused(_("The order is no longer open for offers."))
    return ALLOWED


def may_give_more_time(user: User, order: TailoredOrder) -> Verdict:
    if not (verdict := may_lead_order(user, order)):
        return verdict
    if order.state != OrderState.INVITED:
        return refused(_("The order is not open for offers."))
    return ALLOWED


def may_answer(user: User, invitation: OrderInvitation) -> Verdict:
    """Make an offer, change it, or say no: the provider's contacts, while the order is open."""
    if not (verdict := policy.may_deliver(user, invitation.provider_id)):
        return verdict
    if invitation.order.state != OrderState.INVITED:
        return refused(_("The order is no longer open for offers."))
    return ALLOWED


def may_read_inside(user: User, order: TailoredOrder) -> Verdict:
    """What the workplaces see among themselves: whoever reads for one that has not said no."""
    if any(
        has_permission(
            user, Permission.ORDER_READ, owner_id=each.owner_id, workplace_id=each.workplace_id
        )
        for each in order.partners.all()
        if not each.declined_at
    ):
        return ALLOWED
    return refused(_("Only the workplaces behind the order see this."))


def may_compare_offers(user: User, order: TailoredOrder) -> Verdict:
    """Until one is accepted, nobody who also speaks for an invited provider sees the others."""
    if not (verdict := may_read_inside(user, order)):
        return verdict
    if order.state == OrderState.ACCEPTED or not _speaks_for_invited(user, order):
        return ALLOWED
    return refused(
        _("You also speak for a provider that is invited, so the offers are not shown to you.")
    )


def may_choose_offer(user: User, order: TailoredOrder) -> Verdict:
    if not (verdict := may_lead_order(user, order)):
        return verdict
    if order.state != OrderState.INVITED:
        return refused(_("The order is no longer open for offers."))
    if _speaks_for_invited(user, order):
        return refused(
            _("You also speak for a provider that is invited, so somebody else must choose.")
        )
    return ALLOWED


def may_name_participants(user: User, partner: OrderPartner) -> Verdict:
    if not (verdict := _may_act_for(user, partner.workplace)):
        return verdict
    if partner.order.state != OrderState.ACCEPTED:
        return refused(_("No offer is accepted yet."))
    if not partner.joined_at:
        return refused(_("The workplace is not part of the order."))
    return ALLOWED


def may_read_participants(user: User, partner: OrderPartner) -> Verdict:
    """Who takes part from a workplace: whoever reads its staff. Others see how many."""
    if partner.order.state != OrderState.ACCEPTED:
        return refused(_("No offer is accepted yet."))
    if not has_permission(
        user, Permission.STAFF_READ, owner_id=partner.owner_id, workplace_id=partner.workplace_id
    ):
        return refused(_("Who takes part is seen by those who read the staff of the workplace."))
    return ALLOWED


def may_read_heard(user: User, partner: OrderPartner) -> Verdict:
    """What representatives said: the workplaces' leaders all of it, others that of their own."""
    for each in partner.order.partners.all():
        needed = Permission.ORDER_READ if each.pk == partner.pk else Permission.COURSE_ORDER
        if not each.declined_at and has_permission(
            user, needed, owner_id=each.owner_id, workplace_id=each.workplace_id
        ):
            return ALLOWED
    return refused(_("What the representatives said is read by the workplaces themselves."))


def may_cancel_order(user: User, order: TailoredOrder) -> Verdict:
    if not (verdict := may_lead_order(user, order)):
        return verdict
    if OrderAction.CANCEL not in ORDER_TRANSITIONS[OrderState(order.state)]:
        return refused(_("The order has ended already, or has become a course."))
    return ALLOWED


def _speaks_for_invited(user: User, order: TailoredOrder) -> bool:
    held = [membership.pk for membership in holding(user, Permission.COURSE_DELIVER)]
    if not held:
        return False
    invited = order.invitations.values("provider")
    return Contact.objects.filter(membership__in=held, provider__in=invited).exists()
