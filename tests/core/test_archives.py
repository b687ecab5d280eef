"""Archives from outside: what they hold comes out within bounds, under harmless names, in whichever Chinese encoding."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.core.archives import Bounds, encoding_of, unpack
from sciweek.core.errors import BadInput

BOUNDS = Bounds(files=5, size=1_000_000)
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=12)


def packed(contents: Mapping[str, bytes], encoding: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip; with an encoding its names are written in that, without a word about it, as Windows does."""
    out = io.BytesIO()
    marks = {
        name: f"{number:03d}".ljust(len(name.encode(encoding or "utf-8")), "_") for number, name in enumerate(contents)
    }
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(marks[name] if encoding else name, content)
    data = out.getvalue()
    for name, mark in marks.items() if encoding else ():
        data = data.replace(mark.encode(), name.encode(encoding))
    return data


def refusal(data: bytes, bounds: Bounds = BOUNDS) -> str:
    with pytest.raises(BadInput, match="请") as refused:
        unpack(data, "报表.zip", bounds)
    return refused.value.sentence


@pytest.mark.parametrize("encoding", ["", "gbk", "utf-8"])
def test_chinese_names_come_out_right_however_they_were_written(encoding: str) -> None:
    contents = {"测试县/第一中学.xlsx": b"1", "测试县/联通公司.xlsx": b"22", "报表.csv": b"333"}
    found = unpack(packed(contents, encoding), "报表.zip", BOUNDS)
    assert {member.name: member.data for member in found.members} == contents
    assert found.left_out == 0


@given(st.lists(HAN, min_size=1, max_size=6), st.sampled_from(["utf-8", "gb18030"]))
@settings(max_examples=60, deadline=None)
def test_names_of_one_program_are_told_apart_by_their_bytes(names: list[str], encoding: str) -> None:
    raw = [f"{name}统计表.xlsx".encode(encoding) for name in names]
    assert [each.decode(encoding_of(raw)) for each in raw] == [f"{name}统计表.xlsx" for name in names]


def test_a_name_that_is_also_good_utf8_is_read_as_the_chinese_it_is() -> None:
    assert encoding_of(["校".encode("gbk")]) == "gb18030"
    assert encoding_of([b"report.xlsx"]) == "utf-8"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd", "etc/passwd"),
        ("C:\\报表\\甲县\\一中.xlsx", "甲县/一中.xlsx"),
        ("/绝对/路径/一中.xlsx", "路径/一中.xlsx"),
        ("一:中<?>.xlsx", "一中.xlsx"),
    ],
)
def test_no_name_becomes_a_path(name: str, kept: str) -> None:
    assert [member.name for member in unpack(packed({name: b"x"}), "报表.zip", BOUNDS).members] == [kept]


def test_what_a_system_put_there_for_itself_is_left_out_and_counted() -> None:
    contents = {"__MACOSX/._表.xlsx": b"x", ".DS_Store": b"x", "甲/Thumbs.db": b"x", "~$表.xlsx": b"x", "表.xlsx": b"y"}
    found = unpack(packed(contents), "报表.zip", Bounds(1, 100))
    assert ([member.name for member in found.members], found.left_out) == (["表.xlsx"], 4)


def test_a_password_is_told() -> None:
    data = bytearray(packed({"表.xlsx": b"x"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + at] |= 1
    assert "密码" in refusal(bytes(data))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed({f"{n}.csv": b"x" for n in range(6)}), "里有 6 个文件，一次最多 5 个"),
        (packed({"大.bin": bytes(range(256)) * 5_000}, method=zipfile.ZIP_STORED), "解压后超过"),
        (packed({"炸弹.csv": b"0" * 3_000_000}), "压缩比异常"),
        (packed({"表.csv": b"x"}, method=zipfile.ZIP_LZMA), "压缩方式不认识"),
        (packed({"__MACOSX/x": b"x"}), "没有文件"),
        (b"PK\x03\x04" + b"broken" * 50, "已损坏"),
        (b"PK\x05\x06" + b"\0" * 8 + (3 * 2**20).to_bytes(4, "little") + b"\0" * 6, "文件太多"),
        (b"PK\x06\x07" + b"\0" * 16 + b"PK\x05\x06" + b"\0" * 18, "文件太多"),
    ],
)
def test_what_is_beyond_the_bounds_is_refused_with_the_mend(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_a_file_that_says_it_is_smaller_than_it_is_gains_nothing() -> None:
    content = bytes(range(256)) * 8
    data = packed({"表.csv": content}, method=zipfile.ZIP_STORED)
    lying = data.replace(len(content).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert "已损坏" in refusal(lying)


def test_bytes_that_are_damaged_in_the_middle_are_told() -> None:
    data = bytearray(packed({"表.csv": b"abc" * 500}))
    data[45] ^= 0xFF
    assert "已损坏" in refusal(bytes(data))
