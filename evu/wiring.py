"""The one way up: who listens to what happens below. Printed to docs/wiring.md.

Event kind → the functions that must hear of it, called by the relay with `event_id`, at least
once, so each of them may run twice.
"""

from collections.abc import Mapping
from typing import Final

LISTENERS: Final[Mapping[str, tuple[str, ...]]] = {
    "application.accepted": ("substitutes.reactions.open_order",),
    "application.decided": ("applications.letters.write_letter",),
    "placement.signed": (
        "substitutes.reactions.open_order_for_placement",
        "catalogue.letters.write_agreement",
    ),
    "placement.completed": ("substitutes.reactions.end_cover_of_placement",),
    "placement.cancelled": ("substitutes.reactions.end_cover_of_placement",),
    "conflict.declared": ("applications.reactions.cases_moved",),
}

# Question → the functions of each room that answer it; asked through `staff.questions.ask`.
QUESTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # employee_ids, on → {employee_id: [Consequence]}: what follows if they leave that day
    "consequences_of_leaving": (
        "applications.leaving.consequences_of_leaving",
        "substitutes.leaving.consequences_of_leaving",
        "catalogue.leaving.consequences_of_leaving",
        "staff.leaving.consequences_of_leaving",
    ),
    # user → [Held]: what each room holds about a person, why, and for how long
    "personal_data_held": (
        "staff.personal_data.personal_data_held",
        "catalogue.personal_data.personal_data_held",
        "applications.personal_data.personal_data_held",
        "distribution.personal_data.personal_data_held",
        "consultations.personal_data.personal_data_held",
        "substitutes.personal_data.personal_data_held",
        "funding.personal_data.personal_data_held",
        "reports.personal_data.personal_data_held",
        "evu.personal_data.personal_data_held",
    ),
    # employee_ids → {employee_id}: those whose profile a case or a booking still needs
    "keeps_profile": (
        "catalogue.personal_data.keeps_profile",
        "applications.personal_data.keeps_profile",
        "substitutes.personal_data.keeps_profile",
    ),
    # user_ids → {user_id}: those whose name stands in something that is kept longer
    "keeps_name": (
        "catalogue.personal_data.keeps_name",
        "applications.personal_data.keeps_name",
        "distribution.personal_data.keeps_name",
        "consultations.personal_data.keeps_name",
        "substitutes.personal_data.keeps_name",
        "funding.personal_data.keeps_name",
    ),
    # → {file: Loaded}: reference data of the rooms above staff, loaded after its own
    "load_reference": ("catalogue.reference.load_reference",),
    # user → QuerySet of run_id: the course runs one can apply for now
    "runs_to_apply_for": ("applications.offering.runs_to_apply_for",),
    # user, run → [Way]: where the run can be applied for, or why not
    "ways_to_apply": ("applications.offering.ways_to_apply",),
    # user, run → [Relief]: what leave each scheme would give for the run
    "relief_for": ("applications.relief.relief_for",),
    # user, run → [Way]: the rounds in which one can apply for one's own study outside the catalogue
    "rounds_for_study": ("applications.outside.rounds_for_study",),
    # placement, user → [Cover]: how the cover of a placement stands, and what would become of it
    "cover_of_placement": ("substitutes.placements.cover_of_placement",),
    # run → [str]: why the answer to a study outside the catalogue cannot be changed any more
    "study_is_settled": ("applications.outside.study_is_settled",),
}
