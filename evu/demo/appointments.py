"""The roles people hold. A person's first membership is the one they act in when they log in."""

from collections.abc import Iterator
from typing import Final

from catalogue.models import Contact
from evu.demo.courses import COLLEGE, KITCHEN, OPPVEKST
from evu.demo.hiring import new_user
from evu.demo.names import slug_of
from evu.demo.personas import BY_SLUG, PERSONAS, Persona
from evu.demo.places import COUNTY, MUNICIPALITY, NYNORSK
from evu.demo.stage import Hired, Stage
from staff.models import Membership, User
from staff.roles import AT_A_WORKPLACE, Role

HELD_FOR_DAYS: Final = 4 * 365
PROVIDERS: Final = {"provider": COLLEGE, "fagskole": OPPVEKST, "business": KITCHEN}
# Owner, role, first name, last name: beside the personas.
OFFICERS: Final = (
    (NYNORSK, Role.OWNER_OFFICER, "Gunnhild", "Aasen"),
    (NYNORSK, Role.FINANCE, "Sveinung", "Tveit"),
    (COUNTY, Role.FINANCE, "Parvin", "Karimi"),
    (MUNICIPALITY, Role.OWNER_OFFICER, "Torill", "Hovland"),
)
# Owner, union, the staff group its representative comes from: beside the personas.
SPEAKERS: Final = (
    (MUNICIPALITY, "ys", "office"),
    (MUNICIPALITY, "akademikerne", "special-needs"),
    (NYNORSK, "lo", "skilled-worker"),
    (NYNORSK, "unio", "teacher"),
    (NYNORSK, "ys", "special-needs"),
    (COUNTY, "lo", "cleaning"),
    (COUNTY, "unio", "teacher"),
    (COUNTY, "ys", "office"),
    (COUNTY, "akademikerne", "vocational-teacher"),
)


def appoint(stage: Stage) -> None:
    """Everybody's roles: those of the personas and the other officers, leaders, then employees."""
    memberships = [
        *_personas(stage),
        *_officers(stage),
        *_leaders(stage),
        *_speakers(stage),
        *_employees(stage),
    ]
    Membership.objects.bulk_create(memberships, batch_size=500)
    for held in memberships:
        _note(stage, held)
    for held in memberships:
        if held.role == Role.PROVIDER:
            provider = stage.providers[PROVIDERS[held.user.username]]
            Contact.objects.create(membership=held, provider=provider)
            stage.contacts[provider.name] = held.user


def membership(stage: Stage, user: User, role: Role, owner: str = "") -> Membership:
    return Membership(
        user=user,
        role=role,
        owner=stage.owners[owner] if owner else None,
        starts_on=stage.days.ago(HELD_FOR_DAYS),
    )


def _personas(stage: Stage) -> Iterator[Membership]:
    """Those not employed in a workplace, and those employed who have a task beside their post."""
    for persona in PERSONAS:
        if persona.role in (Role.EMPLOYEE, Role.LEADER, Role.SUBSTITUTE):
            continue  # with everybody else's; the substitute with the pool
        held = membership(stage, _persona_user(stage, persona), persona.role, persona.owner)
        held.union = stage.unions[persona.union] if persona.union else None
        if persona.role in AT_A_WORKPLACE:
            held.workplace = stage.workplaces[persona.place]
        yield held


def _persona_user(stage: Stage, persona: Persona) -> User:
    if persona.place:
        return stage.persona(persona.slug).user
    return User.objects.create_user(
        username=persona.slug,
        first_name=persona.first,
        last_name=persona.last,
        email=f"{persona.slug}@example.org",
    )


def _officers(stage: Stage) -> Iterator[Membership]:
    for owner, role, first, last in OFFICERS:
        language = stage.owners[owner].written_language
        user = new_user(first, last, slug_of(f"{first} {last}"), language=language)
        user.save()
        yield membership(stage, user, role, owner)


def _leaders(stage: Stage) -> Iterator[Membership]:
    for hired in stage.hired:
        if stage.leaders.get(hired.workplace.pk) == hired.user:
            yield _of_employee(stage, hired, Role.LEADER)


def _speakers(stage: Stage) -> Iterator[Membership]:
    taken = set(BY_SLUG)
    for owner, union, group in SPEAKERS:
        who = next(
            hired
            for hired in stage.hired
            if hired.group == group
            and hired.employee.owner == stage.owners[owner]
            and hired.user.username not in taken
        )
        taken.add(who.user.username)
        held = membership(stage, who.user, Role.UNION_REP, owner)
        held.union = stage.unions[union]
        yield held


def _employees(stage: Stage) -> Iterator[Membership]:
    for hired in stage.hired:
        yield _of_employee(stage, hired, Role.EMPLOYEE)


def _of_employee(stage: Stage, hired: Hired, role: Role) -> Membership:
    held = membership(stage, hired.user, role)
    held.owner_id = hired.employee.owner_id
    held.workplace = hired.workplace
    return held


def _note(stage: Stage, held: Membership) -> None:
    """Remember who does what, so that the plays find them."""
    keys = {owner.pk: key for key, owner in stage.owners.items()}
    if held.owner_id is None:
        return
    if held.role == Role.OWNER_OFFICER:
        stage.officers.setdefault(keys[held.owner_id], held.user)
    if held.role == Role.FINANCE:
        stage.finance.setdefault(keys[held.owner_id], held.user)
    if held.role == Role.UNION_REP and held.union_id:
        stage.speakers[held.owner_id, held.union_id] = held.user
