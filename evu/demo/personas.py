"""The people one can be in the demonstration: who they are, and what to try as them."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evu.demo.places import COUNTY, MUNICIPALITY
from staff.roles import Role


@dataclass(frozen=True, slots=True)
class Persona:
    """`role` decides the first page; with a place and a staff group one is employed there.

    `post` counts the posts of the group at the place: 1 is the one after the first.
    """

    slug: str
    first: str
    last: str
    role: Role
    who: str | Promise
    to_try: str | Promise
    owner: str = ""
    place: str = ""
    group: str = ""
    union: str = ""
    post: int = 0

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


PERSONAS: Final = (
    Persona(
        "assistant",
        "Amina",
        "Yusuf",
        Role.EMPLOYEE,
        _("Assistant at Elvestrand skole, 80 percent"),
        _("Apply in the open round; look at last year’s case, from wish to completed course."),
        MUNICIPALITY,
        "Elvestrand skole",
        "assistant",
    ),
    Persona(
        "teacher",
        "Marte",
        "Lindahl",
        Role.EMPLOYEE,
        _("Teacher at Elvestrand skole"),
        _("You have been granted a place: read the letter and accept or decline."),
        MUNICIPALITY,
        "Elvestrand skole",
        "teacher",
    ),
    Persona(
        "skilled-worker",
        "Jonas",
        "Haugen",
        Role.EMPLOYEE,
        _("Skilled worker at Brekkebakken barnehage, with a trade certificate"),
        _("Follow an application to vocational college that waits for the leader."),
        MUNICIPALITY,
        "Brekkebakken barnehage",
        "skilled-worker",
    ),
    Persona(
        "unqualified-substitute",
        "Sara",
        "Kristiansen",
        Role.EMPLOYEE,
        _("Teaches at Elvestrand skole without approved education"),
        _("Finish the draft of an application to become a qualified teacher."),
        MUNICIPALITY,
        "Elvestrand skole",
        "unqualified-teacher",
    ),
    Persona(
        "vocational-teacher",
        "Tor Arne",
        "Brekke",
        Role.EMPLOYEE,
        _("Vocational teacher at Sørfjell videregående skole"),
        _("See a granted work placement in a business, and who covers meanwhile."),
        COUNTY,
        "Sørfjell videregående skole",
        "vocational-teacher",
    ),
    Persona(
        "principal",
        "Anne Berit",
        "Moen",
        Role.LEADER,
        _("Principal of Elvestrand skole"),
        _("Recommend applications, plan the cover, book a substitute and confirm hours."),
        MUNICIPALITY,
        "Elvestrand skole",
        "leader",
    ),
    Persona(
        "kindergarten-head",
        "Agnieszka",
        "Nowak",
        Role.LEADER,
        _("Head of Brekkebakken barnehage"),
        _("Weigh applications from kindergarten teachers, skilled workers and the kitchen."),
        MUNICIPALITY,
        "Brekkebakken barnehage",
        "leader",
    ),
    Persona(
        "owner",
        "Silje",
        "Bakken",
        Role.OWNER_OFFICER,
        _("Case officer in Elvestrand kommune"),
        _("Steer the rounds, follow the money, and answer a union’s statement."),
        MUNICIPALITY,
    ),
    Persona(
        "finance",
        "Rune",
        "Tangen",
        Role.FINANCE,
        _("Finance officer in Elvestrand kommune"),
        _("Register a grant, give it a purpose, and follow a krone to the hour it paid."),
        MUNICIPALITY,
    ),
    Persona(
        "county",
        "Per Gunnar",
        "Lie",
        Role.OWNER_OFFICER,
        _("Case officer in Sørfjell fylkeskommune"),
        _("See a decided round: who accepted, who waits, and which staff groups got least."),
        COUNTY,
    ),
    Persona(
        "union-lo",
        "Hilde",
        "Sørensen",
        Role.UNION_REP,
        _("Represents LO Kommune in Elvestrand kommune"),
        _("Read the proposed distribution and give the union’s statement."),
        MUNICIPALITY,
        union="lo",
    ),
    Persona(
        "union-unio",
        "Ola",
        "Myhre",
        Role.UNION_REP,
        _("Represents Unio in Elvestrand kommune, and teaches at Nordbyen skole"),
        _("Give a statement, then switch role and see what a teacher sees."),
        MUNICIPALITY,
        "Nordbyen skole",
        "teacher",
        union="unio",
    ),
    Persona(
        "provider",
        "Linh",
        "Nguyen",
        Role.PROVIDER,
        _("Contact at Høgskolen i Elvedal"),
        _("See the college’s course runs and how many have confirmed their place."),
    ),
    Persona(
        "fagskole",
        "Bjørg",
        "Halvorsen",
        Role.PROVIDER,
        _("Contact at Fagskolen for oppvekst og kultur"),
        _("Confirm seats, report results, and see what the college is paid for what it delivers."),
    ),
    Persona(
        "business",
        "Henrik",
        "Brygga",
        Role.PROVIDER,
        _("Takes people on placement at Brygga Mat AS"),
        _("Read a wish for a placement, write the agreement, and confirm one that is over."),
    ),
    Persona(
        "central",
        "Kristin",
        "Dahl",
        Role.CENTRAL,
        _("Works for those who give the state’s grants"),
        _("See what the grants lead to, in the whole country and by staff group."),
    ),
    Persona(
        "substitute",
        "Mohammad",
        "Rahimi",
        Role.SUBSTITUTE,
        _("Substitute in the pool of Elvestrand kommune"),
        _("Answer an offer, and see which days you work where."),
        MUNICIPALITY,
    ),
    Persona(
        "deputy",
        "Erik",
        "Sandnes",
        Role.DEPUTY,
        _("Deputy leader at Elvestrand skole"),
        _("See who is away when, order cover and confirm hours; the advice is the principal’s."),
        MUNICIPALITY,
        "Elvestrand skole",
        "leader",
        post=1,
    ),
    Persona(
        "union-workplace",
        "Berit",
        "Fagerli",
        Role.UNION_WORKPLACE_REP,
        _("Skilled worker at Elvestrand skole, and represents LO Kommune there"),
        _("See what the last distributions gave which staff groups, and who speaks for the union."),
        MUNICIPALITY,
        "Elvestrand skole",
        "skilled-worker",
        union="lo",
        post=1,
    ),
    Persona(
        "training-board",
        "Ingvild",
        "Strand",
        Role.TRAINING_BOARD,
        _("Sits in the vocational training board of Sørfjell fylkeskommune"),
        _("See what upper-secondary schools and trades get, without seeing a single person."),
        COUNTY,
    ),
    Persona(
        "auditor",
        "Ragnhild",
        "Vik",
        Role.AUDITOR,
        _("Auditor of Elvestrand kommune"),
        _("Read everything, change nothing: follow a case, its money and its history."),
        MUNICIPALITY,
    ),
    Persona(
        "administrator",
        "Kjetil",
        "Holm",
        Role.ADMINISTRATOR,
        _("Keeps people, places and roles in order in Elvestrand kommune"),
        _("Read in a staff file, map a position code, and give somebody a role until a date."),
        MUNICIPALITY,
    ),
)
BY_SLUG: Final = {persona.slug: persona for persona in PERSONAS}
EMPLOYED: Final = tuple(persona for persona in PERSONAS if persona.place)
