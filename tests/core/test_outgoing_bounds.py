"""The door for outgoing requests: bounds of time and size, broken answers, certificates."""

import socket
import ssl
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from sciweek.core.outgoing import AddressRefused, Bounds, RequestFailed, fetch
from tests.core.web_server import HERE, Server, always, running, speaking


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on this machine."""
    with running() as server:
        yield server


def test_content_of_the_largest_size_is_taken_and_one_byte_more_refused(server: Server) -> None:
    assert len(server.ask("/large", bounds=Bounds(size=5000)).body) == 5000
    with pytest.raises(RequestFailed, match="超过"):
        server.ask("/large", bounds=Bounds(size=4999))


def test_a_packed_bomb_is_not_unpacked(server: Server) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(RequestFailed, match="超过"):
            server.ask("/bomb", bounds=Bounds(size=100_000))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2_000_000


@pytest.mark.parametrize("path", ["/cut-gzip", "/unknown-coding"])
def test_content_that_cannot_be_unpacked_is_said_to_be_so(server: Server, path: str) -> None:
    with pytest.raises(RequestFailed, match="无法解开"):
        server.ask(path)


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    with speaking(lambda connection: connection.recv(1)) as place:
        assert took(place) < 2


def test_a_trickle_that_never_pauses_is_given_up_in_time() -> None:
    def trickle(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while connection.send(b"x"):
            time.sleep(0.02)

    with speaking(trickle) as place:
        assert took(place) < 2


def test_a_trickle_of_headers_is_given_up_in_time() -> None:
    def trickle(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while connection.send(b"x"):
            time.sleep(0.02)

    with speaking(trickle) as place:
        assert took(place) < 2


def took(place: str) -> float:
    """Seconds until a request with half a second's patience gives up."""
    start = time.monotonic()
    with pytest.raises(RequestFailed, match=r"0\.5 秒内没有答复完"):
        fetch(f"http://{place}/", allowed={place}, bounds=Bounds(seconds=0.5))
    return time.monotonic() - start


@pytest.mark.parametrize(
    "words", [b"", b"SSH-2.0-server\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", b"HTTP/1.1 20"]
)
def test_an_answer_that_breaks_off_is_no_answer(words: bytes) -> None:
    with speaking(lambda connection: connection.sendall(words)) as place, pytest.raises(RequestFailed, match="中断"):
        fetch(f"http://{place}/", allowed={place})


def test_a_closed_port_is_said_to_fail() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = f"127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(RequestFailed, match="连接失败"):
        fetch(f"http://{place}/", allowed={place})


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for `notice.invalid` and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "notice.invalid")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("notice.invalid")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture
def secured(server: Server, certificate: tuple[Path, Path]) -> Server:
    """The server, speaking TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server


def test_a_certificate_that_nobody_vouches_for_is_refused(secured: Server) -> None:
    place = f"notice.invalid:{secured.server_port}"
    with pytest.raises(RequestFailed, match="安全证书无效"):
        fetch(f"https://{place}/plain", allowed={place}, resolve=always(HERE))
    assert secured.seen == []


def test_a_certificate_is_verified_for_the_name_and_not_the_address(
    secured: Server, certificate: tuple[Path, Path]
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    place, other = f"notice.invalid:{secured.server_port}", f"other.invalid:{secured.server_port}"
    answer = fetch(f"https://{place}/plain", allowed={place}, resolve=always(HERE), tls=trusting)
    assert answer.body.decode() == "通知正文"
    with pytest.raises(RequestFailed, match="安全证书无效"):
        fetch(f"https://{other}/plain", allowed={other}, resolve=always(HERE), tls=trusting)


def test_a_redirect_never_leaves_tls(secured: Server, certificate: tuple[Path, Path]) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    place = f"notice.invalid:{secured.server_port}"
    with pytest.raises(AddressRefused, match="不加密"):
        fetch(f"https://{place}/to?http://{place}/plain", allowed={place}, resolve=always(HERE), tls=trusting)
    assert len(secured.seen) == 1
