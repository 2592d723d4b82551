"""The document of a proof: an Open Badges 3.0 credential (W3C VC data model 2.0).

Property names and what is required: https://www.imsglobal.org/spec/ob/v3p0/ (appendix B).
"""

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Course, CourseRun, Placement, Provider, Seat
from staff.models import User

CONTEXT: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SCHEMA: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
FRAMEWORK: Final = "Nasjonalt kvalifikasjonsrammeverk for livslang læring"
FRAMEWORK_URL: Final = "https://lovdata.no/dokument/SF/forskrift/2017-11-08-1846"
# What the signature adds to the document (section 8.2.4.1).
CLAIMS: Final = ("iss", "jti", "nbf", "sub")


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody has done: the part of a credential that differs between courses and
    placements. Credits are whole credits."""

    name: str
    description: str
    criteria: str
    kind: str  # a term of AchievementType
    key: str  # the achievement's own, within this site
    provider: Provider
    first_day: datetime.date
    last_day: datetime.date
    awarded_at: datetime.datetime
    code: str = ""
    nqf_level: str = ""
    credits: int = 0
    credits_earned: int | None = None
    narrative: str = ""


def done_in(seat: Seat) -> Done:
    """A course completed, as the provider has reported it."""
    run, course = seat.run, seat.run.course
    assert seat.reported_at is not None  # noqa: S101  (a completed seat is reported)
    return Done(
        name=course.title,
        description=course.description or course.title,
        criteria=_("The provider has reported that the participant completed the course."),
        kind="Course",
        key=f"course-{course.pk}",
        provider=course.provider,
        first_day=run.starts_on,
        last_day=run.ends_on,
        awarded_at=seat.reported_at,
        code=course.code,
        nqf_level=_level(course),
        credits=course.credits,
        credits_earned=seat.credits_earned,
        narrative=_narrative(run),
    )


def done_on(placement: Placement) -> Done:
    """A placement carried out, as the business has confirmed it."""
    assert placement.completed_at is not None  # noqa: S101  (it is completed)
    about = {"business": placement.business, "trade": placement.trade}
    return Done(
        name=_("Placement at %(business)s: %(trade)s") % about,
        description=placement.goals,
        criteria=_("The business has confirmed that the placement was carried out."),
        kind="Fieldwork",
        key=f"placement-{placement.business_id}-{placement.trade_id}",
        provider=placement.business,
        first_day=placement.starts_on,
        last_day=placement.ends_on,
        awarded_at=placement.completed_at,
        narrative=_("%(hours)s hours.") % {"hours": placement.hours},
    )


def credential_of(done: Done, *, key: UUID, holder: User, now: datetime.datetime) -> dict[str, Any]:
    """The document, unsigned. Of the holder it says only salted hashes, never a number."""
    detail = address("proofs:detail", key)
    subject: dict[str, Any] = {
        "id": f"{detail}#holder",
        "type": ["AchievementSubject"],
        "identifier": _identities(holder),
        "activityStartDate": _day(done.first_day),
        "activityEndDate": _day(done.last_day),
        "source": _profile(done.provider),
        "achievement": _achievement(done),
    }
    if done.credits_earned is not None:
        subject["creditsEarned"] = float(done.credits_earned)
    if done.narrative:
        subject["narrative"] = done.narrative
    return {
        "@context": list(CONTEXT),
        "id": detail,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": done.name,
        "issuer": issuer(),
        "validFrom": _moment(now),
        "awardedDate": _moment(done.awarded_at),
        "credentialSubject": subject,
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {
            "id": address("proofs:status", key),
            "type": "1EdTechRevocationList",
        },
    }


def payload_of(credential: dict[str, Any]) -> dict[str, Any]:
    """What is signed: the document with the claims that must match it (section 8.2.4)."""
    valid_from = datetime.datetime.fromisoformat(credential["validFrom"])
    return credential | {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": int(valid_from.timestamp()),
        "sub": credential["credentialSubject"]["id"],
    }


def issuer() -> dict[str, Any]:
    """This site as a Profile: it signs what providers report."""
    return {
        "id": address("proofs:issuer"),
        "type": ["Profile"],
        "name": "EVU",
        "url": settings.PUBLIC_URL,
    }


def address(name: str, *args: object) -> str:
    """A whole address, as others reach it."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse(name, args=args)}"


def _achievement(done: Done) -> dict[str, Any]:
    about: dict[str, Any] = {
        "id": f"{address('proofs:issuer')}#{done.key}",
        "type": ["Achievement"],
        "achievementType": done.kind,
        "name": done.name,
        "description": done.description,
        "criteria": {"narrative": done.criteria},
        "creator": _profile(done.provider),
    }
    if done.code:
        about["humanCode"] = done.code
    if done.credits:
        about["creditsAvailable"] = float(done.credits)
    if done.nqf_level:
        about["alignment"] = [
            {
                "type": ["Alignment"],
                "targetName": _("Level %(level)s") % {"level": done.nqf_level},
                "targetCode": done.nqf_level,
                "targetFramework": FRAMEWORK,
                "targetUrl": FRAMEWORK_URL,
            }
        ]
    return about


def _profile(provider: Provider) -> dict[str, Any]:
    about: dict[str, Any] = {
        "id": f"{address('proofs:issuer')}#provider-{provider.pk}",
        "type": ["Profile"],
        "name": provider.name,
    }
    if provider.website:
        about["url"] = provider.website
    if provider.org_number:
        about["otherIdentifier"] = [
            {
                "type": "IdentifierEntry",
                "identifier": provider.org_number,
                "identifierType": "ext:organisasjonsnummer",
            }
        ]
    return about


def _identities(holder: User) -> list[dict[str, Any]]:
    """Name and e-mail as salted hashes: whoever is told them can see that they fit."""
    known = {"name": holder.get_full_name(), "emailAddress": holder.email.lower()}
    return [_hashed(value, kind) for kind, value in known.items() if value] or [
        _hashed(secrets.token_hex(16), "systemId")
    ]


def _hashed(value: str, kind: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${hashlib.sha256(f'{value}{salt}'.encode()).hexdigest()}",
        "identityType": kind,
        "salt": salt,
    }


def _level(course: Course) -> str:
    return course.nqf_level if course.credits else ""


def _narrative(run: CourseRun) -> str:
    return _("Held online.") if run.is_online else _("Held in %(place)s.") % {"place": run.place}


def _day(day: datetime.date) -> str:
    """2027-03-01T00:00:00+01:00: the format knows no day without a time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time())).isoformat()


def _moment(value: datetime.datetime) -> str:
    """2027-03-01T12:00:00Z, to the second: the claim nbf must equal it."""
    return f"{value.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S}Z"
