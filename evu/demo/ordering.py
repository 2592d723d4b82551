"""Tailored orders: one that has become a course, one with offers to compare, one being written."""

from dataclasses import dataclass
from typing import Any, Final

from catalogue import services
from catalogue.models import OrderInvitation, OrderPartner, TailoredOrder
from evu.demo.clock import at, office_hours
from evu.demo.courses import COAST, COLLEGE, OPPVEKST
from evu.demo.days import Date
from evu.demo.stage import Stage
from staff.models import User, Workplace

SCHOOL, KINDERGARTEN = "Elvestrand skole", "Brekkebakken barnehage"
WELFARE, PRIVATE = "Elvestrand barneverntjeneste", "Lyngnebben barnehage"
AGREEMENT: Final = "Lokal avtale om kompetanseutvikling, punkt 4"


@dataclass(frozen=True, slots=True)
class Need:
    """What is wanted, by whom: the first workplace leads. Kroner for all together."""

    title: str
    need: str
    goals: str
    places: tuple[str, ...]
    groups: tuple[str, ...]
    people: tuple[int, ...]


TRANSITIONS: Final = Need(
    "Trygge overganger for barn som strever",
    "Barn mister voksne de er trygge på når de går fra barnehage til skole. Vi trenger et felles "
    "språk og faste rutiner, og at barnevernet er med fra start.",
    "Alle tre arbeidsplassene følger samme plan for overgang fra høsten.",
    (SCHOOL, KINDERGARTEN, WELFARE),
    ("teacher", "kindergarten-teacher", "assistant", "skilled-worker", "special-needs"),
    (8, 6, 4),
)
LANGUAGE: Final = Need(
    "Norsk i hverdagen for dem som arbeider med barn",
    "Flere av oss har norsk som andrespråk og vil skrive tryggere til foreldre.",
    "Alle kan skrive en beskjed og føre en samtale med foreldre på norsk.",
    (KINDERGARTEN, PRIVATE),
    ("assistant", "kitchen", "cleaning"),
    (5, 4),
)
FOOD: Final = Need(
    "Et godt måltid: mat for alle barn",
    "Kjøkkenet og avdelingene vil lage et felles opplegg for allergi, kultur og trivsel.",
    "",
    (KINDERGARTEN,),
    ("kitchen", "assistant"),
    (7,),
)


def write_all(stage: Stage) -> None:
    _became_a_course(stage)
    _has_offers(stage)
    _is_being_written(stage)


def _became_a_course(stage: Stage) -> None:
    day = stage.days.ago(150)
    order = _joined(stage, TRANSITIONS, day)
    with at(office_hours(day, 200)):
        services.invite(
            order=order, providers=_providers(stage, COLLEGE, COAST), by=_lead(stage, order)
        )
    offers = {COLLEGE: (148_000, "Fire samlinger og veiledning imellom."),
              COAST: (163_500, "Tre hele dager og to kvelder på nett.")}  # fmt: skip
    for name, (kroner, words) in offers.items():
        _offer(stage, order, name, kroner, words, stage.days.ago(135), stage.days.ago(60))
    chosen = order.invitations.get(provider__name=COLLEGE)
    with at(office_hours(stage.days.ago(120))):
        services.accept_offer(
            invitation=chosen,
            reason="Lavest pris, og veiledning på hver arbeidsplass mellom samlingene.",
            by=_lead(stage, order),
        )
    order.refresh_from_db()
    _name_participants(stage, order)


def _has_offers(stage: Stage) -> None:
    day = stage.days.ago(24)
    order = _joined(stage, LANGUAGE, day)
    with at(office_hours(day, 200)):
        services.invite(
            order=order, providers=_providers(stage, COLLEGE, OPPVEKST), by=_lead(stage, order)
        )
    starts = stage.days.ahead(70)
    _offer(
        stage,
        order,
        COLLEGE,
        92_000,
        "Ti ettermiddager på arbeidsplassen.",
        stage.days.ago(9),
        starts,
    )
    _offer(
        stage,
        order,
        OPPVEKST,
        78_500,
        "Åtte ettermiddager, med oppgaver fra egen avdeling.",
        stage.days.ago(4),
        starts,
    )


def _is_being_written(stage: Stage) -> None:
    with at(office_hours(stage.days.ago(2))):
        _written(stage, FOOD, stage.days.ago(2))


def _joined(stage: Stage, need: Need, day: Date) -> TailoredOrder:
    """Written, and every workplace has joined and heard its representatives."""
    with at(office_hours(day)):
        order = _written(stage, need, day)
        lead = _lead(stage, order)
        partners = [order.partners.get()]
        for name in need.places[1:]:
            place = stage.workplaces[name]
            partners.append(services.ask_to_join(order=order, workplace=place, by=lead))
    for partner, people in zip(partners, need.people, strict=True):
        _join(stage, partner, people, day)
    _share(order, lead, dict(zip(partners, need.people, strict=True)), day)
    return order


def _written(stage: Stage, need: Need, day: Date) -> TailoredOrder:
    place = stage.workplaces[need.places[0]]
    changes: dict[str, Any] = {
        "title": need.title,
        "need": need.need,
        "goals": need.goals,
        "sectors": sorted({stage.workplaces[name].sector for name in need.places}),
        "answer_by": Date.fromordinal(day.toordinal() + 28),
        "wanted_from": Date.fromordinal(day.toordinal() + 80),
        "wanted_to": Date.fromordinal(day.toordinal() + 240),
    }
    return services.write_order(
        workplace=place,
        changes=changes,
        staff_groups=[stage.groups[code] for code in need.groups],
        by=stage.leaders[place.pk],
    )


def _join(stage: Stage, partner: OrderPartner, people: int, day: Date) -> None:
    with at(office_hours(day, 100)):
        services.join(
            partner=partner,
            participants=people,
            agreement=AGREEMENT,
            heard_on=day,
            heard="Tillitsvalgte og verneombud støtter kurset, og ber om at vikarer er på plass.",
            by=_leader(stage, partner.workplace),
        )


def _share(order: TailoredOrder, lead: User, people: dict[OrderPartner, int], day: Date) -> None:
    """By the number who take part, in whole per cent; the first takes what is left."""
    whole = sum(people.values())
    shares = {partner.pk: count * 100 // whole * 100 for partner, count in people.items()}
    first = next(iter(shares))
    shares[first] += 10_000 - sum(shares.values())
    with at(office_hours(day, 150)):
        services.share_cost(order=order, shares=shares, by=lead)


def _offer(
    stage: Stage, order: TailoredOrder, name: str, kroner: int, words: str, on: Date, starts: Date
) -> None:
    invitation = OrderInvitation.objects.get(order=order, provider__name=name)
    with at(office_hours(on)):
        services.make_offer(
            invitation=invitation,
            changes={
                "description": words,
                "credits": 0,
                "price_ore": kroner * 100,
                "starts_on": starts,
                "ends_on": Date.fromordinal(starts.toordinal() + 120),
                "place": "Elvestrand",
            },
            by=stage.contacts[name],
        )


def _name_participants(stage: Stage, order: TailoredOrder) -> None:
    with at(office_hours(stage.days.ago(110))):
        for partner in order.partners.select_related("workplace"):
            there = [hired for hired in stage.hired if hired.workplace.pk == partner.workplace_id]
            for hired in there[: partner.participants - 1]:
                services.name_participant(
                    partner=partner,
                    participant=hired.user,
                    by=_leader(stage, partner.workplace),
                )


def _providers(stage: Stage, *names: str) -> list[Any]:
    return [stage.providers[name] for name in names]


def _lead(stage: Stage, order: TailoredOrder) -> User:
    first = order.partners.select_related("workplace").order_by("pk")[0]
    return _leader(stage, first.workplace)


def _leader(stage: Stage, workplace: Workplace) -> User:
    return stage.leaders[workplace.pk]
