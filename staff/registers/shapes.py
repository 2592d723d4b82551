"""What the registers' answers mean. Fields that are missing or odd are left out, never guessed."""

import datetime
from dataclasses import dataclass
from typing import Any, Final

from staff.models import RegisterEntry, Sector

Register = RegisterEntry.Register
LONGEST_NAME: Final = 200
# Words the central register writes in capitals are written as people write them.
SHORT_WORDS: Final = frozenset({"og", "i", "på", "for", "av", "ved", "avd"})
KEPT_CAPITALS: Final = frozenset({"AS", "SA", "ASA", "BA", "DA", "SFO", "PPT", "IKS", "KF", "NTNU"})
# What we read of an answer. The rest, among it people's names and telephones, is not kept.
READ: Final = frozenset(
    {
        *("navn", "forretningsadresse", "beliggenhetsadresse", "overordnetEnhet"),
        *("slettedato", "nedleggelsesdato", "Navn", "Beliggenhetsadresse", "Kommune"),
        *("ErAktiv", "ErBarnehage", "ErGrunnskole", "ErGrunnSkole", "ErVideregaaendeSkole"),
        *("DatoNedlagt", "ForeldreRelasjoner"),
    }
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a register describes it. `closed_on`: since when it is closed, if it is."""

    name: str
    address: str = ""
    municipality_number: str = ""
    sector: str = ""
    owner_number: str = ""
    closed_on: datetime.date | None = None


def worth_keeping(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name in READ}


def unit(register: str, body: dict[str, Any], *, asked_on: datetime.date) -> Unit | None:
    """The unit of an answer, or None when it has no name to know it by.

    A unit the register calls inactive without saying since when is closed since it was asked.
    """
    if register == Register.ENHETSREGISTERET:
        return _legal_entity(body)
    return _school_or_kindergarten(body, asked_on)


def _legal_entity(body: dict[str, Any]) -> Unit | None:
    name = _text(body.get("navn"))
    if not name:
        return None
    address = _part(body, "forretningsadresse") or _part(body, "beliggenhetsadresse")
    lines = address.get("adresse")
    street = ", ".join(_text(line) for line in lines) if isinstance(lines, list) else ""
    return Unit(
        name=as_written(name),
        address=_joined(street, address.get("postnummer"), address.get("poststed")),
        municipality_number=_text(address.get("kommunenummer")),
        owner_number=_text(body.get("overordnetEnhet")),
        closed_on=_day(body.get("slettedato")) or _day(body.get("nedleggelsesdato")),
    )


def _school_or_kindergarten(body: dict[str, Any], asked_on: datetime.date) -> Unit | None:
    name = _text(body.get("Navn"))
    if not name:
        return None
    address = _part(body, "Beliggenhetsadresse")
    post_code = address.get("Postnummer") or address.get("Postnr")
    municipality = _part(body, "Kommune")
    closed_on = _day(body.get("DatoNedlagt")) or asked_on if body.get("ErAktiv") is False else None
    return Unit(
        name=as_written(name),
        address=_joined(_text(address.get("Adresse")), post_code, address.get("Poststed")),
        municipality_number=_text(
            municipality.get("Kommunenummer") or municipality.get("Kommunenr")
        ),
        sector=_sector(body),
        owner_number=_parent_number(body),
        closed_on=closed_on,
    )


def _sector(body: dict[str, Any]) -> str:
    """A school for all ages is listed with the young; the form can say otherwise."""
    if body.get("ErBarnehage") is True:
        return Sector.KINDERGARTEN
    if body.get("ErGrunnskole") is True or body.get("ErGrunnSkole") is True:
        return Sector.PRIMARY
    if body.get("ErVideregaaendeSkole") is True:
        return Sector.UPPER_SECONDARY
    return ""


def _parent_number(body: dict[str, Any]) -> str:
    parents = body.get("ForeldreRelasjoner")
    for relation in parents if isinstance(parents, list) else []:
        parent = _part(relation, "Enhet") if isinstance(relation, dict) else {}
        if number := _text(parent.get("Organisasjonsnummer") or parent.get("Orgnr")):
            return number
    return ""


def as_written(name: str) -> str:
    """ELVESTRAND SKOLE AVD SØR → Elvestrand Skole avd Sør; other names stay as they are."""
    if name != name.upper():
        return name
    return " ".join(_word(word) for word in name.split())


def _word(word: str) -> str:
    if word in KEPT_CAPITALS:
        return word
    return word.lower() if word.lower() in SHORT_WORDS else word[:1] + word[1:].lower()


def _text(value: Any) -> str:
    return value.strip()[:LONGEST_NAME] if isinstance(value, str) else ""


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _joined(street: str, post_code: Any, town: Any) -> str:
    place = f"{_text(post_code)} {_text(town)}".strip()
    return ", ".join(part for part in (street, place) if part)


def _day(value: Any) -> datetime.date | None:
    """A day, also from a moment: 2026-08-12T01:10:25+00:00."""
    try:
        return datetime.date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None
