"""Three workplaces order together and get a run: a school, a kindergarten and a child welfare
service, of two owners. Two providers answer; one is chosen; each workplace names its own."""

import datetime
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.models import OrderInvitation, OrderPartner, Seat, TailoredOrder
from catalogue.states import OrderState, SeatState
from staff.models import Owner, User, Workplace
from staff.roles import Role
from tests.browser.people import Person, Visit, shots
from tests.browser.world import PASSWORD
from tests.factories import (
    ContactFactory,
    MembershipFactory,
    OwnerFactory,
    PositionFactory,
    ProviderFactory,
    StaffGroupFactory,
    UnionFactory,
    WorkplaceFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUTTON = "main form[method=post] button:not([formaction], [name])"
NEED = "Barn mister voksne de er trygge på når de går fra barnehage til skole."
SAID = "Tillitsvalgte støtter det, og ber om at vikarer er på plass."
AGREEMENT = "Lokal avtale om kompetanseutvikling, punkt 4"
OFFER = "Fire samlinger, og veiledning på arbeidsplassen imellom."


@dataclass(frozen=True)
class Places:
    school: Workplace
    kindergarten: Workplace
    welfare: Workplace


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("phone", False, "nb", id="without-scripts"),
    ],
)
def test_three_workplaces_order_together_and_get_a_run(chromium, server, width, scripts, language):
    places = _world(language)
    kept = shots(f"order-{width}-{language}-{scripts}")
    visit = Visit(chromium, server, width, scripts, kept)
    with visit.as_person("principal") as principal:
        order = _writes(principal)
        _asks(principal, order, "Lia", places.kindergarten)
        _asks(principal, order, "Barneverntjenesten", places.welfare)
        _fills_in(principal, order, places.school, "8")
    _others_join(visit, order, places)
    with visit.as_person("principal") as principal:
        _shares_and_sends(principal, order)
    _providers_answer(visit, order)
    with visit.as_person("tillitsvalgt") as representative:
        representative.go(f"/orders/{order.pk}/")
        representative.look("read-by-representative")
        assert SAID in representative.text()
    with visit.as_person("principal") as principal:
        _chooses(principal, order)
        _names(principal, order, places.school, "principal")
    _others_name(visit, order, places)
    assert visit.found == []
    order.refresh_from_db()
    assert (order.state, order.run.seats) == (OrderState.ACCEPTED, 18)
    assert Seat.objects.filter(run=order.run, state=SeatState.ASKED).count() == 3


def _others_join(visit: Visit, order: TailoredOrder, places: Places) -> None:
    with visit.as_person("styrer") as leader:
        leader.open_menu("/orders/", "asked")
        leader.follow(f"/orders/{order.pk}/", "asked-order")
        _fills_in(leader, order, places.kindergarten, "6")
    with visit.as_person("barnevern") as leader:
        leader.go(f"/orders/{order.pk}/")
        _fills_in(leader, order, places.welfare, "4")


def _providers_answer(visit: Visit, order: TailoredOrder) -> None:
    with visit.as_person("hogskole") as contact:
        contact.open_menu("/orders/", "provider-list")
        contact.follow(f"/orders/{order.pk}/", "invitation")
        _offers(contact, "148 000")
    with visit.as_person("fagskole") as contact:
        contact.go(f"/orders/{order.pk}/")
        _offers(contact, "163 500")
        assert "148" not in contact.text()


def _others_name(visit: Visit, order: TailoredOrder, places: Places) -> None:
    for name, place in (("styrer", places.kindergarten), ("barnevern", places.welfare)):
        with visit.as_person(name) as leader:
            leader.go(f"/orders/{order.pk}/")
            _names(leader, order, place, name)


def _writes(principal: Person) -> TailoredOrder:
    """The first try has its days in the wrong order; what was typed is still there."""
    principal.open_menu("/orders/", "orders-none")
    principal.follow("/orders/new/", "new")
    principal.fill(
        {
            "title": "Trygge overganger for barn som strever",
            "need": NEED,
            "goals": "Alle tre følger samme plan fra høsten.",
            "answer_by": _day(20),
            "wanted_from": _day(40),
            "wanted_to": _day(30),
        }
    )
    for box in principal.page.locator("main input[name=staff_groups]").all():
        box.check()
    for sector in ("kindergarten", "child_welfare"):
        principal.choose("sectors", sector)
    _press(principal, "new-errors")
    assert principal.page.locator("[aria-invalid=true]").count() == 1
    assert principal.page.input_value("[name=need]") == NEED
    principal.fill({"wanted_to": _day(220)})
    _press(principal, "written")
    return TailoredOrder.objects.get()


def _asks(principal: Person, order: TailoredOrder, words: str, place: Workplace) -> None:
    principal.go(f"/orders/{order.pk}/workplaces/")
    principal.fill({"q": words})
    principal.page.click("main form[role=search] button")
    principal.look("found-workplaces")
    principal.press(f"/orders/{order.pk}/workplaces/{place.pk}/ask/", name="asked-one")


def _fills_in(leader: Person, order: TailoredOrder, place: Workplace, people: str) -> None:
    partner = OrderPartner.objects.get(order=order, workplace=place)
    leader.follow(f"/orders/workplaces/{partner.pk}/join/", "join")
    leader.fill(
        {
            "participants": people,
            "agreement": AGREEMENT,
            "heard_on": _day(0),
            "heard": SAID,
        }
    )
    _press(leader, "joined")
    partner.refresh_from_db()
    assert partner.participants == int(people)


def _shares_and_sends(principal: Person, order: TailoredOrder) -> None:
    principal.go(f"/orders/{order.pk}/")
    principal.follow(f"/orders/{order.pk}/shares/", "shares")
    first = order.partners.first()
    principal.fill({f"share_{first.pk}": "90"})
    _press(principal, "shares-errors")
    assert principal.page.locator("[aria-invalid=true]").count() == 1
    principal.press(f"/orders/{order.pk}/shares/by-participants/", name="shared")
    assert list(order.partners.values_list("share", flat=True)) == [4_445, 3_333, 2_222]
    principal.follow(f"/orders/{order.pk}/invite/", "invite")
    for name in ("Fjord høgskole", "Kyst fagskole"):
        principal.fill({"q": name})
        principal.page.click("main form[role=search] button")
        principal.page.wait_for_load_state()
        principal.page.locator("main ul.tasks a.ds-button").first.click()
        principal.look("chosen")
    _press(principal, "sent")
    assert order.invitations.count() == 2


def _offers(contact: Person, price: str) -> None:
    contact.follow("/offer/", "offer")
    contact.fill({"description": OFFER, "price_ore": "hundre tusen", "credits": "15"})
    contact.fill({"starts_on": _day(50), "ends_on": _day(189), "place": "Nordvik"})
    contact.fill({"sessions": "Fire tirsdager fra 12 til 15."})
    _press(contact, "offer-errors")
    assert contact.page.input_value("[name=price_ore]") == "hundre tusen"
    contact.fill({"price_ore": price})
    _press(contact, "offered")
    assert OFFER in contact.text()


def _chooses(principal: Person, order: TailoredOrder) -> None:
    principal.go(f"/orders/{order.pk}/")
    principal.look("with-offers")
    principal.follow(f"/orders/{order.pk}/offers/", "compare")
    cheapest = OrderInvitation.objects.get(order=order, price_ore=14_800_000)
    principal.follow(f"/orders/offers/{cheapest.pk}/accept/", "accept")
    principal.fill({"reason": "Lavest pris, og veiledning hos oss mellom samlingene."})
    _press(principal, "accepted")
    order.refresh_from_db()
    run = principal.page.locator(f"main a[href='{order.run.get_absolute_url()}']")
    expect(run.first).to_be_visible()


def _names(leader: Person, order: TailoredOrder, place: Workplace, who: str) -> None:
    partner = OrderPartner.objects.get(order=order, workplace=place)
    leader.follow(f"/orders/workplaces/{partner.pk}/participants/", f"participants-{who}")
    leader.page.locator("main button[formaction$='/name/']").first.click()
    leader.look(f"named-{who}")
    assert Seat.objects.filter(run=order.run, about=partner.about).count() == 1


def _world(language: str) -> Places:
    nordvik = OwnerFactory(name="Nordvik kommune", written_language=language)
    trust = OwnerFactory(name="Lia stiftelse", kind="private", written_language=language)
    for name in ("Assistenter", "Lærere", "Barnevernspedagoger"):
        StaffGroupFactory(name_nb=name, name_nn=name)
    places = Places(
        WorkplaceFactory(owner=nordvik, name="Fjordgata skole", sector="primary"),
        WorkplaceFactory(owner=trust, name="Lia barnehage", sector="kindergarten"),
        WorkplaceFactory(owner=nordvik, name="Barneverntjenesten", sector="child_welfare"),
    )
    leaders = {"principal": places.school, "styrer": places.kindergarten}
    for name, place in {**leaders, "barnevern": places.welfare}.items():
        _person(name, language, role=Role.LEADER, owner=place.owner, workplace=place)
        _employ(place)
    _represent(places.kindergarten, language)
    for name, title, kind in (
        ("hogskole", "Fjord høgskole", "university_college"),
        ("fagskole", "Kyst fagskole", "fagskole"),
    ):
        held = _person(name, language, role=Role.PROVIDER, owner=None)
        ContactFactory(membership=held, provider=ProviderFactory(name=title, kind=kind))
    return places


def _represent(place: Workplace, language: str) -> None:
    union = UnionFactory(name="LO Kommune")
    role = Role.UNION_WORKPLACE_REP
    _person("tillitsvalgt", language, role=role, owner=place.owner, workplace=place, union=union)


def _employ(place: Workplace) -> None:
    for name in ("Åse Berg", "Bjørn Vik"):
        first, last = name.split()
        PositionFactory(
            owner=place.owner,
            workplace=place,
            employee__user__first_name=first,
            employee__user__last_name=last,
        )


def _person(name: str, language: str, *, owner: Owner | None, **held: object) -> object:
    user = User.objects.create(
        username=name,
        first_name="Kim",
        last_name=name.capitalize(),
        email=f"{name}@example.org",
        password=make_password(PASSWORD),
        written_language=language,
    )
    return MembershipFactory(user=user, owner=owner, **held)


def _day(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def _press(person: Person, name: str) -> None:
    person.page.locator(BUTTON).last.click()
    person.look(name)
