"""What a file of staff can tell us, and which headings that usually stands under."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Field:
    """`guesses` are headings as they are usually written, already normalised."""

    name: str
    label: Promise
    required: bool
    guesses: tuple[str, ...]


def field_of(name: str, label: Promise, guesses: str, *, required: bool = False) -> Field:
    """A field; its guesses are set apart by “ | ”."""
    return Field(name, label, required, tuple(guesses.split(" | ")))


# Sick leave, absence and union are not here: such columns are never read.
FIELDS: Final[tuple[Field, ...]] = (
    field_of(
        "number",
        _("Employee number"),
        "ansattnummer | ansattnr | ansatt nr | ansatt id | ressursnummer | ressursnr"
        " | employee number | employee no | employee id | staff number",
        required=True,
    ),
    field_of(
        "national_id",
        _("National id number"),
        "fødselsnummer | fødselsnr | personnummer | fnr | f nr | fødsels og personnummer"
        " | national id | national id number | national identity number",
    ),
    field_of(
        "feide",
        _("Feide name"),
        "feide | feidenavn | feide navn | feide id | feidebruker | feide name"
        " | edupersonprincipalname",
    ),
    field_of(
        "entra",
        _("Entra user name"),
        "entra | entra id | upn | azure | azure ad | brukernavn | userprincipalname"
        " | user principal name | entra user name | user name | username",
    ),
    field_of(
        "first_name",
        _("First name"),
        "fornavn | for og mellomnavn | fornamn | first name | given name | firstname",
        required=True,
    ),
    field_of(
        "last_name",
        _("Last name"),
        "etternavn | etternamn | last name | family name | surname | lastname",
        required=True,
    ),
    field_of(
        "email",
        _("E-mail"),
        "e post | epost | e postadresse | epostadresse | mail | email | e mail | email address",
    ),
    field_of(
        "phone",
        _("Telephone"),
        "telefon | telefonnummer | mobil | mobiltelefon | mobilnummer | tlf | phone | mobile"
        " | telephone | mobile phone",
    ),
    field_of(
        "workplace",
        _("Workplace"),
        "arbeidsplass | arbeidssted | arbeidsstad | enhet | eining | avdeling | skole | barnehage"
        " | tjenestested | organisasjonsenhet | orgnr | organisasjonsnummer | workplace | unit"
        " | department | place of work",
        required=True,
    ),
    field_of(
        "position_number",
        _("Position number"),
        "stillingsnummer | stillingsnr | stilling id | stillings id | stillingsid"
        " | arbeidsforhold | arbeidsforholdsnummer | position number | position id | position no",
    ),
    field_of(
        "code",
        _("Position code"),
        "stillingskode | stillingskodenummer | kode | stkode | position code | job code",
        required=True,
    ),
    field_of(
        "percent",
        _("Percent of a full post"),
        "stillingsprosent | prosent | stillingsstørrelse | ansettelsesprosent | st | stpst"
        " | stilling | stillingsandel | percent | position percentage | percentage | fte percent",
        required=True,
    ),
    field_of(
        "annual_pay",
        _("Annual pay for a full post"),
        "årslønn | årsløn | årslønn 100 | grunnlønn | lønn | årslønn i full stilling"
        " | annual pay | annual salary | yearly pay | salary",
    ),
    field_of(
        "starts_on",
        _("From"),
        "fra | frå | fra dato | fradato | frå dato | startdato | start | gyldig fra | ansatt fra"
        " | tilsatt fra | from | from date | start date | valid from",
    ),
    field_of(
        "ends_on",
        _("To"),
        "til | til dato | tildato | sluttdato | slutt | gyldig til | ansatt til | opphør"
        " | to | to date | end date | valid to",
    ),
)
NAMES: Final = tuple(field.name for field in FIELDS)
REQUIRED: Final = tuple(field.name for field in FIELDS if field.required)
# Whoever holds one of these can log in as the person: told apart from what may be shown.
IDENTITIES: Final = ("national_id", "feide", "entra")
_NOT_WORDS = re.compile(r"[^0-9a-zæøåöäü]+")


def normalised(heading: str) -> str:
    """“Stillings-prosent (%)” → “stillings prosent”: lower case, words apart by one space."""
    return _NOT_WORDS.sub(" ", heading.casefold()).strip()


def guess(headings: Sequence[str], fields: Sequence[Field] = FIELDS) -> dict[str, str]:
    """Field → heading, for the headings we recognise. No heading is used twice."""
    by_words: dict[str, str] = {}
    for heading in headings:
        by_words.setdefault(normalised(heading), heading)
    found: dict[str, str] = {}
    for field in fields:
        for words in (normalised(str(field.label)), *field.guesses, field.name.replace("_", " ")):
            guessed = by_words.get(words)
            if guessed is not None and guessed not in found.values():
                found[field.name] = guessed
                break
    return found


def still_there(columns: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    """Of a remembered mapping, what this file still has."""
    return {
        name: heading for name, heading in columns.items() if name in NAMES and heading in headings
    }
