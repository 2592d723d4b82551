"""Asking a register over the network: one question, short patience, nothing trusted."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from django.conf import settings

from staff.models import RegisterEntry

Register = RegisterEntry.Register
CONNECT_SECONDS, READ_SECONDS = 3, 10
LARGEST_ANSWER: Final = 1_000_000
FOUND, NOT_FOUND, GONE = 200, 404, 410
# The central register keeps a unit and the places under it apart.
PATHS: Final = {
    Register.ENHETSREGISTERET: ("/enheter/{}", "/underenheter/{}"),
    Register.NSR: ("/enhet/{}",),
    Register.NBR: ("/enhet/{}",),
}


class Unreachable(Exception):
    """The register did not answer, or not in a way that can be understood."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a register says about a number today; `body` as it was sent."""

    found: bool
    body: dict[str, Any] = field(default_factory=dict)


def fetch(register: str, org_number: str) -> Fetched:
    """Ask one register about one number of nine digits. Raises Unreachable."""
    for path in PATHS[Register(register)]:
        body = _ask(settings.REGISTERS[register] + path.format(org_number))
        if body is not None:
            return Fetched(found=True, body=body)
    return Fetched(found=False)


def _ask(url: str) -> dict[str, Any] | None:
    """The answer's object, or None if there is no such unit. Follows no redirect. Raises
    Unreachable."""
    try:
        with requests.get(
            url,
            headers={"Accept": "application/json", "User-Agent": "evu"},
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            if response.status_code in (NOT_FOUND, GONE):
                return None
            if response.status_code != FOUND:
                raise Unreachable(f"{url} answered {response.status_code}")
            return _object(url, _read(url, response))
    except requests.RequestException as failure:
        raise Unreachable(f"{url}: {type(failure).__name__}") from failure


def _read(url: str, response: requests.Response) -> bytes:
    read = bytearray()
    for piece in response.iter_content(64_000):
        read += piece
        if len(read) > LARGEST_ANSWER:
            raise Unreachable(f"{url} answered more than {LARGEST_ANSWER} bytes")
    return bytes(read)


def _object(url: str, read: bytes) -> dict[str, Any]:
    try:
        found = json.loads(read)
    except (ValueError, RecursionError) as failure:
        raise Unreachable(f"{url} did not answer with JSON") from failure
    if not isinstance(found, dict):
        raise Unreachable(f"{url} answered with something else than one unit")
    return found
