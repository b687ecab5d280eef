"""The one door for outgoing requests: every address that a person or a paper may name is asked for through here.

Whoever can make a server fetch an address can look around behind its firewall. So the door takes http and https only,
looks the host up once, refuses every address that is not public (loopback, private, link-local, multicast, cloud
metadata, and IPv4 hidden in IPv6), connects to exactly the address it checked, so that a second look-up cannot lead
elsewhere, and does all of this again for each redirect. Time and size are bounded as a whole; proxies of the
environment are not used. A private host is reached only where the caller names it in `allowed`.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import quote, urljoin, urlsplit

from sciweek.core.errors import BadInput, Refused

MEGABYTE = 1024 * 1024
LEAST_FREE_PORT = 1024
WEB_PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
KEEPING_METHOD = {307, 308}
SECRET_HEADERS = {"authorization", "cookie"}
USER_AGENT = "Sciweek"
# Public by number, yet inside a cloud they answer with the machine's secrets (Azure) or lead into 6to4 relays.
NOT_PUBLIC = tuple(ipaddress.ip_network(text) for text in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24"))
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str], Sequence[Address]]


class AddressRefused(BadInput):
    """The address is none that the door opens to; nothing was sent there."""


class RequestFailed(Refused):
    """The other side could not be reached, answered too slowly or too much, or broke off."""

    status = HTTPStatus.BAD_GATEWAY


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long (seconds, for the whole request with its redirects), how much (bytes, unpacked) and how far."""

    seconds: float = 15.0
    size: int = 10 * MEGABYTE
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `url` is the last address after redirects; header names are in lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class _Target:
    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    headers: Mapping[str, str]
    body: bytes | None


def addresses_of(host: str) -> list[Address]:
    """The addresses that the system's resolver gives for a host, each once.

    Raises:
        RequestFailed: the name is unknown.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RequestFailed(f"找不到主机“{host}”。请核对网址，或稍后再试。") from error
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))


def is_public(address: Address) -> bool:
    """Whether the address lies in the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        # Tunnels carry an IPv4 address inside, which nobody checks on the way.
        if address not in GLOBAL_UNICAST or address.sixtofour is not None or address.teredo is not None:
            return False
    if address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return address.is_global and not any(address in network for network in NOT_PUBLIC)


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    bounds: Bounds | None = None,
    allowed: Collection[str] = (),
    resolve: Resolve = addresses_of,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """Ask one address and follow its redirects. An answer of 4xx or 5xx is an answer, not an error.

    `allowed` names hosts, as `host:port`, that may lie in a private network (a gateway of one's own, a test's server).
    `tls` replaces the usual verification of certificates by that of another authority. Authorization and cookies are
    not carried on to another host, nor does a redirect lead from https back to http.

    Raises:
        AddressRefused: the address, or one that it redirects to, is no public web address.
        RequestFailed: unknown host, no connection, wrong certificate, too slow, too large, too many redirects.
    """
    bounds = bounds or Bounds()
    request = _Request(method, dict(headers or {}), body)
    target = _target(url)
    with _Alarm(bounds.seconds) as alarm:
        for _ in range(bounds.redirects + 1):
            addresses = _checked(target, allowed, resolve)
            answer = _ask(target, request, addresses, size=bounds.size, tls=tls, alarm=alarm)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return answer
            after = _target(_location(answer), target.url)
            request = _redirected(request, answer.status, target, after)
            target = after
    raise RequestFailed(f"“{_shown(url)}”转向超过 {bounds.redirects} 次，已停止。请直接填写最终的网址。")


def _shown(text: str) -> str:
    return "".join(sign for sign in text[:80] if sign.isprintable())


def _location(answer: Answer) -> str:
    location = answer.headers["location"].strip()
    try:
        # Headers arrive as Latin-1, while servers write Chinese paths in UTF-8.
        location = location.encode("latin-1").decode()
    except UnicodeError:
        location = quote(location, safe="/%:=&~+!$,;'@()*[]?#", encoding="latin-1")
    return location.replace(" ", "%20")


def _target(url: str, base: str = "") -> _Target:
    refused = AddressRefused(f"网址“{_shown(url)}”不对。请填写以 http:// 或 https:// 开头的完整网址。")
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise refused
    try:
        url = urljoin(base, url)
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if ":" not in (parts.hostname or "") else parts.hostname
    except (ValueError, UnicodeError) as error:
        raise refused from error
    if parts.scheme not in WEB_PORTS or not host or port == 0:
        raise refused
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(f"网址“{_shown(host)}”里带有用户名或口令。请去掉“@”和它前面的内容。")
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*[]")
    query = quote(parts.query, safe="/%:=&~+!$,;'@()*[]?")
    return _Target(url, parts.scheme, host, port or WEB_PORTS[parts.scheme], f"{path}?{query}" if query else path)


def _checked(target: _Target, allowed: Collection[str], resolve: Resolve) -> Sequence[Address]:
    """The addresses to connect to. One that is not public among them refuses the host: it may be a trap."""
    addresses = resolve(target.host)
    if f"{target.host}:{target.port}" in allowed:
        return addresses
    if target.port not in WEB_PORTS.values() and target.port < LEAST_FREE_PORT:
        raise AddressRefused(f"网址的端口 {target.port} 不是网页服务使用的端口，不予访问。请核对网址。")
    if not addresses or not all(is_public(address) for address in addresses):
        raise AddressRefused(f"“{_shown(target.host)}”不是互联网上的公开地址，不予访问。请填写公开网站的网址。")
    return addresses


def _redirected(request: _Request, status: int, before: _Target, after: _Target) -> _Request:
    if (before.scheme, after.scheme) == ("https", "http"):
        raise AddressRefused(f"“{_shown(before.host)}”要转到不加密的网址，已停止。请直接填写 https 开头的网址。")
    headers = dict(request.headers)
    if before.origin != after.origin:
        headers = {name: value for name, value in headers.items() if name.lower() not in SECRET_HEADERS}
    if status in KEEPING_METHOD or request.method in ("GET", "HEAD"):
        return _Request(request.method, headers, request.body)
    kept = {name: value for name, value in headers.items() if not name.lower().startswith("content-")}
    return _Request("GET", kept, None)


@dataclass(slots=True)
class _Alarm:
    """Ends the connection of the moment when the time is up: a time-out of single reads alone never ends a trickle."""

    seconds: float
    rang: bool = False
    _ends_at: float = 0.0
    _socket: socket.socket | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _timer: threading.Timer | None = None

    def __enter__(self) -> "_Alarm":
        self._ends_at = time.monotonic() + self.seconds
        self._timer = threading.Timer(self.seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._timer is not None:
            self._timer.cancel()

    @property
    def left(self) -> float:
        """Seconds that are left, never quite 0, so that it can serve as a time-out."""
        return max(self._ends_at - time.monotonic(), 0.01)

    def watch(self, connection: socket.socket | None) -> None:
        """From now on this is the connection to end; None for none."""
        with self._lock:
            self._socket = connection
            if self.rang and connection is not None:
                self._end(connection)

    def _ring(self) -> None:
        with self._lock:
            self.rang = True
            if self._socket is not None:
                self._end(self._socket)

    @staticmethod
    def _end(connection: socket.socket) -> None:
        # The method of the plain socket: that of ssl would also drop the state that the reading thread is using.
        try:
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
        except OSError:
            connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one checked address, whatever the host's name means by then."""

    def __init__(self, target: _Target, address: Address, alarm: _Alarm, tls: ssl.SSLContext | None) -> None:
        super().__init__(target.host, target.port, timeout=alarm.left)
        self.default_port = WEB_PORTS[target.scheme]
        self._address, self._alarm, self._tls = address, alarm, tls

    def connect(self) -> None:
        """Connect to the pinned address, and verify the certificate for the name."""
        plain = socket.create_connection((str(self._address), self.port), self.timeout)
        self.sock = plain
        self._alarm.watch(plain)
        if self._tls is not None:
            secured = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = secured
            self._alarm.watch(secured)
            secured.do_handshake()


def _ask(
    target: _Target,
    request: _Request,
    addresses: Sequence[Address],
    *,
    size: int,
    tls: ssl.SSLContext | None,
    alarm: _Alarm,
) -> Answer:
    try:
        with closing(_connected(target, addresses, tls, alarm)) as connection:
            return _exchange(connection, target, request, size, alarm)
    except ssl.SSLCertVerificationError as error:
        raise RequestFailed(f"“{_shown(target.host)}”的安全证书无效，已停止访问。请核对网址。") from error
    except (OSError, http.client.HTTPException) as error:
        if alarm.rang or isinstance(error, TimeoutError):
            raise _too_slow(target, alarm) from error
        raise RequestFailed(f"与“{_shown(target.host)}”的连接失败或中断。请稍后再试。") from error
    finally:
        alarm.watch(None)


def _connected(target: _Target, addresses: Sequence[Address], tls: ssl.SSLContext | None, alarm: _Alarm) -> _Pinned:
    """A connection to the first address that takes one; nothing is sent on it yet, so trying the next is safe."""
    secured = (tls or ssl.create_default_context()) if target.scheme == "https" else None
    failure: OSError = ConnectionError(f"{target.host} has no address")
    for address in addresses:
        connection = _Pinned(target, address, alarm, secured)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            failure = error
            if alarm.rang:
                break
        else:
            return connection
    raise failure


def _too_slow(target: _Target, alarm: _Alarm) -> RequestFailed:
    return RequestFailed(f"“{_shown(target.host)}”在 {alarm.seconds:g} 秒内没有答复完。请稍后再试。")


def _exchange(connection: _Pinned, target: _Target, request: _Request, size: int, alarm: _Alarm) -> Answer:
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close", **request.headers}
    connection.request(request.method, target.path, body=request.body, headers=sent)
    with connection.getresponse() as response:
        headers = {name.lower(): value for name, value in response.getheaders()}
        body = response.read(size + 1)
        left = response.length
    if alarm.rang:
        raise _too_slow(target, alarm)
    if len(body) > size:
        raise _too_large(target, size)
    if left:
        raise http.client.IncompleteRead(body, left)
    return Answer(response.status, target.url, headers, _unpacked(target, headers, body, size))


def _too_large(target: _Target, size: int) -> RequestFailed:
    return RequestFailed(f"“{_shown(target.host)}”返回的内容超过 {size / MEGABYTE:g} MB，没有接收。")


def _unpacked(target: _Target, headers: Mapping[str, str], body: bytes, size: int) -> bytes:
    """The body without its packing, which some servers use unasked; never more than `size` bytes are unpacked."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity") or not body:
        return body
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = unpacker.decompress(body, size + 1) if coding in ("gzip", "x-gzip", "deflate") else b""
    except zlib.error:
        plain = b""
    if len(plain) > size:
        raise _too_large(target, size)
    if not unpacker.eof:
        raise RequestFailed(f"“{_shown(target.host)}”返回的内容无法解开。请稍后再试，或手工下载后上传。")
    return plain
