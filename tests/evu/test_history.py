"""The history of an owner as its auditors and administrators read it."""

import ast
import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from audit.models import Event
from audit.services import record
from consultations.models import Consultation
from distribution.models import Proposal
from evu.history import words
from evu.history.queries import lines_of
from evu.wiring import LISTENERS
from staff.roles import Role
from tests.evu.happenings import CSV, HISTORY, happened, noon
from tests.factories import (
    ApplicationFactory,
    EarmarkFactory,
    MembershipFactory,
    RoundFactory,
    UserFactory,
    WorkplaceFactory,
    leader_of,
    officer_of,
)
from tests.factories.cases import accepted, cover_ordered, submitted

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14  # two of them are savepoints


def texts(client, **asked):
    return [line.text for line in client.get(HISTORY, asked).context["lines"]]


# ── Who reads it ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", [Role.OWNER_OFFICER, Role.FINANCE, Role.EMPLOYEE])
@pytest.mark.parametrize("url", [HISTORY, CSV])
def test_a_colleague_hears_why_not(client, owner, role, url):
    client.force_login(MembershipFactory(role=role, owner=owner).user)
    answer = client.get(url)
    assert answer.status_code == 403
    assert "data-reason" in answer.content.decode()


def test_leaders_have_no_way_in(client, owner):
    client.force_login(leader_of(WorkplaceFactory(owner=owner)))
    assert client.get(HISTORY).status_code == 403
    assert HISTORY not in client.get(reverse("home")).content.decode()


def test_whoever_has_no_role_is_refused(client):
    client.force_login(UserFactory())
    assert client.get(HISTORY).status_code == 403


def test_nothing_is_sent_to_it(client, owner, auditor):
    assert client.post(HISTORY).status_code == 405


def test_another_owners_history_is_not_shown(client, owner, auditor):
    mine, theirs = RoundFactory(owner=owner, name="Vår"), RoundFactory(name="Deres")
    happened(owner, subject=mine)
    happened(theirs.owner, subject=theirs)
    assert client.get(HISTORY).context["page"].paginator.count == 1
    shown = client.get(HISTORY).content.decode()
    assert "Vår" in shown
    assert "Deres" not in shown


def test_the_administrator_sees_people_and_roles_and_no_case_or_money(client):
    case = accepted()
    role = MembershipFactory(owner=case.owner, role=Role.FINANCE)
    record("role.appointed", subject=role, by=officer_of(case.owner), role=Role.FINANCE.value)
    client.force_login(MembershipFactory(role=Role.ADMINISTRATOR, owner=case.owner).user)
    lines = client.get(HISTORY).context["lines"]
    assert {line.event.subject.partition(".")[0] for line in lines} == {"staff"}
    assert "role.appointed" in {line.event.kind for line in lines}
    about = client.get(HISTORY, {"about": case.number}).context["lines"]
    assert about == []


def test_a_draft_is_not_in_the_history_until_it_is_sent(client, owner, auditor):
    draft = ApplicationFactory(round=RoundFactory(owner=owner))
    record("application.started", subject=draft, by=draft.applicant)
    assert client.get(HISTORY).context["lines"] == []
    assert str(draft.applicant) not in client.get(CSV).getvalue().decode()
    submitted(draft)
    assert {line.event.kind for line in client.get(HISTORY).context["lines"]} == {
        "application.started",
        "application.submitted",
    }


# ── What it says ─────────────────────────────────────────────────────────────────────────────────


def test_events_are_sentences_newest_first_with_a_way_there(client, owner, auditor):
    officer, round = officer_of(owner), RoundFactory(owner=owner, name="Høsten <2027>")
    happened(owner, "round.open", subject=round, by=officer)
    happened(owner, "round.ranked", subject=round, by=officer, count=7)
    with translation.override(None):
        newest, oldest = lines_of(Event.objects.filter(owner_id=owner.pk).order_by("-at", "-pk"))
    assert newest.text == f"{officer} ranked 7 applications in Høsten <2027>"
    assert oldest.text == f"{officer} opened Høsten <2027> for applications"
    assert (
        f'<a class="ds-link" href="{round.get_absolute_url()}">Høsten &lt;2027&gt;</a>'
        in newest.sentence
    )
    assert [line.event.kind for line in client.get(HISTORY).context["lines"]] == [
        "round.ranked",
        "round.open",
    ]


def test_an_unknown_kind_is_shown_by_its_code(client, owner, auditor):
    happened(owner, "round.100%_new", by=auditor)
    [line] = client.get(HISTORY).context["lines"]
    assert "round.100%_new" in line.text
    assert str(auditor) in line.text
    assert client.get(HISTORY, {"kind": "round.100%_new"}).context["page"].paginator.count == 1


def test_what_nobody_did_was_the_system(client, owner, auditor):
    round = RoundFactory(owner=owner)
    record("round.open", subject=round, by=None)
    [line] = client.get(HISTORY).context["lines"]
    assert str(words.BY_KIND["round.open"]) % {"who": "X", "about": round.name} != line.text
    assert round.name in line.text


def test_what_is_gone_is_named_by_its_code(client, owner, auditor):
    round = RoundFactory(owner=owner)
    happened(owner, subject=round)
    round.delete()
    [line] = client.get(HISTORY).context["lines"]
    assert f"applications.round:{line.event.subject.rpartition(':')[2]}" in line.text


def kinds_recorded():
    """The kinds that services write as they are: those put together are seen in whole cases."""
    for app in settings.OUR_APPS:
        for module in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text())):
                is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                if not is_call or node.func.id not in ("record", "record_many"):
                    continue
                if isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value


def test_every_kind_that_happens_or_is_listened_to_has_its_sentence():
    """But the choice of a written language, which belongs to no owner."""
    kinds = set(kinds_recorded())
    assert len(kinds) > 50
    assert (kinds | set(LISTENERS)) - words.BY_KIND.keys() == {"user.language_chosen"}


@pytest.mark.parametrize("kind", words.BY_KIND)
def test_every_sentence_can_be_filled(kind):
    with translation.override(None):
        filled = words.gaps({})
        filled.update(who="Kim", about="2027-0001")
        assert str(words.BY_KIND[kind]) % filled


def test_a_whole_case_is_told_without_a_code(client, do_what_is_owed):
    case = cover_ordered(do_what_is_owed)
    client.force_login(MembershipFactory(role=Role.AUDITOR, owner=case.owner).user)
    lines = client.get(HISTORY).context["lines"]
    assert len(lines) > 10
    assert {line.event.kind for line in lines} <= words.BY_KIND.keys()
    assert not any(":" in line.text and line.event.subject in line.text for line in lines)


# ── Narrowing ────────────────────────────────────────────────────────────────────────────────────


def test_by_kind_and_by_person(client, owner, auditor):
    kari = MembershipFactory(owner=owner, user=UserFactory(first_name="Kari", last_name="Nes"))
    happened(owner, "round.open", by=kari.user)
    happened(owner, "round.close")
    assert len(texts(client, kind="round.close")) == 1
    [text] = texts(client, who="nes kari")
    assert text.startswith("Kari Nes")
    assert texts(client, who="nobody") == []


def test_by_day(client, owner, auditor):
    days = [datetime.date(2026, 3, day) for day in (1, 2, 3)]
    for day in days:
        Event.objects.create(
            kind="round.open", subject="applications.round:1", owner_id=owner.pk, at=noon(day)
        )

    def count(**asked):
        return client.get(HISTORY, asked).context["page"].paginator.count

    assert count(first="2026-03-02") == 2
    assert count(last="2026-03-02") == 2
    assert count(first="2026-03-02", last="2026-03-02") == 1


def test_about_a_case_is_also_about_its_money_and_its_cover(client, do_what_is_owed):
    case = cover_ordered(do_what_is_owed)
    other = accepted(round=RoundFactory(owner=case.owner))
    client.force_login(MembershipFactory(role=Role.AUDITOR, owner=case.owner).user)
    for asked in (case.number, f"applications.application:{case.pk}"):
        lines = client.get(HISTORY, {"about": asked}).context["lines"]
        labels = {line.event.subject.partition(":")[0] for line in lines}
        assert labels == {
            "applications.application",
            "funding.commitment",
            "substitutes.order",
            "catalogue.seat",
        }
        assert other.number == case.number or not any(other.number in line.text for line in lines)


def test_about_a_round_is_also_about_its_distribution(client):
    case = accepted()
    client.force_login(MembershipFactory(role=Role.AUDITOR, owner=case.owner).user)
    proposal = Proposal.objects.get(round=case.round_id)
    consultation = Consultation.objects.get(proposal=proposal)
    for asked in (case.round.name[:5], f"applications.round:{case.round_id}"):
        lines = client.get(HISTORY, {"about": asked}).context["lines"]
        assert {line.event.subject for line in lines} == {
            f"applications.round:{case.round_id}",
            f"distribution.proposal:{proposal.pk}",
            f"consultations.consultation:{consultation.pk}",
        }


def test_about_an_earmark_is_also_about_what_it_paid(client):
    case = accepted()
    client.force_login(MembershipFactory(role=Role.AUDITOR, owner=case.owner).user)
    earmark = case.commitment.earmark_id
    lines = client.get(HISTORY, {"about": f"funding.earmark:{earmark}"}).context["lines"]
    assert {line.event.subject for line in lines} == {
        f"funding.earmark:{earmark}",
        f"funding.commitment:{case.commitment_id}",
    }


@pytest.mark.parametrize("name", ["rounds", "case", "earmark"])
def test_pages_lead_to_their_own_history_for_its_readers(client, name):
    case = accepted()
    url = {
        "rounds": case.round.get_absolute_url(),
        "case": case.get_absolute_url(),
        "earmark": reverse("funding:earmark", args=[case.commitment.earmark_id]),
    }[name]
    client.force_login(MembershipFactory(role=Role.AUDITOR, owner=case.owner).user)
    there = client.get(url).context["history_url"]
    assert client.get(there).context["lines"]
    client.force_login(officer_of(case.owner))
    assert client.get(url).context["history_url"] == ""


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "yesterday"},
        {"last": "2026-13-01"},
        {"first": "2026-03-02", "last": "2026-03-01"},
        {"kind": "x" * 61},
        {"who": "x" * 101},
    ],
)
@pytest.mark.parametrize("url", [HISTORY, CSV])
def test_what_cannot_be_asked_is_said_beside_the_field(client, owner, auditor, asked, url):
    answer = client.get(url, asked)
    assert answer.status_code == 422
    assert answer.context["filter"].errors
    [(_name, typed), *_more] = asked.items()
    assert typed in answer.content.decode()
    assert answer.context["lines"] == []


@pytest.mark.parametrize(
    "about", ["x:1", "a.b:999999999999999999", "applications.round:0", "\x00", "%", "'", "2027-1"]
)
def test_about_nothing_finds_nothing(client, owner, auditor, about):
    happened(owner)
    answer = client.get(HISTORY, {"about": about})
    assert answer.status_code in (200, 422)
    assert answer.context["lines"] == []


def test_htmx_equals_reload(client, owner, auditor):
    happened(owner)
    part = client.get(HISTORY, headers={"HX-Request": "true"}).content.decode()
    assert part.strip() in client.get(HISTORY).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_however_long(client, owner, auditor, count, query_count):
    round = RoundFactory(owner=owner)
    for _each in range(count):
        happened(owner, subject=round)
        happened(owner, "earmark.made", subject=EarmarkFactory(owner=owner), amount_ore=100)
    client.get(HISTORY)
    assert query_count(lambda: client.get(HISTORY)) == 11 <= MOST_QUERIES


def test_the_second_page_goes_on_where_the_first_ended(client, owner, auditor):
    round, by = RoundFactory(owner=owner), officer_of(owner)
    for _each in range(30):
        happened(owner, subject=round, by=by)
    first = client.get(HISTORY).context["lines"]
    second = client.get(HISTORY, {"page": 2}).context["lines"]
    keys = [line.event.pk for line in [*first, *second]]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) == 30
