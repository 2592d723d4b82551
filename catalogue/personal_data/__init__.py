"""What the catalogue holds about a person, and what it still needs of one who left."""

from catalogue.personal_data.duties import duties_held
from catalogue.personal_data.keeping import keeps_name, keeps_profile
from catalogue.personal_data.learning import learning_held
from catalogue.personal_data.placements import placements_held
from staff.holding import Held
from staff.models import User

__all__ = ["keeps_name", "keeps_profile", "personal_data_held"]


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py)."""
    return [*learning_held(user), *placements_held(user), *duties_held(user)]
