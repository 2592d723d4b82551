"""Who applies for what, round by round: lists to read, not programs."""

from dataclasses import dataclass
from typing import Final

from evu.demo.schemes import KINDERGARTEN, LOCAL, LOCAL_STIPEND, NATIONAL_STIPEND, STATE
from evu.demo.stage import Hired


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody of a staff group (or that persona, or somebody at that place) wants a course."""

    group: str
    course: str
    scheme: str
    who: str = ""
    place: str = ""
    advised: bool = True

    def is_of(self, hired: Hired) -> bool:
        if self.who:
            return hired.user.username == self.who
        at_place = not self.place or hired.workplace.name == self.place
        return at_place and hired.group == self.group


def so_many(count: int, wish: Wish) -> tuple[Wish, ...]:
    return (wish,) * count


SCHOOL_OF_PRINCIPAL, HOUSE_OF_HEAD = "Elvestrand skole", "Brekkebakken barnehage"
PAST_MUNICIPALITY: Final = (
    Wish("teacher", "arts", STATE, place=SCHOOL_OF_PRINCIPAL),
    Wish("unqualified-teacher", "ppu", LOCAL, place=SCHOOL_OF_PRINCIPAL),
    Wish("kindergarten-teacher", "tib", STATE, place=HOUSE_OF_HEAD),
    Wish("skilled-worker", "module-needs", STATE),
    Wish("assistant", "fagbrev", LOCAL, who="assistant"),
    Wish("teacher", "maths", STATE),
    Wish("assistant", "ablu", KINDERGARTEN, place=HOUSE_OF_HEAD),
    Wish("kitchen", "cook", LOCAL),
    *so_many(2, Wish("teacher", "arts", STATE)),
    Wish("special-needs", "trauma", STATE, place="Elvestrand barneverntjeneste"),
    Wish("after-school", "module-afterschool", LOCAL),
    Wish("cleaning", "clean", LOCAL),
    Wish("teacher", "norwegian", STATE),
    Wish("kindergarten-teacher", "climate", KINDERGARTEN),
    Wish("teacher", "start", NATIONAL_STIPEND),
    Wish("unqualified-teacher", "ppu", LOCAL),
    Wish("assistant", "candidate", LOCAL_STIPEND),
    Wish("skilled-worker", "ablu", KINDERGARTEN),
    Wish("leader", "head", STATE),
    Wish("office", "clerk", LOCAL),
    Wish("teacher", "music", STATE),
    Wish("cleaning", "clean", LOCAL_STIPEND),
    Wish("special-needs", "together", STATE, place="Elvestrand PPT"),
    Wish("caretaker", "building", LOCAL_STIPEND),
    Wish("kindergarten-teacher", "needs", STATE),
    Wish("teacher", "mentor", NATIONAL_STIPEND),
    Wish("teacher", "english", STATE, advised=False),
    Wish("after-school", "fagbrev", LOCAL_STIPEND),
    Wish("skilled-worker", "module-needs", STATE),
    Wish("assistant", "fagbrev", LOCAL, advised=False),
    Wish("teacher", "norwegian", STATE),
    Wish("teacher", "maths", STATE),
    Wish("assistant", "ablu", KINDERGARTEN),
)
PAST_NYNORSK: Final = (
    Wish("teacher", "norwegian", STATE),
    Wish("assistant", "ablu", KINDERGARTEN),
    Wish("kindergarten-teacher", "tib", STATE),
    Wish("skilled-worker", "module-languages", STATE),
    Wish("teacher", "maths", STATE),
    Wish("assistant", "fagbrev", LOCAL),
    Wish("special-needs", "trauma", STATE),
    Wish("office", "clerk", LOCAL),
    Wish("kindergarten-teacher", "climate", KINDERGARTEN),
    Wish("assistant", "candidate", LOCAL_STIPEND),
    Wish("teacher", "english", STATE),
    Wish("cleaning", "clean", LOCAL_STIPEND),
)
PAST_COUNTY: Final = (
    Wish("vocational-teacher", "ppuy", STATE),
    Wish("vocational-teacher", "workshop", LOCAL),
    Wish("teacher", "vocational", STATE),
    Wish("unqualified-teacher", "yfl", LOCAL),
    Wish("instructor", "module-mentor", STATE),
    Wish("vocational-teacher", "builders", LOCAL),
    Wish("vocational-teacher", "module-machines", STATE),
    Wish("special-needs", "needs", STATE),
    Wish("vocational-teacher", "vocational", NATIONAL_STIPEND),
    Wish("office", "clerk", LOCAL),
    Wish("teacher", "norwegian", STATE),
    Wish("cleaning", "clean", LOCAL_STIPEND),
    Wish("vocational-teacher", "ppuy", STATE),
)
# Decided days ago in the municipality: some have answered.
DECIDED_MUNICIPALITY: Final = (
    Wish("teacher", "arts", STATE, who="teacher"),
    Wish("teacher", "norwegian", STATE, place=SCHOOL_OF_PRINCIPAL),
    Wish("after-school", "module-afterschool", LOCAL),
    Wish("cleaning", "ergonomics", LOCAL),
    Wish("skilled-worker", "module-languages", STATE, place=HOUSE_OF_HEAD),
    Wish("unqualified-teacher", "ppu", LOCAL, place=SCHOOL_OF_PRINCIPAL),
    Wish("caretaker", "energy", LOCAL),
    Wish("teacher", "music", STATE),
)
# In consultation there now.
CONSULTED_MUNICIPALITY: Final = (
    Wish("kindergarten-teacher", "needs", STATE, place=HOUSE_OF_HEAD),
    Wish("special-needs", "together", STATE, place="Elvestrand barneverntjeneste"),
    Wish("assistant", "ablu", KINDERGARTEN, place=HOUSE_OF_HEAD),
    Wish("special-needs", "trauma", STATE, place="Elvestrand PPT"),
    Wish("teacher", "together", STATE),
    Wish("kitchen", "allergy", LOCAL),
    Wish("caretaker", "building", LOCAL),
    Wish("assistant", "candidate", LOCAL_STIPEND),
    Wish("kindergarten-teacher", "tib", STATE, advised=False),
)
# The open round there: what is to be recommended, what waits for its leader, what is a draft.
RECOMMENDED: Final = (
    Wish("teacher", "food", STATE, place=SCHOOL_OF_PRINCIPAL),
    Wish("skilled-worker", "ablu", KINDERGARTEN, place=HOUSE_OF_HEAD),
    Wish("cleaning", "clean", LOCAL),
    Wish("teacher", "maths", STATE),
    Wish("after-school", "module-afterschool", LOCAL),
    Wish("special-needs", "trauma", STATE),
)
ADVISED_AGAINST: Final = (
    Wish("teacher", "english", STATE, place=SCHOOL_OF_PRINCIPAL, advised=False),
    Wish("assistant", "fagbrev", LOCAL, advised=False),
)
SENT: Final = (
    Wish("skilled-worker", "module-needs", STATE, who="skilled-worker"),
    Wish("kitchen", "cook", LOCAL, place=HOUSE_OF_HEAD),
    Wish("kindergarten-teacher", "climate", KINDERGARTEN, place=HOUSE_OF_HEAD),
    Wish("assistant", "candidate", LOCAL_STIPEND, place=SCHOOL_OF_PRINCIPAL),
    Wish("teacher", "start", NATIONAL_STIPEND, place=SCHOOL_OF_PRINCIPAL),
    Wish("cleaning", "ergonomics", LOCAL, place=SCHOOL_OF_PRINCIPAL),
    Wish("office", "records", LOCAL),
    Wish("teacher", "music", STATE),
    Wish("caretaker", "energy", LOCAL),
    Wish("leader", "head", STATE),
    Wish("teacher", "norwegian", STATE),
)
TAKEN_BACK: Final = (Wish("teacher", "arts", STATE),)
DRAFTS: Final = (
    Wish("unqualified-teacher", "ppu", LOCAL, who="unqualified-substitute"),
    Wish("teacher", "needs", STATE),
    Wish("assistant", "fagbrev", LOCAL_STIPEND),
)
CONSULTED_NYNORSK: Final = (
    Wish("teacher", "maths", STATE),
    Wish("assistant", "ablu", KINDERGARTEN),
    Wish("skilled-worker", "module-needs", STATE),
    Wish("special-needs", "trauma", STATE),
    Wish("kindergarten-teacher", "needs", STATE),
    Wish("assistant", "fagbrev", LOCAL),
    Wish("after-school", "module-afterschool", LOCAL),
    Wish("kindergarten-teacher", "climate", KINDERGARTEN),
    Wish("cleaning", "clean", LOCAL_STIPEND),
    Wish("teacher", "norwegian", STATE),
    Wish("assistant", "candidate", LOCAL_STIPEND),
    Wish("teacher", "start", STATE, advised=False),
    Wish("skilled-worker", "module-languages", STATE),
)
DECIDED_COUNTY: Final = (
    Wish("vocational-teacher", "workshop", LOCAL, who="vocational-teacher"),
    Wish("vocational-teacher", "ppuy", STATE),
    Wish("instructor", "module-mentor", STATE),
    Wish("teacher", "vocational", STATE),
    Wish("vocational-teacher", "module-machines", STATE),
    Wish("unqualified-teacher", "yfl", LOCAL),
    Wish("vocational-teacher", "restaurant", LOCAL),
    Wish("special-needs", "needs", STATE),
    Wish("vocational-teacher", "digital", NATIONAL_STIPEND),
    Wish("office", "records", LOCAL),
    Wish("vocational-teacher", "workshop", LOCAL),  # the business takes one at a time
    Wish("vocational-teacher", "builders", LOCAL),
    Wish("teacher", "norwegian", STATE),
    Wish("cleaning", "ergonomics", LOCAL),
    Wish("vocational-teacher", "vocational", NATIONAL_STIPEND),
    Wish("caretaker", "building", LOCAL_STIPEND),
    Wish("teacher", "maths", STATE),
    Wish("leader", "head", STATE),
    Wish("teacher", "digital", STATE, advised=False),
    Wish("kitchen", "allergy", LOCAL),
    Wish("teacher", "norwegian", STATE),
)
