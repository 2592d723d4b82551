"""What happened, in words: a sentence for each kind of event.

`%(who)s` did it and `%(about)s` is what it was done to; the rest comes from the event's details.
A kind that is not here is shown by its code.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evu.history.words_catalogue import IN_THE_CATALOGUE
from staff.formats import hours
from staff.money import kroner
from staff.roles import Permission, Role

NOT_KEPT: Final = "–"
GAP: Final = "…"


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the house: whose events it has, and which permission reads them."""

    name: str | Promise
    app: str
    reads: Permission


ROOMS: Final = (
    Room(_("Rounds and applications"), "applications", Permission.APPLICATION_READ),
    Room(_("Distribution"), "distribution", Permission.PROPOSAL_READ),
    Room(_("Consultations"), "consultations", Permission.CONSULTATION_READ),
    Room(_("Courses, orders and placements"), "catalogue", Permission.PLACEMENT_READ),
    Room(_("Money"), "funding", Permission.MONEY_READ),
    Room(_("Cover"), "substitutes", Permission.COVER_READ),
    Room(_("Staff and roles"), "staff", Permission.STAFF_READ),
    Room(_("Reports"), "reports", Permission.REPORT_READ),
)
Sentence = str | Promise
# Room by room, each in the order in which things happen.
SENTENCES: Final[Mapping[str, Mapping[str, Sentence]]] = {
    "applications": {
        "round.open": _("%(who)s opened %(about)s for applications"),
        "round.close_for_applicants": _("%(who)s handed %(about)s over to the leaders"),
        "round.close_for_leaders": _("%(who)s took %(about)s over from the leaders"),
        "round.ranked": _("%(who)s ranked %(count)s applications in %(about)s"),
        "round.start_distribution": _("%(who)s started the distribution of %(about)s"),
        "round.consult": _("%(who)s sent the distribution of %(about)s to consultation"),
        "round.take_back": _("%(who)s took the distribution of %(about)s back"),
        "round.decide": _("%(who)s decided %(about)s"),
        "round.close": _("%(who)s closed %(about)s"),
        "application.started": _("%(who)s began the application %(about)s"),
        "application.attached": _("%(who)s added a file to the application %(about)s"),
        "application.detached": _("%(who)s removed a file from the application %(about)s"),
        "application.submitted": _("%(who)s sent the application %(about)s"),
        "application.withdrawn": _("%(who)s withdrew the application %(about)s"),
        "application.advised": _("%(who)s gave advice on the application %(about)s: %(advice)s"),
        "application.decided": _("%(who)s decided the application %(about)s: %(outcome)s"),
        "application.accepted": _("%(who)s accepted the place, application %(about)s"),
        "application.declined": _("%(who)s declined the place, application %(about)s"),
        "application.participation_confirmed": _(
            "%(who)s confirmed participation in term %(term)s, application %(about)s"
        ),
        "application.term_paid": _("%(who)s paid %(amount)s for a term, application %(about)s"),
        "application.completed": _("%(who)s completed the application %(about)s"),
        "application.applied_there_noted": _(
            "%(who)s noted whether they have applied to the institution too, application %(about)s"
        ),
        "round.institutions_reminded": _(
            "Reminders to apply to the institutions as well were sent: %(about)s"
        ),
        "application.cover_noted": _("The state of the cover was noted, application %(about)s"),
    },
    "distribution": {
        "proposal.made": _("%(who)s made a proposal for %(about)s"),
        "proposal.sent": _("%(who)s sent the proposal for %(about)s to the parties"),
        "proposal.consulted": _("%(who)s noted that the parties were consulted on %(about)s"),
        "proposal.final": _("%(who)s made the distribution of %(about)s final"),
        "proposal.superseded": _("%(who)s replaced a proposal for %(about)s by a new one"),
    },
    "consultations": {
        "consultation.opened": _("%(who)s opened the consultation about %(about)s"),
        "consultation.stated": _("%(who)s gave a union’s statement on %(about)s: %(view)s"),
        "consultation.answered": _("%(who)s answered a statement on %(about)s"),
        "consultation.closed": _("%(who)s closed the consultation about %(about)s with minutes"),
    },
    "funding": {
        "grant.received": _("%(who)s registered the grant %(about)s of %(amount)s"),
        "earmark.made": _("%(who)s earmarked %(amount)s: %(about)s"),
        "money.reserved": _("%(who)s set %(amount)s aside for %(about)s"),
        "money.committed": _("%(who)s bound %(amount)s to %(about)s"),
        "money.paid_fees": _("%(who)s paid %(amount)s in course fees, application %(about)s"),
        "money.paid_stipend": _("%(who)s paid %(amount)s in stipend, application %(about)s"),
        "money.paid_cover": _("%(who)s charged %(amount)s for cover, %(about)s"),
        "money.released": _("%(who)s released the money left for %(about)s"),
    },
    "substitutes": {
        "cover.ordered": _("Cover was ordered for %(about)s"),
        "cover.money_set_aside": _("%(who)s set aside %(amount)s for the cover of %(about)s"),
        "cover.money_given_back": _("%(who)s gave back the money set aside for cover of %(about)s"),
        "cover.booked": _("%(who)s asked a substitute to cover, %(about)s"),
        "cover.answered": _("%(who)s answered the offer of cover, %(about)s: %(answer)s"),
        "cover.unbooked": _("%(who)s cancelled a booking of cover, %(about)s"),
        "cover.cancelled": _("%(who)s cancelled the cover, %(about)s"),
        "cover.hours_confirmed": _("%(who)s confirmed %(hours)s hours of cover, %(about)s"),
    },
    "catalogue": IN_THE_CATALOGUE,
    "reports": {
        "report.ordered": _("%(who)s made a PDF of the report on %(about)s"),
    },
    "staff": {
        "owner.established": _("%(who)s set up %(about)s"),
        "owner.changed": _("%(who)s changed what is held about %(about)s"),
        "workplace.added": _("%(who)s added the workplace %(about)s"),
        "workplace.changed": _("%(who)s changed the workplace %(about)s"),
        "workplace.closed": _("%(who)s closed the workplace %(about)s"),
        "workplace.opened_again": _("%(who)s opened the workplace %(about)s again"),
        "workplace.renamed": _("%(who)s took over the register’s name for %(about)s"),
        "workplace.name_kept": _("%(who)s kept the name %(about)s, unlike the register"),
        "position_code.added": _("%(who)s added the position code %(about)s"),
        "position_code.mapped": _("%(who)s gave the position code %(about)s a staff group"),
        "position_code.remapped": _("%(who)s moved the position code %(about)s to another group"),
        "position_code.ended": _("%(who)s ended the position code %(about)s"),
        "threshold.set": _("%(who)s changed a number the rules use: %(about)s"),
        "employee.hired": _("%(who)s registered %(about)s as employed"),
        "employee.left": _("%(who)s registered that %(about)s left"),
        "employee.forgotten": _("The profile of somebody who had left was deleted"),
        "position.opened": _("%(who)s registered a post for %(about)s"),
        "position.changed": _("%(who)s changed a post of %(about)s"),
        "position.ended": _("%(who)s ended a post of %(about)s"),
        "import.uploaded": _("%(who)s uploaded the staff file %(about)s"),
        "import.columns_chosen": _("%(who)s said what the columns of the file %(about)s hold"),
        "import.checked": _("The staff file %(about)s was checked"),
        "import.failed": _("The staff file %(about)s could not be read or applied"),
        "import.apply_asked": _("%(who)s asked to apply the staff file %(about)s"),
        "import.applied": _("%(who)s applied the staff file %(about)s"),
        "import.undo_asked": _("%(who)s asked to undo the staff file %(about)s"),
        "import.undone": _("%(who)s undid the staff file %(about)s"),
        "import.discarded": _("%(who)s discarded the staff file %(about)s"),
        "import.file_dropped": _("The file %(about)s was deleted; what it changed is kept"),
        "api_key.made": _("%(who)s made the API key %(about)s"),
        "api_key.revoked": _("%(who)s withdrew the API key %(about)s"),
        "correction.asked": _("%(who)s said that something held about them is wrong"),
        "correction.answered": _("%(who)s answered a correction from %(about)s"),
        "user.contact_changed": _("%(who)s changed their own contact details"),
        "data_copy.ordered": _("%(who)s ordered a copy of what is held about them"),
        "data_copy.dropped": _("A copy of what is held about somebody was deleted"),
        "teaching.added": _("%(who)s added a subject or trade of their own"),
        "teaching.removed": _("%(who)s removed a subject or trade of their own"),
        "qualification.added": _("%(who)s added a qualification of %(about)s"),
        "qualification.changed": _("%(who)s changed a qualification of %(about)s"),
        "qualification.removed": _("%(who)s removed a qualification"),
        "qualification.verified": _("%(who)s verified a qualification of %(about)s"),
        "qualification.unverified": _("%(who)s withdrew a verification for %(about)s"),
        "road.started": _("%(who)s started on a road to a qualification: %(about)s"),
        "road.progress_reported": _("%(who)s told how far a road has come: %(about)s"),
        "road.confirmed": _("%(who)s confirmed that %(about)s is on a road to a qualification"),
        "road.ended": _("%(who)s noted the end of a road to a qualification: %(about)s"),
        "condition.reminded": _("A reminder of the end of unqualified teachers’ posts was sent"),
        "role.appointed": _("%(who)s gave %(about)s a role: %(role)s"),
        "role.proposed_for_removal": _("A role of %(about)s was proposed for removal: not used"),
        "role.end_reminded": _("A reminder was sent that a role of %(about)s ends"),
        "role.kept": _("%(who)s kept a role of %(about)s that had not been used for long"),
        "role.last_day_set": _("%(who)s set the last day of a role of %(about)s"),
        "role.called_off": _("%(who)s called off a role of %(about)s before it began"),
        "role.stand_in_named": _("%(who)s named %(about)s as stand-in: %(role)s"),
        "conflict.declared": _("%(who)s declared a conflict of interest"),
        "conflict.withdrawn": _("%(who)s withdrew a declared conflict of interest"),
    },
}
BY_KIND: Final = {kind: said for room in SENTENCES.values() for kind, said in room.items()}
ADVICE: Final = {True: _("recommended"), False: _("not recommended")}
ANSWERS: Final = {True: _("yes"), False: _("no")}
OUTCOMES: Final = {
    "granted": _("granted"),
    "waiting_list": _("waiting list"),
    "rejected": _("rejected"),
}
VIEWS: Final = {
    "agrees": _("agrees"),
    "agrees_with_remarks": _("agrees, with remarks"),
    "disagrees": _("disagrees"),
}


def template_of(kind: str) -> Sentence:
    """The sentence with its gaps; an unknown kind is a sentence with its code in it."""
    return BY_KIND.get(kind, "%(who)s: " + kind.replace("%", "%%") + ", %(about)s")


def gaps(details: Mapping[str, Any]) -> defaultdict[str, Any]:
    """What the details fill the gaps with; what was not kept is a dash."""
    filled: defaultdict[str, Any] = defaultdict(lambda: NOT_KEPT)
    filled |= {name: details[name] for name in ("count", "term") if name in details}
    if "amount_ore" in details:
        filled["amount"] = kroner(details["amount_ore"])
    if details.get("role") in Role.values:
        filled["role"] = Role(details["role"]).label
    if "minutes" in details:
        filled["hours"] = hours(details["minutes"])
    filled["advice"] = ADVICE.get(details.get("recommended", ""), NOT_KEPT)
    filled["answer"] = ANSWERS.get(details.get("accepted", ""), NOT_KEPT)
    filled["outcome"] = OUTCOMES.get(details.get("outcome", ""), NOT_KEPT)
    filled["view"] = VIEWS.get(details.get("view", ""), NOT_KEPT)
    return filled
