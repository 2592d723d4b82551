"""Invented owners and workplaces, without organisation numbers: those might be somebody's."""

from dataclasses import dataclass

from staff.models import County, Owner, OwnerKind, Sector, Workplace

MUNICIPALITY, NYNORSK, COUNTY, PRIVATE = "elvestrand", "heimfjord", "sorfjell", "lyngnebben"
ROUND_OWNERS = (MUNICIPALITY, NYNORSK, COUNTY)


@dataclass(frozen=True, slots=True)
class Place:
    """A workplace and its weight when a sector's staff is shared out."""

    owner: str
    name: str
    sector: Sector
    weight: int


PLACES = (
    Place(MUNICIPALITY, "Brekkebakken barnehage", Sector.KINDERGARTEN, 16),
    Place(MUNICIPALITY, "Sjøgata barnehage", Sector.KINDERGARTEN, 14),
    Place(MUNICIPALITY, "Måneskinn barnehage", Sector.KINDERGARTEN, 12),
    Place(MUNICIPALITY, "Furutoppen barnehage", Sector.KINDERGARTEN, 12),
    Place(MUNICIPALITY, "Elvestrand skole", Sector.PRIMARY, 20),
    Place(MUNICIPALITY, "Nordbyen skole", Sector.PRIMARY, 17),
    Place(MUNICIPALITY, "Øvre Elvedal skole", Sector.PRIMARY, 12),
    Place(MUNICIPALITY, "Elvestrand ungdomsskole", Sector.PRIMARY, 20),
    Place(MUNICIPALITY, "Elvestrand SFO", Sector.AFTER_SCHOOL, 10),
    Place(MUNICIPALITY, "Nordbyen SFO", Sector.AFTER_SCHOOL, 9),
    Place(MUNICIPALITY, "Elvestrand PPT", Sector.PPT, 8),
    Place(MUNICIPALITY, "Elvestrand barneverntjeneste", Sector.CHILD_WELFARE, 10),
    Place(MUNICIPALITY, "Elvestrand voksenopplæring", Sector.ADULT_EDUCATION, 14),
    Place(MUNICIPALITY, "Elvestrand kulturskole", Sector.CULTURE_SCHOOL, 7),
    Place(NYNORSK, "Heimfjord barnehage", Sector.KINDERGARTEN, 12),
    Place(NYNORSK, "Tunet barnehage", Sector.KINDERGARTEN, 10),
    Place(NYNORSK, "Fjøresteinen barnehage", Sector.KINDERGARTEN, 10),
    Place(NYNORSK, "Heimfjord skule", Sector.PRIMARY, 16),
    Place(NYNORSK, "Ytre Heimfjord skule", Sector.PRIMARY, 12),
    Place(NYNORSK, "Heimfjord SFO", Sector.AFTER_SCHOOL, 8),
    Place(NYNORSK, "Heimfjord barnevernteneste", Sector.CHILD_WELFARE, 5),
    Place(NYNORSK, "Heimfjord kulturskule", Sector.CULTURE_SCHOOL, 4),
    Place(COUNTY, "Sørfjell videregående skole", Sector.UPPER_SECONDARY, 40),
    Place(COUNTY, "Kvernberget videregående skole", Sector.UPPER_SECONDARY, 34),
    Place(COUNTY, "Ytre Sørfjell videregående skole", Sector.UPPER_SECONDARY, 26),
    Place(COUNTY, "Fagskolen i Sørfjell", Sector.FAGSKOLE, 8),
    Place(COUNTY, "Sørfjell PPT og oppfølgingstjeneste", Sector.PPT, 5),
    Place(PRIVATE, "Lyngnebben barnehage", Sector.KINDERGARTEN, 12),
)


def owners() -> dict[str, Owner]:
    """By key. The private kindergarten's money comes through the municipality."""
    host = Owner.objects.create(name="Elvestrand kommune", kind=OwnerKind.MUNICIPALITY)
    county = County.objects.create(number="90", name="Sørfjell")  # no county has that number
    others = Owner.objects.bulk_create(
        [
            Owner(name="Heimfjord kommune", kind=OwnerKind.MUNICIPALITY, written_language="nn"),
            Owner(name="Sørfjell fylkeskommune", kind=OwnerKind.COUNTY, county=county),
            Owner(name="Lyngnebben barnehage SA", kind=OwnerKind.PRIVATE, host=host),
        ]
    )
    return dict(zip((MUNICIPALITY, NYNORSK, COUNTY, PRIVATE), [host, *others], strict=True))


def workplaces(owners: dict[str, Owner]) -> dict[str, Workplace]:
    """By name."""
    made = Workplace.objects.bulk_create(
        [
            Workplace(owner=owners[place.owner], name=place.name, sector=place.sector)
            for place in PLACES
        ]
    )
    return {workplace.name: workplace for workplace in made}
