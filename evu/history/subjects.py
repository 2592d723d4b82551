"""What events are about: a name for it, the page it is on, and everything that belongs to it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from applications.models import Application, Round
from catalogue.models import (
    CatalogueFeed,
    CatalogueFile,
    Course,
    CourseRun,
    OutsideStudy,
    Placement,
    Proof,
    Provider,
    ReturnRate,
    Seat,
    SigningKey,
    TailoredOrder,
    TradeNote,
)
from consultations.models import Consultation
from distribution.models import Proposal
from reports.models import Export
from staff.models import (
    ApiKey,
    Correction,
    Employee,
    ImportBatch,
    Membership,
    Owner,
    PathTaken,
    Position,
    PositionCode,
    Qualification,
    Threshold,
    Workplace,
)
from substitutes.models import Order

CODE: Final = re.compile(r"[a-z]+\.[a-z]+:[0-9]{1,18}")
PERSON: Final = Concat("user__first_name", Value(" "), "user__last_name")
EMPLOYEE: Final = Concat("employee__user__first_name", Value(" "), "employee__user__last_name")
PARTICIPANT: Final = Concat("participant__first_name", Value(" "), "participant__last_name")
# Who is away on a placement, and where.
COVERED: Final = Concat(
    "covers_for__first_name",
    Value(" "),
    "covers_for__last_name",
    Value(", "),
    "placement__business__name",
)
HOLDER: Final = Concat("holder__first_name", Value(" "), "holder__last_name")


@dataclass(frozen=True, slots=True)
class Known:
    """A kind of row: where its key and name are found, and the page (name, key) that shows it."""

    rows: Any
    name: Any
    key: str = "pk"
    page: str = ""
    page_key: str = ""


# Money is reached through what it belongs to: only its own room touches the accounts.
KNOWN: Final[Mapping[str, Known]] = {
    "applications.application": Known(Application, F("number"), page="applications:detail"),
    "applications.round": Known(Round, F("name"), page="rounds:detail"),
    "distribution.proposal": Known(Proposal, F("round__name"), page="distribution:detail"),
    "consultations.consultation": Known(
        Consultation, F("proposal__round__name"), page="consultations:detail"
    ),
    "funding.grant": Known(Owner, F("grants__name"), "grants"),
    "funding.earmark": Known(Owner, F("earmarks__name"), "earmarks", page="funding:earmark"),
    "funding.commitment": Known(
        Application, F("number"), "commitment", page="applications:detail", page_key="pk"
    ),
    "substitutes.order": Known(
        Order,
        Coalesce(F("application__number"), COVERED),
        page="substitutes:order",
    ),
    "reports.export": Known(Export, F("round__name"), page="reports:round", page_key="round"),
    "catalogue.provider": Known(Provider, F("name")),
    "catalogue.course": Known(Course, F("title")),
    "catalogue.courserun": Known(CourseRun, F("course__title"), page="catalogue:run"),
    "catalogue.cataloguefile": Known(CatalogueFile, F("file_name")),
    "catalogue.cataloguefeed": Known(CatalogueFeed, F("address")),
    "catalogue.seat": Known(Seat, PARTICIPANT),
    "catalogue.tailoredorder": Known(TailoredOrder, F("title"), page="orders:detail"),
    "catalogue.placement": Known(Placement, PARTICIPANT, page="placements:detail"),
    "catalogue.tradenote": Known(TradeNote, F("trade__name_nb")),
    "catalogue.outsidestudy": Known(OutsideStudy, F("run__course__title")),
    "catalogue.returnrate": Known(ReturnRate, F("pk")),
    "catalogue.proof": Known(Proof, HOLDER),
    "catalogue.signingkey": Known(SigningKey, F("kid")),
    "staff.owner": Known(Owner, F("name")),
    "staff.workplace": Known(Workplace, F("name")),
    "staff.membership": Known(Membership, PERSON),
    "staff.employee": Known(Employee, PERSON),
    "staff.position": Known(Position, EMPLOYEE),
    "staff.positioncode": Known(PositionCode, F("code")),
    "staff.threshold": Known(Threshold, F("code")),
    "staff.pathtaken": Known(PathTaken, EMPLOYEE),
    "staff.apikey": Known(ApiKey, F("name")),
    "staff.correction": Known(Correction, EMPLOYEE),
    "staff.qualification": Known(Qualification, EMPLOYEE),
    "staff.importbatch": Known(ImportBatch, F("file_name")),
}
# The same kind of row, where it belongs to something else: cover of a placement has its own money.
ALSO: Final[Mapping[str, Known]] = {
    "funding.commitment": Known(
        Order,
        COVERED,
        "commitment",
        page="substitutes:order",
        page_key="pk",
    ),
}


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    url: str = ""


def subjects_of(codes: Iterable[str]) -> dict[str, Subject]:
    """A name and a page for each code (`app.model:pk`) that is known and still there: one query."""
    keys: dict[str, list[int]] = defaultdict(list)
    for code in set(codes):
        label, _colon, key = code.rpartition(":")
        if label in KNOWN:
            keys[label].append(int(key))
    found = [
        _named(label, table[label], pks)
        for label, pks in sorted(keys.items())
        for table in (KNOWN, ALSO)
        if label in table
    ]
    if not found:
        return {}
    return {
        f"{label}:{key}": Subject(name, reverse(page, args=[page_key]) if page else "")
        for label, key, name, page, page_key in found[0].union(*found[1:], all=True)
    }


def codes_about(text: str, owner_id: int) -> list[str]:
    """For a case number, a round’s name or a code: the codes of that and all that belongs to it.

    One query; events are then found by the index on their subject.
    """
    if CODE.fullmatch(text):
        label, _colon, key = text.partition(":")
        found, alone = _family(label, Q(pk=key), owner_id, key=key), [text]
    else:
        cases = _family("applications.application", Q(number__iexact=text), owner_id)
        rounds = _family("applications.round", Q(name__icontains=text), owner_id)
        found, alone = [*cases, *rounds], []
    return [*alone, *(found[0].union(*found[1:]) if found else ())]


def drafts_of(owner_id: int) -> Any:
    """The codes of what has never been sent: it belongs to its applicant alone."""
    return _codes(
        "applications.application", Application.objects.filter(owner=owner_id, submitted_at=None)
    )


def _named(label: str, known: Known, pks: Iterable[int]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any] = known.rows.objects.filter(**{f"{known.key}__in": list(pks)})
    return rows.order_by().values_list(
        Value(label, output_field=CharField()),
        F(known.key),
        Cast(known.name, CharField()),
        Value(known.page, output_field=CharField()),
        F(known.page_key or known.key),
    )


def _family(label: str, which: Q, owner_id: int, *, key: str = "") -> list[QuerySet[Any, Any]]:
    """The rows and what hangs on them, as codes."""
    if label == "applications.application":
        cases = Application.objects.filter(which, owner=owner_id)
        cover = Order.objects.filter(application__in=cases)
        return [
            _codes(label, cases),
            _codes("funding.commitment", cases, "commitment"),
            _codes("substitutes.order", cover),
            _codes("catalogue.seat", _seats_of(cases)),
        ]
    if label == "applications.round":
        rounds = Round.objects.filter(which, owner=owner_id)
        sent = Consultation.objects.filter(proposal__round__in=rounds)
        return [
            _codes(label, rounds),
            _codes("distribution.proposal", rounds, "proposals"),
            _codes("consultations.consultation", sent),
        ]
    if label == "funding.earmark":
        held = Application.objects.filter(owner=owner_id, commitment__earmark=int(key))
        return [_codes("funding.commitment", held, "commitment")]
    return []


def _seats_of(cases: QuerySet[Application]) -> QuerySet[Seat]:
    return Seat.objects.filter(about__in=_codes("applications.application", cases))


def _codes(label: str, rows: QuerySet[Any], key: str = "pk") -> QuerySet[Any, Any]:
    """As history names them: label and key."""
    code = Concat(Value(f"{label}:"), Cast(F(key), CharField()))
    named = rows.filter(**{f"{key}__isnull": False}).order_by().annotate(code=code)
    codes: QuerySet[Any, Any] = named.values_list("code", flat=True)
    return codes
