"""The list of staff files, and the systems that send them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from staff.importing.states import ImportState
from staff.models import ApiKey
from staff.roles import Role
from tests.factories import (
    ApiKeyFactory,
    ImportBatchFactory,
    MembershipFactory,
    OwnerFactory,
    WorkplaceFactory,
    leader_of,
)

pytestmark = pytest.mark.django_db
INDEX = reverse("imports:index")
NEW_KEY = reverse("imports:new_key")
MOST_QUERIES = 14


@pytest.fixture
def owner():
    return OwnerFactory()


@pytest.fixture
def administrator(client, owner):
    user = MembershipFactory(role=Role.ADMINISTRATOR, owner=owner).user
    client.force_login(user)
    return user


def text_of(response):
    return response.content.decode().replace("\xa0", " ")


def test_it_says_what_each_file_is_and_how_far_it_has_come(client, owner, administrator):
    ImportBatchFactory(
        owner=owner,
        checked=True,
        file_name="november.csv",
        total_rows=1_234,
        counts={"joins": 2, "changes": 3, "problems": 4},
        uploaded_by=administrator,
    )
    key = ApiKeyFactory(owner=owner, name="Lønn og personal")
    ImportBatchFactory(owner=owner, file_name="natt.csv", uploaded_by=None, api_key=key)
    ImportBatchFactory(file_name="naboens.csv", checked=True)

    response = client.get(INDEX)

    assert [row.batch.file_name for row in response.context["rows"]] == ["natt.csv", "november.csv"]
    newest, checked = response.context["rows"]
    assert (checked.sender, checked.changes, checked.problems) == (str(administrator), 5, 4)
    assert newest.sender == "Lønn og personal"
    assert "1 234" in text_of(response)
    assert "naboens.csv" not in text_of(response)


def test_with_no_files_it_says_what_they_are_good_for(client, administrator):
    response = client.get(INDEX)

    assert response.status_code == 200
    assert 'class="empty"' in text_of(response)
    assert reverse("imports:new") in text_of(response)


def test_it_has_pages(client, owner, administrator):
    ImportBatchFactory.create_batch(27, owner=owner, uploaded_by=administrator)

    assert len(client.get(INDEX).context["rows"]) == 25
    assert len(client.get(INDEX, {"page": 2}).context["rows"]) == 2


def test_it_asks_the_database_as_often_for_three_files_as_for_one(
    client, owner, administrator, query_count
):
    def make_one():
        ImportBatchFactory(owner=owner, checked=True)
        ApiKeyFactory(owner=owner)

    make_one()
    with_one = query_count(lambda: client.get(INDEX))
    make_one()
    make_one()

    assert query_count(lambda: client.get(INDEX)) == with_one <= MOST_QUERIES


@pytest.mark.parametrize("url", [INDEX, NEW_KEY, reverse("imports:new")])
def test_a_leader_hears_whose_task_it_is(client, owner, url):
    client.force_login(leader_of(WorkplaceFactory(owner=owner)))

    response = client.get(url)

    assert response.status_code == 403
    assert "administrator" in text_of(response)


def test_whoever_has_no_role_is_refused(client, owner):
    ended = MembershipFactory(
        role=Role.ADMINISTRATOR, owner=owner, ends_on=datetime.date(2021, 1, 1)
    )
    client.force_login(ended.user)

    assert client.get(INDEX).status_code == 403


# ── Keys ─────────────────────────────────────────────────────────────────────────────────────────


def make_key(client, **typed):
    in_a_year = timezone.localdate() + datetime.timedelta(days=365)
    return client.post(NEW_KEY, {"name": "Lønn", "ends_on": in_a_year.isoformat(), **typed})


def test_a_new_key_is_shown_once_and_never_again(client, owner, administrator):
    response = make_key(client)

    key = ApiKey.objects.get(owner=owner)
    secret = response.context["shown_once"]
    assert response.status_code == 201
    assert f'value="{secret}" readonly' in text_of(response)
    assert secret.startswith(key.prefix)
    assert secret not in text_of(client.get(INDEX))
    assert key.prefix in text_of(client.get(INDEX))


def test_the_same_form_sent_twice_makes_one_key(client, owner, administrator):
    make_key(client)
    response = make_key(client, name="lønn")

    assert response.status_code == 422
    assert "name" in response.context["form"].errors
    assert ApiKey.objects.filter(owner=owner).count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "i morgen"}, "ends_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
    ],
)
def test_what_is_wrong_with_a_key_is_said_beside_its_field(client, administrator, typed, field):
    response = make_key(client, **typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'aria-invalid="true"' in text_of(response)
    assert not ApiKey.objects.exists()


def test_a_key_is_revoked_after_saying_what_stops(client, owner, administrator):
    key = ApiKeyFactory(owner=owner)
    url = reverse("imports:revoke_key", args=[key.pk])

    assert key.name in text_of(client.get(url))
    response = client.post(url, follow=True)

    key.refresh_from_db()
    assert key.revoked_at is not None
    assert response.redirect_chain == [(INDEX, 302)]
    assert response.context["keys"] == []


def test_a_revoked_key_is_not_revoked_again(client, owner, administrator):
    key = ApiKeyFactory(owner=owner, revoked_at=timezone.now())
    url = reverse("imports:revoke_key", args=[key.pk])

    response = client.post(url)

    assert response.status_code == 409
    assert str(response.context["verdict"].reason) in text_of(response)


def test_another_owners_key_does_not_exist(client, administrator):
    key = ApiKeyFactory()

    assert client.get(reverse("imports:revoke_key", args=[key.pk])).status_code == 404
    assert client.post(reverse("imports:revoke_key", args=[key.pk])).status_code == 404


def test_a_leader_revokes_no_key(client, owner):
    key = ApiKeyFactory(owner=owner)
    client.force_login(leader_of(WorkplaceFactory(owner=owner)))

    response = client.post(reverse("imports:revoke_key", args=[key.pk]))

    key.refresh_from_db()
    assert (response.status_code, key.revoked_at) == (403, None)


def test_a_key_that_has_ended_says_so(client, owner, administrator):
    today = timezone.localdate()
    ApiKeyFactory(owner=owner, name="A", ends_on=today - datetime.timedelta(days=1))
    ApiKeyFactory(owner=owner, name="B", ends_on=today)

    assert [row.has_ended for row in client.get(INDEX).context["keys"]] == [True, False]


def test_states_are_told_in_words(client, owner, administrator):
    for state in (ImportState.UPLOADED, ImportState.CHECKED):
        ImportBatchFactory(owner=owner, state=state)

    text = text_of(client.get(INDEX))

    assert str(ImportState.UPLOADED.label) in text
    assert str(ImportState.CHECKED.label) in text
