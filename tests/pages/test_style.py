"""What the stylesheet and the templates must keep: the strict policy, both dark blocks equal, text that can be read."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.pages.conftest import PACKAGE, STATIC

TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
SHEETS = sorted((STATIC / "css").glob("*.css"))
SPRITE = (STATIC / "sprite.svg").read_text(encoding="utf-8")
# Paper has its own black and white.
COLOURED = {"tokens.css", "print.css"}
SURFACES = ("bg", "surface", "surface-2", "primary-soft")
# Which text stands on which ground; 4.5 : 1 is what WCAG 2.2 AA asks of text.
PAIRS = [
    *[(text, ground) for text in ("text", "text-2", "text-3", "link") for ground in SURFACES],
    *[(state, ground) for state in ("ok", "warn", "bad", "amber", "info") for ground in ("surface", f"{state}-soft")],
    *[(f"t{number}-on", f"t{number}") for number in range(1, 6)],
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("accent-text", "accent-soft"),
    ("on-band", "band"),
    ("on-band-2", "band"),
    ("text", "mark"),
    *[("text", f"m-{kind}") for kind in ("theme", "date", "place", "body", "due", "contact")],
]


def block(opening: str) -> dict[str, str]:
    """The tokens that the block after `opening` sets."""
    text = re.sub(r"/\*.*?\*/", "", TOKENS.split(opening, 1)[1].split("{", 1)[1].split("}", 1)[0], flags=re.DOTALL)
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", text)}


LIGHT = block(":root ")
DARK = LIGHT | block(':root[data-theme="dark"]')


def brightness(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb by WCAG."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """1 to 21."""
    dark, light = sorted((brightness(first), brightness(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str, tokens: dict[str, str]) -> None:
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_of_inputs_and_focus_can_be_seen(tokens: dict[str, str]) -> None:
    assert contrast(tokens["line-input"], tokens["surface"]) >= 3
    assert contrast(tokens["focus"], tokens["bg"]) >= 3


def test_dark_by_system_and_dark_by_choice_are_the_same() -> None:
    assert block('@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"])') == block(
        ':root[data-theme="dark"]'
    )


def test_every_colour_of_light_has_one_of_dark() -> None:
    colours = {name for name, value in LIGHT.items() if value.startswith(("#", "rgb"))}
    assert colours <= block(':root[data-theme="dark"]').keys()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_uses_only_tokens_that_are_defined(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    own = set(re.findall(r"--([\w-]+)\s*:", text))
    used = set(re.findall(r"var\(--([\w-]+)\)", text))
    assert used <= LIGHT.keys() | own


@pytest.mark.parametrize(
    "sheet",
    [sheet for sheet in SHEETS if sheet.name not in {"tokens.css", "print.css", "fonts.css"}],
    ids=lambda s: s.name,
)
def test_a_colour_stands_in_the_tokens_only(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r":[^;{}]*#[0-9a-fA-F]{3,8}\b", text) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_keeps_the_strict_policy(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "style attribute"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    assert not re.search(r"<style\b", text), "inline stylesheet"
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", text), "inline script"
    assert not re.search(r"(src|href)=[\"']https?://(?!www\.w3\.org)", text), "another host"


def test_every_icon_that_a_template_draws_is_in_the_sprite() -> None:
    drawn = {
        name
        for template in TEMPLATES
        for name in re.findall(r"\{% icon [\"']([\w-]+)[\"']", template.read_text(encoding="utf-8"))
    }
    assert drawn
    assert drawn <= set(re.findall(r'id="i-([\w-]+)"', SPRITE))


def test_every_static_file_that_a_template_names_is_there() -> None:
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r"\{% static [\"']([^\"']+)[\"']", template.read_text(encoding="utf-8"))
    }
    assert named
    assert {name for name in named if finders.find(name) is None} == set()
