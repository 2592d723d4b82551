"""The credential is what Open Badges 3.0 asks for (appendix B), and says nothing it should not."""

import datetime
import hashlib
import json
import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from catalogue.models import Course
from tests.catalogue.proofs.reading import header_of, payload_of
from tests.factories import CourseFactory, ProviderFactory, UserFactory
from tests.factories.catalogue_results import (
    completed_placement,
    completed_seat,
    past_run,
    proof_of,
    report,
    seated,
)

pytestmark = pytest.mark.django_db
URI = re.compile(r"https?://\S+")
DATE_TIME_Z = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
# Class → (required properties with their type, properties that are sets and so always lists).
REQUIRED = {
    "AchievementCredential": (
        {"@context": list, "id": URI, "type": list, "credentialSubject": dict, "issuer": dict}
        | {"validFrom": DATE_TIME_Z},
        {"@context", "type", "credentialSchema", "evidence", "proof"},
    ),
    "AchievementSubject": ({"type": list, "achievement": dict}, {"type", "identifier", "result"}),
    "Achievement": (
        {"id": URI, "type": list, "criteria": dict, "description": str, "name": str},
        {"type", "alignment", "otherIdentifier", "tag"},
    ),
    "Profile": ({"id": URI, "type": list}, {"type", "otherIdentifier"}),
    "Alignment": ({"type": list, "targetName": str, "targetUrl": URI}, {"type"}),
    "IdentityObject": (
        {"type": "IdentityObject", "hashed": bool, "identityHash": str, "identityType": str},
        set(),
    ),
    "IdentifierEntry": (
        {"type": "IdentifierEntry", "identifier": str, "identifierType": str},
        set(),
    ),
    "CredentialStatus": ({"id": URI, "type": str}, set()),
    "CredentialSchema": ({"id": URI, "type": str}, set()),
}
IDENTIFIER_TYPES = {"name", "emailAddress", "systemId"}
ACHIEVEMENT_TYPES = {"Course", "Fieldwork"}


def conforms(thing, name):
    required, sets = REQUIRED[name]
    for field, wanted in required.items():
        value = thing[field]
        if isinstance(wanted, type):
            assert isinstance(value, wanted), (name, field)
        elif isinstance(wanted, str):
            assert value == wanted, (name, field)
        else:
            assert wanted.fullmatch(value), (name, field)
        assert value, (name, field)
    for field in sets & thing.keys():
        assert isinstance(thing[field], list), (name, field)
        assert thing[field], (name, field, "empty lists are left out")
    assert None not in thing.values(), name


def all_conforms(credential):
    conforms(credential, "AchievementCredential")
    subject = credential["credentialSubject"]
    achievement = subject["achievement"]
    assert credential["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(credential["type"])
    conforms(subject, "AchievementSubject")
    assert "AchievementSubject" in subject["type"]
    assert "id" in subject or subject["identifier"]
    conforms(achievement, "Achievement")
    assert "Achievement" in achievement["type"]
    assert achievement["achievementType"] in ACHIEVEMENT_TYPES
    assert {"id", "narrative"} & achievement["criteria"].keys()
    for profile in (credential["issuer"], achievement["creator"], subject["source"]):
        conforms(profile, "Profile")
        assert "Profile" in profile["type"]
        for entry in profile.get("otherIdentifier", []):
            conforms(entry, "IdentifierEntry")
    for alignment in achievement.get("alignment", []):
        conforms(alignment, "Alignment")
    for identity in subject["identifier"]:
        conforms(identity, "IdentityObject")
        assert identity["identityType"] in IDENTIFIER_TYPES
    conforms(credential["credentialStatus"], "CredentialStatus")
    for schema in credential["credentialSchema"]:
        conforms(schema, "CredentialSchema")
    for field in ("creditsEarned",):
        assert isinstance(subject.get(field, 0.0), float)
    assert isinstance(achievement.get("creditsAvailable", 0.0), float)


def of_course(**fields):
    provider = ProviderFactory(
        name="Fagskolen i Fjorden", org_number="974760673", website="https://fagskole.example"
    )
    course = CourseFactory(provider=provider, title="Veiledning", code="VEI-30", **fields)
    seat = seated(past_run(course=course), participant=UserFactory(email="amina@example.org"))
    return proof_of(report(seat, earned=25))


@pytest.mark.parametrize(
    "make",
    [
        lambda: of_course(nqf_level="5.1", credit_system=Course.CreditSystem.FAGSKOLE),
        lambda: proof_of(completed_seat(past_run(course__credits=0))),
        lambda: proof_of(completed_seat(participant=UserFactory(email="", first_name="Å"))),
        lambda: proof_of(completed_placement()),
    ],
    ids=["fagskole", "without-credits", "without-address", "placement"],
)
def test_it_has_what_the_standard_requires(make):
    all_conforms(make().credential)


def test_it_says_what_was_learned_where_and_how_much():
    credential = of_course(nqf_level="5.1").credential
    subject = credential["credentialSubject"]
    achievement = subject["achievement"]
    assert (achievement["name"], achievement["humanCode"]) == ("Veiledning", "VEI-30")
    assert (subject["creditsEarned"], achievement["creditsAvailable"]) == (25.0, 30.0)
    assert achievement["alignment"][0]["targetCode"] == "5.1"
    assert achievement["creator"]["name"] == "Fagskolen i Fjorden"
    assert achievement["creator"]["otherIdentifier"][0]["identifier"] == "974760673"
    assert credential["issuer"]["id"] == f"{settings.PUBLIC_URL}/proofs/issuer/"


def test_a_course_without_credits_says_nothing_of_credits():
    credential = proof_of(completed_seat(past_run(course__credits=0))).credential
    text = json.dumps(credential)
    assert "creditsEarned" not in text
    assert "creditsAvailable" not in text


def test_days_are_the_days_of_the_course_in_norway():
    run = past_run(starts_on=datetime.date(2025, 8, 18), ends_on=datetime.date(2025, 12, 12))
    subject = proof_of(completed_seat(run)).credential["credentialSubject"]
    assert subject["activityStartDate"] == "2025-08-18T00:00:00+02:00"
    assert subject["activityEndDate"] == "2025-12-12T00:00:00+01:00"


def test_the_person_is_there_as_salted_hashes_alone():
    person = UserFactory(first_name="Amina", last_name="Lundestad", email="amina@example.org")
    proof = proof_of(completed_seat(participant=person))
    text = json.dumps(proof.credential)
    for secret in ("Amina", "Lundestad", "amina@", person.username):
        assert secret not in text
        assert secret not in proof.signed
    known = {"name": "Amina Lundestad", "emailAddress": "amina@example.org"}
    for identity in proof.credential["credentialSubject"]["identifier"]:
        told = f"{known.pop(identity['identityType'])}{identity['salt']}"
        assert identity["identityHash"] == f"sha256${hashlib.sha256(told.encode()).hexdigest()}"
    assert known == {}


def test_two_proofs_of_one_person_cannot_be_put_together():
    person = UserFactory()
    one, two = (proof_of(completed_seat(participant=person)) for _number in range(2))

    def traces(proof):
        subject = proof.credential["credentialSubject"]
        hashes = {identity["identityHash"] for identity in subject["identifier"]}
        return hashes | {subject["id"], proof.credential["credentialStatus"]["id"]}

    assert not traces(one) & traces(two)


def test_the_token_is_the_credential_with_the_four_claims_that_match_it():
    """Section 8.2: no other headers, and claims that equal the document."""
    proof = proof_of()
    header, payload = header_of(proof.signed), payload_of(proof.signed)
    kid = f"{settings.PUBLIC_URL}/proofs/keys/{proof.signed_with.kid}/"
    assert header == {"alg": "RS256", "kid": kid, "typ": "JWT"}
    claims = {name: payload.pop(name) for name in ("iss", "jti", "nbf", "sub")}
    proof.refresh_from_db()
    assert payload == proof.credential
    valid_from = datetime.datetime.fromisoformat(payload["validFrom"])
    assert claims == {
        "iss": payload["issuer"]["id"],
        "jti": payload["id"],
        "nbf": int(valid_from.timestamp()),
        "sub": payload["credentialSubject"]["id"],
    }


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_it_is_written_in_the_holders_language(language):
    person = UserFactory(written_language=language)
    proof = proof_of(completed_seat(past_run(place="Førde"), participant=person))
    with translation.override(language):
        assert proof.credential["credentialSubject"]["narrative"] == gettext(
            "Held in %(place)s."
        ) % {"place": "Førde"}
