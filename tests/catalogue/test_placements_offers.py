"""Finding a placement and asking for it."""

import pytest
from django.urls import reverse

from catalogue.models import Placement, TradeNote
from staff.roles import Role
from tests.factories import (
    CourseRunFactory,
    MembershipFactory,
    PositionFactory,
    ProviderFactory,
    TeachingFactory,
    UserFactory,
    WorkplaceFactory,
    contact_of,
    employee_at,
)
from tests.factories.placements import a_business, a_trade, an_offer, days_ahead, wished
from tests.factories.trades import a_note

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14  # two of them are savepoints
OFFERS, WISH, FIND = (reverse(f"placements:{name}") for name in ("offers", "wish", "find_business"))


@pytest.fixture
def position():
    return employee_at(WorkplaceFactory())


@pytest.fixture
def teacher(client, position):
    client.force_login(position.employee.user)
    return position.employee.user


def words(in_trade, **changes):
    return {
        "trade": in_trade.pk,
        "wish": "Se hvordan faget utøves.",
        "starts_on": days_ahead(20).isoformat(),
        "ends_on": days_ahead(60).isoformat(),
        "weekdays": [2, 4],
        **changes,
    }


def shown(answer):
    return [offer.run for offer in answer.context["offers"]]


# ── Offers ───────────────────────────────────────────────────────────────────────────────────────


def test_ones_own_trade_comes_first(client, teacher, position):
    mine, other = a_trade(), a_trade()
    TeachingFactory(owner=position.owner, employee=position.employee, subject=mine)
    first_to_begin = an_offer(None, other, starts_on=days_ahead(1))
    own = an_offer(None, mine, starts_on=days_ahead(30))
    assert shown(client.get(OFFERS)) == [own, first_to_begin]


def test_only_open_placements_in_businesses_are_offered(client, teacher):
    offer = an_offer()
    an_offer(is_published=False)
    an_offer(is_reserved=True)
    an_offer(cancelled_on=days_ahead(0))
    an_offer(starts_on=days_ahead(-60), ends_on=days_ahead(-1))
    an_offer(ProviderFactory())
    CourseRunFactory(course__provider=offer.course.provider)
    assert shown(client.get(OFFERS)) == [offer]


def test_offers_are_narrowed_by_trade_and_words(client, teacher):
    trade = a_trade()
    offer, other = an_offer(None, trade), an_offer()
    offer.course.title = "Hospitering i sveiseverksted"
    offer.course.save()
    assert shown(client.get(OFFERS, {"trade": trade.pk})) == [offer]
    assert shown(client.get(OFFERS, {"text": "sveiseverksted"})) == [offer]
    assert set(shown(client.get(OFFERS))) == {offer, other}
    assert client.get(OFFERS, {"trade": "x"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_offers_cost_the_same_however_many(client, teacher, position, query_count, count):
    trade = a_trade()
    TeachingFactory(owner=position.owner, employee=position.employee, subject=trade)
    for _number in range(count):
        a_note(provider=an_offer(None, trade).course.provider, trade=trade)
    client.get(OFFERS)
    answers = []
    assert query_count(lambda: answers.append(client.get(OFFERS))) <= MOST_QUERIES
    assert [len(offer.advice) for offer in answers[0].context["offers"]] == [1] * count


def test_advice_is_shown_to_those_it_is_for(client, position):
    trade = a_trade()
    offer = an_offer(None, trade)
    note = a_note(provider=offer.course.provider, trade=trade, text="Godt tilbud.")
    client.force_login(position.employee.user)
    assert "Godt tilbud." not in client.get(OFFERS).text
    TeachingFactory(owner=position.owner, employee=position.employee, subject=trade)
    assert "Godt tilbud." in client.get(OFFERS).text
    TradeNote.objects.filter(pk=note.pk).update(withdrawn_at=note.written_at)
    assert "Godt tilbud." not in client.get(OFFERS).text


def test_advice_on_another_trade_is_not_shown_beside_an_offer(client):
    offer = an_offer(None, a_trade())
    a_note(provider=offer.course.provider, trade=a_trade(), text="Om noe annet.")
    workplace = WorkplaceFactory()
    leader = MembershipFactory(role=Role.LEADER, owner=workplace.owner, workplace=workplace).user
    client.force_login(leader)
    assert "Om noe annet." not in client.get(OFFERS).text


# ── A business, and the wish ─────────────────────────────────────────────────────────────────────


def test_a_business_that_offers_nothing_can_be_asked(client, teacher):
    business = a_business(name="Fjord Mekaniske")
    ProviderFactory(name="Fjord høgskole")
    found = client.get(FIND, {"q": "fjord"}).text
    assert "Fjord Mekaniske" in found
    assert "Fjord høgskole" not in found
    assert client.get(FIND, {"q": "x" * 200}).status_code == 422
    assert client.get(WISH).url == FIND
    assert client.get(WISH, {"business": business.pk}).status_code == 200


def test_a_wish_is_sent(client, teacher):
    business, trade = a_business(), a_trade()
    answer = client.post(f"{WISH}?business={business.pk}", words(trade))
    placement = Placement.objects.get()
    assert answer.url.startswith(placement.get_absolute_url())
    assert (placement.business, placement.trade, placement.run) == (business, trade, None)
    assert placement.participant == teacher


def test_an_offer_is_answered(client, teacher):
    trade = a_trade()
    offer = an_offer(None, trade)
    page = client.get(f"{WISH}?run={offer.pk}")
    assert page.context["form"]["trade"].initial == trade
    client.post(f"{WISH}?run={offer.pk}", words(trade))
    placement = Placement.objects.get()
    assert (placement.run, placement.business) == (offer, offer.course.provider)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"wish": ""}, "wish"),
        ({"trade": ""}, "trade"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": [7]}, "weekdays"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": days_ahead(-3).isoformat()}, "starts_on"),
        ({"ends_on": days_ahead(3).isoformat()}, "ends_on"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, teacher, changes, field):
    answer = client.post(f"{WISH}?business={a_business().pk}", words(a_trade(), **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Placement.objects.exists()


def test_what_a_rule_refuses_is_said_and_nothing_is_lost(client, teacher, position):
    asked = wished(position)
    answer = client.post(f"{WISH}?business={asked.business.pk}", words(asked.trade))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert "Se hvordan faget utøves." in answer.text


def test_one_with_several_posts_says_which(client, teacher, position):
    second = PositionFactory(
        owner=position.owner, employee=position.employee, workplace__name="Skole to"
    )
    address = f"{WISH}?business={a_business().pk}"
    assert "position" in client.get(address).context["form"].fields
    answer = client.post(address, words(a_trade()))
    assert list(answer.context["form"].errors) == ["position"]
    client.post(address, words(a_trade(), position=second.pk))
    assert Placement.objects.get().position == second


def test_nobody_asks_from_somebody_elses_post(client, teacher, position):
    PositionFactory(owner=position.owner, employee=position.employee, workplace__name="Skole to")
    stranger = employee_at(WorkplaceFactory())
    address = f"{WISH}?business={a_business().pk}"
    answer = client.post(address, words(a_trade(), position=stranger.pk))
    assert answer.status_code == 422


def test_whoever_has_no_post_does_not_ask(client):
    business = a_business()
    for person in (UserFactory(), contact_of(business)):
        client.force_login(person)
        assert client.get(OFFERS).status_code == 200
        assert client.get(FIND).status_code == 403
        assert client.get(WISH, {"business": business.pk}).status_code == 403


@pytest.mark.parametrize(
    "query", ["run=0", "run=x", "business=0", "business=x", "run=9" + "9" * 30]
)
def test_what_is_not_there_cannot_be_asked(client, teacher, query):
    assert client.get(f"{WISH}?{query}").status_code == 404


def test_what_is_no_open_placement_cannot_be_asked(client, teacher):
    run = CourseRunFactory()
    assert client.get(f"{WISH}?run={run.pk}").status_code == 404
    assert client.get(f"{WISH}?business={run.course.provider_id}").status_code == 404
