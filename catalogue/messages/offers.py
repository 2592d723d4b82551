"""What people are told while providers answer a tailored order, each in their own language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from catalogue.messages.orders import invited_people, partners_people, tell_about, who_lead
from catalogue.models import OrderInvitation, TailoredOrder
from catalogue.queries.contacts import contacts_of
from staff import formats
from staff.models import User


def invited(invitations: Iterable[OrderInvitation], *, by: User) -> None:
    """The contacts of each provider hear what is wanted, and by when they must answer."""
    invitations = list(invitations)
    people = contacts_of(invitation.provider_id for invitation in invitations)
    for invitation in invitations:
        order = invitation.order
        tell_about(
            people.get(invitation.provider_id, []),
            order,
            f"invited:{invitation.pk}",
            lambda order=order: (  # type: ignore[misc]
                _("%(owner)s wants a course: %(title)s") % {"owner": order.owner, "title": order},
                _("Read what they need, and make an offer by %(day)s if you have one.")
                % {"day": formats.day(order.answer_by)},
            ),
            by=by,
            important=True,
        )


def more_time(order: TailoredOrder, *, by: User) -> None:
    """Invited providers hear that they may answer until a later day."""
    tell_about(
        invited_people(order),
        order,
        f"answer-by:{order.answer_by:%Y%m%d}",
        lambda: (
            _("More time to answer: %(title)s") % {"title": order},
            _("You can make or change an offer until %(day)s.")
            % {"day": formats.day(order.answer_by)},
        ),
        by=by,
        important=True,
    )


def offer_made(invitation: OrderInvitation, *, by: User) -> None:
    """Who leads the order hears that there is an offer to read."""
    order = invitation.order
    tell_about(
        who_lead(order),
        order,
        f"offer:{invitation.pk}:{invitation.offered_at:%Y%m%d%H%M%S%f}",
        lambda: (
            _("New offer: %(title)s") % {"title": order},
            _("%(provider)s has made an offer.") % {"provider": invitation.provider},
        ),
        by=by,
    )


def invitation_declined(invitation: OrderInvitation, *, by: User) -> None:
    order = invitation.order
    tell_about(
        who_lead(order),
        order,
        f"no-offer:{invitation.pk}:{invitation.declined_at:%Y%m%d%H%M%S%f}",
        lambda: (
            _("No offer from %(provider)s: %(title)s")
            % {"provider": invitation.provider, "title": order},
            _("The provider has nothing to offer this time. You can invite another."),
        ),
        by=by,
    )


def offer_answered(order: TailoredOrder, *, by: User) -> None:
    """Every invited provider hears whether it was chosen and why that one was; the workplaces,
    that they can name their participants."""
    chosen = order.invitations.select_related("provider").get(is_accepted=True)
    others = order.invitations.exclude(pk=chosen.pk).exclude(declined_at__isnull=False)
    reason = {"reason": chosen.reason, "title": order, "provider": chosen.provider}
    people = contacts_of([chosen.provider_id, *others.values_list("provider", flat=True)])
    tell_about(
        people.pop(chosen.provider_id, []),
        order,
        f"answered:{chosen.pk}",
        lambda: (
            _("Your offer is accepted: %(title)s") % reason,
            _("The reason they give: %(reason)s") % reason,
        ),
        by=by,
        important=True,
    )
    tell_about(
        [person for each in people.values() for person in each],
        order,
        "answered",
        lambda: (
            _("Another offer was chosen: %(title)s") % reason,
            _("The reason they give: %(reason)s") % reason,
        ),
        by=by,
        important=True,
    )
    tell_about(
        partners_people(order),
        order,
        "accepted",
        lambda: (
            _("The course is ordered: %(title)s") % reason,
            _("%(provider)s gives it. Name those who take part from your workplace.") % reason,
        ),
        by=by,
        important=True,
    )
