"""Sending to addresses that somebody typed in: what is refused, and that nothing goes elsewhere."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.outgoing import AddressRefused, NotDelivered, Ways, is_public, post, target_of
from tests.receiver import NAME, Receiver, receiver


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Receiver]:
    with receiver(tmp_path) as server:
        yield server


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.1", "192.0.2.7", "198.18.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2002:7f00:1::1", "2002:a00:1::",
    ],
)  # fmt: skip
def test_no_inner_address_is_public(address: str):
    assert not is_public(address)


def test_neither_is_no_address_at_all():
    assert not is_public(socket.inet_ntoa(bytes(4)))


@pytest.mark.parametrize("address", ["114.114.114.114", "8.8.8.8", "2400:3200::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are(address: str):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "http://a.example/", "ftp://a.example/", "//a.example/", "https://", "https:///x", "a.example",
        "https://user@a.example/", "https://user:word@a.example/", "https://a.example/#x", "https://a.example:0x/",
        "https://a.example:99999/", "https://a.example/ x", "https://例.example/", "https://a.example/\n",
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest",
        "https://a.example/" + "x" * 500,
    ],
)  # fmt: skip
def test_only_plain_https_addresses_are_taken(url: str):
    with pytest.raises(AddressRefused):
        target_of(url)


def test_it_is_sent_once_to_the_pinned_address_under_the_names_certificate(there: Receiver):
    assert post(there.url, b"{}", {"X-Mark": "1"}, ways=there.ways()) == 204
    (request,) = there.requests
    assert (request.path, request.body, request.headers["X-Mark"]) == ("/in?from=us", b"{}", "1")
    assert request.headers["Host"] == f"{NAME}:{there.port}"
    assert there.names == [NAME]


def test_the_name_is_resolved_once(there: Receiver):
    asked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["203.0.113.1"]

    post(there.url, b"{}", {}, ways=replace(there.ways(), resolve=once))
    assert asked == [NAME]


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["114.114.114.114", "10.0.0.1"], ["::ffff:127.0.0.1"]])
def test_a_name_with_any_inner_address_is_sent_nothing(there: Receiver, addresses: list[str]):
    ways = replace(there.ways(), resolve=lambda host, port: addresses, is_allowed=is_public)
    with pytest.raises(AddressRefused):
        post(there.url, b"{}", {}, ways=ways)
    assert there.requests == []


def test_as_it_is_used_this_machine_is_never_reached(there: Receiver):
    with pytest.raises(AddressRefused):
        post(f"https://localhost:{there.port}/", b"{}", {})
    assert there.requests == []


def test_a_certificate_of_another_name_is_not_trusted(there: Receiver):
    with pytest.raises(NotDelivered, match="证书不可信"):
        post(f"https://other.example:{there.port}/", b"{}", {}, ways=there.ways())
    assert there.requests == []


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(there: Receiver):
    with pytest.raises(NotDelivered, match="证书不可信"):
        post(there.url, b"{}", {}, ways=replace(there.ways(), context=Ways().context))
    assert there.requests == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(there: Receiver, status: int):
    there.status, there.location = status, f"https://{NAME}:{there.port}/elsewhere"
    with pytest.raises(NotDelivered, match="不跟随"):
        post(there.url, b"{}", {}, ways=there.ways())
    assert len(there.requests) == 1


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_what_is_not_taken_is_said(there: Receiver, status: int):
    there.status = status
    with pytest.raises(NotDelivered, match=str(status)):
        post(there.url, b"{}", {}, ways=there.ways())


def test_a_server_that_says_nothing_is_left_in_time(there: Receiver):
    there.is_silent = True
    began = time.monotonic()
    with pytest.raises(NotDelivered):
        post(there.url, b"{}", {}, ways=there.ways(timeout=0.3))
    assert time.monotonic() - began < 3


def test_a_server_that_speaks_drop_by_drop_is_left_in_time():
    """It never finishes its handshake, but is never silent for long."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ways = Ways(resolve=lambda host, port: ["127.0.0.1"], is_allowed=lambda address: True, timeout=0.3)
        began = time.monotonic()
        with pytest.raises(NotDelivered):
            post(f"https://{NAME}:{port}/", b"{}", {}, ways=ways)
        assert time.monotonic() - began < 3


def test_nobody_there_and_no_such_name_are_said():
    def fail(host: str, port: int) -> list[str]:
        raise socket.gaierror

    with pytest.raises(NotDelivered, match="无法解析"):
        post("https://a.example/", b"{}", {}, ways=Ways(resolve=fail))
    with pytest.raises(NotDelivered, match="连接中断"):
        post(
            "https://a.example:9/", b"{}", {},
            ways=Ways(resolve=lambda host, port: ["127.0.0.1"], is_allowed=lambda address: True),
        )  # fmt: skip


def test_nothing_large_is_sent(there: Receiver):
    with pytest.raises(NotDelivered, match="65536"):
        post(there.url, b"x" * (64 * 1024 + 1), {}, ways=there.ways())
    assert there.requests == []
