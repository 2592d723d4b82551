"""The pages of a placement: list, detail, agreement, signature, log, hours, decline and cancel."""

import datetime
import re
from datetime import UTC

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue import agreements, services
from catalogue.models import Placement
from catalogue.states import PlacementState as S
from staff.roles import Role
from tests.accounts.people import an_hour_passes
from tests.factories import (
    MembershipFactory,
    UserFactory,
    WorkplaceFactory,
    contact_of,
    employee_at,
    leader_of,
    officer_of,
)
from tests.factories.cases import fresh
from tests.factories.placements import (
    TEXTS,
    a_business,
    agreed,
    days_ahead,
    parties_of,
    signed,
    wished,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def url(name, *args):
    return reverse(f"placements:{name}", args=args)


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(url(name, *args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(url(name, *args), data)


def words(placement, **changes):
    return {
        **TEXTS,
        "starts_on": placement.starts_on.isoformat(),
        "ends_on": placement.ends_on.isoformat(),
        "weekdays": placement.weekdays,
        "version": placement.version,
        **changes,
    }


def on(day):
    """Noon that day."""
    return time_machine.travel(datetime.datetime(*day.timetuple()[:3], 12, tzinfo=UTC), tick=False)


def colleague_of(placement):
    """Reads placements at the workplace, and is no party."""
    return MembershipFactory(
        role=Role.DEPUTY, owner=placement.owner, workplace=placement.workplace
    ).user


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, query_count, count):
    workplace = WorkplaceFactory()
    for _number in range(count):
        agreed(wished(employee_at(workplace)))
    leader = leader_of(workplace)
    page(client, leader, "index")
    answers = []
    queries = query_count(lambda: answers.append(client.get(url("index"))))
    assert answers[0].text.count('<th scope="row">') == count
    assert queries <= MOST_QUERIES


def test_each_sees_what_is_theirs_and_what_waits(client):
    placement = wished()
    participant, leader, contact = parties_of(placement)
    for person in (participant, leader, contact):
        assert placement.get_absolute_url() in page(client, person, "index").text
    assert page(client, contact, "index").context["rows"][0].waits == _("Answer the wish")
    assert page(client, leader, "index").context["rows"][0].waits == _("The business answers")
    other = wished()
    assert other.get_absolute_url() not in page(client, leader, "index").text
    nobody = page(client, UserFactory(), "index")
    assert nobody.status_code == 200
    assert placement.get_absolute_url() not in nobody.text


def test_a_leader_who_goes_out_has_two_lists(client):
    position = employee_at(WorkplaceFactory())
    user = position.employee.user
    MembershipFactory(
        user=user, role=Role.LEADER, owner=position.owner, workplace=position.workplace
    )
    others = wished(employee_at(position.workplace))
    own = wished(position)
    at_work = page(client, user, "index").text
    assert own.get_absolute_url() in at_work
    assert others.get_absolute_url() in at_work
    mine = page(client, user, "index", view="mine").text
    assert own.get_absolute_url() in mine
    assert others.get_absolute_url() not in mine


def test_the_list_is_narrowed_by_words_and_state(client):
    placement = wished(business=a_business(name="Fjord Mekaniske"))
    user = placement.participant
    link = placement.get_absolute_url()
    assert link in page(client, user, "index", q="fjord").text
    assert link not in page(client, user, "index", q="bakeri").text
    assert link in page(client, user, "index", state="wished").text
    assert link not in page(client, user, "index", state="signed").text
    assert page(client, user, "index", state="lost").status_code == 422


# ── One placement ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("made", [wished, agreed, signed])
def test_a_placement_is_read_by_its_parties_and_by_nobody_else(client, made):
    placement = made()
    for person in [*parties_of(placement), officer_of(placement.owner), colleague_of(placement)]:
        shown = page(client, person, "detail", placement.pk)
        assert shown.status_code == 200
        assert placement.wish in shown.text
    strangers = (
        UserFactory(),
        employee_at(placement.workplace).employee.user,
        contact_of(a_business()),
        leader_of(WorkplaceFactory(owner=placement.owner)),
    )
    for stranger in strangers:
        assert page(client, stranger, "detail", placement.pk).status_code == 404


def test_buttons_are_for_those_who_may(client):
    placement = wished()
    participant, leader, contact = parties_of(placement)
    answer = url("agreement", placement.pk)
    assert answer in page(client, contact, "detail", placement.pk).text
    assert url("decline", placement.pk) in page(client, contact, "detail", placement.pk).text
    for person in (participant, leader):
        shown = page(client, person, "detail", placement.pk).text
        assert answer not in shown
        assert url("cancel", placement.pk) in shown
    read = page(client, colleague_of(placement), "detail", placement.pk).text
    assert url("cancel", placement.pk) not in read


# ── The agreement ────────────────────────────────────────────────────────────────────────────────


def test_the_business_writes_the_agreement(client):
    placement = wished()
    contact = contact_of(placement.business)
    assert page(client, contact, "agreement", placement.pk).status_code == 200
    answer = post(client, contact, "agreement", placement.pk, **words(placement))
    assert answer.status_code == 302
    placement = fresh(placement)
    assert (placement.state, placement.goals) == (S.AGREED, TEXTS["goals"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"goals": ""}, "goals"),
        ({"weekdays": []}, "weekdays"),
        ({"starts_on": "i morgen"}, "starts_on"),
        ({"starts_on": days_ahead(-1).isoformat()}, "starts_on"),
        ({"ends_on": days_ahead(1).isoformat()}, "ends_on"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, changes, field):
    placement = wished()
    contact = contact_of(placement.business)
    answer = post(client, contact, "agreement", placement.pk, **words(placement, **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert TEXTS["safety"] in answer.text
    assert fresh(placement).state == S.WISHED


def test_an_old_version_is_not_saved_over_a_new_one(client):
    placement = agreed()
    old = words(placement, goals="Mitt.")
    services.write_agreement(
        placement=placement, changes={"goals": "Ditt."}, by=placement.participant
    )
    answer = post(client, leader_of(placement.workplace), "agreement", placement.pk, **old)
    assert answer.status_code == 422
    assert "Mitt." in answer.text
    assert fresh(placement).goals == "Ditt."


def test_whose_signature_falls_is_said_before_it_is_saved(client):
    placement = agreed()
    services.sign(placement=placement, version=1, by=placement.participant)
    shown = page(client, leader_of(placement.workplace), "agreement", placement.pk).text
    assert str(placement.participant) in re.search(r'class="ds-alert".*?</div>', shown, re.S)[0]


def test_readers_and_strangers_write_nothing(client):
    placement = wished()
    reader = colleague_of(placement)
    assert page(client, reader, "agreement", placement.pk).status_code == 403
    assert post(client, reader, "agreement", placement.pk).status_code == 403
    assert page(client, UserFactory(), "agreement", placement.pk).status_code == 404
    late = signed()
    assert page(client, late.participant, "agreement", late.pk).status_code == 403


# ── Signing ──────────────────────────────────────────────────────────────────────────────────────


def test_one_reads_the_whole_text_and_signs_it(client):
    placement = agreed()
    shown = page(client, placement.participant, "sign", placement.pk).text
    for text in [*TEXTS.values(), agreements.digest(placement)]:
        assert text in shown
    answer = post(client, placement.participant, "sign", placement.pk, version=1, has_read="on")
    assert answer.status_code == 302
    assert placement.signatures.get().signed_by == placement.participant


def test_without_a_tick_or_with_an_old_version_nothing_is_signed(client):
    placement = agreed()
    user = placement.participant
    assert post(client, user, "sign", placement.pk, version=1).status_code == 422
    assert post(client, user, "sign", placement.pk, version=9, has_read="on").status_code == 422
    assert post(client, user, "sign", placement.pk, version="x", has_read="on").status_code == 422
    assert not placement.signatures.exists()


def test_whoever_has_not_confirmed_lately_confirms_before_signing(client):
    placement = agreed()
    client.force_login(placement.participant)
    an_hour_passes(client)
    answer = client.get(url("sign", placement.pk))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_a_reader_a_stranger_and_who_has_signed_do_not_sign(client):
    placement = agreed()
    assert page(client, colleague_of(placement), "sign", placement.pk).status_code == 403
    assert page(client, UserFactory(), "sign", placement.pk).status_code == 404
    services.sign(placement=placement, version=1, by=placement.participant)
    assert page(client, placement.participant, "sign", placement.pk).status_code == 403


# ── The log, the hours and the end ───────────────────────────────────────────────────────────────


def test_the_participant_writes_in_the_log_and_the_others_read_it(client):
    placement = signed()
    with on(placement.starts_on):
        day = placement.starts_on.isoformat()
        answer = post(client, placement.participant, "log", placement.pk, day=day, text="Sveiset.")
        assert answer.status_code == 302
        contact = contact_of(placement.business)
        shown = page(client, contact, "detail", placement.pk).text
        assert "Sveiset." in shown
        assert url("log", placement.pk) not in shown
        assert post(client, contact, "log", placement.pk, day=day, text="x").status_code == 403
        assert post(client, UserFactory(), "log", placement.pk).status_code == 404
        late = days_ahead(1).isoformat()
        wrong = post(client, placement.participant, "log", placement.pk, day=late, text="Tegnet.")
        assert wrong.status_code == 422
        assert "Tegnet." in wrong.text
    assert placement.log.count() == 1


def test_a_long_log_has_pages(client):
    placement = signed()
    with on(placement.starts_on):
        for number in range(21):
            services.write_log(
                placement=placement,
                day=placement.starts_on,
                text=f"Dag {number}.",
                by=placement.participant,
            )
        first = page(client, placement.participant, "detail", placement.pk).text
        assert "Dag 20." in first
        assert "Dag 0." not in first
        assert "Dag 0." in page(client, placement.participant, "detail", placement.pk, page=2).text


def test_the_business_confirms_the_hours(client):
    placement = signed()
    contact = contact_of(placement.business)
    early = post(client, contact, "confirm", placement.pk, hours="30")
    assert early.status_code == 422
    with on(placement.ends_on):
        assert page(client, contact, "confirm", placement.pk).status_code == 200
        for wrong in ("", "mange", "0", "99999"):
            answer = post(client, contact, "confirm", placement.pk, hours=wrong)
            assert answer.status_code == 422
        assert post(client, contact, "confirm", placement.pk, hours="30").status_code == 302
        assert page(client, contact, "confirm", placement.pk).status_code == 403
    assert fresh(placement).hours == 30


def test_only_the_business_confirms(client):
    placement = signed()
    assert page(client, placement.participant, "confirm", placement.pk).status_code == 403
    assert page(client, UserFactory(), "confirm", placement.pk).status_code == 404


def test_the_business_declines_with_a_reason(client):
    placement = wished()
    contact = contact_of(placement.business)
    assert page(client, contact, "decline", placement.pk).status_code == 200
    assert post(client, contact, "decline", placement.pk, reason=" ").status_code == 422
    assert post(client, contact, "decline", placement.pk, reason="Fullt.").status_code == 302
    assert fresh(placement).state == S.DECLINED
    shown = page(client, placement.participant, "detail", placement.pk).text
    assert "Fullt." in shown
    assert page(client, contact, "decline", placement.pk).status_code == 403
    assert page(client, UserFactory(), "decline", placement.pk).status_code == 404


@pytest.mark.parametrize("party", [0, 1, 2])
def test_each_of_the_three_cancels_with_a_reason(client, party):
    placement = signed()
    person = parties_of(placement)[party]
    assert page(client, person, "cancel", placement.pk).status_code == 200
    assert post(client, person, "cancel", placement.pk, reason="").status_code == 422
    assert post(client, person, "cancel", placement.pk, reason="Syk.").status_code == 302
    assert fresh(placement).state == S.CANCELLED
    assert page(client, person, "cancel", placement.pk).status_code == 403


def test_readers_and_strangers_cancel_nothing(client):
    placement = signed()
    assert page(client, officer_of(placement.owner), "cancel", placement.pk).status_code == 403
    assert post(client, UserFactory(), "cancel", placement.pk, reason="x").status_code == 404
    assert Placement.objects.get().state == S.SIGNED
