"""The pages of roles, asked what every page is asked."""

import datetime

import pytest
from django.urls import reverse

from staff.models import ConflictOfInterest, Membership
from staff.roles import Role
from tests.factories import (
    ConflictOfInterestFactory,
    MembershipFactory,
    OwnerFactory,
    UnionFactory,
    UserFactory,
    WorkplaceFactory,
    administrator_of,
    leader_of,
    officer_of,
    stand_in_for,
)
from tests.factories.cases import fresh

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
INDEX, MINE = reverse("roles:index"), reverse("roles:mine")
MOST_QUERIES = 14  # two of them are savepoints
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def speaks_as_written(settings):
    """Pages as they are written in the code: no language is translated to."""
    settings.LOCALE_PATHS = []


@pytest.fixture
def keeper(client, administrator):
    client.force_login(administrator)
    return administrator


def page(response):
    return response.content.decode()


def url(name, *args):
    return reverse(f"roles:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def iso(day):
    return day.isoformat()


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_the_list_shows_the_owners_roles_and_no_others(client, keeper, leader, owner):
    elsewhere = MembershipFactory(role=Role.FINANCE)
    stand_in = stand_in_for(leader)
    shown = page(client.get(INDEX))
    assert str(leader.user) in shown
    assert f"(stand-in for {leader.user})" in shown or str(stand_in.user) in shown
    assert str(elsewhere.user) not in shown
    assert url("find", owner) in shown


def test_the_list_is_narrowed(client, keeper, leader, colleague, owner, workplace, today):
    ended = MembershipFactory(role=Role.FINANCE, owner=owner, ends_on=today - DAY)
    coming = MembershipFactory(role=Role.FINANCE, owner=owner, starts_on=today + DAY)
    people = {role.user_id: role for role in (leader, ended, coming)}

    def shown(**wish):
        found = client.get(INDEX, wish).context["page"]
        return {role.user_id for role in found} & {*people, colleague.pk}

    assert shown() == {leader.user_id}
    assert shown(state="ended") == {ended.user_id}
    assert shown(state="coming") == {coming.user_id}
    assert shown(state="all") == set(people)
    assert shown(role="finance", state="all") == {ended.user_id, coming.user_id}
    assert shown(role="employee") == {colleague.pk}
    assert shown(workplace=workplace.pk) == {leader.user_id}
    assert shown(q=leader.user.last_name) == {leader.user_id}
    assert shown(q="no such name") == set()
    assert shown(role="no-such-role", workplace="x", state="?") == {leader.user_id}
    assert client.get(INDEX, {"q": "a\x00b"}).status_code == 200


def test_the_part_is_what_a_reload_shows(client, keeper, leader):
    swapped = page(client.get(INDEX, headers=HTMX))
    assert "<html" not in swapped
    assert swapped.strip() in page(client.get(INDEX))


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_however_many(
    client, keeper, owner, workplace, count, thresholds, query_count, today
):
    role = MembershipFactory(role=Role.LEADER, owner=owner, workplace=workplace)
    for n in range(count):
        MembershipFactory(role=Role.FINANCE, owner=owner, last_used_on=None)
        MembershipFactory(user=role.user, role=Role.AUDITOR, owner=owner, starts_on=today + n * DAY)
        stand_in_for(role)
        ConflictOfInterestFactory(owner=owner, user=role.user)
    assert query_count(lambda: client.get(INDEX)) == 13
    assert query_count(lambda: client.get(url("detail", role))) == 9
    client.force_login(role.user)
    assert query_count(lambda: client.get(MINE)) == 10


def test_only_those_who_read_roles_see_them_all(client, leader, owner):
    client.force_login(leader.user)
    refused = client.get(INDEX)
    assert refused.status_code == 403
    assert "read all roles" in page(refused)
    reader = MembershipFactory(role=Role.AUDITOR, owner=owner).user
    for user in (officer_of(owner), reader):
        client.force_login(user)
        shown = client.get(INDEX)
        assert shown.status_code == 200
        assert url("find", owner) not in page(shown)


def test_unused_roles_are_proposed_for_removal_with_end_and_keep(
    client, keeper, owner, thresholds, today
):
    role = MembershipFactory(role=Role.FINANCE, owner=owner, last_used_on=None)
    shown = page(client.get(INDEX))
    assert url("end", role) in shown
    assert url("keep", role) in shown
    assert str(role.user) in page(client.get(INDEX, {"state": "unused"}))
    assert client.post(url("keep", role)).status_code == 302
    assert fresh(role).last_used_on == today
    assert url("keep", role) not in page(client.get(INDEX))
    client.force_login(officer_of(owner))
    assert client.post(url("keep", role)).status_code == 403
    client.force_login(administrator_of(OwnerFactory()))
    assert client.post(url("keep", role)).status_code == 404


# ── Giving ───────────────────────────────────────────────────────────────────────────────────────


def test_search_choose_and_give(client, keeper, owner, colleague, workplace, today):
    find = url("find", owner)
    assert client.get(find).context["people"] is None
    shown = page(client.get(find, {"q": "nordm kar"}))
    assert url("appoint", owner, colleague) in shown
    assert workplace.name in shown
    assert "Nobody there has that name" in page(client.get(find, {"q": "zzzz"}))
    typed = {"role": "leader", "workplace": workplace.pk, "starts_on": iso(today), "ends_on": ""}
    assert client.get(url("appoint", owner, colleague)).status_code == 200
    answer = client.post(url("appoint", owner, colleague), typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, INDEX)
    assert Membership.objects.get(user=colleague, role=Role.LEADER).workplace == workplace


def test_search_asks_for_letters_and_never_offers_oneself(client, keeper, owner):
    for words in ("", "k", "x\x00y"):
        assert client.get(url("find", owner), {"q": words}).status_code == 422
    assert client.get(url("find", owner), {"q": keeper.last_name}).context["people"] == []


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"role": ""}, "role", "Choose a role."),
        ({"role": "central"}, "role", "Choose a role from the list."),
        ({"role": "training_board"}, "role", "Choose a role from the list."),
        ({"role": "leader"}, "workplace", "Choose which workplace."),
        ({"workplace": "elsewhere"}, "workplace", "Choose one of the owner’s workplaces."),
        ({"workplace": "here"}, "workplace", "leave it empty"),
        ({"role": "union_rep"}, "union", "Choose which union."),
        ({"union": "some"}, "union", "leave it empty"),
        ({"starts_on": "soon"}, "starts_on", "Write a day"),
        ({"ends_on": "yesterday"}, "ends_on", "comes before the first"),
        ({"starts_on": "yesterday"}, "__all__", "backwards in time"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    client, keeper, owner, colleague, workplace, today, typed, field, words
):
    given = {
        "elsewhere": WorkplaceFactory().pk,
        "here": workplace.pk,
        "some": UnionFactory().pk,
        "yesterday": iso(today - DAY),
    }
    wish = {"role": "finance", "starts_on": iso(today), "ends_on": iso(today + DAY)}
    if typed.get("starts_on") == "yesterday":
        wish["ends_on"] = iso(today)
    wish |= {name: given.get(value, value) for name, value in typed.items()}
    answer = client.post(url("appoint", owner, colleague), wish)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert words in str(form.errors[field])
    assert f'value="{wish["starts_on"]}"' in page(answer)
    assert not Membership.objects.filter(user=colleague).exclude(role=Role.EMPLOYEE).exists()


def test_oneself_a_stranger_and_another_owner(client, keeper, owner, colleague):
    assert client.get(url("appoint", owner, keeper)).status_code == 403
    assert client.get(url("appoint", owner, UserFactory())).status_code == 404
    assert client.get(url("find", OwnerFactory())).status_code == 404
    for user, status in ((officer_of(owner), 403), (colleague, 404)):
        client.force_login(user)
        assert client.get(url("find", owner)).status_code == status
        assert client.post(url("appoint", owner, colleague), {}).status_code == status


def test_who_has_not_confirmed_lately_confirms_first(client, keeper, owner, colleague, leader):
    session = client.session
    session.pop("account_authentication_methods")
    session.save()
    for address in (
        url("appoint", owner, colleague),
        url("end", leader),
        url("name_stand_in", leader, colleague),
        url("end_stand_in", stand_in_for(leader)),
    ):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "reauthenticate" in answer.headers["Location"]


# ── One role ─────────────────────────────────────────────────────────────────────────────────────


def test_a_role_shows_its_history_and_stand_ins(client, keeper, leader, colleague, today):
    client.post(
        url("name_stand_in", leader, colleague),
        {"starts_on": iso(today), "ends_on": iso(today + DAY)},
    )
    shown = page(client.get(url("detail", leader)))
    assert "Kari Nordmann" in shown
    assert "Stand-in named" in shown
    assert str(keeper) in shown


def test_a_role_is_ended_on_a_day_or_at_once(client, keeper, owner, today):
    first, second = MembershipFactory.create_batch(2, role=Role.FINANCE, owner=owner)
    assert "is told" in page(client.get(url("end", first)))
    client.post(url("end", first), {"when": "day", "ends_on": iso(today)})
    client.post(url("end", second), {"when": "now", "ends_on": "nonsense"})
    assert (fresh(first).ends_on, fresh(second).ends_on) == (today, today - DAY)
    assert client.post(url("end", second), {"when": "now"}).status_code == 403


def test_ending_refuses_in_words(client, keeper, owner, leader, today):
    own = Membership.objects.get(user=keeper)
    for role, typed, words in (
        (own, {"when": "day", "ends_on": iso(today)}, "no administrator"),
        (leader, {"when": "day", "ends_on": ""}, "Choose the last day."),
        (leader, {}, "Choose when it ends."),
        (leader, {"when": "day", "ends_on": iso(today - 9 * DAY)}, "earlier than yesterday"),
    ):
        answer = client.post(url("end", role), typed)
        assert answer.status_code == 422
        assert words in page(answer)
    assert fresh(own).ends_on is None


def test_who_sees_a_role(client, leader, owner, colleague):
    stand_in = stand_in_for(leader)
    for user, status in (
        (leader.user, 200),
        (stand_in.user, 404),
        (officer_of(owner), 200),
        (colleague, 404),
        (administrator_of(OwnerFactory()), 404),
    ):
        client.force_login(user)
        assert client.get(url("detail", leader)).status_code == status
        assert client.get(url("end", leader)).status_code == (403 if status == 200 else 404)


# ── One's own ────────────────────────────────────────────────────────────────────────────────────


def test_my_roles_name_a_stand_in_and_end_it(client, leader, colleague, owner, today):
    client.force_login(leader.user)
    assert url("find_stand_in", leader) in page(client.get(MINE))
    found = client.get(url("find_stand_in", leader), {"q": "kari"})
    address = url("name_stand_in", leader, colleague)
    assert address in page(found)
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"starts_on": iso(today + DAY), "ends_on": iso(today)})
    assert wrong.status_code == 422
    days = {"starts_on": iso(today), "ends_on": iso(today + 3 * DAY)}
    assert client.post(address, days).status_code == 302
    stand_in = Membership.objects.get(stand_in_for=leader)
    shown = page(client.get(MINE))
    assert "Kari Nordmann" in shown
    assert url("end_stand_in", stand_in) in shown
    again = client.post(address, days)
    assert (again.status_code, "has this role already" in page(again)) == (422, True)
    assert client.get(url("end_stand_in", stand_in)).status_code == 200
    client.post(url("end_stand_in", stand_in), {"when": "now"})
    assert not Membership.objects.filter(pk=stand_in.pk).exists()  # it had just begun


def test_a_stand_in_names_nobody_and_sees_whom_they_stand_in_for(client, leader, colleague):
    stand_in = stand_in_for(leader)
    client.force_login(stand_in.user)
    shown = page(client.get(MINE))
    assert f"(stand-in for {leader.user})" in shown
    assert url("find_stand_in", stand_in) not in shown
    assert client.get(url("find_stand_in", stand_in)).status_code == 403
    assert client.get(url("name_stand_in", leader, colleague)).status_code == 404


def test_the_header_says_whom_one_stands_in_for_and_switches_among_many(client, leader, owner):
    stand_in = stand_in_for(leader)
    others = [
        MembershipFactory(user=stand_in.user, role=Role.FINANCE, owner=OwnerFactory())
        for _n in range(8)
    ]
    client.force_login(stand_in.user)
    shown = page(client.get(MINE))
    assert shown.count('name="membership"') == 9
    assert all(str(other.owner) in shown for other in others)
    client.post(reverse("acting"), {"membership": others[-1].pk})
    assert client.get(MINE).context["acting"] == others[-1]


def test_a_conflict_is_declared_and_withdrawn(client, leader, colleague, owner):
    client.force_login(leader.user)
    assert url("find_conflict", owner) in page(client.get(MINE))
    found = client.get(url("find_conflict", owner), {"q": "kari"})
    address = url("declare_conflict", owner, colleague)
    assert address in page(found)
    assert "Kari Nordmann" in page(client.get(address))
    assert client.post(address).status_code == 302
    again = client.post(address)
    assert (again.status_code, "already said so" in page(again)) == (422, True)
    conflict = ConflictOfInterest.objects.get()
    client.force_login(colleague)
    assert "Declared by the other" in page(client.get(MINE))
    assert client.post(url("withdraw_conflict", conflict)).status_code == 403
    client.force_login(leader.user)
    assert client.post(url("withdraw_conflict", conflict)).status_code == 302
    assert client.post(url("withdraw_conflict", conflict)).status_code == 404


def test_a_conflict_is_declared_where_one_works_about_others(client, leader, owner):
    client.force_login(leader.user)
    assert client.get(url("find_conflict", OwnerFactory())).status_code == 404
    assert client.get(url("declare_conflict", owner, UserFactory())).status_code == 404
    own = client.post(url("declare_conflict", owner, leader.user))
    assert (own.status_code, "by themselves" in page(own)) == (422, True)
    client.force_login(leader_of(WorkplaceFactory()))
    assert client.get(url("find_conflict", owner)).status_code == 404


def test_somebody_without_a_role_gets_a_page(client):
    client.force_login(UserFactory())
    assert "You hold no role today" in page(client.get(MINE))
