"""A county with its vocational colleges, and courses they have delivered."""

import datetime

from catalogue.models import CourseRun, Provider, ReturnRate
from staff.models import County, Owner, OwnerKind, User
from staff.roles import AT_A_WORKPLACE, FOR_A_UNION, Role
from tests.factories import (
    CourseFactory,
    CourseRunFactory,
    MembershipFactory,
    OwnerFactory,
    ProviderFactory,
    UnionFactory,
    WorkplaceFactory,
)
from tests.factories.catalogue_results import report, seated


def county(number: str = "46", name: str = "Vestland") -> County:
    return County.objects.get_or_create(number=number, defaults={"name": name})[0]


def college(county: County | None, name: str = "") -> Provider:
    return ProviderFactory(
        kind=Provider.Kind.FAGSKOLE, county=county, **({"name": name} if name else {})
    )


def rate(county: County | None = None, *, since: int = 2020, until: int | None = None, **fields):
    """800 000 kr a year and 20 000 kr for 60 credits, two years later."""
    values = {
        "basic_ore": 80_000_000,
        "result_ore_per_60_credits": 2_000_000,
        "lag_years": 2,
        "source": "Fylkestinget",
        **fields,
    }
    first = datetime.date(since, 1, 1)
    last = datetime.date(until, 1, 1) if until else None
    return ReturnRate.objects.create(county=county, valid=(first, last), **values)


def delivered(
    college: Provider,
    year: int,
    *,
    completed: int = 0,
    failed: int = 0,
    absent: int = 0,
    owner: Owner | None = None,
    title: str | None = None,
) -> CourseRun:
    """A run of 30 credits that ended on 12 June of the year, with so many of each."""
    run = CourseRunFactory(
        course=CourseFactory(provider=college, **({"title": title} if title else {})),
        starts_on=datetime.date(year - 1, 8, 18),
        ends_on=datetime.date(year, 6, 12),
        seats=200,
    )
    for met, done, number in (
        (True, True, completed),
        (True, False, failed),
        (False, False, absent),
    ):
        for _one in range(number):
            report(seated(run, owner=owner), met=met, completed=done)
    return run


def county_authority(county: County) -> Owner:
    return OwnerFactory(kind=OwnerKind.COUNTY, county=county, name=f"{county} fylkeskommune")


def holder(role: Role, owner: Owner | None) -> User:
    """Somebody with the role, at a workplace or for a union where the role asks for it."""
    at_workplace, for_union = role in AT_A_WORKPLACE, role in FOR_A_UNION
    return MembershipFactory(
        role=role,
        owner=owner,
        workplace=WorkplaceFactory(owner=owner) if at_workplace else None,
        union=UnionFactory() if for_union else None,
    ).user
