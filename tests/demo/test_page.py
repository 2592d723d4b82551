"""The page of personas, without any demo data behind it."""

import pytest

from evu.demo.personas import PERSONAS
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_it_names_everybody_and_what_to_try(client, demo):
    page = client.get("/demo/")
    assert page.status_code == 200
    shown = page.content.decode()
    for persona in PERSONAS:
        assert f'value="{persona.slug}"' in shown
        assert persona.name in shown


def test_outside_a_demonstration_there_is_no_such_page(client):
    assert client.get("/demo/").status_code == 404
    UserFactory(username="teacher")
    assert client.post("/demo/", {"persona": "teacher"}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("slug", ["somebody", "", "admin"])
def test_somebody_unknown_is_refused_with_a_sentence(client, demo, slug):
    UserFactory(username="admin")
    page = client.post("/demo/", {"persona": slug})
    assert page.status_code == 422
    assert page.context["problem"] in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_persona_that_is_not_loaded_is_refused(client, demo):
    assert client.post("/demo/", {"persona": "teacher"}).status_code == 422


def test_one_can_become_somebody_else(client, demo):
    teacher, owner = UserFactory(username="teacher"), UserFactory(username="owner")
    for user in (teacher, owner):
        response = client.post("/demo/", {"persona": user.username})
        assert (response.status_code, response.url) == (302, "/")
        assert client.session["_auth_user_id"] == str(user.pk)
