"""A placement from wish to signed PDF to cover: a vocational teacher, the business and the leader
sign, the owner sets money aside, a substitute is booked. A real worker does what follows."""

import datetime
import io
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from catalogue.models import CourseRun, Placement, TradeNote
from catalogue.states import PlacementState
from staff.models import Owner, Subject, User, Workplace
from staff.roles import Role
from substitutes.models import Booking, Order
from tests.browser.people import PATIENCE, Person, Visit, shots
from tests.browser.world import PASSWORD
from tests.factories import (
    ContactFactory,
    EarmarkFactory,
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    PositionFactory,
    StaffGroupFactory,
    SubstituteFactory,
    TeachingFactory,
    WorkplaceFactory,
    scheme_with_rules,
)
from tests.factories.placements import a_business, a_trade, an_offer
from tests.factories.trades import a_county

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUTTON = "main form[method=post] button:not([formaction], [name], [type])"
COVER = reverse("substitutes:orders")
WISH = "Jeg vil se roboter i bruk, så elevene lærer det de møter som lærlinger."
TEXTS = {
    "goals": "Kjenne robotcellen, og lage tre oppgaver til elevene.",
    "safety": "Opplæring i HMS første dag. Verkstedet låner ut verneutstyr.",
    "insurance": "Fylkeskommunen har yrkesskadeforsikring for deltakeren.",
    "confidentiality": "Taushetsplikt om kundene til verkstedet.",
}


@dataclass(frozen=True)
class World:
    owner: Owner
    school: Workplace
    trade: Subject
    offer: CourseRun
    people: dict[str, User]


@pytest.mark.parametrize(
    ("width", "language"),
    [
        pytest.param("desktop", "nb", id="desktop"),
        pytest.param("phone", "nn", id="phone-nynorsk"),
    ],
)
def test_a_placement_from_wish_to_signed_pdf_to_cover(
    chromium, server, worker_and_relay, width, language
):
    world = _world(language)
    visit = Visit(chromium, server, width, shots=shots(f"placement-{width}-{language}"))
    _the_board_advises(visit, world)
    with visit.as_person("teacher") as teacher:
        placement = _wishes(teacher, world)
    _the_business_writes_and_signs(visit, placement)
    _others_sign(visit, placement)
    with visit.as_person("teacher") as teacher:
        text = _reads_the_pdf(teacher, placement)
    for part in [*TEXTS.values(), *(str(world.people[name]) for name in ("teacher", "leader"))]:
        assert part in text
    _covered(visit, placement)
    booking = Booking.objects.get(order__placement=placement)
    assert booking.confirmed_at
    assert booking.order.commitment.committed_ore == 25_000_000
    with visit.as_person("teacher") as teacher:
        teacher.go(placement.get_absolute_url())
        teacher.look("covered")
    _goes_on_and_is_confirmed(visit, placement)
    assert visit.found == []
    placement.refresh_from_db()
    assert (placement.state, placement.hours) == (PlacementState.COMPLETED, 120)


def _the_board_advises(visit: Visit, world: World) -> None:
    with visit.as_person("board") as board:
        board.open_menu("/trades/", "trades-none")
        board.follow("/trades/post/", "trade-post")
        board.choose("kind", "advice")
        board.page.select_option("main [name=trade]", str(world.trade.pk))
        board.fill({"text": "Godt tilbud: roboter, og noen som har tid til å veilede."})
        _press(board, "trade-errors")
        assert board.page.locator("[aria-invalid=true]").count() == 1
        provider = world.offer.course.provider_id
        board.page.select_option("main [name=provider]", str(provider))
        _press(board, "trade-posted")
        assert TradeNote.objects.count() == 1


def _wishes(teacher: Person, world: World) -> Placement:
    """The first try lacks weekdays; what was typed is still there."""
    teacher.open_menu("/courses/", "courses")
    teacher.follow("/placements/offers/", "offers")
    assert "roboter" in teacher.text()
    teacher.follow("/placements/new/?run=", "wish")
    teacher.fill({"wish": WISH, "starts_on": _day(20), "ends_on": _day(90)})
    _press(teacher, "wish-errors")
    assert teacher.page.input_value("[name=wish]") == WISH
    teacher.choose("weekdays", "2")
    teacher.choose("weekdays", "4")
    _press(teacher, "wished")
    teacher.go("/placements/")
    teacher.look("list-of-mine")
    return Placement.objects.get()


def _the_business_writes_and_signs(visit: Visit, placement: Placement) -> None:
    with visit.as_person("business") as business:
        business.open_menu("/placements/", "list-of-business")
        business.follow(f"/placements/{placement.pk}/", "asked")
        business.follow(f"/placements/{placement.pk}/decline/", "decline")
        business.go(placement.get_absolute_url())
        business.follow(f"/placements/{placement.pk}/agreement/", "write")
        business.fill({**TEXTS, "goals": ""})
        _press(business, "write-errors")
        business.fill(TEXTS)
        _press(business, "written")
        _signs(business, placement)


def _others_sign(visit: Visit, placement: Placement) -> None:
    with visit.as_person("leader") as leader:
        leader.open_menu("/placements/", "list-of-leader")
        leader.follow(f"/placements/{placement.pk}/", "to-sign")
        leader.go(f"/placements/{placement.pk}/agreement/")
        leader.look("change-says-who-must-sign-anew")
        leader.go(placement.get_absolute_url())
        _signs(leader, placement)
    with visit.as_person("teacher") as teacher:
        teacher.go(placement.get_absolute_url())
        _signs(teacher, placement)


def _signs(person: Person, placement: Placement) -> None:
    person.follow(f"/placements/{placement.pk}/sign/", "sign")
    for text in TEXTS.values():
        assert text in person.text()
    person.page.check("main [name=has_read]")
    _press(person, "signed")


def _reads_the_pdf(teacher: Person, placement: Placement) -> str:
    address = f"/placements/{placement.pk}/agreement.pdf"
    link = teacher.page.locator(f"main a[href='{address}']")
    deadline = timezone.now() + datetime.timedelta(milliseconds=PATIENCE)
    teacher.go(placement.get_absolute_url())
    while not link.count() and timezone.now() < deadline:
        teacher.page.reload()
    expect(link).to_be_visible()
    teacher.look("signed-by-three")
    answer = teacher.page.request.get(teacher.visit.address + address)
    pages = PdfReader(io.BytesIO(answer.body())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _covered(visit: Visit, placement: Placement) -> None:
    order = Order.objects.get(placement=placement)
    with visit.as_person("leader") as leader:
        leader.go(order.get_absolute_url())
        leader.look("cover-without-money")
        leader.go(f"/placements/{placement.pk}/cancel/")
        leader.look("cancel-says-what-follows")
    with visit.as_person("officer") as officer:
        officer.follow(f"{COVER}?state=money", "cover-to-fund")
        officer.follow(order.get_absolute_url(), "order")
        officer.follow(f"{COVER}orders/{order.pk}/money/", "money")
        officer.fill({"amount": "mye"})
        _press(officer, "money-errors")
        officer.fill({"amount": "250 000"})
        _press(officer, "money-set-aside")
        officer.follow(f"{COVER}orders/{order.pk}/money/back/", "money-back")
    with visit.as_person("leader") as leader:
        leader.go(order.get_absolute_url())
        leader.look("cover-with-money")
        leader.press(f"/orders/{order.pk}/book/", name="booked")
        leader.go(f"/?semester={placement.starts_on.year}-{_part(placement.starts_on)}")
        leader.look("calendar")
        assert str(placement.participant) in leader.text()
    with visit.as_person("substitute") as substitute:
        substitute.go(f"{COVER}bookings/{order.bookings.get().pk}/")
        substitute.press("/answer/", "button[value=yes]", name="answered")


def _goes_on_and_is_confirmed(visit: Visit, placement: Placement) -> None:
    """As on its last day."""
    today = timezone.localdate()
    days = {"starts_on": today - datetime.timedelta(days=30), "ends_on": today}
    Placement.objects.filter(pk=placement.pk).update(**days)
    with visit.as_person("teacher") as teacher:
        teacher.go(placement.get_absolute_url())
        teacher.fill({"text": "Programmerte roboten til å sveise en ramme."})
        _press(teacher, "log")
    with visit.as_person("business") as business:
        business.go(placement.get_absolute_url())
        business.follow(f"/placements/{placement.pk}/confirm/", "confirm")
        business.fill({"hours": "120"})
        _press(business, "confirmed")


def _press(person: Person, name: str) -> None:
    person.page.locator(BUTTON).first.click()
    person.look(name)


def _day(ahead: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=ahead)).isoformat()


def _part(day: datetime.date) -> int:
    return 1 if day.month <= 6 else 2


def _world(language: str) -> World:
    county = a_county("34")
    owner = OwnerFactory(
        name="Nordvik kommune",
        written_language=language,
    )
    school = WorkplaceFactory(
        owner=owner, name="Sørfjell videregående skole", sector="upper_secondary"
    )
    trade = a_trade(
        name_nb="Industrimekanikerfaget", name_nn="Industrimekanikarfaget", code="INM03"
    )
    names = {
        "teacher": ("Mathilde", "Sandbakken-Øvergård"),
        "leader": ("Solveig", "Bråten"),
        "officer": ("Jon", "Ødegård"),
        "business": ("Ingá", "Sárá Utsi"),
        "board": ("Per", "Åsen"),
        "substitute": ("Marit", "Ås"),
    }
    people = {name: _person(name, *full, language) for name, full in names.items()}
    group = StaffGroupFactory(
        code="vocational-teacher", name_nb="Yrkesfaglærere", name_nn="Yrkesfaglærarar"
    )
    code = PositionCodeFactory(name_nb="Yrkesfaglærer", name_nn="Yrkesfaglærar", staff_group=group)
    post = PositionFactory(
        owner=owner, workplace=school, employee__user=people["teacher"], code=code
    )
    TeachingFactory(owner=owner, employee=post.employee, subject=trade)
    MembershipFactory(user=people["teacher"], role=Role.EMPLOYEE, owner=owner, workplace=school)
    MembershipFactory(user=people["leader"], role=Role.LEADER, owner=owner, workplace=school)
    MembershipFactory(user=people["officer"], role=Role.OWNER_OFFICER, owner=owner)
    MembershipFactory(user=people["board"], role=Role.TRAINING_BOARD, owner=county)
    business = a_business(name="Fjord Mekaniske Verksted AS")
    ContactFactory(provider=business, membership__user=people["business"])
    offer = an_offer(business, trade, place="Gjøvik")
    offer.course.title = "Hospitering i mekanisk verksted"
    offer.course.save()
    held = MembershipFactory(user=people["substitute"], role=Role.SUBSTITUTE, owner=owner)
    SubstituteFactory(owner=owner, user=people["substitute"], membership=held, staff_groups=[group])
    scheme = scheme_with_rules(
        name_nb="Vikarordningen", name_nn="Vikarordninga", staff_groups=[group]
    )
    EarmarkFactory(owner=owner, scheme=scheme, name="Yrkesfagløftet", amount_ore=80_000_000)
    return World(owner, school, trade, offer, people)


def _person(name: str, first_name: str, last_name: str, language: str) -> User:
    return User.objects.create(
        username=name,
        first_name=first_name,
        last_name=last_name,
        email=f"{name}@example.org",
        password=make_password(PASSWORD),
        written_language=language,
    )
