"""What a file of courses can tell us, which headings that usually stands under, and its words."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from staff.importing.columns import Field, field_of

COURSE_FIELDS: Final[tuple[Field, ...]] = (
    field_of("code", _("Course code"), "kurskode | emnekode | emne | kode | course code | code"),
    field_of(
        "title",
        _("Title"),
        "tittel | kurs | kursnavn | kursnamn | navn | namn | emnenavn | title | name | course",
        required=True,
    ),
    field_of("description", _("Description"), "beskrivelse | beskriving | omtale | description"),
    field_of(
        "kind", _("Kind of course"), "type | type kurs | kurstype | slag | kind | course kind"
    ),
    field_of("credits", _("Credits"), "studiepoeng | sp | stp | poeng | credits | ects"),
    field_of(
        "credit_system", _("Credit system"), "type studiepoeng | studiepoengsystem | poengsystem"
    ),
    field_of("nqf_level", _("NQF level"), "nkr | nkr nivå | nivå | nqf | nqf level"),
    field_of(
        "subjects",
        _("Subjects (Grep codes)"),
        "fag | fag grep koder | fag grep kodar | fagkoder | fagkodar | grep | grepkoder | subjects",
    ),
    field_of(
        "staff_groups",
        _("Staff groups"),
        "personalgrupper | personalgruppe | grupper | målgruppe | målgrupper | staff groups",
    ),
    field_of("sectors", _("Sectors"), "sektor | sektorer | sektorar | sectors | sector"),
)
RUN_FIELDS: Final[tuple[Field, ...]] = (
    field_of(
        "run_code",
        _("Run code"),
        "gjennomføringskode | gjennomføring | kull | kullkode | run | run code",
    ),
    field_of(
        "starts_on",
        _("Starts"),
        "startdato | start | begynner | byrjar | starter | startar | fra | frå | starts on",
    ),
    field_of(
        "ends_on",
        _("Ends"),
        "slutt | slutter | sluttar | sluttdato | til | ends on | end | end date",
    ),
    field_of(
        "place",
        _("Where it is held"),
        "sted | stad | hvor det holdes | kvar det blir halde | studiested | studiestad | place"
        " | location",
    ),
    field_of("is_online", _("Online"), "nett | på nett | nettbasert | digitalt | online"),
    field_of(
        "study_load",
        _("Study load (percent)"),
        "studiebelastning | studiebelastning prosent | belastning | prosent | studieprosent"
        " | load | study load",
    ),
    field_of("terms", _("Terms"), "terminer | terminar | antall terminer | semestre | semester"),
    field_of("seats", _("Seats"), "plasser | plassar | antall plasser | kapasitet | capacity"),
    field_of(
        "price_ore",
        _("Price (kroner)"),
        "pris | pris kr | pris kroner | kursavgift | avgift | price",
    ),
    field_of(
        "apply_by",
        _("Apply to the institution by"),
        "søknadsfrist | søk hos lærestedet innen | søk hos lærestaden innan | søk innen | frist"
        " | apply by | deadline",
    ),
    field_of(
        "apply_at",
        _("Apply to the institution at"),
        "søknadslenke | søk hos lærestedet på | søk hos lærestaden på | søk her | lenke | apply at"
        " | url",
    ),
    field_of("sessions", _("Sessions"), "samlinger | samlingar | samling | møtedager"),
    field_of(
        "is_published",
        _("On offer"),
        "på tilbud | tilbys | blir tilbode | publisert | aktiv | on offer | published | open",
    ),
)
FIELDS: Final = COURSE_FIELDS + RUN_FIELDS
COURSE_NAMES: Final = tuple(field.name for field in COURSE_FIELDS)
RUN_NAMES: Final = tuple(field.name for field in RUN_FIELDS)
# Words understood besides our own keys.
KINDS: Final[Mapping[str, str]] = {
    "videreutdanning": "with_credits",
    "vidareutdanning": "with_credits",
    "med studiepoeng": "with_credits",
    "etterutdanning": "without_credits",
    "kurs": "without_credits",
    "uten studiepoeng": "without_credits",
    "utan studiepoeng": "without_credits",
    "vei til kvalifikasjon": "road",
    "veg til kvalifikasjon": "road",
    "hospitering": "placement",
    "skreddersydd": "tailored",
    "skreddarsydd": "tailored",
}
CREDIT_SYSTEMS: Final[Mapping[str, str]] = {
    "universitet": "higher",
    "høgskole": "higher",
    "høyskole": "higher",
    "høgskule": "higher",
    "uh": "higher",
    "fagskule": "fagskole",
}
SECTORS: Final[Mapping[str, str]] = {
    "barnehage": "kindergarten",
    "grunnskole": "primary",
    "grunnskule": "primary",
    "videregående": "upper_secondary",
    "videregående skole": "upper_secondary",
    "vidaregåande": "upper_secondary",
    "vidaregåande skule": "upper_secondary",
    "sfo": "after_school",
    "aks": "after_school",
    "pp-tjenesten": "ppt",
    "pp-tenesta": "ppt",
    "barnevern": "child_welfare",
    "voksenopplæring": "adult_education",
    "vaksenopplæring": "adult_education",
    "kulturskole": "culture_school",
    "kulturskule": "culture_school",
    "fagskule": "fagskole",
}
YES: Final = ("ja", "j", "yes", "y", "true", "sann", "1", "x")
NO: Final = ("nei", "n", "no", "false", "usann", "0")
