"""The door for outgoing requests: what it opens to, what it refuses, and where redirects may lead."""

import ipaddress
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sciweek.core.outgoing import Address, AddressRefused, RequestFailed, fetch, is_public
from tests.core.web_server import HERE, Server, always, never, running

OUT_THERE = ipaddress.ip_address("93.184.216.34")


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on this machine."""
    with running() as server:
        yield server


def test_an_allowed_host_is_asked_and_its_answer_given_back(server: Server) -> None:
    answer = server.ask("/plain")
    assert (answer.status, answer.body.decode()) == (200, "通知正文")
    assert answer.headers["content-type"] == "text/plain"


def test_an_error_page_is_an_answer(server: Server) -> None:
    assert server.ask("/missing").status == 404


def test_chinese_in_path_and_query_is_sent_encoded(server: Server) -> None:
    assert server.ask("/通知?q=周").body == b"chinese path"


def test_a_chinese_redirect_is_followed(server: Server) -> None:
    assert server.ask("/to-chinese").body == b"chinese path"


def test_a_body_and_headers_are_sent(server: Server) -> None:
    server.ask("/echo", method="POST", body=b"{}", headers={"Content-Type": "application/json"})
    method, _, headers, body = server.seen[0]
    assert (method, body, headers["Content-Type"]) == ("POST", b"{}", "application/json")


def test_packed_content_is_unpacked(server: Server) -> None:
    assert server.ask("/gzip").body.decode() == "通知正文"


def test_the_answer_names_the_last_address(server: Server) -> None:
    assert server.ask("/to-plain").url.endswith("/plain")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "www.example.cn/notice",
        "ftp://example.cn/",
        "file:///etc/passwd",
        "gopher://example.cn/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://[::1",
        "http://example.cn:99999/",
        "http://example.cn:0/",
        "http://example.cn\\@127.0.0.1/",
        "http://exa mple.cn/",
        "http://example.cn/\r\nX-Header: 1",
        "\thttp://example.cn/",
        "http://a..b/",
        f"http://{'a' * 70}.cn/",
    ],
)
def test_what_is_no_web_address_is_refused_before_any_look_up(url: str) -> None:
    with pytest.raises(AddressRefused, match="完整网址") as refused:
        fetch(url, resolve=never)
    assert refused.value.sentence.isprintable()


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(AddressRefused) as refused:
        fetch("http://me:secret@example.cn/", resolve=never)
    assert "secret" not in refused.value.sentence


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "①27.0.0.1",
    ],
)
def test_hosts_inside_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(AddressRefused, match="不是互联网上的公开地址"):
        fetch(f"http://{host}/")


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",
        "168.63.129.16",
        "192.0.0.8",
        "198.18.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "::",
        "::7f00:1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fc00::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_that_lead_inside_are_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["93.184.216.34", "114.114.114.114", "::ffff:93.184.216.34", "2400:3200::1"])
def test_addresses_of_the_open_internet_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@given(st.ip_addresses(v=4))
def test_an_address_mapped_into_ipv6_is_judged_as_itself(address: ipaddress.IPv4Address) -> None:
    assert is_public(ipaddress.IPv6Address(f"::ffff:{address}")) is is_public(address)


@given(st.ip_addresses())
def test_nothing_private_is_ever_public(address: Address) -> None:
    assume(address.is_private or address.is_loopback or address.is_link_local or address.is_multicast)
    assume(getattr(address, "ipv4_mapped", None) is None)
    assert not is_public(address)


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    with pytest.raises(AddressRefused):
        fetch("http://notice.example/", resolve=always(OUT_THERE, HERE))


def test_ports_of_other_services_are_refused() -> None:
    with pytest.raises(AddressRefused, match="端口 25"):
        fetch("http://notice.example:25/", resolve=always(OUT_THERE))


def test_a_host_is_allowed_on_its_named_port_only(server: Server) -> None:
    with pytest.raises(AddressRefused):
        fetch(f"http://{server.place}/plain", allowed={"127.0.0.1:1"})
    assert server.seen == []


def test_an_unknown_host_is_said_to_be_unknown() -> None:
    with pytest.raises(RequestFailed, match=r"找不到主机“nowhere\.invalid”"):
        fetch("http://nowhere.invalid/")


def test_the_connection_goes_to_the_checked_address_and_the_name_is_never_looked_up_again(server: Server) -> None:
    asked = []

    def resolve(host: str) -> Sequence[Address]:
        asked.append(host)
        return [HERE]

    place = f"rebound.invalid:{server.server_port}"
    answer = fetch(f"http://{place}/plain", allowed={place}, resolve=resolve)
    assert answer.status == 200
    assert asked == ["rebound.invalid"]
    assert server.seen[0][2]["Host"] == place


def test_a_name_that_changes_between_redirects_is_checked_again(server: Server) -> None:
    answers = iter([[HERE], [ipaddress.ip_address("10.0.0.1")]])
    place = f"rebound.invalid:{server.server_port}"
    with pytest.raises(AddressRefused):
        fetch(f"http://{place}/to?http://rebound.invalid:8000/", allowed={place}, resolve=lambda _host: next(answers))
    assert len(server.seen) == 1


def test_the_next_address_is_tried_when_the_first_takes_no_connection(server: Server) -> None:
    place = f"two.invalid:{server.server_port}"
    dead = ipaddress.ip_address("127.0.0.2")
    assert fetch(f"http://{place}/plain", allowed={place}, resolve=always(dead, HERE)).status == 200


@pytest.mark.parametrize("path", ["/to-metadata", "/to-file", "/to-broken"])
def test_a_redirect_inside_is_refused(server: Server, path: str) -> None:
    with pytest.raises(AddressRefused):
        server.ask(path)
    assert len(server.seen) == 1


def test_an_endless_redirect_ends(server: Server) -> None:
    with pytest.raises(RequestFailed, match="转向超过 3 次"):
        server.ask("/again")
    assert len(server.seen) == 4


@pytest.mark.parametrize(("path", "method"), [("/moved-post", "GET"), ("/kept-post", "POST")])
def test_a_redirected_post_stays_one_only_where_the_status_says_so(server: Server, path: str, method: str) -> None:
    server.ask(path, method="POST", body=b"{}", headers={"Content-Type": "application/json"})
    last = server.seen[-1]
    assert (last[0], last[3]) == (method, b"{}" if method == "POST" else b"")
    assert ("Content-Type" in last[2]) is (method == "POST")


def test_secrets_do_not_follow_to_another_host(server: Server) -> None:
    with running() as other:
        headers = {"Authorization": "Bearer x", "Cookie": "a=b", "X-Kept": "1"}
        server.ask(f"/to?http://{other.place}/plain", headers=headers, allowed={server.place, other.place})
        _, _, sent, _ = other.seen[0]
    assert sent["X-Kept"] == "1"
    assert not {"Authorization", "Cookie"} & set(sent)


def test_secrets_follow_within_the_host(server: Server) -> None:
    server.ask("/to-plain", headers={"Authorization": "Bearer x"})
    assert server.seen[-1][2]["Authorization"] == "Bearer x"
