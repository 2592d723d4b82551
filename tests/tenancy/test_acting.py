"""Each transaction knows who acts, for which owners, and forgets it when it ends."""

import pytest
from django.db import DataError, connection, transaction
from django.http import HttpResponse
from django.urls import path, reverse

from evu.celery import app
from notifications import outbox
from staff.roles import Role
from tenancy.acting import NOBODY, acting_for, current
from tests.factories import MembershipFactory, OwnerFactory, UserFactory

NAMES = ("evu.owners", "evu.user", "evu.across")
seen: list[dict[str, str]] = []


def told() -> dict[str, str]:
    """What the database has been told in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('evu.owners', true), current_setting('evu.user', true), "
            "current_setting('evu.across', true), current_setting('evu.stamp', true) = now()::text"
        )
        *values, stamped = cursor.fetchone()
    return dict(zip(NAMES, [value or "" for value in values], strict=True)) | {"stamped": stamped}


def remember(**_args: object) -> None:
    """A task that writes down for whom it acts."""
    seen.append(told())


@pytest.fixture(autouse=True)
def nothing_seen():
    seen.clear()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_told_when_it_begins_and_the_next_one_starts_afresh():
    with acting_for([7, 3, None], user_id=5), transaction.atomic():
        inside = told()
    with transaction.atomic():
        after = told()
    assert inside == {"evu.owners": "3,7", "evu.user": "5", "evu.across": "", "stamped": True}
    assert [after[name] for name in NAMES] == ["", "", ""]
    assert not after["stamped"]


@pytest.mark.django_db
def test_an_open_transaction_is_told_at_once_and_told_back_again():
    with acting_for([1]):
        with acting_for([2], across=True):
            assert told()["evu.owners"] == "2"
            assert told()["evu.across"] == "on"
        assert told()["evu.owners"] == "1"
        assert told()["evu.across"] == ""
    assert told()["evu.owners"] == ""
    assert current() == NOBODY


@pytest.mark.django_db
def test_a_failed_transaction_keeps_its_own_error():
    with pytest.raises(DataError), transaction.atomic(), acting_for([1]):
        connection.cursor().execute("SELECT 1 / 0")
    assert current() == NOBODY


def show(request):
    seen.append(told())
    return HttpResponse("ok")


urlpatterns = [path("show/", show, name="show")]


@pytest.mark.django_db
@pytest.mark.urls("tests.tenancy.test_acting")
def test_a_page_acts_for_the_owners_one_holds_a_role_at(client):
    user = UserFactory()
    here, there = OwnerFactory(), OwnerFactory()
    MembershipFactory(user=user, owner=here)
    MembershipFactory(user=user, owner=there, role=Role.FINANCE)
    MembershipFactory(owner=OwnerFactory())
    client.force_login(user)
    client.get(reverse("show"))
    assert [seen[0][name] for name in NAMES] == [f"{here.pk},{there.pk}", str(user.pk), ""]
    assert told()["evu.owners"] == ""


@pytest.mark.django_db
@pytest.mark.urls("tests.tenancy.test_acting")
def test_whoever_belongs_to_no_single_owner_acts_across(client):
    user = MembershipFactory(role=Role.CENTRAL, owner=None).user
    client.force_login(user)
    client.get(reverse("show"))
    assert [seen[0][name] for name in NAMES] == ["", str(user.pk), "on"]


@pytest.mark.django_db
def test_what_is_owed_to_an_owner_is_done_for_that_owner(do_what_is_owed):
    outbox.owe("tests.tenancy.test_acting.remember", owner_id=41)
    outbox.owe("tests.tenancy.test_acting.remember")
    do_what_is_owed()
    assert [(held["evu.owners"], held["evu.across"]) for held in seen] == [("41", ""), ("", "on")]


@pytest.mark.django_db
def test_what_beat_starts_belongs_to_no_single_owner():
    app.task(remember, name="tests.remember")()
    app.tasks.unregister("tests.remember")
    assert [held["evu.across"] for held in seen] == ["on"]
