"""The verbs of applications: one function each, one transaction each."""

from applications.services.deciding import Outcome, decide
from applications.services.drafting import (
    attach,
    detach,
    save_draft,
    start,
    submit,
    withdraw,
)
from applications.services.following import (
    accept,
    complete,
    confirm_participation,
    decline,
    note_cover,
    pay_term,
)
from applications.services.institutions import note_applied_there, remind_of_institutions
from applications.services.leading import Cover, advise
from applications.services.outside import reject_study
from applications.services.ranking import rank
from applications.services.rounds import follow_distribution, step

__all__ = [
    "Cover",
    "Outcome",
    "accept",
    "advise",
    "attach",
    "complete",
    "confirm_participation",
    "decide",
    "decline",
    "detach",
    "follow_distribution",
    "note_applied_there",
    "note_cover",
    "pay_term",
    "rank",
    "reject_study",
    "remind_of_institutions",
    "save_draft",
    "start",
    "step",
    "submit",
    "withdraw",
]
