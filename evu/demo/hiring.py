"""Everybody who is employed: users, employees, their posts and what they have learned."""

import datetime
import random
from collections.abc import Iterator
from typing import Final

from django.contrib.auth.hashers import make_password

from evu.demo import headcount, names, pay
from evu.demo.personas import EMPLOYED, Persona
from evu.demo.places import NYNORSK, Place
from evu.demo.stage import Hired, Stage
from staff.models import Employee, Position, PositionCode, Qualification, Sector, User

HEAD_CODES: Final = {
    Sector.PRIMARY: "9951",
    Sector.UPPER_SECONDARY: "9951",
    Sector.KINDERGARTEN: "STY1",
}
WITH_TWO_POSTS: Final = 12
ASSISTANTS_PERCENT, SECOND_PERCENT = 5_000, 3_000


def hire(stage: Stage) -> None:
    """Fill every post, the personas first, and name the leader of each workplace."""
    cast = {(who.place, who.group): who for who in EMPLOYED if not who.post}
    posts = headcount.posts()
    namesakes = names.people(stage.rng)
    users = [
        _user(stage.rng, namesakes, cast.pop((place.name, group), None), place)
        for place, group in posts
    ]
    if cast:
        raise RuntimeError(f"no post for {sorted(cast)}")
    _recast(posts, users)
    User.objects.bulk_create(users, batch_size=500)
    employees = Employee.objects.bulk_create(_employees(stage, posts, users), batch_size=500)
    stage.hired = [
        Hired(
            employee=employee,
            workplace=stage.workplaces[place.name],
            group=group,
            annual_pay_ore=pay.annual_pay_ore(stage.rng, group),
        )
        for (place, group), employee in zip(posts, employees, strict=True)
    ]
    for hired in stage.hired:
        if hired.group == "leader":
            stage.leaders.setdefault(hired.workplace.pk, hired.user)
    Position.objects.bulk_create(_positions(stage), batch_size=500)
    Qualification.objects.bulk_create(_qualifications(stage), batch_size=500)


def new_user(first: str, last: str, slug: str, *, language: str = "nb") -> User:
    """Nobody logs in with a password here; see the page of personas."""
    return User(
        username=slug,
        first_name=first,
        last_name=last,
        email=f"{slug}@example.org",
        password=make_password(None),
        written_language=language,
    )


def _user(
    rng: random.Random,
    namesakes: Iterator[tuple[str, str, str]],
    persona: Persona | None,
    place: Place,
) -> User:
    language = "nn" if place.owner == NYNORSK else "nb"
    if persona:
        return new_user(persona.first, persona.last, persona.slug)
    return new_user(*next(namesakes), language=language)


def _recast(posts: list[tuple[Place, str]], users: list[User]) -> None:
    """Personas in a later post of their group take it from whoever was drawn for it."""
    for persona in EMPLOYED:
        if persona.post:
            there = [
                index
                for index, (place, group) in enumerate(posts)
                if (place.name, group) == (persona.place, persona.group)
            ]
            users[there[persona.post]] = new_user(persona.first, persona.last, persona.slug)


def _employees(stage: Stage, posts: list[tuple[Place, str]], users: list[User]) -> list[Employee]:
    return [
        Employee(owner=stage.owners[place.owner], user=user, number=f"{number:05d}")
        for number, ((place, _group), user) in enumerate(zip(posts, users, strict=True), start=101)
    ]


def _positions(stage: Stage) -> Iterator[Position]:
    with_two = _with_two_posts(stage)
    for hired in stage.hired:
        starts_on = stage.days.ago(stage.rng.randrange(4 * 365, 20 * 365))
        percent = pay.percent(stage.rng, hired.group)
        if hired.employee.pk in with_two or hired.user.username == "assistant":
            percent = ASSISTANTS_PERCENT if hired.employee.pk in with_two else 8_000
        yield _position(hired, _code(stage, hired), percent, starts_on)
        if hired.employee.pk in with_two:
            yield _second_position(stage, hired, starts_on)


def _with_two_posts(stage: Stage) -> set[int]:
    """Assistants who are in the class in the morning and in the after-school programme later."""
    assistants = [
        hired.employee.pk
        for hired in stage.hired
        if hired.group == "assistant"
        and hired.workplace.name in AFTER_SCHOOL_OF
        and hired.user.username != "assistant"
    ]
    return set(assistants[:WITH_TWO_POSTS])


AFTER_SCHOOL_OF: Final = {
    "Elvestrand skole": "Elvestrand SFO",
    "Nordbyen skole": "Nordbyen SFO",
    "Heimfjord skule": "Heimfjord SFO",
}


def _second_position(stage: Stage, hired: Hired, starts_on: datetime.date) -> Position:
    place = stage.workplaces[AFTER_SCHOOL_OF[hired.workplace.name]]
    position = _position(hired, stage.codes["SFO1"], SECOND_PERCENT, starts_on)
    position.workplace = place
    return position


def _position(hired: Hired, code: PositionCode, percent: int, starts_on: datetime.date) -> Position:
    return Position(
        owner_id=hired.employee.owner_id,
        employee=hired.employee,
        workplace=hired.workplace,
        code=code,
        percent=percent,
        annual_pay_ore=hired.annual_pay_ore,
        starts_on=starts_on,
    )


def _code(stage: Stage, hired: Hired) -> PositionCode:
    if stage.leaders.get(hired.workplace.pk) == hired.user:
        return stage.codes[HEAD_CODES.get(Sector(hired.workplace.sector), "LED1")]
    return stage.codes[stage.rng.choice(pay.TERMS[hired.group].codes)]


def _qualifications(stage: Stage) -> Iterator[Qualification]:
    for hired in stage.hired:
        found = pay.learned(stage.rng, hired.group)
        if hired.user.username == "skilled-worker":
            found = (Qualification.Kind.TRADE_CERTIFICATE, "Barne- og ungdomsarbeider")
        if found:
            yield Qualification(
                owner_id=hired.employee.owner_id,
                employee=hired.employee,
                kind=found[0],
                title=found[1],
                year=stage.days.today.year - stage.rng.randrange(3, 25),
            )
