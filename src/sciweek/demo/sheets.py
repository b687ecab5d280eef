"""Sealed sheets of the demo: pictures composed here of a filled form, with a seal and signatures, lying a little askew."""

import io
import math
import random
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from sciweek.returns.template import shipped

SIZE = (800, 1130)
ROWS = 22
PAPER, LINES, INK, SEAL, PEN, TABLE = "#fdfcf7", "#8a8f94", "#2c3236", "#c8281e", "#24508f", "#d8d4c8"
_FACE = re.compile(r'fonts/(sans-\d+\.woff2)"\) format\("woff2"\);unicode-range:([^}]+)}')


def sealed_sheet(unit: str, figures: Mapping[str, str], seed: int) -> bytes:
    """A photo of the first page of a unit's sheet with these figures, always the same for one seed, as JPEG."""
    draw = random.Random(seed)
    page = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(page)
    _write(pen, (226, 50), shipped().title, 30)
    _write(pen, (60, 110), f"填报单位：{unit}", 18)
    _table(pen, figures)
    _signatures(pen, draw)
    _seal(pen, (600 + draw.randint(-30, 30), 1000 + draw.randint(-15, 10)), unit)
    out = io.BytesIO()
    askew = page.rotate(draw.uniform(-1.4, 1.4), Image.Resampling.BILINEAR, fillcolor=TABLE)
    askew.save(out, "JPEG", quality=72)
    return out.getvalue()


def _table(pen: ImageDraw.ImageDraw, figures: Mapping[str, str]) -> None:
    top, step, edges = 146, 33, (60, 120, 480, 590, 740)
    bottom = top + ROWS * step
    for y in range(top, bottom + 1, step):
        pen.line((edges[0], y, edges[-1], y), fill=LINES)
    for x in edges:
        pen.line((x, top, x, bottom), fill=LINES)
    rows = [("代码", "指标", "单位", "本年"), *[(i.code, i.name, i.unit, figures[i.code]) for i in shipped().items]]
    for number, row in enumerate(rows[:ROWS]):
        for place, (x, text) in enumerate(zip(edges, row, strict=False)):
            _write(pen, (x + 10, top + number * step + 6), text, 16, PEN if number and place == 3 else INK)


def _signatures(pen: ImageDraw.ImageDraw, draw: random.Random) -> None:
    """Names that nobody could read."""
    for x, label in ((60, "填表人："), (290, "单位负责人：")):
        _write(pen, (x, 900), label, 17)
        start, swing = x + 20 + 18 * len(label), draw.uniform(0.4, 0.6)
        waves = [(start + n * 2.6, 908 + 13 * math.sin(n * swing) * draw.uniform(0.5, 1)) for n in range(34)]
        pen.line(waves, fill=PEN, width=3, joint="curve")


def _seal(pen: ImageDraw.ImageDraw, middle: tuple[int, int], unit: str) -> None:
    """A round red seal with a star and the unit's name."""
    x, y = middle
    pen.ellipse((x - 96, y - 96, x + 96, y + 96), outline=SEAL, width=6)
    points = []
    for corner in range(10):
        reach, angle = (32 if corner % 2 == 0 else 13), math.pi * corner / 5 - math.pi / 2
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    pen.polygon(points, fill=SEAL)
    for number, letter in enumerate(unit):
        angle = math.pi * (0.85 + 1.3 * number / max(len(unit) - 1, 1))
        at = (x + 72 * math.cos(angle) - 9, y + 72 * math.sin(angle) - 12)
        _write(pen, at, letter, 18, SEAL)


def _write(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, colour: str = INK) -> None:
    """Set a line of text in the shipped screen fonts, whose characters stand in many files."""
    x, y = at
    for letter in text:
        font = _font(_files_by_letter().get(ord(letter), "sans-33.woff2"), size)
        pen.text((x, y), letter, fill=colour, font=font)
        x += font.getlength(letter)


@lru_cache(maxsize=1)
def _files_by_letter() -> dict[int, str]:
    """Which file holds a character, as the style sheet tells browsers; the last to name it counts."""
    text = (files("sciweek.pages") / "static/pages/css/fonts.css").read_text(encoding="utf-8")
    found = {}
    for name, ranges in _FACE.findall(text):
        for each in ranges.split(","):
            first, _dash, last = each.removeprefix("U+").partition("-")
            found.update(dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), name))
    return found


@lru_cache(maxsize=128)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(files("sciweek.pages") / "static/pages/fonts" / name), size)
