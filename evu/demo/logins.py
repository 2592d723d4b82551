"""How the demo's people log in elsewhere: invented ids, and names at invented places."""

import json
import zlib
from pathlib import Path
from typing import Final

from django.utils.translation import override
from stdnum.no import fodselsnummer

from evu.demo.personas import PERSONAS
from staff.identity import keyed_hash
from staff.models import Identity, User

STRANGER: Final = "stranger"


def recognise() -> None:
    """Each persona is known by a national id, a Feide name and a user name at work."""
    slugs = [persona.slug for persona in PERSONAS]
    users = {user.username: user for user in User.objects.filter(username__in=slugs)}
    Identity.objects.bulk_create(
        Identity(user=users[persona.slug], kind=kind, keyed_hash=keyed_hash(kind, value))
        for persona in PERSONAS
        if persona.slug in users
        for kind, value in _names(persona.slug).items()
    )


def write_people(path: Path) -> None:
    """The file the mock identity provider reads: the personas, and one that no owner knows."""
    with override("nb"):
        people = [_person(persona.slug, persona.name, str(persona.who)) for persona in PERSONAS]
    people.append(_person(STRANGER, "Ukjent Person", "Ingen eier kjenner denne"))
    path.write_text(json.dumps(people, ensure_ascii=False, indent=1))


def national_id(slug: str) -> str:
    """Eleven digits that are right and nobody's: as in the Tax Administration's test data, 80 is
    added to the month."""
    seed = zlib.crc32(slug.encode())
    birth = f"{1 + seed % 28:02}{81 + seed // 28 % 12}{60 + seed // 336 % 40}"
    for individual in range(seed // 13_440 % 400, 499):
        digits = f"{birth}{individual:03}"
        digits += fodselsnummer.calc_check_digit1(digits)
        digits += fodselsnummer.calc_check_digit2(digits)
        if len(digits) == 11:  # a control digit of 10 is none
            return digits
    raise ValueError(slug)


def _names(slug: str) -> dict[Identity.Kind, str]:
    return {
        Identity.Kind.NATIONAL_ID: national_id(slug),
        Identity.Kind.FEIDE: f"{slug}@feide.example",
        Identity.Kind.ENTRA: f"{slug}@arbeid.example",
    }


def _person(slug: str, name: str, about: str) -> dict[str, str]:
    names = _names(slug)
    return {
        "slug": slug,
        "name": name,
        "about": about,
        "national_id": names[Identity.Kind.NATIONAL_ID],
        "feide": names[Identity.Kind.FEIDE],
        "entra": names[Identity.Kind.ENTRA],
    }
