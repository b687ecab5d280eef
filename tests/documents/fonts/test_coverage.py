"""What fonts can print: read from their own tables, and told before a paper goes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.documents.fonts import folders
from sciweek.documents.fonts.coverage import UnreadableFont, characters_of
from tools import cut_paper_fonts, slice_fonts

FILES = [folders.OURS / face.file for face in cut_paper_fonts.FACES]
CHARACTERS = slice_fonts.CHARACTERS.read_text(encoding="utf-8").replace("\n", "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_face_has_gb_2312_and_the_standard_characters(path):
    found = characters_of(path.read_bytes())
    assert [sign for sign in CHARACTERS if ord(sign) not in found] == []
    assert {ord(sign) for sign in "〓—“”《》〔〕（）％℃①Ⅰ"} <= found
    assert ord("😀") not in found


def test_the_faces_are_small_enough_to_ship_and_free():
    assert sum(path.stat().st_size for path in FILES) <= 12_000_000
    licence = (folders.OURS / "OFL.txt").read_text(encoding="utf-8")
    assert all(path.name in licence for path in FILES)


@given(st.binary(max_size=200))
def test_what_is_no_font_is_refused_and_nothing_else_happens(data):
    with pytest.raises(UnreadableFont):
        characters_of(data)


def test_a_cut_off_font_is_refused():
    data = FILES[0].read_bytes()
    with pytest.raises(UnreadableFont):
        characters_of(data[:3000])


def test_signs_without_a_glyph_are_named_once_with_their_text():
    found = folders.missing_in(["甲乙", "喆😀堃", "😀", "ཀ"])
    assert [(each.sign, each.text, each.code) for each in found] == [
        ("😀", "喆😀堃", "U+1F600"),
        ("ཀ", "ཀ", "U+0F40"),
    ]


def test_they_print_as_geta_and_silent_signs_as_nothing():
    assert folders.with_geta("喆😀堃\ufe0f\ufeff") == "喆〓堃"
    assert folders.with_geta("") == ""


def test_an_office_can_add_its_own_fonts(settings, tmp_path):
    settings.FONTS = tmp_path
    (tmp_path / "own.otf").write_bytes(FILES[0].read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "readme.txt").write_text("x")
    folders.printable.cache_clear()
    try:
        assert [path.name for path in folders.font_files()][:2] == ["broken.ttf", "own.otf"]
        assert ord("喆") in folders.printable()
    finally:
        folders.printable.cache_clear()
