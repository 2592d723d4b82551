"""FINT's model of staff (4.1, administrasjon.personal) as a table with the same columns as ever.

A `personalressurs` has a `person` and several `arbeidsforhold`; an arbeidsforhold has a
`stillingskode` and an `arbeidssted`. Each of them stands inside the one that has it, in its
`_embedded`, or in a collection of its own that `_links` point into by systemId. A collection is a
list, or FINT's `{"_embedded": {"_entries": […]}}`. Percent is in hundredths and pay in øre there.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from staff.importing.reading import Cell, NumberedRow, Unreadable

Resource: TypeAlias = Mapping[str, Any]

HEADINGS: Final = (
    "ansattnummer",
    "fødselsnummer",
    "feidenavn",
    "brukernavn",
    "fornavn",
    "etternavn",
    "epost",
    "mobiltelefon",
    "arbeidssted",
    "stillingsnummer",
    "stillingskode",
    "ansettelsesprosent",
    "årslønn",
    "fra",
    "til",
)
COLLECTIONS: Final = ("personalressurs", "person", "arbeidsforhold", "stillingskode", "arbeidssted")
# What a collection may also be called, in the order they are looked for.
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "personalressurs": ("personalressurser", "ansatte"),
    "person": ("personer",),
    "stillingskode": ("stillingskoder",),
    "arbeidssted": ("organisasjonselement", "arbeidssteder"),
}
_IDENTIFIERS: Final = (
    "systemId",
    "ansattnummer",
    "fodselsnummer",
    "kode",
    "organisasjonsKode",
    "organisasjonsId",
    "organisasjonsnummer",
)


def rows(content: bytes) -> Iterator[NumberedRow]:
    """One row for each arbeidsforhold, the headings as row 1. Raises Unreadable."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("json") from None
    model = _Model(document)
    yield 1, list(HEADINGS)
    number = 1
    for employee in model.employees:
        for cells in model.rows_of(employee):
            number += 1
            yield number, cells


class _Model:
    """The document with its collections indexed by every identifier a link may use."""

    def __init__(self, document: Any) -> None:
        found = {name: _collection(document, name) for name in COLLECTIONS}
        self.employees = found["personalressurs"] or _entries(document)
        if not any("ansattnummer" in employee for employee in self.employees):
            raise Unreadable("fint")
        self.index = {
            name: {key: entry for entry in entries for key in _keys(entry)}
            for name, entries in found.items()
        }

    def rows_of(self, employee: Resource) -> Iterator[list[Cell]]:
        person = next(iter(self._related(employee, "person")), employee)
        held = self._related(employee, "arbeidsforhold") or [{}]
        for engagement in held:
            yield [*self._who(employee, person), *self._what(employee, engagement)]

    def _who(self, employee: Resource, person: Resource) -> list[Cell]:
        name = _inner(person, "navn")
        contact = {**_inner(person, "kontaktinformasjon"), **_inner(employee, "kontaktinformasjon")}
        first = [_text(name.get("fornavn")), _text(name.get("mellomnavn"))]
        return [
            _text(employee.get("ansattnummer")),
            _text(person.get("fodselsnummer") or person.get("fødselsnummer")),
            _text(employee.get("feidenavn")),
            _text(employee.get("brukernavn")),
            " ".join(part for part in first if part),
            _text(name.get("etternavn")),
            _text(contact.get("epostadresse")),
            _text(contact.get("mobiltelefonnummer") or contact.get("telefonnummer")),
        ]

    def _what(self, employee: Resource, engagement: Resource) -> list[Cell]:
        place = next(iter(self._related(engagement, "arbeidssted")), {})
        code = next(iter(self._related(engagement, "stillingskode")), {})
        period = _inner(engagement, "gyldighetsperiode") or _inner(employee, "ansettelsesperiode")
        where = next((place[key] for key in (*_IDENTIFIERS[4:], "navn") if place.get(key)), None)
        return [
            _text(where or engagement.get("arbeidssted")),
            _text(engagement.get("systemId") or engagement.get("stillingsnummer")),
            _text(code.get("kode") or engagement.get("stillingskode")),
            _hundredth(engagement.get("ansettelsesprosent")),
            _hundredth(
                engagement.get("årslønn") or engagement.get("arslonn") or engagement.get("arslønn")
            ),
            _day(period.get("start")),
            _day(period.get("slutt")),
        ]

    def _related(self, resource: Resource, name: str) -> list[Resource]:
        """What stands inside, else what is embedded, else what the links point at."""
        inside = _entries(resource.get(name)) or _entries(_inner(resource, "_embedded").get(name))
        if inside:
            return inside
        links = _inner(resource, "_links").get(name)
        found = []
        for link in links if isinstance(links, list) else [links]:
            href = link.get("href") if isinstance(link, dict) else link
            key = href.rstrip("/").rpartition("/")[2] if isinstance(href, str) else ""
            if key in self.index[name]:
                found.append(self.index[name][key])
        return found


def _collection(document: Any, name: str) -> list[Resource]:
    if not isinstance(document, dict):
        return []
    inside = _inner(document, "_embedded")
    for called in (name, *_ALSO.get(name, ())):
        for holder in (document, inside):
            if entries := _entries(holder.get(called)):
                return entries
    return []


def _entries(found: Any) -> list[Resource]:
    """A list, FINT's collection, or one resource alone: its objects."""
    if isinstance(found, dict):
        entries = _inner(found, "_embedded").get("_entries", found.get("_entries"))
        if entries is None:
            return [] if set(found) <= {"identifikatorverdi", "gyldighetsperiode"} else [found]
        found = entries
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _inner(resource: Resource, name: str) -> dict[str, Any]:
    found = resource.get(name)
    return found if isinstance(found, dict) else {}


def _keys(entry: Resource) -> Iterator[str]:
    for name in _IDENTIFIERS:
        if key := _text(entry.get(name)):
            yield key


def _text(found: Any) -> str:
    """A text or number; of an identifier its value. Nothing for whatever else stands there."""
    if isinstance(found, dict):
        found = found.get("identifikatorverdi")
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return f"{found}".replace("\x00", "")


def _hundredth(found: Any) -> Cell:
    """10000 → 100.0. What is no number is left for the check to name."""
    if isinstance(found, bool) or not isinstance(found, int | float):
        return _text(found)
    return found / 100 if abs(found) < 10**15 else _text(found)


def _day(found: Any) -> str:
    """FINT writes moments (2020-01-01T00:00:00Z): the day is what counts."""
    return _text(found)[:10]
