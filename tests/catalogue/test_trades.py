"""Needs and advice per trade: the county's board posts and withdraws, those it is for read."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from audit.models import Event
from catalogue import services
from catalogue.models import TradeNote
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import (
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    StaffGroupFactory,
    SubjectFactory,
    TeachingFactory,
    UserFactory,
    WorkplaceFactory,
    contact_of,
    employee_at,
    leader_of,
    officer_of,
)
from tests.factories.cases import fresh
from tests.factories.placements import a_business, a_trade
from tests.factories.trades import a_county, a_note, board_of

pytestmark = pytest.mark.django_db
INDEX, POST = reverse("trades:index"), reverse("trades:post")


def words(in_trade, **changes):
    return {"kind": "need", "trade": in_trade.pk, "provider": "", "text": "Sveising.", **changes}


def withdraw(note):
    return reverse("trades:withdraw", args=[note.pk])


# ── Services ─────────────────────────────────────────────────────────────────────────────────────


def test_the_board_posts_a_need_and_advice():
    county = a_county()
    need = a_note(county=county, text="  Roboter. ")
    assert (need.kind, need.county, need.text) == ("need", county.county, "Roboter.")
    advice = a_note(county=county, provider=a_business())
    assert advice.kind == "advice"
    assert Event.objects.filter(kind="trade_note.posted").count() == 2


def test_only_a_countys_own_board_posts():
    county = a_county()
    for stranger in (officer_of(county), board_of(a_county("46")), UserFactory()):
        with pytest.raises(PermissionDenied):
            a_note(county=county, by=stranger)
    municipality = OwnerFactory()
    with translation.override("en"), pytest.raises(Refusal, match="Only a county authority"):
        a_note(county=municipality)


def test_a_note_says_something_and_advice_is_about_an_offer():
    county, trade = a_county(), a_trade()
    board = board_of(county)
    with pytest.raises(ValidationError):
        a_note(county=county, text="   ")
    for kind, provider in ((TradeNote.Kind.ADVICE, None), (TradeNote.Kind.NEED, a_business())):
        with pytest.raises(ValidationError):
            services.post_note(
                county=county, kind=kind, trade=trade, provider=provider, text="x", by=board
            )
    assert not TradeNote.objects.exists()


def test_what_is_withdrawn_is_withdrawn_once():
    note = a_note()
    board = board_of(note.owner)
    with pytest.raises(PermissionDenied):
        services.withdraw_note(note=note, by=officer_of(note.owner))
    assert services.withdraw_note(note=note, by=board).withdrawn_at
    with translation.override("en"), pytest.raises(Refusal, match="already"):
        services.withdraw_note(note=note, by=board)


# ── Who reads ────────────────────────────────────────────────────────────────────────────────────


def teacher_in(subject):
    position = employee_at(WorkplaceFactory())
    TeachingFactory(owner=position.owner, employee=position.employee, subject=subject)
    return position.employee.user


def vocational_teacher():
    group = StaffGroupFactory(code="vocational-teacher")
    code = PositionCodeFactory(staff_group=group)
    return employee_at(WorkplaceFactory(), code=code).employee.user


def test_vocational_teachers_leaders_owners_boards_and_auditors_read(client):
    note = a_note()
    place = WorkplaceFactory()
    readers = [
        teacher_in(a_trade()),
        vocational_teacher(),
        leader_of(place),
        officer_of(place.owner),
        MembershipFactory(role=Role.AUDITOR, owner=place.owner).user,
        board_of(a_county("46")),
    ]
    for reader in readers:
        client.force_login(reader)
        assert note.text in client.get(INDEX).text
    strangers = [
        UserFactory(),
        employee_at(place).employee.user,
        teacher_in(SubjectFactory()),
        contact_of(a_business()),
    ]
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(INDEX).status_code == 403


def test_what_is_withdrawn_is_hidden(client):
    note = a_note()
    board = board_of(note.owner)
    services.withdraw_note(note=note, by=board)
    client.force_login(board)
    assert note.text not in client.get(INDEX).text
    assert client.get(withdraw(note)).status_code == 404


def test_notes_are_narrowed_by_trade_county_and_kind(client):
    here, there = a_note(text="Her."), a_note(county=a_county("46"), text="Der.")
    advice = a_note(provider=a_business(), text="Råd.")
    client.force_login(board_of(here.owner))

    def found(**query):
        return [note for note, _is_own in client.get(INDEX, query).context["notes"]]

    assert found() == [advice, there, here]
    assert found(trade=here.trade_id) == [here]
    assert found(county=there.county_id) == [there]
    assert found(kind="advice") == [advice]
    assert client.get(INDEX, {"kind": "rumour"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, query_count, count):
    county = a_county()
    for _number in range(count):
        a_note(county=county)
    client.force_login(board_of(county))
    client.get(INDEX)
    answers = []
    assert query_count(lambda: answers.append(client.get(INDEX))) <= 12
    assert len(answers[0].context["notes"]) == count


# ── Writing and withdrawing ──────────────────────────────────────────────────────────────────────


def test_the_board_posts_from_the_page(client):
    county, trade, business = a_county(), a_trade(), a_business()
    client.force_login(board_of(county))
    assert client.get(POST).status_code == 200
    assert client.post(POST, words(trade)).status_code == 302
    advice = words(trade, kind="advice", provider=business.pk)
    assert client.post(POST, advice).status_code == 302
    assert [note.provider for note in TradeNote.objects.order_by("pk")] == [None, business]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"trade": ""}, "trade"),
        ({"kind": ""}, "kind"),
        ({"kind": "advice"}, "provider"),
        ({"provider": "0"}, "provider"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, changes, field):
    client.force_login(board_of(a_county()))
    answer = client.post(POST, words(a_trade(), **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_need_is_nobodys_offer(client):
    client.force_login(board_of(a_county()))
    answer = client.post(POST, words(a_trade(), provider=a_business().pk))
    assert list(answer.context["form"].errors) == ["provider"]


def test_one_on_two_boards_says_for_which(client):
    first, second = a_county(), a_county("46")
    user = board_of(first)
    MembershipFactory(user=user, role=Role.TRAINING_BOARD, owner=second)
    client.force_login(user)
    assert list(client.post(POST, words(a_trade())).context["form"].errors) == ["county"]
    assert client.post(POST, words(a_trade(), county=second.pk)).status_code == 302
    assert TradeNote.objects.get().owner == second


def test_only_boards_post(client):
    for other in (officer_of(a_county()), UserFactory()):
        client.force_login(other)
        assert client.get(POST).status_code == 403
        assert client.post(POST, words(a_trade())).status_code == 403


def test_a_board_withdraws_its_own(client):
    note = a_note()
    client.force_login(board_of(note.owner))
    assert client.get(withdraw(note)).status_code == 200
    assert client.post(withdraw(note)).status_code == 302
    assert fresh(note).withdrawn_at


def test_others_withdraw_nothing(client):
    note = a_note()
    for other in (board_of(a_county("46")), officer_of(note.owner), UserFactory()):
        client.force_login(other)
        assert client.post(withdraw(note)).status_code == 403
    assert fresh(note).withdrawn_at is None
