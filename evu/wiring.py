"""The one way up: who listens to what happens below. Printed to docs/wiring.md.

Event kind → the functions that must hear of it, called by the relay with `event_id`, at least
once, so each of them may run twice.
"""

from collections.abc import Mapping
from typing import Final

LISTENERS: Final[Mapping[str, tuple[str, ...]]] = {
    "application.accepted": ("substitutes.reactions.open_order",),
    "application.decided": ("applications.letters.write_letter",),
}

# Question → the functions of each room that answer it; asked through `staff.questions.ask`.
QUESTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # employee_ids, on → {employee_id: [Consequence]}: what follows if they leave that day
    "consequences_of_leaving": (),
    # user → [Held]: what each room holds about a person, why, and for how long
    "personal_data_held": (),
}
