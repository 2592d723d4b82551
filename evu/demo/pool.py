"""Those who can stand in, owner by owner."""

from typing import Final

from evu.demo.appointments import membership
from evu.demo.hiring import new_user
from evu.demo.names import slug_of
from evu.demo.personas import BY_SLUG
from evu.demo.places import COUNTY, MUNICIPALITY, NYNORSK
from evu.demo.stage import Stage
from staff.models import Membership, User
from staff.roles import Role
from substitutes.models import Substitute

EVERY_DAY: Final = (1, 2, 3, 4, 5)
SCHOOL: Final = ("teacher", "unqualified-teacher", "special-needs", "after-school", "assistant")
SMALL: Final = ("kindergarten-teacher", "skilled-worker", "assistant", "after-school")
HOUSE: Final = ("kitchen", "cleaning", "office", "caretaker")
TRADES: Final = ("vocational-teacher", "instructor", "teacher")
# Owner, first name, last name, staff groups, weekdays, thousand kroner a year.
POOL: Final = (
    (MUNICIPALITY, "Mohammad", "Rahimi", SCHOOL, EVERY_DAY, 420),
    (MUNICIPALITY, "Solfrid", "Aune", SMALL, EVERY_DAY, 405),
    (MUNICIPALITY, "Dagny", "Rustad", SCHOOL, EVERY_DAY, 455),
    (MUNICIPALITY, "Yonas", "Berhane", SMALL, EVERY_DAY, 402),
    (MUNICIPALITY, "Signe", "Fossum", SCHOOL, (1, 2, 3), 470),
    (MUNICIPALITY, "Halima", "Warsame", HOUSE, EVERY_DAY, 398),
    (MUNICIPALITY, "Brage", "Engen", SCHOOL, EVERY_DAY, 430),
    (MUNICIPALITY, "Zofia", "Wójcik", SMALL, EVERY_DAY, 400),
    (MUNICIPALITY, "Vigdis", "Nordli", SCHOOL, EVERY_DAY, 480),
    (MUNICIPALITY, "Tobias", "Lunde", SCHOOL, EVERY_DAY, 425),
    (NYNORSK, "Oddny", "Myklebust", SCHOOL, EVERY_DAY, 440),
    (NYNORSK, "Samir", "Haddad", SMALL, EVERY_DAY, 402),
    (NYNORSK, "Jorunn", "Vatne", SCHOOL, (2, 3, 4, 5), 465),
    (NYNORSK, "Sivert", "Sandvik", SMALL, EVERY_DAY, 400),
    (COUNTY, "Gaute", "Fjeld", TRADES, EVERY_DAY, 480),
    (COUNTY, "Lidia", "Santos", TRADES, EVERY_DAY, 470),
    (COUNTY, "Arvid", "Birkeland", TRADES, EVERY_DAY, 490),
    (COUNTY, "Marwa", "Hosseini", HOUSE, EVERY_DAY, 400),
    (COUNTY, "Jostein", "Eide", TRADES, (1, 2, 3), 475),
)


def gather(stage: Stage) -> None:
    """The users, their role and their place in the pool."""
    users = User.objects.bulk_create([_user(stage, row) for row in POOL])
    held = Membership.objects.bulk_create(
        [
            membership(stage, user, Role.SUBSTITUTE, row[0])
            for user, row in zip(users, POOL, strict=True)
        ]
    )
    substitutes = Substitute.objects.bulk_create(
        [
            Substitute(
                owner_id=role.owner_id,
                user=role.user,
                membership=role,
                weekdays=list(weekdays),
                annual_pay_ore=thousands * 1_000 * 100,
            )
            for role, (*_who, weekdays, thousands) in zip(held, POOL, strict=True)
            if role.owner_id
        ]
    )
    knows = Substitute.staff_groups.through
    knows.objects.bulk_create(
        [
            knows(substitute_id=substitute.pk, staffgroup_id=stage.groups[group].pk)
            for substitute, row in zip(substitutes, POOL, strict=True)
            for group in row[3]
        ]
    )


def _user(stage: Stage, row: tuple[str, str, str, tuple[str, ...], tuple[int, ...], int]) -> User:
    owner, first, last = row[:3]
    persona = BY_SLUG["substitute"]
    slug = persona.slug if (first, last) == (persona.first, persona.last) else None
    language = stage.owners[owner].written_language
    return new_user(first, last, slug or slug_of(f"{first} {last}"), language=language)
