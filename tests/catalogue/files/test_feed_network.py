"""Asking a feed over the network: what is refused, and that nothing else is asked than is meant."""

import itertools
import socket
import threading

import pytest

from catalogue import feeds
from catalogue.feeds import Unfetchable, fault_of, fetch
from catalogue.importing.json_files import MOST_BYTES
from tests.catalogue.files.feed_server import HOST, running, says


@pytest.fixture
def feed(monkeypatch, tmp_path):
    with running(monkeypatch, tmp_path) as feed:
        yield feed


@pytest.fixture
def resolves_to(monkeypatch):
    """Say where every name leads; connections are counted, and none is made."""
    made = []

    def lead(*addresses):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
        monkeypatch.setattr(socket.socket, "connect", lambda *args: made.append(args))
        return made

    return lead


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address",
    [
        "http://kurs.example.org/emner.json",
        "ftp://kurs.example.org/",
        "file:///etc/passwd",
        "https://",
        "https://localhost/",
        "https://database/",
        "https://skriver.local/",
        "https://metadata.google.internal/",
        "https://127.0.0.1/",
        "https://10.0.0.7/",
        "https://169.254.169.254/latest/meta-data/",
        "https://8.8.8.8/",
        "https://[::1]/",
        "https://[::1",
        "https://kari:passord@kurs.example.org/",
        "https://kurs.example.org:8443/",
        "https://kurs.example.org:port/",
        f"https://{'a' * 64}ø.no/",
    ],
)
def test_an_address_we_would_not_ask_is_said_to_be_so(address):
    assert fault_of(address)
    with pytest.raises(Unfetchable):
        fetch(address, "")


@pytest.mark.parametrize(
    "address",
    [
        "https://kurs.example.org/emner.json?år=2027",
        "https://kurs.example.org:443/",
        "https://bø.no/",
    ],
)
def test_a_good_address_has_no_fault(address):
    assert fault_of(address) == ""


@pytest.mark.parametrize(
    "private",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
    ],
)
def test_a_name_that_leads_inside_is_not_asked(resolves_to, private):
    made = resolves_to("93.184.216.34", private)

    with pytest.raises(Unfetchable, match="internet|nett"):
        fetch("https://kurs.example.org/", "")

    assert made == []


def test_a_name_nobody_knows(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Unfetchable):
        fetch("https://kurs.example.org/", "")


def test_the_name_is_looked_up_once_and_the_connection_goes_where_we_looked(monkeypatch):
    looked_up, connected = [], []

    def first_outside_then_inside(host, *args, **kwargs):
        looked_up.append(host)
        where = "93.184.216.34" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, 443))]

    def connect(self, address):
        connected.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", _only_names(first_outside_then_inside))
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(Unfetchable):
        fetch("https://kurs.example.org/", "")

    assert looked_up == ["kurs.example.org"]
    assert {where for where, _port in connected} == {"93.184.216.34"}


def _only_names(lookup):
    """Numbers are turned into addresses without asking anybody."""
    real = socket.getaddrinfo

    def look_up(host, *args, **kwargs):
        return (real if host[0].isdigit() else lookup)(host, *args, **kwargs)

    return look_up


# ── Answers ──────────────────────────────────────────────────────────────────────────────────────


def test_what_the_feed_says_is_read_with_its_mark(feed):
    feed.answer = says(b'{"courses": []}', ETag='"v1"')

    fetched = fetch(feed.address, "")

    assert (fetched.content, fetched.etag) == (b'{"courses": []}', '"v1"')
    [headers] = feed.asked
    assert headers["Host"] == HOST
    assert "If-None-Match" not in headers
    assert "Cookie" not in headers


def test_an_unchanged_feed_is_not_read_again(feed):
    feed.answer = says(b"", status=304)

    assert fetch(feed.address, '"v1"').content is None
    assert feed.asked[0]["If-None-Match"] == '"v1"'


@pytest.mark.parametrize("etag", ["x" * 201, "b\xf8"])
def test_a_mark_that_cannot_be_kept_is_none(feed, etag):
    feed.answer = says(b"{}", ETag=etag)

    assert fetch(feed.address, "").etag == ""


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(feed, status):
    feed.answer = says(b"", status=status, Location="https://127.0.0.1/innsiden")

    with pytest.raises(Unfetchable):
        fetch(feed.address, "")

    assert len(feed.asked) == 1


@pytest.mark.parametrize("status", [204, 401, 404, 500, 503])
def test_another_status_is_named(feed, status):
    feed.answer = says(b"nei", status=status)

    with pytest.raises(Unfetchable, match=str(status)):
        fetch(feed.address, "")


def test_a_feed_that_is_too_large_is_left_in_the_middle(feed):
    sent = []

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in itertools.count():
                handler.wfile.write(b" " * 1_000_000)
                sent.append(1_000_000)
        except OSError:
            return

    feed.answer = endless

    with pytest.raises(Unfetchable, match="10"):
        fetch(feed.address, "")

    assert sum(sent) < 3 * MOST_BYTES


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_feed_that_keeps_us_waiting_byte_by_byte_is_hung_up_on(feed, monkeypatch, begins):
    monkeypatch.setattr(feeds, "ALL_SECONDS", 0.3)
    hung_up = threading.Event()

    def drip(handler):
        try:
            handler.wfile.write(begins)
            while not hung_up.wait(0.02):  # well within the patience for each read
                handler.wfile.write(b"x")
        except OSError:
            return

    feed.answer = drip

    with pytest.raises(Unfetchable):
        fetch(feed.address, "")
    hung_up.set()


def test_an_answer_that_breaks_off_is_none(feed):
    def half(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b'{"courses"')

    feed.answer = half

    with pytest.raises(Unfetchable):
        fetch(feed.address, "")


@pytest.mark.parametrize("rubbish", [b"\x00\x01\x02", b"HTTP/9 what\r\n\r\n", b""])
def test_something_else_than_the_web_is_no_answer(feed, rubbish):
    feed.answer = lambda handler: handler.wfile.write(rubbish)

    with pytest.raises(Unfetchable):
        fetch(feed.address, "")


def test_another_hosts_certificate_is_not_believed(monkeypatch, tmp_path):
    with running(monkeypatch, tmp_path, name="noen.example.com") as feed:
        with pytest.raises(Unfetchable):
            fetch(feed.address, "")
        assert feed.asked == []
