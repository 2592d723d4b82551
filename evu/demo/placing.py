"""Placements at every step, what the training board says, and studies outside the catalogue."""

from typing import Any, Final

from catalogue import services
from catalogue.models import Placement, TradeNote
from evu.demo.clock import at, office_hours
from evu.demo.courses import BUILDERS, KITCHEN, WORKSHOP
from evu.demo.days import Date
from evu.demo.places import COUNTY, MUNICIPALITY
from evu.demo.stage import Hired, Stage
from notifications import outbox
from notifications.models import UNDONE, Owed
from staff.models import Subject, User
from substitutes import queries
from substitutes import services as cover
from substitutes.models import Order

SCHOOL: Final = "Sørfjell videregående skole"
AGREEMENT: Final = {
    "goals": "Kjenne dagens utstyr og arbeidsmåter, og ta med oppgaver tilbake til elevene.",
    "safety": "Bedriften gir opplæring i HMS første dag og utstyr som trengs.",
    "insurance": "Deltakeren er yrkesskadeforsikret hos skoleeieren hele perioden.",
    "confidentiality": "Deltakeren har taushetsplikt om det bedriften ikke har gjort kjent.",
}
COVER: Final = (
    "substitutes.reactions.open_order_for_placement",
    "substitutes.reactions.end_cover_of_placement",
)
LOG: Final = (
    "Fikk opplæring i sikkerhet og var med på morgenmøtet.",
    "Arbeidet sammen med en lærling. Mye er nytt siden jeg var ferdig utlært.",
    "Laget tre oppgaver som elevene kan løse med det samme utstyret.",
)


def play_all(stage: Stage) -> None:
    there = [
        hired
        for hired in stage.hired
        if hired.workplace.name == SCHOOL and hired.group in ("vocational-teacher", "instructor")
    ]
    teacher = stage.persona("vocational-teacher")
    others = [hired for hired in there if hired.user != teacher.user]
    _completed(stage, others[0])
    _signed(stage, others[1])
    _to_sign(stage, teacher)
    _wished(stage, others[2])
    _notes(stage)
    _studies(stage)


def _completed(stage: Stage, hired: Hired) -> None:
    starts = stage.days.ago(120)
    placement = _agreed(stage, hired, KITCHEN, "KOK03", stage.days.ago(150), starts, 60)
    _everybody_signs(stage, placement, stage.days.ago(140))
    for number, text in enumerate(LOG):
        day = Date.fromordinal(starts.toordinal() + 7 * number)
        with at(office_hours(day, 420)):
            services.write_log(placement=placement, day=day, text=text, by=hired.user)
    with at(office_hours(stage.days.ago(58))):
        services.confirm_placement(placement=placement, hours=68, by=stage.contacts[KITCHEN])
        _do_what_is_owed(placement)


def _signed(stage: Stage, hired: Hired) -> None:
    placement = _agreed(
        stage, hired, WORKSHOP, "INM03", stage.days.ago(30), stage.days.ahead(45), 60
    )
    _everybody_signs(stage, placement, stage.days.ago(12))
    _covered(stage, placement, stage.days.ago(8))


def _covered(stage: Stage, placement: Placement, on: Date) -> None:
    """The county sets money aside for the cover, the leader books, and the substitute says yes."""
    order = Order.objects.get(placement=placement)
    source = queries.sources(order)[0]
    with at(office_hours(on, 40)):
        order = cover.set_money_aside(
            order=order,
            earmark=source.line.earmark,
            amount_ore=source.cost_ore,
            by=stage.officers[COUNTY],
        )
    pay_ore = placement.position.annual_pay_ore
    free = [each.substitute for each in queries.candidates(order) if each.is_free]
    substitute = next(each for each in free if each.annual_pay_ore <= pay_ore)
    with at(office_hours(on, 120)):
        booking = cover.book(
            order=order, substitute=substitute, by=stage.leaders[placement.workplace_id]
        )
    with at(office_hours(on, 240)):
        cover.answer_offer(booking=booking, accepted=True, by=substitute.user)


def _to_sign(stage: Stage, hired: Hired) -> None:
    placement = _agreed(stage, hired, KITCHEN, "KOK03", stage.days.ago(9), stage.days.ahead(60), 30)
    _sign(placement, stage.contacts[KITCHEN], stage.days.ago(3))


def _wished(stage: Stage, hired: Hired) -> None:
    _wish(stage, hired, BUILDERS, "TMF03", stage.days.ago(4), stage.days.ahead(75), 40)


def _wish(
    stage: Stage, hired: Hired, business: str, trade: str, on: Date, starts: Date, days: int
) -> Placement:
    with at(office_hours(on)):
        return services.wish_for_placement(
            position=hired.employee.positions.order_by("-percent", "pk")[0],
            business=stage.providers[business],
            trade=Subject.objects.get(code=trade),
            wish="Jeg vil se hvordan faget utøves i dag, så undervisningen min ikke blir utdatert.",
            starts_on=starts,
            ends_on=Date.fromordinal(starts.toordinal() + days),
            weekdays=[4, 5],
            by=hired.user,
        )


def _agreed(
    stage: Stage, hired: Hired, business: str, trade: str, on: Date, starts: Date, days: int
) -> Placement:
    placement = _wish(stage, hired, business, trade, on, starts, days)
    with at(office_hours(on, 300)):
        return services.write_agreement(
            placement=placement, changes=AGREEMENT, by=stage.contacts[business]
        )


def _everybody_signs(stage: Stage, placement: Placement, on: Date) -> None:
    leader = stage.leaders[placement.workplace_id]
    for person in (stage.contacts[placement.business.name], placement.participant, leader):
        _sign(placement, person, on)
    _do_what_is_owed(placement)


def _sign(placement: Placement, by: User, on: Date) -> None:
    with at(office_hours(on, 60)):
        services.sign(placement=placement, version=placement.version, by=by)


def _do_what_is_owed(placement: Placement) -> None:
    """What the relay would do about a placement: cover is ordered, or ended."""
    owed = Owed.objects.filter(UNDONE, task__in=COVER)
    for owed_id in owed.order_by("pk").values_list("pk", flat=True):
        outbox.perform(owed_id)
    placement.refresh_from_db()


def _notes(stage: Stage) -> None:
    board = User.objects.get(username="training-board")
    county = stage.owners[COUNTY]
    notes: list[dict[str, Any]] = [
        {
            "kind": TradeNote.Kind.NEED,
            "trade": "INM03",
            "text": "Bedriftene tar i bruk roboter. Lærerne trenger dager i et slikt verksted.",
        },
        {
            "kind": TradeNote.Kind.ADVICE,
            "trade": "KOK03",
            "provider": stage.providers[KITCHEN],
            "text": "Godt tilbud: stor variasjon, og noen som har tid til å veilede.",
        },
    ]
    for number, note in enumerate(notes):
        with at(office_hours(stage.days.ago(40), number * 30)):
            services.post_note(
                county=county,
                kind=note["kind"],
                trade=Subject.objects.get(code=note["trade"]),
                provider=note.get("provider"),
                text=note["text"],
                by=board,
            )


def _studies(stage: Stage) -> None:
    """One the municipality has accepted, one it has not looked at."""
    accepted = _propose(stage, stage.persona("teacher"), "Universitetet i Uppsala",
                        "Svenska som andraspråk", stage.days.ago(20))  # fmt: skip
    with at(office_hours(stage.days.ago(15))):
        services.accept_study(
            study=accepted,
            note="Sett på universitetets sider: som beskrevet.",
            by=stage.officers[MUNICIPALITY],
        )
    _propose(stage, stage.persona("skilled-worker"), "Fagskolen i Vestdalen",
             "Naturfag ute med barn", stage.days.ago(3))  # fmt: skip


def _propose(stage: Stage, hired: Hired, institution: str, title: str, on: Date) -> Any:
    is_fagskole = institution.startswith("Fagskolen")
    starts = stage.days.coming
    with at(office_hours(on)):
        return services.propose_study(
            employee=hired.employee,
            institution=institution,
            provider_kind="fagskole" if is_fagskole else "university",
            course={
                "title": title,
                "description": "",
                "kind": "with_credits",
                "credits": 15,
                "credit_system": "fagskole" if is_fagskole else "higher",
                "nqf_level": "5.1" if is_fagskole else "6",
            },
            run={
                "starts_on": starts,
                "ends_on": Date.fromordinal(starts.toordinal() + 150),
                "place": "På nett",
                "is_online": True,
                "study_load": 5_000,
                "terms": 1,
                "price_ore": 450_000,
            },
            link="https://example.org/studier",
            by=hired.user,
        )
