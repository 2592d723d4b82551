"""Registers that answer what was recorded, and nothing else: a test never asks the real ones."""

import json
from pathlib import Path

import pytest
import responses

ANSWERS = Path(__file__).parent / "answers"


class Registers:
    """Says what each address answers; the calls made are in `calls`."""

    BASES = {
        "enheter": "https://data.brreg.no/enhetsregisteret/api/enheter/",
        "underenheter": "https://data.brreg.no/enhetsregisteret/api/underenheter/",
        "nsr": "https://data-nsr.udir.no/v4/enhet/",
        "nbr": "https://data-nbr.udir.no/v4/enhet/",
    }

    def __init__(self, mock):
        self.mock = mock

    def answers(self, where, number, name):
        body = json.loads((ANSWERS / name).read_text(encoding="utf-8"))
        self.mock.upsert(responses.GET, self.BASES[where] + number, json=body)

    def does_not_know(self, number, *where):
        for place in where or self.BASES:
            self.mock.upsert(responses.GET, self.BASES[place] + number, status=404)

    def is_silent(self, number, *where):
        for place in where or self.BASES:
            failure = responses.ConnectionError("nobody there")
            self.mock.upsert(responses.GET, self.BASES[place] + number, body=failure)

    @property
    def calls(self):
        return [call.request.url for call in self.mock.calls]


@pytest.fixture
def registers(thresholds):
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield Registers(mock)
