"""The invented people, from a JSON file: a list of objects with these keys."""

import json
from dataclasses import dataclass
from pathlib import Path

from mock_idp import settings


@dataclass(frozen=True, slots=True)
class Person:
    """`about` is one line that helps to choose. The names at the three places may be empty."""

    slug: str
    name: str
    about: str
    national_id: str
    feide: str
    entra: str


def everybody() -> dict[str, Person]:
    """By slug, in the order of the file."""
    listed = json.loads(Path(settings.PEOPLE).read_text())
    return {person["slug"]: Person(**person) for person in listed}
