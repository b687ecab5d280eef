"""A web server of the tests' own for the door for outgoing requests, and one that does not keep to HTTP."""

import gzip
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sciweek.core.outgoing import Address, Answer, fetch

HERE = ipaddress.ip_address("127.0.0.1")


class Server(ThreadingHTTPServer):
    """Answers by path and keeps what it was asked: method, path, headers, body."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def ask(self, path: str, **more: object) -> Answer:
        return fetch(f"http://{self.place}{path}", **{"allowed": {self.place}, **more})  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """The answers of the test's server."""

    server: Server
    answers: dict[str, tuple[int, dict[str, str], bytes]] = {
        "/plain": (200, {"Content-Type": "text/plain"}, "通知正文".encode()),
        "/missing": (404, {}, b"nothing"),
        "/%E9%80%9A%E7%9F%A5?q=%E5%91%A8": (200, {}, b"chinese path"),
        "/large": (200, {}, b"x" * 5000),
        "/gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress("通知正文".encode())),
        "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 5_000_000)),
        "/cut-gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"abc" * 900)[:-12]),
        "/unknown-coding": (200, {"Content-Encoding": "br"}, b"abc"),
        "/to-plain": (302, {"Location": "/plain"}, b""),
        "/to-chinese": (302, {"Location": "/通知?q=周".encode().decode("latin-1")}, b""),
        "/again": (302, {"Location": "/again"}, b""),
        "/to-metadata": (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
        "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/to-broken": (302, {"Location": "http://[::1"}, b""),
        "/moved-post": (303, {"Location": "/echo"}, b""),
        "/kept-post": (307, {"Location": "/echo"}, b""),
    }

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers.items()), body))
        status, headers, answer = self.answers.get(self.path, (200, {}, self.command.encode() + b" " + body))
        if self.path.startswith("/to?"):
            status, headers, answer = 302, {"Location": self.path[4:]}, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_GET  # noqa: N815 -- the base class looks for this name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the base class's
        """Keep quiet."""


@contextmanager
def running() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def speaking(talk: Callable[[socket.socket], object]) -> Iterator[str]:
    """A server that does not keep to HTTP: its place as `host:port`."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            try:
                talk(connection)
            except OSError:
                hung_up.set()

    hung_up = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def always(*addresses: Address) -> Callable[[str], Sequence[Address]]:
    return lambda _host: addresses


def never(host: str) -> Sequence[Address]:
    raise AssertionError(f"{host} was looked up")
