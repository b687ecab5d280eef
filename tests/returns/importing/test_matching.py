"""Files find their units by name: exactly, then but for width and points, then by the short name, and never by a guess."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.returns.importing.matching import NOBODY, How, Known, Matched, Roster, is_name_of, normal_name

ROSTER = Roster(
    [
        Known(1, "测试县第一中学", "一中"),
        Known(2, "测试县第一中学附属小学"),
        Known(3, "测试县科学技术局", "县科技局"),
        Known(4, "中心卫生院"),
        Known(5, "中心卫生院"),
        Known(6, "城关(东)小学", "城关小学"),
        Known(7, "城关(西)小学", "城关小学"),
    ]
)


@pytest.mark.parametrize(
    ("said", "keys", "how"),
    [
        ("测试县第一中学", (1,), How.EXACT),
        (" 测试县 第一中学。", (1,), How.NORMAL),
        ("测试县第一中学（公章）", (1,), How.NORMAL),
        ("城关（东）小学", (6,), How.NORMAL),
        ("一中", (1,), How.SHORT),
        ("县科技局", (3,), How.SHORT),
        ("中心卫生院", (4, 5), How.EXACT),
        ("城关小学", (6, 7), How.SHORT),
        ("测试县第一中", (), None),
        ("测试县第一中学（南校区）", (), None),
        ("测试县第二中学", (), None),
        ("", (), None),
        ("（）", (), None),
    ],
)
def test_a_name_finds_whom_it_names(said: str, keys: tuple[int, ...], how: How | None) -> None:
    assert ROSTER.find(said) == Matched(keys, how)


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("测试县第一中学.pdf", (1,)),
        ("测试县第一中学-盖章 2.JPG", (1,)),
        ("扫描件_测试县第一中学附属小学.png", (2,)),
        ("测试县第一中学/IMG_0001.jpg", (1,)),
        ("测试县第一中学/县科技局.pdf", (3,)),
        ("中心卫生院.pdf", (4, 5)),
        ("县科技局和测试县第一中学.pdf", (1,)),
        ("一中.pdf", ()),
        ("IMG_0001.jpg", ()),
        (".pdf", ()),
    ],
)
def test_a_scan_finds_the_unit_in_its_file_name_or_folder(path: str, keys: tuple[int, ...]) -> None:
    assert ROSTER.in_file_name(path).keys == keys


def test_two_names_in_one_file_name_are_no_match() -> None:
    found = ROSTER.in_file_name("测试县科学技术局 测试县第一中学.pdf")
    assert (found.keys, found.only) == ((1, 3), None)


NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=10)


@given(st.lists(NAMES, min_size=1, max_size=8, unique=True), st.data())
@settings(max_examples=50, deadline=None)
def test_a_whole_name_finds_its_unit_and_no_other(names: list[str], data: st.DataObject) -> None:
    roster = Roster([Known(number, name) for number, name in enumerate(names)])
    number = data.draw(st.integers(0, len(names) - 1))
    assert roster.find(names[number]) == Matched((number,), How.EXACT)
    longer = "".join(names) + names[0]
    assert roster.find(longer) == NOBODY
    assert normal_name(normal_name(names[number])) == normal_name(names[number])


def test_what_a_file_says_is_held_against_one_unit() -> None:
    assert is_name_of("测试县 第一中学", "测试县第一中学")
    assert is_name_of("一中", "测试县第一中学", "一中")
    assert not is_name_of("测试县第二中学", "测试县第一中学", "一中")
