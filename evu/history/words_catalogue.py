"""What happened in the catalogue, in words: see evu/history/words.py.

Courses, providers, feeds and keys belong to no owner: their events are read by whoever asks the
database, not on an owner's page. They have their sentences all the same.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

IN_THE_CATALOGUE: Final[Mapping[str, str | Promise]] = {
    "provider.registered": _("%(who)s registered the provider %(about)s"),
    "provider.changed": _("%(who)s changed what is held about the provider %(about)s"),
    "provider.contact_appointed": _("%(who)s made somebody a contact of %(about)s"),
    "provider.contact_ended": _("%(who)s ended somebody’s task as a contact of %(about)s"),
    "course.saved": _("%(who)s saved the course %(about)s"),
    "course.entry_set": _("%(who)s changed the entry requirements of %(about)s"),
    "run.saved": _("%(who)s saved a run of the course %(about)s"),
    "run.sessions_set": _("%(who)s set the days of the course %(about)s"),
    "run.cancelled": _("%(who)s cancelled a run of the course %(about)s"),
    "courses.sent_in": _("%(who)s sent in the file of courses %(about)s"),
    "courses.checked": _("The file of courses %(about)s was checked"),
    "courses.failed": _("The file of courses %(about)s could not be read or applied"),
    "courses.apply_asked": _("%(who)s asked to apply the file of courses %(about)s"),
    "courses.applied": _("%(who)s applied the file of courses %(about)s"),
    "courses.undo_asked": _("%(who)s asked to undo the file of courses %(about)s"),
    "courses.undone": _("%(who)s undid the file of courses %(about)s"),
    "courses.discarded": _("%(who)s discarded the file of courses %(about)s"),
    "feed.kept": _("%(who)s said where courses are fetched: %(about)s"),
    "feed.dropped": _("%(who)s stopped the fetching of courses from %(about)s"),
    "feed.asked": _("Courses were fetched from %(about)s"),
    "feed.failed": _("Courses could not be fetched from %(about)s"),
    "seat.asked_for": _("A seat was asked for, for %(about)s"),
    "seat.confirmed": _("%(who)s confirmed the seat of %(about)s"),
    "seat.waiting": _("%(who)s put %(about)s on the waiting list of a course"),
    "seat.refused": _("%(who)s could not give %(about)s a seat"),
    "seat.released": _("%(who)s gave up the seat of %(about)s"),
    "seat.result_reported": _("%(who)s reported the result of %(about)s in a course"),
    "order.written": _("%(who)s wrote the need for a tailored course: %(about)s"),
    "order.changed": _("%(who)s changed the need for the course %(about)s"),
    "order.partner_asked": _("%(who)s asked a workplace to order %(about)s together"),
    "order.partner_joined": _("%(who)s joined in ordering %(about)s"),
    "order.partner_declined": _("%(who)s said no to ordering %(about)s together"),
    "order.partner_removed": _("%(who)s took a workplace out of the order %(about)s"),
    "order.providers_invited": _("%(who)s invited providers to offer %(about)s"),
    "order.more_time_given": _("%(who)s gave more time for offers of %(about)s"),
    "order.offer_made": _("%(who)s made an offer of %(about)s"),
    "order.invitation_declined": _("%(who)s declined to offer %(about)s"),
    "order.offer_accepted": _("%(who)s accepted an offer of %(about)s"),
    "order.cost_shared": _("%(who)s shared the cost of %(about)s"),
    "order.participant_withdrawn": _("%(who)s took a participant out of %(about)s"),
    "order.cancelled": _("%(who)s cancelled the order of %(about)s"),
    "placement.wished_for": _("%(about)s wished for a work placement"),
    "placement.agreement_written": _(
        "%(who)s wrote or changed the agreement about the placement of %(about)s"
    ),
    "placement.signature_given": _("%(who)s signed the agreement about the placement of %(about)s"),
    "placement.signed": _("All three had signed the agreement about the placement of %(about)s"),
    "placement.log_written": _("%(who)s wrote in the log of the placement of %(about)s"),
    "placement.completed": _("%(who)s confirmed that the placement of %(about)s was carried out"),
    "placement.declined": _("%(who)s declined to take in %(about)s on a placement"),
    "placement.cancelled": _("%(who)s cancelled the placement of %(about)s"),
    "trade_note.posted": _("%(who)s posted a need or advice about the trade %(about)s"),
    "trade_note.withdrawn": _("%(who)s withdrew a need or advice about the trade %(about)s"),
    "study.proposed": _("%(who)s described a study outside the catalogue: %(about)s"),
    "study.accepted": _("%(who)s accepted the study outside the catalogue %(about)s"),
    "study.refused": _("%(who)s did not accept the study outside the catalogue %(about)s"),
    "return_rate.set": _("%(who)s set rates for what vocational colleges are paid"),
    "proof.issued": _("A proof of completion was issued to %(about)s"),
    "proof.revoked": _("%(who)s revoked a proof of completion of %(about)s"),
    "signing_key.made": _("A key that signs proofs was made: %(about)s"),
    "signing_key.retired": _("A key that signs proofs was retired: %(about)s"),
    "calendar.address_made": _("%(who)s made an address for their own calendar"),
    "calendar.address_stopped": _("%(who)s stopped the address of their own calendar"),
}
