"""Tailored orders until they are sent: the need, the workplaces behind it, who pays what."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from catalogue import services
from catalogue.models import OrderPartner, TailoredOrder
from catalogue.states import OrderState
from notifications.models import Message
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import (
    MembershipFactory,
    StaffGroupFactory,
    UnionFactory,
    WorkplaceFactory,
    leader_of,
    officer_of,
)
from tests.factories.catalogue_orders import (
    asked,
    days_ahead,
    joined,
    order_words,
    ready_order,
    sent_order,
    written_order,
)

pytestmark = pytest.mark.django_db


def write(place, by, **changes):
    groups = [StaffGroupFactory()]
    return services.write_order(
        workplace=place, changes=order_words(**changes), staff_groups=groups, by=by
    )


def part(**changes):
    return {
        "participants": 3,
        "agreement": "Lokal avtale",
        "heard_on": timezone.localdate(),
        "heard": "Ja.",
        **changes,
    }


def told(key, user=None):
    found = Message.objects.filter(key__contains=key)
    return set(
        (found.filter(recipient=user) if user else found).values_list("recipient", flat=True)
    )


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


def test_an_order_is_led_by_its_workplace_which_pays_it_all_for_now():
    order = written_order()
    partner = order.partners.get()
    assert order.state == OrderState.DRAFT
    assert (partner.share, partner.joined_at, partner.owner) == (10_000, None, order.owner)
    assert order.staff_groups.count() == 1
    assert Event.objects.filter(kind="order.written", subject__endswith=f":{order.pk}").exists()


def test_an_officer_writes_for_any_workplace_of_the_owner_and_for_no_other():
    place = WorkplaceFactory()
    officer = officer_of(place.owner)
    assert write(place, officer).made_by == officer
    with pytest.raises(PermissionDenied, match="bestiller kurs|orders courses"):
        write(WorkplaceFactory(), officer)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.UNION_WORKPLACE_REP])
def test_who_only_reads_orders_writes_none(role):
    order = written_order()
    place = order.partners.get().workplace
    union = UnionFactory() if role == Role.UNION_WORKPLACE_REP else None
    reader = MembershipFactory(role=role, owner=place.owner, workplace=place, union=union).user
    assert TailoredOrder.objects.visible_to(reader).get() == order
    with pytest.raises(PermissionDenied):
        write(place, reader)


def test_a_closed_workplace_orders_nothing():
    place = WorkplaceFactory(ended_on=days_ahead(-1))
    with pytest.raises(PermissionDenied):
        write(place, leader_of(place))


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"answer_by": -1}, "answer_by"),
        ({"answer_by": 31}, "wanted_from"),
        ({"wanted_to": 29}, "wanted_to"),
    ],
)
def test_days_in_the_wrong_order_are_said_beside_the_wrong_one(changes, beside):
    place = WorkplaceFactory()
    days = {name: days_ahead(number) for name, number in changes.items()}
    with pytest.raises(ValidationError) as error:
        write(place, leader_of(place), **days)
    assert set(error.value.message_dict) == {beside}
    assert not TailoredOrder.objects.exists()


def test_an_order_sent_in_twice_is_one_order():
    place = WorkplaceFactory()
    leader = leader_of(place)
    first = write(place, leader)
    with pytest.raises(ValidationError) as error:
        write(place, leader, title=first.title.upper())
    assert set(error.value.message_dict) == {"title"}
    assert TailoredOrder.objects.count() == 1


def test_the_title_is_free_again_when_the_order_has_ended_and_for_other_workplaces():
    order = written_order()
    place = order.partners.get().workplace
    other = WorkplaceFactory(owner=place.owner)
    assert write(other, leader_of(other)).title == order.title
    services.cancel_order(order=order, by=order.made_by)
    assert write(place, order.made_by).title == order.title


def test_the_words_are_changed_and_the_workplaces_hear_of_it():
    order = written_order()
    other = joined(asked(order))
    services.change_order(
        order=order,
        changes=order_words(title="Nytt"),
        staff_groups=[StaffGroupFactory(), StaffGroupFactory()],
        by=order.made_by,
    )
    order.refresh_from_db()
    assert (order.title, order.staff_groups.count()) == ("Nytt", 2)
    assert other.joined_by_id in told(":changed:")
    assert order.made_by_id not in told(":changed:")


def test_only_who_leads_changes_the_order_and_only_before_it_is_sent():
    order = sent_order()
    given = {"order": order, "changes": order_words(), "staff_groups": []}
    with pytest.raises(PermissionDenied, match="står|stands"):
        services.change_order(**given, by=order.made_by)
    draft = written_order()
    other = asked(draft)
    with pytest.raises(PermissionDenied):
        services.change_order(**{**given, "order": draft}, by=leader_of(other.workplace))


# ── Asking others ────────────────────────────────────────────────────────────────────────────────


def test_a_workplace_of_another_owner_is_asked_and_its_leader_told():
    order, place = written_order(), WorkplaceFactory()
    leader = leader_of(place)
    partner = asked(order, place)
    assert partner.owner == place.owner != order.owner
    assert told(":join:") == {leader.pk}
    assert TailoredOrder.objects.visible_to(leader).get() == order


def test_where_nobody_leads_the_owners_officers_are_told():
    order, place = written_order(), WorkplaceFactory()
    officer = officer_of(place.owner)
    asked(order, place)
    assert told(":join:") == {officer.pk}


def test_a_workplace_is_asked_once_and_not_when_closed():
    order = written_order()
    partner = asked(order)
    with pytest.raises(Refusal):
        asked(order, partner.workplace)
    with pytest.raises(Refusal):
        asked(order, order.partners.first().workplace)
    with pytest.raises(Refusal):
        asked(order, WorkplaceFactory(ended_on=days_ahead(-1)))
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderPartner.objects.create(order=order, workplace=partner.workplace, owner=partner.owner)


def test_only_who_leads_asks_and_only_before_it_is_sent():
    order = written_order()
    partner = asked(order)
    given = {"order": order, "workplace": WorkplaceFactory()}
    with pytest.raises(PermissionDenied):
        services.ask_to_join(**given, by=leader_of(partner.workplace))
    sent = sent_order()
    with pytest.raises(PermissionDenied):
        services.ask_to_join(**{**given, "order": sent}, by=sent.made_by)


def test_a_workplace_that_has_not_joined_is_removed_and_told():
    order = written_order()
    partner = asked(order)
    leader = leader_of(partner.workplace)
    services.remove_partner(partner=partner, by=order.made_by)
    assert order.partners.count() == 1
    assert told(":removed:") == {leader.pk}
    assert not TailoredOrder.objects.visible_to(leader).exists()
    assert asked(order, partner.workplace)


def test_neither_one_that_joined_nor_the_one_that_leads_is_removed():
    order = written_order()
    partner = joined(asked(order))
    for each in (partner, order.partners.first()):
        with pytest.raises(PermissionDenied):
            services.remove_partner(partner=each, by=order.made_by)
    waiting = asked(order)
    with pytest.raises(PermissionDenied):
        services.remove_partner(partner=waiting, by=leader_of(waiting.workplace))


# ── Joining ──────────────────────────────────────────────────────────────────────────────────────


def test_a_workplace_joins_and_who_leads_hears_of_it():
    order = written_order()
    partner = joined(asked(order), 5)
    assert (partner.participants, partner.heard_on) == (5, timezone.localdate())
    assert order.made_by_id in told(":joined:")
    again = services.join(
        partner=partner, by=partner.joined_by, **part(participants=6, heard="  Ja.  ")
    )
    assert (again.participants, again.heard) == (6, "Ja.")


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"heard_on": datetime.timedelta(days=1)}, "heard_on"),
        ({"agreement": "  "}, "agreement"),
        ({"heard": " "}, "__all__"),
        ({"participants": 0}, "__all__"),
        ({"participants": -1}, "participants"),
    ],
)
def test_what_is_missing_of_a_workplaces_part_is_said(changes, beside):
    partner = asked(written_order())
    if "heard_on" in changes:
        changes = {"heard_on": timezone.localdate() + changes["heard_on"]}
    with pytest.raises(ValidationError) as error:
        services.join(partner=partner, by=leader_of(partner.workplace), **part(**changes))
    assert beside in error.value.message_dict
    partner.refresh_from_db()
    assert partner.joined_at is None


def test_nobody_joins_for_another_workplace_nor_once_it_is_sent():
    order = written_order()
    partner = asked(order)
    with pytest.raises(PermissionDenied):
        services.join(partner=partner, by=order.made_by, **part())
    sent = sent_order()
    with pytest.raises(PermissionDenied):
        services.join(partner=sent.partners.get(), by=sent.made_by, **part())


def test_a_workplace_says_no_and_may_change_its_mind():
    order = written_order()
    partner = asked(order)
    leader = leader_of(partner.workplace)
    services.decline_to_join(partner=partner, by=leader)
    partner.refresh_from_db()
    assert partner.declined_by == leader
    assert told(":not-joining:") == {order.made_by_id}
    with pytest.raises(PermissionDenied):
        services.decline_to_join(partner=partner, by=leader)
    assert joined(partner).declined_at is None


def test_who_leaves_again_pays_nothing_and_what_it_wrote_is_gone():
    order = ready_order(WorkplaceFactory(), WorkplaceFactory())
    partner = order.partners.last()
    services.decline_to_join(partner=partner, by=partner.joined_by)
    partner.refresh_from_db()
    assert (partner.share, partner.participants, partner.heard, partner.heard_on) == (
        0,
        0,
        "",
        None,
    )
    with pytest.raises(Refusal, match="100"):
        services.invite(order=order, providers=[], by=order.made_by)


def test_the_workplace_that_leads_does_not_say_no_and_nobody_for_another():
    order = written_order()
    with pytest.raises(PermissionDenied, match="cancel|[Aa]vlys"):
        services.decline_to_join(partner=order.partners.get(), by=order.made_by)
    partner = asked(order)
    with pytest.raises(PermissionDenied):
        services.decline_to_join(partner=partner, by=order.made_by)
    sent = sent_order(WorkplaceFactory(), WorkplaceFactory())
    last = sent.partners.last()
    with pytest.raises(PermissionDenied):
        services.decline_to_join(partner=last, by=leader_of(last.workplace))


def test_the_database_keeps_a_no_apart_from_joining_and_paying():
    partner = joined(asked(written_order()))
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderPartner.objects.filter(pk=partner.pk).update(
            declined_at=timezone.now(), declined_by=partner.joined_by
        )
