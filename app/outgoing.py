"""Sending something to an address that somebody typed in: https only, to public addresses only, never elsewhere.

The name is resolved once, every address that it has is looked at, and the connection goes to one of these and no
other; the certificate must be that of the name. Nothing of the answer is read but its status, and a redirect is
not followed.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT = 5.0  # seconds for all of it, after the name is resolved
LARGEST_BODY = 64 * 1024
LONGEST_URL = 500
NAT64 = ipaddress.ip_network("64:ff9b::/96")
WITHIN_CLOUDS = frozenset({ipaddress.ip_address("168.63.129.16")})  # public by its number, a machine's own host


class AddressRefused(Exception):
    """The address is none that anything is sent to; the message says why, in Chinese."""


class NotDelivered(Exception):
    """It was sent and not taken, or could not be sent; the message says why, in Chinese."""


@dataclass(frozen=True)
class Target:
    """An https address in its parts."""

    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """Take an address apart. Raises AddressRefused for anything but a plain https address."""
    parts = urlsplit(url) if url.isascii() and url.isprintable() and " " not in url else None
    try:
        port = parts.port if parts else None
    except ValueError as error:
        raise AddressRefused("端口不是 1 至 65535 之间的数字") from error
    if parts is None or parts.scheme != "https" or not parts.hostname or len(url) > LONGEST_URL:
        raise AddressRefused("须是以 https:// 开头的完整地址")
    if "@" in parts.netloc or parts.fragment:
        raise AddressRefused("地址中不能有用户名、密码或 # 号")
    if _is_address(parts.hostname) and not is_public(parts.hostname):
        raise AddressRefused("不能发送到内部网络或本机地址")
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.hostname, port or 443, (parts.path or "/") + query)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also what it stands for where it wraps another."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if any(one is not None and not is_public(str(one)) for one in inner):
            return False
        if ip.ipv4_mapped is not None:
            return True
        if ip.is_site_local:
            return False
    unfit = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast
    return not unfit and not ip.is_reserved and not ip.is_unspecified and ip.is_global and ip not in WITHIN_CLOUDS


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True)
class Ways:
    """How an address is reached; tests reach their own server by other ways."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    is_allowed: Callable[[str], bool] = is_public
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    timeout: float = TIMEOUT


def post(url: str, body: bytes, headers: Mapping[str, str], *, ways: Ways | None = None) -> int:
    """Send `body` once, and return the status, which is 2xx. Raises AddressRefused or NotDelivered."""
    ways, target = ways or Ways(), target_of(url)
    if len(body) > LARGEST_BODY:
        raise NotDelivered(f"内容超过 {LARGEST_BODY} 字节")
    address = _address_of(target, ways)
    try:
        with _connected(target, address, ways) as connection:
            connection.request("POST", target.path, body=body, headers=dict(headers))
            status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(_reason(error)) from error
    if 300 <= status < 400:
        raise NotDelivered(f"对方答复 {status}（转到其他地址），不跟随")
    if not 200 <= status < 300:
        raise NotDelivered(f"对方答复 {status}")
    return status


def _address_of(target: Target, ways: Ways) -> str:
    """The first address of the name, after all of them were looked at."""
    try:
        addresses = ways.resolve(target.host, target.port)
    except OSError as error:
        raise NotDelivered("域名无法解析") from error
    if not addresses:
        raise NotDelivered("域名无法解析")
    if not all(ways.is_allowed(address) for address in addresses):
        raise AddressRefused("域名指向内部网络或本机地址，没有发送")
    return addresses[0]


@contextmanager
def _connected(target: Target, address: str, ways: Ways) -> Iterator[http.client.HTTPSConnection]:
    """A connection to this very address under the name's certificate, which ends when the time is over."""
    bare = socket.create_connection((address, target.port), timeout=ways.timeout)
    hand = bare.dup()  # ends the connection whatever it waits for
    clock = threading.Timer(ways.timeout, hand.shutdown, [socket.SHUT_RDWR])
    clock.start()
    connection = http.client.HTTPSConnection(target.host, target.port)
    try:
        connection.sock = ways.context().wrap_socket(bare, server_hostname=target.host)
        yield connection
    finally:
        clock.cancel()
        connection.close()
        bare.close()
        hand.close()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"对方证书不可信（{error.verify_message}）"
    if isinstance(error, TimeoutError):
        return "对方没有及时答复"
    return f"连接中断（{type(error).__name__}）"
