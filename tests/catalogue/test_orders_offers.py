"""Tailored orders that are sent: who is invited, what they offer, the run one becomes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from catalogue import services
from catalogue.loads import study_load, study_weeks, terms
from catalogue.models import OrderInvitation, Provider, TailoredOrder
from catalogue.policy import orders as policy_orders
from catalogue.queries.orders import parts_of
from catalogue.states import OrderState
from notifications.models import Message
from staff.verdict import Refusal
from tests.factories import (
    ContactFactory,
    MembershipFactory,
    ProviderFactory,
    WorkplaceFactory,
    leader_of,
)
from tests.factories.catalogue_orders import (
    accepted_order,
    asked,
    days_ahead,
    joined,
    offer_words,
    offered,
    provider_with_contact,
    ready_order,
    sent_order,
    written_order,
)

pytestmark = pytest.mark.django_db


def contact_of(provider):
    return provider.contacts.order_by("pk")[0].membership.user


def told(key):
    return set(Message.objects.filter(key__contains=key).values_list("recipient", flat=True))


# ── Inviting ─────────────────────────────────────────────────────────────────────────────────────


def test_invited_providers_see_the_order_and_are_told_at_once():
    provider = provider_with_contact()
    order = sent_order(providers=(provider,))
    assert order.state == OrderState.INVITED
    assert TailoredOrder.objects.visible_to(contact_of(provider)).get() == order
    assert Message.objects.get(recipient=contact_of(provider)).important


def test_nobody_is_invited_before_all_have_joined_and_heard_their_representatives():
    order = written_order()
    other = asked(order)
    joined(order.partners.first())
    with pytest.raises(Refusal, match=other.workplace.name):
        services.invite(order=order, providers=[provider_with_contact()], by=order.made_by)
    order.refresh_from_db()
    assert order.state == OrderState.DRAFT


def test_a_workplace_that_said_no_stops_nobody():
    order = ready_order()
    partner = asked(order)
    services.decline_to_join(partner=partner, by=leader_of(partner.workplace))
    services.invite(order=order, providers=[provider_with_contact()], by=order.made_by)
    order.refresh_from_db()
    assert order.state == OrderState.INVITED


def test_not_before_the_shares_are_whole_nor_after_the_last_day():
    order = written_order()
    joined(order.partners.get())
    order.partners.update(share=9_000)
    provider = provider_with_contact()
    with pytest.raises(Refusal, match="100"):
        services.invite(order=order, providers=[provider], by=order.made_by)
    order.partners.update(share=10_000)
    TailoredOrder.objects.filter(pk=order.pk).update(answer_by=days_ahead(-1))
    with pytest.raises(Refusal):
        services.invite(order=order, providers=[provider], by=order.made_by)


def test_none_twice_none_that_cannot_answer_and_not_nobody():
    order, provider = ready_order(), provider_with_contact()
    for chosen in ([], [ProviderFactory()]):
        with pytest.raises(Refusal):
            services.invite(order=order, providers=chosen, by=order.made_by)
    services.invite(order=order, providers=[provider, provider], by=order.made_by)
    assert order.invitations.count() == 1
    with pytest.raises(Refusal, match=provider.name):
        services.invite(order=order, providers=[provider], by=order.made_by)
    services.invite(order=order, providers=[provider_with_contact()], by=order.made_by)
    assert order.invitations.count() == 2


def test_only_who_leads_invites_and_not_once_it_has_ended():
    order = ready_order(WorkplaceFactory(), WorkplaceFactory())
    with pytest.raises(PermissionDenied):
        services.invite(
            order=order,
            providers=[provider_with_contact()],
            by=leader_of(order.partners.last().workplace),
        )
    run = accepted_order()
    with pytest.raises(PermissionDenied):
        services.invite(order=run, providers=[provider_with_contact()], by=run.made_by)


def test_more_time_is_a_later_day_and_the_invited_hear_of_it():
    order = sent_order()
    services.give_more_time(order=order, answer_by=days_ahead(25), by=order.made_by)
    order.refresh_from_db()
    assert order.answer_by == days_ahead(25)
    assert told(":answer-by:") == {contact_of(order.invitations.get().provider).pk}
    for wrong in (days_ahead(25), days_ahead(31)):
        with pytest.raises(ValidationError) as error:
            services.give_more_time(order=order, answer_by=wrong, by=order.made_by)
        assert set(error.value.message_dict) == {"answer_by"}
    draft = written_order()
    with pytest.raises(PermissionDenied):
        services.give_more_time(order=draft, answer_by=days_ahead(25), by=draft.made_by)


# ── Offers ───────────────────────────────────────────────────────────────────────────────────────


def test_an_offer_is_made_made_better_and_told():
    order = sent_order()
    invitation = offered(order.invitations.get())
    better = offered(invitation, price_ore=5_000_000)
    assert (better.price_ore, better.sessions) == (5_000_000, "Fire tirsdager fra 12 til 15.")
    assert Message.objects.filter(key__contains=":offer:", recipient=order.made_by).count() == 2


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"price_ore": None}, "price_ore"),
        ({"description": ""}, "description"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": None}, "ends_on"),
        ({"starts_on": -1}, "starts_on"),
        ({"ends_on": 39}, "ends_on"),
        ({"credits": -1}, "credits"),
    ],
)
def test_what_is_wrong_with_an_offer_is_said_beside_it(changes, beside):
    invitation = sent_order().invitations.get()
    for name in ("starts_on", "ends_on"):
        if isinstance(changes.get(name), int):
            changes = {name: days_ahead(changes[name])}
    with pytest.raises(ValidationError) as error:
        offered(invitation, **changes)
    assert set(error.value.message_dict) == {beside}
    invitation.refresh_from_db()
    assert invitation.offered_at is None


def test_the_database_keeps_no_offer_without_a_price_or_days():
    invitation = offered(sent_order().invitations.get())
    for name in ("price_ore", "starts_on", "ends_on"):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrderInvitation.objects.filter(pk=invitation.pk).update(**{name: None})


def test_nobody_offers_for_another_provider_too_late_or_once_it_has_ended():
    order = sent_order()
    invitation = order.invitations.get()
    stranger = ContactFactory().membership.user
    given = {"invitation": invitation, "changes": offer_words()}
    with pytest.raises(PermissionDenied):
        services.make_offer(**given, by=stranger)
    TailoredOrder.objects.filter(pk=order.pk).update(answer_by=days_ahead(-1))
    with pytest.raises(Refusal):
        offered(invitation)
    services.cancel_order(order=order, by=order.made_by)
    with pytest.raises(PermissionDenied):
        offered(invitation)


def test_a_provider_says_no_once_and_may_still_offer():
    order = sent_order()
    invitation = order.invitations.get()
    contact = contact_of(invitation.provider)
    for _time in range(2):
        services.decline_invitation(invitation=invitation, by=contact)
    assert Message.objects.filter(key__contains=":no-offer:", recipient=order.made_by).count() == 1
    assert offered(invitation).declined_at is None
    with pytest.raises(Refusal):
        services.decline_invitation(invitation=invitation, by=contact)
    with pytest.raises(PermissionDenied):
        services.decline_invitation(invitation=invitation, by=order.made_by)


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────────


def test_the_chosen_offer_becomes_a_run_for_the_participants_alone():
    order = sent_order(WorkplaceFactory(), WorkplaceFactory())
    invitation = offered(order.invitations.get(), price_ore=6_000_001)
    run = services.accept_offer(invitation=invitation, reason=" Best. ", by=order.made_by)
    order.refresh_from_db()
    invitation.refresh_from_db()
    assert (order.state, order.run) == (OrderState.ACCEPTED, run)
    assert (invitation.is_accepted, invitation.reason) == (True, "Best.")
    assert (run.seats, run.is_reserved, run.has_waiting_list) == (6, True, False)
    assert run.price_ore == 1_000_001
    assert (run.study_load, run.terms) == (5_000, 1)
    assert run.course.provider == invitation.provider
    assert run.course.credit_system == "higher"
    assert "Fire tirsdager" in run.course.description
    assert list(run.course.staff_groups.all()) == list(order.staff_groups.all())


def test_a_fagskole_gives_its_own_credits_and_a_long_title_has_room():
    provider = provider_with_contact(kind=Provider.Kind.FAGSKOLE)
    order = sent_order(providers=(provider,), title="Å" * 200)
    invitation = offered(order.invitations.get(), place="")
    run = services.accept_offer(invitation=invitation, reason="Best.", by=order.made_by)
    assert run.course.credit_system == "fagskole"
    assert str(order.pk) in run.course.title
    assert run.place == str(order.owner)


def test_everybody_hears_who_was_chosen():
    won, lost, silent, said_no = (provider_with_contact() for _ in range(4))
    place = WorkplaceFactory()
    order = sent_order(WorkplaceFactory(), place, providers=(won, lost, silent, said_no))
    for provider in (won, lost):
        offered(order.invitations.get(provider=provider))
    declined = order.invitations.get(provider=said_no)
    services.decline_invitation(invitation=declined, by=contact_of(said_no))
    chosen = order.invitations.get(provider=won)
    services.accept_offer(invitation=chosen, reason="Nærmest oss.", by=order.made_by)
    answered = Message.objects.filter(key__contains=":answered", body__contains="Nærmest oss.")
    assert set(answered.values_list("recipient", flat=True)) == {
        contact_of(won).pk,
        contact_of(lost).pk,
        contact_of(silent).pk,
    }
    assert order.partners.last().joined_by_id in told(":accepted")


def test_no_offer_no_reason_no_day_to_come_no_choice():
    order = sent_order()
    invitation = order.invitations.get()
    with pytest.raises(Refusal):
        services.accept_offer(invitation=invitation, reason="Ja.", by=order.made_by)
    offered(invitation)
    with pytest.raises(ValidationError) as error:
        services.accept_offer(invitation=invitation, reason="  ", by=order.made_by)
    assert set(error.value.message_dict) == {"reason"}
    OrderInvitation.objects.update(starts_on=days_ahead(-1))
    with pytest.raises(Refusal):
        services.accept_offer(invitation=invitation, reason="Ja.", by=order.made_by)
    order.refresh_from_db()
    assert (order.state, order.run) == (OrderState.INVITED, None)


def test_only_who_leads_chooses_and_once():
    order = sent_order(WorkplaceFactory(), WorkplaceFactory())
    invitation = offered(order.invitations.get())
    for somebody in (leader_of(order.partners.last().workplace), contact_of(invitation.provider)):
        with pytest.raises(PermissionDenied):
            services.accept_offer(invitation=invitation, reason="Ja.", by=somebody)
    services.accept_offer(invitation=invitation, reason="Ja.", by=order.made_by)
    with pytest.raises(PermissionDenied):
        services.accept_offer(invitation=invitation, reason="Ja.", by=order.made_by)


def test_who_also_speaks_for_an_invited_provider_neither_compares_nor_chooses():
    order = sent_order()
    invitation = offered(order.invitations.get())
    leader = order.made_by
    membership = MembershipFactory(role="provider", owner=None, user=leader)
    ContactFactory(membership=membership, provider=invitation.provider)
    leader = type(leader).objects.get(pk=leader.pk)
    assert not policy_orders.may_compare_offers(leader, order)
    with pytest.raises(PermissionDenied):
        services.accept_offer(invitation=invitation, reason="Oss.", by=leader)


# ── Figures ──────────────────────────────────────────────────────────────────────────────────────


def test_what_each_pays_sums_to_the_price():
    order = ready_order(WorkplaceFactory(), WorkplaceFactory(), WorkplaceFactory())
    parts = parts_of(10_000_001, order.partners.all())
    assert sum(parts.values()) == 10_000_001
    assert len(parts) == 3
    order.partners.update(share=1)
    assert parts_of(100, order.partners.all()) == {}


@pytest.mark.parametrize(
    ("credits", "weeks", "load"),
    [
        (60, 40, 10_000),
        (30, 40, 5_000),
        (15, 20, 5_000),
        (60, 52, 10_000),
        (60, 92, 5_000),
        (5, 1, 33_333),
        (10, 30, 2_222),
        (0, 10, 0),
    ],
)
def test_the_load_is_credits_a_year_of_forty_weeks(credits, weeks, load):
    first = days_ahead(0)
    last = days_ahead(weeks * 7 - 1)
    assert study_load(credits, first, last) == load


def test_weeks_begun_count_and_terms_are_of_twenty():
    first = days_ahead(0)
    assert study_weeks(first, first) == 1
    assert study_weeks(first, days_ahead(7)) == 2
    assert [terms(first, days_ahead(7 * weeks - 1)) for weeks in (1, 20, 21, 40, 52, 700)] == [
        1, 1, 2, 2, 2, 12,
    ]  # fmt: skip
