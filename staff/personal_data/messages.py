"""Messages to a person. The room they lie in is below this one and does not know who may ask."""

from django.utils.translation import gettext_lazy as _

from notifications.models import Message
from staff.holding import TASK, Column, Held
from staff.models import User


def messages_held(user: User) -> Held:
    """The words only where they are about the person: others are named in the rest."""
    return Held(
        room="notifications",
        key="messages",
        title=_("Messages to you"),
        purpose=_("To tell you what happens"),
        basis=TASK,
        kept=_("5 years"),
        found=Message.objects.filter(recipient=user).order_by("pk"),
        columns=(
            Column("told_at", _("When"), "created_at"),
            Column("occasion", _("Occasion"), "key"),
            Column("subject", _("Subject"), lambda m: m.subject if m.about_recipient else None),
            Column("text", _("Text"), lambda m: m.body if m.about_recipient else None),
            Column("read_at", _("Read"), "read_at"),
            Column("mailed_at", _("Sent by e-mail"), "sent_at"),
        ),
    )
