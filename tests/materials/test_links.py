"""Addresses of media reports: what is taken, what it becomes, and when two are the same."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.errors import BadInput
from sciweek.materials.links import LONGEST, TRACKING, read_link


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" https://News.Example.CN/a/1.html ", "https://news.example.cn/a/1.html"),
        ("www.example.cn", "http://www.example.cn/"),
        ("//www.example.cn/x", "http://www.example.cn/x"),
        ("example.cn:8080/x", "http://example.cn:8080/x"),
        ("https://example.cn:443/x", "https://example.cn/x"),
        ("https://example.cn/x?id=3&utm_source=wx&spm=1.2#top", "https://example.cn/x?id=3"),
        ("https://mp.example.cn/s?__biz=A==&mid=2&scene=27", "https://mp.example.cn/s?__biz=A==&mid=2"),
        ("https://app.example.cn/#/detail?id=9", "https://app.example.cn/#/detail?id=9"),
        ("ｈｔｔｐ：／／ｅｘａｍｐｌｅ．ｃｎ／１", "http://example.cn/1"),
        ("https://例子.中国/新闻", "https://例子.中国/新闻"),
    ],
)
def test_an_address_is_kept_as_a_browser_would_open_it(typed: str, address: str) -> None:
    assert read_link(typed).address == address


@pytest.mark.parametrize(
    "typed",
    [
        *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.cn/x", "见报纸第三版"),
        *(
            "http://",
            "https://localhost/x",
            "https://user:pass@example.cn/",
            "http://[::1]/",
            "http://example.cn:99999/",
        ),
        *("https://example.cn/\u202egnp.exe", "https://exa mple", "http:/example.cn", "."),
    ],
)
def test_what_is_no_web_address_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match="网址应像"):
        read_link(typed)


def test_an_address_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadInput, match="网址超过 500 个字符"):
        read_link("https://example.cn/" + "x" * LONGEST)


@pytest.mark.parametrize(
    "other",
    [
        *("http://example.cn/a/", "example.cn/a", "HTTPS://EXAMPLE.CN/a#comments"),
        *("https://example.cn/a?utm_medium=social", "https://example.cn/a?isappinstalled=0"),
    ],
)
def test_two_ways_to_share_one_page_are_the_same(other: str) -> None:
    assert read_link(other).key == read_link("https://example.cn/a").key


@pytest.mark.parametrize("other", ["https://example.cn/b", "https://example.cn/a?id=2", "https://example.cn/#/a"])
def test_different_pages_are_not(other: str) -> None:
    assert read_link(other).key != read_link("https://example.cn/a").key


PIECES = st.text(
    st.characters(codec="ascii", min_codepoint=33, max_codepoint=126, exclude_characters="#?&"), max_size=12
)


@given(
    path=PIECES,
    query=st.lists(st.tuples(st.sampled_from([*sorted(TRACKING), "id", "utm_x", "a"]), PIECES), max_size=4),
    fragment=PIECES,
)
def test_reading_again_what_was_read_changes_nothing(path: str, query: list[tuple[str, str]], fragment: str) -> None:
    typed = f"https://example.cn/{path}?{'&'.join(map('='.join, query))}#{fragment}"
    link = read_link(typed)
    assert read_link(link.address) == link
    names = {piece.split("=")[0] for piece in link.address.partition("?")[2].partition("#")[0].split("&")}
    assert not names & TRACKING


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert read_link(text).address.startswith(("http://", "https://"))
