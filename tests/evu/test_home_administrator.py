"""The administrator's first page: what waits in people, places and roles."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from staff.importing.states import ImportState
from staff.models import ApiKey, Correction, ImportBatch, StaffGroup
from staff.roles import Role
from tests.factories import (
    EmployeeFactory,
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    PositionFactory,
    StaffGroupFactory,
)
from tests.factories.cases import accepted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thresholds")]
HOME = reverse("home")
MOST_QUERIES = 14  # two of them are savepoints


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def administrator(client, owner):
    user = MembershipFactory(role=Role.ADMINISTRATOR, owner=owner).user
    client.force_login(user)
    client.get(HOME)  # the day's first use of the role is noted
    return user


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def a_file(owner, by, state):
    return ImportBatch.objects.create(
        owner=owner,
        state=state,
        format=ImportBatch.Format.CSV,
        file_name="ansatte.csv",
        sha256="0" * 64,
        lists_everybody=False,
        counts_from=timezone.localdate(),
        uploaded_by=by,
        uploaded_at=timezone.now(),
        failure="Filen kan ikke leses." if state == ImportState.FAILED else "",
    )


def a_correction(owner, state=Correction.State.OPEN, **answered):
    return Correction.objects.create(
        owner=owner,
        employee=EmployeeFactory(owner=owner),
        about=Correction.About.PAY,
        text="Feil lønn",
        asked_at=timezone.now(),
        state=state,
        **answered,
    )


def a_key(owner, by, days, **fields):
    ApiKey.objects.create(
        owner=owner,
        name="Visma",
        prefix="evu12345",
        key_hash=f"{ApiKey.objects.count():064}",
        made_by=by,
        made_at=timezone.now(),
        ends_on=in_days(days),
        **fields,
    )


def waiting(client):
    """Where something waits → how many, for those pages where anything does."""
    found = {}
    for each in client.get(HOME).context["waiting"]:
        found.setdefault(each.url, []).append(each.count)
    return found


def test_files_checked_and_files_that_could_not_be_read(client, owner, administrator):
    for state in (ImportState.CHECKED, ImportState.FAILED, ImportState.DISCARDED):
        a_file(owner, administrator, state)
    a_file(OwnerFactory(), administrator, ImportState.CHECKED)
    assert waiting(client) == {reverse("imports:index"): [1, 1]}


def test_codes_nobody_has_placed(client, owner, administrator):
    unmapped = StaffGroupFactory(code=StaffGroup.UNMAPPED)
    code = PositionCodeFactory(owner=owner, staff_group=unmapped)
    PositionFactory.create_batch(2, owner=owner, code=code)
    PositionFactory(owner=owner)
    PositionFactory(code=PositionCodeFactory(staff_group=unmapped))
    assert waiting(client) == {reverse("staff:codes"): [1]}


def test_corrections_without_an_answer(client, owner, administrator):
    a_correction(owner)
    a_correction(OwnerFactory())
    a_correction(
        owner,
        Correction.State.CORRECTED,
        answer="Rettet.",
        answered_by=administrator,
        answered_at=timezone.now(),
    )
    assert waiting(client) == {reverse("staff:corrections"): [1]}


def test_roles_nobody_uses_and_roles_that_end(client, owner, administrator):
    MembershipFactory(owner=owner, role=Role.FINANCE, last_used_on=in_days(-400))
    MembershipFactory(owner=owner, role=Role.AUDITOR, last_used_on=in_days(-1))
    MembershipFactory(
        owner=owner, role=Role.OWNER_OFFICER, last_used_on=in_days(-1), ends_on=in_days(10)
    )
    MembershipFactory(role=Role.FINANCE, last_used_on=in_days(-400))
    assert waiting(client) == {reverse("roles:index"): [1, 1]}


def test_keys_that_end_soon(client, owner, administrator):
    a_key(owner, administrator, 10)
    a_key(owner, administrator, 100)
    a_key(owner, administrator, -1)
    a_key(owner, administrator, 10, revoked_at=timezone.now())
    a_key(OwnerFactory(), administrator, 10)
    assert waiting(client) == {reverse("imports:index"): [1]}


def test_when_nothing_waits_everything_is_in_order(client, administrator):
    context = client.get(HOME).context
    assert context["waiting"] == []
    assert len(context["in_order"]) == 7


@pytest.mark.parametrize(
    "name", ["staff:index", "staff:codes", "staff:corrections", "imports:index", "roles:index"]
)
def test_each_page_it_leads_to_opens(client, administrator, name):
    assert client.get(reverse(name)).status_code == 200


def test_no_case_and_no_money_is_seen(client):
    case = accepted()
    client.force_login(MembershipFactory(role=Role.ADMINISTRATOR, owner=case.owner).user)
    assert client.get(case.get_absolute_url()).status_code == 404
    assert client.get(reverse("rounds:index")).status_code == 403
    assert client.get(reverse("funding:index")).status_code == 403
    assert client.get(reverse("substitutes:orders")).status_code == 403
    assert str(case.applicant) not in client.get(HOME).content.decode()


def test_it_asks_the_same_however_much_there_is(client, owner, administrator, query_count):
    def more():
        a_file(owner, administrator, ImportState.CHECKED)
        a_correction(owner)
        a_key(owner, administrator, 10)

    more()
    once = query_count(lambda: client.get(HOME))
    more()
    more()
    assert query_count(lambda: client.get(HOME)) == once <= MOST_QUERIES
