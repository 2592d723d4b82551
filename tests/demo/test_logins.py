"""How the demo's people log in elsewhere."""

import json

import pytest
from stdnum.no import fodselsnummer

from evu.demo import logins
from evu.demo.personas import PERSONAS
from staff.identity import person_known_as
from staff.models import Identity
from tests.factories import UserFactory

SLUGS = [*(persona.slug for persona in PERSONAS), logins.STRANGER]


@pytest.mark.parametrize("slug", SLUGS)
def test_national_ids_are_right_and_cannot_be_real(slug):
    number = logins.national_id(slug)
    assert 81 <= int(number[2:4]) <= 92
    first = fodselsnummer.calc_check_digit1(number[:9])
    assert number[9:] == first + fodselsnummer.calc_check_digit2(number[:9] + first)


def test_no_two_share_one():
    assert len({logins.national_id(slug) for slug in SLUGS}) == len(SLUGS)


@pytest.mark.django_db
def test_personas_are_recognised_in_three_ways_and_the_stranger_in_none(tmp_path):
    users = {persona.slug: UserFactory(username=persona.slug) for persona in PERSONAS}
    logins.recognise()
    file = tmp_path / "people.json"
    logins.write_people(file)
    for person in json.loads(file.read_text()):
        found = {
            person_known_as(Identity.Kind.NATIONAL_ID, person["national_id"]),
            person_known_as(Identity.Kind.FEIDE, person["feide"]),
            person_known_as(Identity.Kind.ENTRA, person["entra"]),
        }
        assert found == {users.get(person["slug"])}
    assert Identity.objects.count() == 3 * len(PERSONAS)
