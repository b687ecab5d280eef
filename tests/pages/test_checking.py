"""What the self-check says of the screen fonts."""

from pathlib import Path

import pytest

from sciweek.core.health import CHECKS
from sciweek.pages.checking import screen_fonts, slices_of

STYLE = '@font-face{src:local("A"),url("../fonts/a.woff2") format("woff2")}@font-face{src:url("../fonts/b.woff2")}'


@pytest.fixture
def style(tmp_path: Path) -> Path:
    for folder in ("css", "fonts"):
        (tmp_path / folder).mkdir()
    for name in ("a", "b"):
        (tmp_path / "fonts" / f"{name}.woff2").write_bytes(b"wOF2")
    (tmp_path / "css" / "fonts.css").write_text(STYLE)
    return tmp_path / "css" / "fonts.css"


def test_the_shipped_slices_are_all_there() -> None:
    assert screen_fonts in CHECKS
    line = screen_fonts()
    assert line.ok
    assert line.said == "84 片，齐全"


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_slice_that_is_lost_or_empty_is_told_with_the_mend(style: Path, spoil) -> None:
    assert slices_of(style).ok
    spoil(style.parent.parent / "fonts" / "b.woff2")
    line = slices_of(style)
    assert not line.ok
    assert line.said == "2 片中缺 1 片，第一片：fonts/b.woff2"


def test_a_style_that_names_no_slice_is_no_style(style: Path) -> None:
    style.write_text("")
    assert not slices_of(style).ok
