"""The pages of tailored orders once they are sent: inviting, answering, comparing, naming."""

import pytest
from django.urls import reverse

from catalogue import services
from catalogue.models import OrderInvitation, Seat
from catalogue.states import OrderState
from staff.roles import Role
from tests.catalogue.test_orders_views import deputy_at, page, post, representative_at
from tests.factories import (
    MembershipFactory,
    ProviderFactory,
    UserFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
)
from tests.factories.catalogue_orders import (
    accepted_order,
    asked,
    days_ahead,
    offered,
    provider_with_contact,
    ready_order,
    sent_order,
    written_order,
)

pytestmark = pytest.mark.django_db


def contact_of(invitation):
    return invitation.provider.contacts.order_by("pk")[0].membership.user


def offer(**changes):
    return {
        "description": "Fire samlinger.",
        "price_ore": "60 000",
        "credits": "0",
        "starts_on": days_ahead(40).isoformat(),
        "ends_on": days_ahead(160).isoformat(),
        "place": "Hamar",
        "sessions": "Fire tirsdager.",
        **changes,
    }


# ── Inviting ─────────────────────────────────────────────────────────────────────────────────────


def test_providers_are_chosen_one_after_the_other_and_invited(client):
    order = ready_order()
    first, second = (provider_with_contact(name=f"Fjord fagskole {n}") for n in (1, 2))
    silent = ProviderFactory(name="Fjord uten kontakt")
    text = page(client, order.made_by, "invite", order.pk, q="fjord").text
    assert f"chosen={first.pk}" in text
    assert silent.name in text
    assert f"chosen={silent.pk}" not in text
    both = page(client, order.made_by, "invite", order.pk, chosen=[first.pk, second.pk]).text
    assert both.count('type="hidden" name="chosen"') == 4
    answer = post(client, order.made_by, "invite", order.pk, chosen=[first.pk, second.pk])
    assert answer.status_code == 302
    assert order.invitations.count() == 2


def test_nobody_chosen_or_something_missing_is_said(client):
    order = ready_order()
    for chosen in ([], ["x"], ["99999999999999"], [ProviderFactory().pk]):
        answer = post(client, order.made_by, "invite", order.pk, chosen=chosen)
        assert answer.status_code == 422
        assert answer.context["form"].non_field_errors()
    draft = written_order()
    provider = provider_with_contact()
    answer = post(client, draft.made_by, "invite", draft.pk, chosen=[provider.pk])
    assert answer.status_code == 422
    assert provider.name in answer.text
    assert not OrderInvitation.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_costs_the_same_however_many(client, query_count, count):
    order = ready_order()
    for _number in range(count):
        provider_with_contact()
    page(client, order.made_by, "invite", order.pk)
    url = reverse("orders:invite", args=[order.pk])
    assert query_count(lambda: client.get(url)) <= 13


def test_more_time_is_given(client):
    order = sent_order()
    url = ("more_time", order.pk)
    assert page(client, order.made_by, *url).status_code == 200
    early = post(client, order.made_by, *url, answer_by=days_ahead(1).isoformat())
    assert early.status_code == 422
    later = post(client, order.made_by, *url, answer_by=days_ahead(25).isoformat())
    assert later.status_code == 302
    order.refresh_from_db()
    assert order.answer_by == days_ahead(25)
    draft = written_order()
    assert page(client, draft.made_by, "more_time", draft.pk).status_code == 403


# ── A provider's side ────────────────────────────────────────────────────────────────────────────


def test_a_provider_sees_the_need_and_its_own_offer_only(client):
    one, other = provider_with_contact(), provider_with_contact()
    order = sent_order(WorkplaceFactory(), WorkplaceFactory(), providers=(one, other))
    order.partners.update(heard="Det vi sa oss imellom.", agreement="Intern avtale")
    rival = offered(order.invitations.get(provider=other), description="Konkurrentens tilbud.")
    mine = order.invitations.get(provider=one)
    contact = contact_of(mine)
    answer = page(client, contact, "detail", order.pk)
    assert answer.url == reverse("orders:invitation", args=[mine.pk])
    text = client.get(answer.url).text
    assert order.need in text
    assert order.partners.last().workplace.name in text
    for hidden in ("Det vi sa", "Intern avtale", "Konkurrentens", other.name):
        assert hidden not in text
    assert page(client, contact, "invitation", rival.pk).status_code == 404
    assert page(client, contact, "offer", rival.pk).status_code == 403
    assert page(client, contact, "compare", order.pk).status_code == 403
    assert page(client, contact, "join", order.partners.first().pk).status_code == 403


def test_the_list_says_what_a_provider_is_waited_for(client):
    order = sent_order()
    contact = contact_of(order.invitations.get())
    before = page(client, contact, "index").text
    offered(order.invitations.get())
    after = page(client, contact, "index").text
    assert order.title in before
    assert before != after


def test_an_offer_is_sent_and_changed(client):
    order = sent_order()
    invitation = order.invitations.get()
    contact = contact_of(invitation)
    answer = post(client, contact, "offer", invitation.pk, **offer(price_ore="60 000,50 kr"))
    assert answer.status_code == 302
    invitation.refresh_from_db()
    assert (invitation.price_ore, invitation.offered_by) == (6_000_050, contact)
    assert "Fire samlinger." in client.get(answer.url).text
    assert "Fire tirsdager." in page(client, contact, "offer", invitation.pk).text


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"price_ore": "seksti tusen"}, "price_ore"),
        ({"price_ore": ""}, "price_ore"),
        ({"price_ore": "-5"}, "price_ore"),
        ({"credits": "mange"}, "credits"),
        ({"credits": "-1"}, "credits"),
        ({"credits": "301"}, "credits"),
        ({"starts_on": "2020-01-01"}, "starts_on"),
        ({"ends_on": "2026-01-01"}, "ends_on"),
        ({"description": ""}, "description"),
        ({"place": ""}, "place"),
    ],
)
def test_what_is_wrong_with_an_offer_is_said_beside_it_and_nothing_lost(client, changes, beside):
    invitation = sent_order().invitations.get()
    answer = post(client, contact_of(invitation), "offer", invitation.pk, **offer(**changes))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {beside}
    assert "Fire tirsdager." in answer.text
    invitation.refresh_from_db()
    assert invitation.offered_at is None


def test_too_late_is_said_and_what_was_typed_stays(client):
    order = sent_order()
    invitation = order.invitations.get()
    type(order).objects.update(answer_by=days_ahead(-1))
    answer = post(client, contact_of(invitation), "offer", invitation.pk, **offer())
    assert answer.status_code == 422
    assert "Fire samlinger." in answer.text


def test_a_provider_says_no(client):
    invitation = sent_order().invitations.get()
    contact = contact_of(invitation)
    assert post(client, contact, "decline", invitation.pk).status_code == 302
    invitation.refresh_from_db()
    assert invitation.declined_at
    assert post(client, UserFactory(), "decline", invitation.pk).status_code == 404
    assert post(client, invitation.order.made_by, "decline", invitation.pk).status_code == 403


def test_a_provider_hears_how_it_went(client):
    one, other = provider_with_contact(), provider_with_contact()
    order = sent_order(providers=(one, other))
    chosen = offered(order.invitations.get(provider=one))
    lost = order.invitations.get(provider=other)
    services.accept_offer(invitation=chosen, reason="Nærmest oss.", by=order.made_by)
    order.refresh_from_db()
    won = page(client, contact_of(chosen), "invitation", chosen.pk).text
    assert reverse("catalogue:run", args=[order.run_id]) in won
    text = page(client, contact_of(lost), "invitation", lost.pk).text
    assert "Nærmest oss." in text
    assert one.name not in text
    assert page(client, contact_of(lost), "offer", lost.pk).status_code == 403


# ── Comparing and choosing ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def compared():
    """Two offers to two workplaces: 100 000 and 90 001 kr, shared by 3 and 3 participants."""
    providers = provider_with_contact(), provider_with_contact()
    order = sent_order(WorkplaceFactory(), WorkplaceFactory(), providers=providers)
    first, second = order.invitations.all()
    offered(first, price_ore=10_000_000)
    offered(second, price_ore=9_000_100, ends_on=days_ahead(300))
    return order


def test_offers_stand_beside_each_other_the_cheapest_first(client, compared):
    answer = page(client, compared.made_by, "compare", compared.pk)
    lines = {line.label: [said for _who, said in line.cells] for line in answer.context["lines"]}
    first, second = (str(partner.workplace) for partner in compared.partners.all())
    assert lines[first] == ["45\u00a0000,50\u00a0kr", "50\u00a0000\u00a0kr"]
    assert lines[second] == ["45\u00a0000,50\u00a0kr", "50\u00a0000\u00a0kr"]
    assert "15\u00a0000,17\u00a0kr" in answer.text
    assert "50\u00a0%" in answer.text


def test_the_workplaces_and_their_representatives_compare_and_only_who_leads_chooses(
    client, compared
):
    place = compared.partners.last().workplace
    accept = reverse("orders:accept", args=[compared.invitations.first().pk])
    assert accept in page(client, compared.made_by, "compare", compared.pk).text
    for reader in (leader_of(place), deputy_at(place), representative_at(place)):
        answer = page(client, reader, "compare", compared.pk)
        assert answer.status_code == 200
        assert accept not in answer.text
        assert client.get(accept).status_code == 403
    assert page(client, UserFactory(), "compare", compared.pk).status_code == 404


def test_no_offers_yet_is_said(client):
    order = sent_order()
    answer = page(client, order.made_by, "compare", order.pk)
    assert answer.status_code == 200
    assert "<table" not in answer.text


def test_what_follows_is_said_and_the_offer_accepted_with_a_reason(client, compared):
    chosen, other = compared.invitations.select_related("provider")
    text = page(client, compared.made_by, "accept", chosen.pk).text
    assert other.provider.name in text
    empty = post(client, compared.made_by, "accept", chosen.pk, reason=" ")
    assert empty.status_code == 422
    answer = post(client, compared.made_by, "accept", chosen.pk, reason="Nærmest oss.")
    assert answer.status_code == 302
    compared.refresh_from_db()
    assert compared.state == OrderState.ACCEPTED
    shown = client.get(answer.url).text
    assert reverse("catalogue:run", args=[compared.run_id]) in shown
    assert "50\u00a0000" in shown
    assert post(client, compared.made_by, "accept", other.pk, reason="Ja.").status_code == 403


def test_an_invitation_without_an_offer_cannot_be_accepted(client):
    order = sent_order()
    invitation = order.invitations.get()
    answer = post(client, order.made_by, "accept", invitation.pk, reason="Ja.")
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


# ── Naming ───────────────────────────────────────────────────────────────────────────────────────


def test_the_workplace_names_its_own_and_sees_their_seats(client):
    order = accepted_order(participants=1)
    partner = order.partners.get()
    leader = leader_of(partner.workplace)
    person = employee_at(partner.workplace, employee__user__last_name="Åsland").employee.user
    other = employee_at(partner.workplace, employee__user__last_name="Berg").employee.user
    found = page(client, leader, "participants", partner.pk, q="åsl").text
    assert reverse("orders:name_participant", args=[partner.pk, person.pk]) in found
    assert reverse("orders:name_participant", args=[partner.pk, other.pk]) not in found
    assert post(client, leader, "name_participant", partner.pk, person.pk).status_code == 302
    assert Seat.objects.get().participant == person
    full = page(client, leader, "participants", partner.pk).text
    assert "Åsland" in full
    assert reverse("orders:name_participant", args=[partner.pk, other.pk]) not in full
    assert post(client, leader, "name_participant", partner.pk, other.pk).status_code == 302
    assert Seat.objects.count() == 1
    seat = Seat.objects.get()
    assert post(client, leader, "withdraw_participant", partner.pk, seat.pk).status_code == 302
    seat.refresh_from_db()
    assert seat.state == "released"
    assert post(client, leader, "withdraw_participant", partner.pk, seat.pk).status_code == 302


def test_names_are_for_the_workplace_and_who_reads_its_staff(client):
    order = accepted_order(WorkplaceFactory(), WorkplaceFactory())
    first, second = order.partners.all()
    person = employee_at(second.workplace, employee__user__last_name="Hemmelig").employee.user
    services.name_participant(partner=second, participant=person, by=leader_of(second.workplace))
    lead = leader_of(first.workplace)
    assert page(client, lead, "participants", second.pk).status_code == 403
    assert "Hemmelig" not in page(client, lead, "detail", order.pk).text
    assert (
        page(client, representative_at(second.workplace), "participants", second.pk).status_code
        == 403
    )
    auditor = MembershipFactory(role=Role.AUDITOR, owner=second.owner).user
    for reader in (deputy_at(second.workplace), auditor):
        answer = page(client, reader, "participants", second.pk)
        assert "Hemmelig" in answer.text
        assert "/name/" not in answer.text
        naming = post(client, reader, "name_participant", second.pk, person.pk)
        assert naming.status_code == 403
    assert page(client, UserFactory(), "participants", second.pk).status_code == 404
    contact = contact_of(order.invitations.get())
    assert page(client, contact, "participants", second.pk).status_code == 403


def test_nobody_is_named_before_an_offer_is_accepted_nor_from_elsewhere(client):
    early = sent_order().partners.get()
    leader = leader_of(early.workplace)
    assert page(client, leader, "participants", early.pk).status_code == 403
    partner = accepted_order().partners.get()
    leader = leader_of(partner.workplace)
    stranger = employee_at(WorkplaceFactory()).employee.user
    assert post(client, leader, "name_participant", partner.pk, stranger.pk).status_code == 404
    assert post(client, leader, "withdraw_participant", partner.pk, 1).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_people_cost_the_same_however_many(client, query_count, count):
    partner = accepted_order(participants=9).partners.get()
    leader = leader_of(partner.workplace)
    for _number in range(count):
        employee_at(partner.workplace)
        person = employee_at(partner.workplace).employee.user
        services.name_participant(partner=partner, participant=person, by=leader)
    page(client, leader, "participants", partner.pk)
    url = reverse("orders:participants", args=[partner.pk])
    assert query_count(lambda: client.get(url)) <= 13


def test_a_workplace_asked_reads_no_participants(client):
    partner = asked(written_order())
    leader = leader_of(partner.workplace)
    assert page(client, leader, "participants", partner.pk).status_code == 403
