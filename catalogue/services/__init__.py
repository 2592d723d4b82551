"""The verbs of the catalogue: one function each, one transaction each."""

from catalogue.services.calendars import make_calendar_address, stop_calendar_address
from catalogue.services.courses import cancel_run, save_course, save_run, set_sessions
from catalogue.services.entry import set_entry
from catalogue.services.feeds import ask_feed, drop_feed, keep_feed
from catalogue.services.files import (
    apply_courses,
    check_courses,
    discard_courses,
    send_in_courses,
    undo_courses,
)
from catalogue.services.order_offers import (
    accept_offer,
    decline_invitation,
    give_more_time,
    invite,
    make_offer,
)
from catalogue.services.order_participants import name_participant, withdraw_participant
from catalogue.services.orders import (
    ask_to_join,
    cancel_order,
    change_order,
    decline_to_join,
    join,
    remove_partner,
    share_cost,
    share_cost_by_participants,
    write_order,
)
from catalogue.services.placements import sign, wish_for_placement, write_agreement
from catalogue.services.placements_going import (
    cancel_placement,
    confirm_placement,
    decline_placement,
    write_log,
)
from catalogue.services.proofs import issue_proof, revoke_proof, rotate_signing_key
from catalogue.services.providers import (
    appoint_contact,
    change_provider,
    end_contact,
    register_provider,
)
from catalogue.services.returns import set_return_rate
from catalogue.services.seats import (
    ask_for_seat,
    confirm_seat,
    confirm_seats,
    refuse_seat,
    release_seat,
    report_result,
)
from catalogue.services.studies import accept_study, propose_study, refuse_study
from catalogue.services.trades import post_note, withdraw_note

__all__ = [
    "accept_offer",
    "accept_study",
    "apply_courses",
    "appoint_contact",
    "ask_feed",
    "ask_for_seat",
    "ask_to_join",
    "cancel_order",
    "cancel_placement",
    "cancel_run",
    "change_order",
    "change_provider",
    "check_courses",
    "confirm_placement",
    "confirm_seat",
    "confirm_seats",
    "decline_invitation",
    "decline_to_join",
    "decline_placement",
    "discard_courses",
    "drop_feed",
    "end_contact",
    "give_more_time",
    "invite",
    "issue_proof",
    "join",
    "keep_feed",
    "make_calendar_address",
    "make_offer",
    "name_participant",
    "post_note",
    "propose_study",
    "refuse_seat",
    "refuse_study",
    "register_provider",
    "release_seat",
    "remove_partner",
    "revoke_proof",
    "rotate_signing_key",
    "report_result",
    "save_course",
    "save_run",
    "send_in_courses",
    "set_entry",
    "set_return_rate",
    "set_sessions",
    "share_cost",
    "share_cost_by_participants",
    "sign",
    "stop_calendar_address",
    "undo_courses",
    "withdraw_note",
    "withdraw_participant",
    "wish_for_placement",
    "write_agreement",
    "write_log",
    "write_order",
]
