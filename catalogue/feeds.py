"""Asking a provider's feed over the network: https only, never a private address, short patience.

The name is looked up once, every address it has must be public, and the connection goes to the one
that was looked at: a name that answers differently the second time leads nowhere else.
"""

import ipaddress
import socket
import threading
import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from catalogue.importing.json_files import MOST_BYTES

CONNECT_SECONDS, READ_SECONDS, ALL_SECONDS = 3, 10, 30
UNCHANGED, FOUND = 304, 200
REDIRECTS: Final = range(300, 400)
HTTPS_PORT: Final = 443
LONGEST_ETAG: Final = 200
# Addresses of the old kind written inside new ones by translators between the two.
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class Unfetchable(Exception):
    """The feed could not be fetched; the text is for the provider's contact."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the feed answered with; content is None where nothing is new since the etag."""

    content: bytes | None
    etag: str


def fault_of(address: str) -> str:
    """Why we would not ask this address, or nothing. Asks no name server."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, _host(address)
    except ValueError:
        return _("This is not an address.")
    if parts.scheme != "https":
        return _("The address must begin with https://.")
    if parts.username is not None or parts.password is not None:
        return _("Leave out user name and password: the feed must be open to be read.")
    if port not in (None, HTTPS_PORT):
        return _("Leave out the port: feeds are asked at the usual one.")
    if _is_number(host):
        return _("Write the address by its name, not as a number.")
    is_named = "." in host.strip(".") and not host.endswith((".local", ".internal", ".localhost"))
    return "" if is_named else _("The address is not on the open internet.")


def fetch(address: str, etag: str) -> Fetched:
    """Ask a feed for what it has now. Raises Unfetchable."""
    if fault := fault_of(address):
        raise Unfetchable(fault)
    host = _host(address)
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "evu"}
    if etag:
        headers["If-None-Match"] = etag
    latest = time.monotonic() + ALL_SECONDS
    try:
        with requests.Session() as session:
            session.trust_env = False
            session.mount("https://", _Pinned(host, _public_address(host)))
            with session.get(
                address,
                headers={**headers, "Host": host},
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                fetched = _answer(response)
    except requests.RequestException:
        fetched = None
    if time.monotonic() > latest:
        raise Unfetchable(_("The address took too long to answer."))
    if fetched is None:
        raise Unfetchable(_("The address did not answer."))
    return fetched


class _Impatient(HTTPSConnection):
    """Hangs up after a while, however the other end makes its answer last: a byte now and then
    would satisfy the patience for each read."""

    def connect(self) -> None:
        super().connect()
        # Nobody stops the clock: hanging up once more does nothing.
        clock = threading.Timer(ALL_SECONDS, _hang_up, [self.sock])
        clock.daemon = True
        clock.start()


def _hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:  # hung up already
        return


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Impatient


class _Pinned(HTTPAdapter):
    """Connects to the address that was looked at, as the host by name."""

    def __init__(self, host: str, address: str) -> None:
        self.host, self.address = host, address
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _Pool}

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        where, how = super().build_connection_pool_key_attributes(*args, **kwargs)
        where = {**where, "host": self.address}
        return where, {**how, "server_hostname": self.host, "assert_hostname": self.host}


def _host(address: str) -> str:
    """As the network writes it. Raises ValueError."""
    host = urlsplit(address).hostname or ""
    return host if host.isascii() else host.encode("idna").decode()


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _public_address(host: str) -> str:
    """One of the host's addresses. Raises Unfetchable unless every one of them is public."""
    try:
        found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unfetchable(_("Nobody knows the host of the address.")) from None
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not addresses or not all(_is_public(address) for address in addresses):
        raise Unfetchable(_("The address is not on the open internet."))
    return addresses[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address)
    inside = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found in NAT64:
        inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.is_global and not found.is_multicast and (inside is None or inside.is_global)


def _answer(response: requests.Response) -> Fetched:
    etag = response.headers.get("ETag", "")
    if response.status_code == UNCHANGED:
        return Fetched(None, etag)
    if response.status_code in REDIRECTS:
        raise Unfetchable(_("The address leads on to another one. Write that one instead."))
    if response.status_code != FOUND:
        raise Unfetchable(
            _("The address answered with status %(status)s.") % {"status": response.status_code}
        )
    is_usable = len(etag) <= LONGEST_ETAG and etag.isascii() and etag.isprintable()
    return Fetched(_body(response), etag if is_usable else "")


def _body(response: requests.Response) -> bytes:
    read = bytearray()
    for piece in response.iter_content(64_000):
        read += piece
        if len(read) > MOST_BYTES:
            raise Unfetchable(
                _("The feed is larger than %(most)s MB.") % {"most": MOST_BYTES // 1_000_000}
            )
    return bytes(read)
