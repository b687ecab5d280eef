"""Addresses of media reports: which are taken, and when two are the same. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from sciweek.core.errors import BadInput

LONGEST = 500
# What sharing adds to an address: it says who passed it on, not what it shows.
TRACKING = frozenset({"spm", "scene", "isappinstalled", "share_token", "sharer", "sharer_shareid", "nsukey"})
_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
_HOST = re.compile(r"[^\s.:/@]+(?:\.[^\s.:/@]+)+")
NO_ADDRESS = "网址应像 https://www.example.cn/news/1.html 这样，以 http:// 或 https:// 开头。请从浏览器地址栏复制。"


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it is kept, and by what it is the same as another, however it was shared."""

    address: str
    key: str


def read_link(typed: str) -> Link:
    """The address in what was typed; one without a scheme is read as http.

    Raises:
        BadInput: no web address, one with a user name in it, or one longer than 500 characters.
    """
    text = "".join(unicodedata.normalize("NFKC", typed).split())
    if not _SCHEME.match(text):
        text = f"http://{text.removeprefix('//')}"
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise BadInput(NO_ADDRESS, {"url": NO_ADDRESS}) from error
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host) or "@" in parts.netloc or not text.isprintable():
        raise BadInput(NO_ADDRESS, {"url": NO_ADDRESS})
    place = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    rest = f"{parts.path or '/'}{_query(parts)}{_route(parts)}"
    address = f"{parts.scheme}://{place}{rest}"
    if len(address) > LONGEST:
        raise BadInput(f"网址超过 {LONGEST} 个字符。请去掉问号后面多余的部分，或换成短一些的网址。", {"url": "太长。"})
    return Link(address, f"{place}{rest}".removesuffix("/"))


def _query(parts: SplitResult) -> str:
    """The parameters without those that sharing adds, in the order of the address."""
    kept = [
        piece
        for piece in parts.query.split("&")
        if piece and (name := piece.split("=")[0]) not in TRACKING and not name.startswith("utm_")
    ]
    return f"?{'&'.join(kept)}" if kept else ""


def _route(parts: SplitResult) -> str:
    """What stands after `#` where it leads to a page of its own, as apps of media do; not the place on a page."""
    return f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
