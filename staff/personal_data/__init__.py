"""What the staff room, and the rooms below it, hold about a person."""

from staff.holding import Held
from staff.models import User
from staff.personal_data.duties import duties_held
from staff.personal_data.log_in import log_in_held
from staff.personal_data.messages import messages_held
from staff.personal_data.profile import profile_held

__all__ = ["personal_data_held"]


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py)."""
    return [
        *profile_held(user),
        *duties_held(user),
        *log_in_held(user),
        messages_held(user),
    ]
