"""What the history tells about a person, in words: what they did, and what was done to their data.

The history lies below every room; the words for it are known here alone.
"""

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Event
from audit.services import subject_of
from evu.history.words import NOT_KEPT, gaps, template_of
from staff.holding import SECURITY, Column, Held, Text, by_role
from staff.models import Employee, User

COLLEAGUE = _("Somebody with a role at your employer")
UNSEEN = _("So that nothing can be changed unseen")


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py)."""
    return [_done(user), _done_to(user)]


def said(event: Event, who: Text) -> str:
    """The event as a sentence that names nobody: what it was done to by its number alone."""
    number = {"number": event.subject.rpartition(":")[2]}
    filled: Mapping[str, object] = gaps({}) | {
        "who": who,
        "about": gettext("no. %(number)s") % number,
    }
    return (str(template_of(event.kind)) % filled).removesuffix(f": {NOT_KEPT}")


def _done(user: User) -> Held:
    return Held(
        room="audit",
        key="done_by_you",
        title=_("What you have done here"),
        purpose=UNSEEN,
        basis=SECURITY,
        kept=_("10 years"),
        found=Event.objects.filter(actor=user).order_by("pk"),
        columns=(
            Column("at", _("When"), "at"),
            Column("what", _("What"), lambda event: said(event, _("You"))),
            Column("code", _("Code"), "kind"),
        ),
    )


def _done_to(user: User) -> Held:
    """Only what has the person's own keys; what was done to their cases is told there."""
    employees = Employee.objects.filter(user=user).values_list("pk", flat=True)
    label = Employee._meta.label_lower
    about = Q(subject=subject_of(user)) | Q(subject__in=[f"{label}:{pk}" for pk in employees])
    return Held(
        room="audit",
        key="about_you",
        title=_("What others have done with your data"),
        purpose=UNSEEN,
        basis=SECURITY,
        kept=_("10 years"),
        found=Event.objects.filter(about).exclude(actor=user).order_by("pk"),
        columns=(
            Column("at", _("When"), "at"),
            Column(
                "what",
                _("What"),
                lambda event: said(event, by_role(event.actor_id, user, COLLEAGUE)),
            ),
            Column("code", _("Code"), "kind"),
        ),
    )
