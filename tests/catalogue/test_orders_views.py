"""The pages of tailored orders as the workplaces see them: list, writing, joining, sharing."""

import pytest
from django.urls import reverse

from catalogue.models import TailoredOrder
from catalogue.states import OrderState
from staff.roles import Role
from tests.factories import (
    ContactFactory,
    MembershipFactory,
    OwnerFactory,
    StaffGroupFactory,
    UnionFactory,
    UserFactory,
    WorkplaceFactory,
    leader_of,
    officer_of,
)
from tests.factories.catalogue_orders import (
    accepted_order,
    asked,
    days_ahead,
    joined,
    ready_order,
    sent_order,
    written_order,
)

pytestmark = pytest.mark.django_db


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"orders:{name}", args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"orders:{name}", args=args), data)


def words(**changes):
    return {
        "title": "Trygge overganger",
        "need": "Vi trenger det.",
        "goals": "En plan.",
        "staff_groups": [StaffGroupFactory().pk],
        "sectors": ["primary", "kindergarten"],
        "answer_by": days_ahead(20).isoformat(),
        "wanted_from": days_ahead(30).isoformat(),
        "wanted_to": days_ahead(200).isoformat(),
        **changes,
    }


def representative_at(place):
    return MembershipFactory(
        role=Role.UNION_WORKPLACE_REP, owner=place.owner, workplace=place, union=UnionFactory()
    ).user


def deputy_at(place):
    return MembershipFactory(role=Role.DEPUTY, owner=place.owner, workplace=place).user


@pytest.fixture
def order():
    return written_order()


@pytest.fixture
def place(order):
    return order.partners.get().workplace


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, query_count, count):
    owner = OwnerFactory()
    for number in range(count):
        place = WorkplaceFactory(owner=owner)
        sent_order(place, WorkplaceFactory(), title=f"Kurs {number}")
    officer = officer_of(owner)
    page(client, officer, "index")
    answers = []
    queries = query_count(lambda: answers.append(client.get(reverse("orders:index"))))
    assert answers[0].text.count('scope="row"') == count
    assert queries <= 12


def test_the_list_is_narrowed_by_words_and_state(client, order):
    leader = order.made_by
    assert order.title in page(client, leader, "index", q="trygge").text
    assert order.title in page(client, leader, "index", state="draft").text
    assert order.title not in page(client, leader, "index", state="invited").text
    assert order.title not in page(client, leader, "index", q="noe annet").text
    assert page(client, leader, "index", state="lost").status_code == 422


def test_the_list_is_for_those_who_order_read_or_answer(client):
    assert page(client, UserFactory(), "index").status_code == 403
    assert page(client, ContactFactory().membership.user, "index").status_code == 200


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


def test_a_leader_goes_straight_to_the_form_and_an_officer_chooses(client, place):
    answer = page(client, leader_of(place), "begin")
    assert answer.url == reverse("orders:new", args=[place.pk])
    other = WorkplaceFactory(owner=place.owner, name="Havna barnehage")
    officer = officer_of(place.owner)
    text = page(client, officer, "begin").text
    assert reverse("orders:new", args=[place.pk]) in text
    found = page(client, officer, "begin", q="havna").text
    assert reverse("orders:new", args=[other.pk]) in found
    assert reverse("orders:new", args=[place.pk]) not in found
    assert page(client, deputy_at(place), "begin").status_code == 403


def test_an_order_is_written_and_shown(client):
    place = WorkplaceFactory()
    answer = post(client, leader_of(place), "new", place.pk, **words())
    written = TailoredOrder.objects.get()
    assert answer.url.startswith(written.get_absolute_url())
    shown = client.get(answer.url).text
    assert "Vi trenger det." in shown
    assert f'data-saved="order-new-{place.pk}"' in shown


def test_a_form_sent_twice_says_so_and_keeps_what_was_typed(client, place):
    leader = leader_of(place)
    answer = post(client, leader, "new", place.pk, **words(need="Alt jeg har skrevet."))
    assert answer.status_code == 422
    assert "title" in answer.context["form"].errors
    assert "Alt jeg har skrevet." in answer.text
    assert TailoredOrder.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"title": ""}, "title"),
        ({"need": " "}, "need"),
        ({"staff_groups": []}, "staff_groups"),
        ({"sectors": []}, "sectors"),
        ({"sectors": ["moon"]}, "sectors"),
        ({"answer_by": "i morgen"}, "answer_by"),
        ({"answer_by": "2020-01-01"}, "answer_by"),
        ({"wanted_from": "2020-01-01"}, "wanted_from"),
        ({"wanted_to": "2026-01-01"}, "wanted_to"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(client, changes, beside):
    place = WorkplaceFactory()
    answer = post(client, leader_of(place), "new", place.pk, **words(**changes))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {beside}
    assert "En plan." in answer.text
    assert not TailoredOrder.objects.exists()


def test_the_form_is_for_those_who_order_for_the_workplace(client, place):
    for somebody in (UserFactory(), deputy_at(place), leader_of(WorkplaceFactory())):
        assert page(client, somebody, "new", place.pk).status_code == 404


def test_a_script_in_a_title_stays_text(client):
    place = WorkplaceFactory()
    answer = post(client, leader_of(place), "new", place.pk, **words(title="<script>x</script>"))
    assert "<script>x" not in client.get(answer.url).text


def test_the_order_is_changed_by_who_leads_it_until_it_is_sent(client, order):
    given = words(title="Et nytt navn")
    assert post(client, order.made_by, "change", order.pk, **given).status_code == 302
    order.refresh_from_db()
    assert (order.title, order.sectors) == ("Et nytt navn", ["primary", "kindergarten"])
    assert 'value="Et nytt navn"' in page(client, order.made_by, "change", order.pk).text
    wrong = post(client, order.made_by, "change", order.pk, **words(title=""))
    assert wrong.status_code == 422
    sent = sent_order()
    assert page(client, sent.made_by, "change", sent.pk).status_code == 403


LEADS = ("change", "cancel", "find_partner", "shares", "invite")


@pytest.mark.parametrize("name", LEADS)
def test_what_is_for_who_leads_is_closed_to_others(client, order, place, name):
    assert page(client, order.made_by, name, order.pk).status_code == 200
    partner = asked(order)
    for somebody in (leader_of(partner.workplace), deputy_at(place), representative_at(place)):
        assert page(client, somebody, name, order.pk).status_code == 403
    for stranger in (UserFactory(), leader_of(WorkplaceFactory(owner=order.owner))):
        assert page(client, stranger, name, order.pk).status_code == 404


# ── The page ─────────────────────────────────────────────────────────────────────────────────────


def test_the_page_says_what_is_missing_and_where_one_is(client, order):
    partner = asked(order)
    text = page(client, order.made_by, "detail", order.pk).text
    assert partner.workplace.name in text
    assert 'aria-current="step"' in text
    assert reverse("orders:invite", args=[order.pk]) not in text
    ready = ready_order()
    text = page(client, ready.made_by, "detail", ready.pk).text
    assert reverse("orders:invite", args=[ready.pk]) in text


def test_strangers_do_not_find_it_and_a_provider_not_before_it_is_invited(client, order):
    for stranger in (
        UserFactory(),
        ContactFactory().membership.user,
        leader_of(WorkplaceFactory(owner=order.owner)),
    ):
        assert page(client, stranger, "detail", order.pk).status_code == 404


def test_representatives_read_what_is_written_that_they_said(client, order, place):
    joined(order.partners.get(), heard="Vi sa ja til dette.")
    other = joined(asked(order), heard="Her er vi i tvil.")
    here = page(client, representative_at(place), "detail", order.pk).text
    assert "Vi sa ja til dette." in here
    assert "Her er vi i tvil." not in here
    assert reverse("orders:join", args=[order.partners.first().pk]) not in here
    both = page(client, leader_of(other.workplace), "detail", order.pk).text
    assert "Vi sa ja til dette." in both
    assert "Her er vi i tvil." in both


def test_who_said_no_sees_the_need_and_no_longer_the_others(client, order):
    joined(order.partners.get(), heard="Dette er vårt.")
    partner = asked(order)
    leader = leader_of(partner.workplace)
    assert post(client, leader, "decline_to_join", partner.pk).status_code == 302
    text = page(client, leader, "detail", order.pk).text
    assert order.need in text
    assert "Dette er vårt." not in text
    assert reverse("orders:join", args=[partner.pk]) in text


def test_the_page_costs_the_same_with_one_workplace_and_with_many(client, query_count):
    counts = []
    for others in (1, 4):
        order = sent_order(*(WorkplaceFactory() for _ in range(others)))
        page(client, order.made_by, "detail", order.pk)
        url = reverse("orders:detail", args=[order.pk])
        counts.append(query_count(lambda url=url: client.get(url)))
    assert counts[0] == counts[1] <= 14


def test_cancelling_says_who_is_told_first(client):
    order = sent_order(WorkplaceFactory(), WorkplaceFactory())
    provider = order.invitations.get().provider
    text = page(client, order.made_by, "cancel", order.pk).text
    assert provider.name in text
    assert order.partners.last().workplace.name in text
    assert post(client, order.made_by, "cancel", order.pk).status_code == 302
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert page(client, order.made_by, "cancel", order.pk).status_code == 403
    run = accepted_order()
    assert post(client, run.made_by, "cancel", run.pk).status_code == 403
