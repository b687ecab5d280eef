"""The screen fonts: each character in one slice that the CSS finds, small enough to ship, and free to ship."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.conftest import PACKAGE, STATIC
from tools import slice_fonts

CSS = (STATIC / "css" / "fonts.css").read_text(encoding="utf-8")
CHARACTERS = slice_fonts.CHARACTERS.read_text(encoding="utf-8").replace("\n", "")
Span = tuple[int, int]


def faces(css: str, family: str, weights: str) -> list[tuple[str, list[Span]]]:
    """File and ranges of each face in the order of the CSS."""
    found = []
    for rule in css.splitlines():
        if f'"{family}"' in rule and f"font-weight:{weights};" in rule:
            file = re.search(r"fonts/([\w-]+\.woff2)", rule)
            span = re.search(r"unicode-range:([^}]+)", rule)
            assert file is not None
            assert span is not None
            ends = [part.removeprefix("U+").split("-") for part in span[1].split(",")]
            found.append((file[1], [(int(end[0], 16), int(end[-1], 16)) for end in ends]))
    return found


def loaded_for(character: str, listed: list[tuple[str, list[Span]]]) -> str:
    """The file a browser loads for a character: of faces that claim it, the last."""
    code = ord(character)
    return next((file for file, spans in reversed(listed) if any(first <= code <= last for first, last in spans)), "")


@pytest.mark.parametrize("face", slice_fonts.FACES, ids=lambda face: face.key)
def test_every_character_is_looked_for_in_the_slice_that_holds_it(face: slice_fonts.Face) -> None:
    listed = faces(CSS, face.family, face.weights)
    for number, (part, _span) in enumerate(slice_fonts.slices(CHARACTERS[: face.characters])):
        file = f"{face.key}-{number:02}.woff2"
        assert {loaded_for(each, listed) for each in part} == {file}


def test_gb_2312_and_the_standard_characters_are_covered() -> None:
    covered = set(CHARACTERS) | set(slice_fonts.basic())
    assert set(slice_fonts.gb2312(range(16, 88))) <= covered
    assert set("㛃喆堃垚镕㑇㕮䶮鿍") <= covered
    assert len(CHARACTERS) == len(set(CHARACTERS)) >= 8105


def test_the_product_says_nothing_that_the_fonts_cannot_show() -> None:
    covered = set(CHARACTERS) | set(slice_fonts.basic()) | {"\n"}
    said: dict[str, str] = {}
    for path in PACKAGE.glob("**/templates/**/*.html"):
        said |= dict.fromkeys(path.read_text(encoding="utf-8"), str(path.relative_to(PACKAGE)))
    assert {sign: where for sign, where in said.items() if sign not in covered} == {}


def test_files_and_css_name_each_other() -> None:
    files = {path.name for path in (STATIC / "fonts").glob("*.woff2")}
    assert files == set(re.findall(r"fonts/([\w-]+\.woff2)", CSS))
    assert all(path.read_bytes()[:4] == b"wOF2" for path in (STATIC / "fonts").glob("*.woff2"))


def test_the_fonts_stay_small_and_bring_their_licence() -> None:
    sizes = [path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")]
    assert sum(sizes) <= slice_fonts.LARGEST_IN_ALL
    assert max(sizes) <= 150_000
    licence = (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert "Copyright 2014-2021 Adobe" in licence


def test_readers_own_fonts_come_before_ours() -> None:
    for rule in CSS.splitlines()[1:]:
        assert rule.index("local(") < rule.index("url(")
        assert "font-display:swap" in rule


@given(st.sets(st.characters(min_codepoint=0x20, max_codepoint=0x2FFFF, exclude_categories=["Cs"]), min_size=1))
def test_ranges_hold_exactly_the_characters(characters: set[str]) -> None:
    spans = [part.removeprefix("U+").split("-") for part in slice_fonts.ranges(sorted(characters)).split(",")]
    codes = {code for span in spans for code in range(int(span[0], 16), int(span[-1], 16) + 1)}
    assert codes == {ord(each) for each in characters}
