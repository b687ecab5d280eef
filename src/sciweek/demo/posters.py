"""Pictures for the demo: posters composed of our own flat motifs, in the colours of the site, with a title set on them.

Titles are set in the fonts that the product ships, so that they look the same on a machine without any Chinese font.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

# Drawn twice as large and halved, which smooths the edges.
WIDTH, HEIGHT, OVER = 1_080, 720, 2
STATIC = files("sciweek.pages") / "static" / "pages"
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Palette:
    """One light: the sky in two bands, the sun, mountains from far to near, water, hills, blossom, white, ink, band."""

    sky: str
    glow: str
    sun: str
    far: str
    middle: str
    near: str
    water: str
    glint: str
    hill: str
    field: str
    bloom: str
    white: str
    shade: str
    ink: str
    band: str
    gold: str


# The illustration tokens of the style sheet, by day and by night, and a dusk between them.
DAY = Palette(
    *("#b9ddf0", "#fdf3e1", "#fbd98a", "#9fc3d8", "#6d9fbd", "#3f7698", "#3a90bd", "#8cc6e0"),
    *("#7b9a62", "#5b7f55", "#eab738", "#fbfdfe", "#c9d8e1", "#35483a", "#0c3651", "#e3a21a"),
)
DUSK = Palette(
    *("#f3c9a0", "#fdebd0", "#e9824f", "#c9a6a0", "#8f7f93", "#5b5f80", "#4c7ea3", "#f1cfae"),
    *("#75795a", "#56604d", "#d9962f", "#fffaf3", "#dcc7bb", "#33363d", "#3b2b45", "#f0b545"),
)
NIGHT = Palette(
    *("#071521", "#234c68", "#f3ead0", "#3b6480", "#264a63", "#173449", "#143f5a", "#8fc6e2"),
    *("#22372b", "#182a22", "#8a742f", "#cfdde6", "#7f97a6", "#0a1410", "#0a2434", "#eab54a"),
)
LIGHTS = (DAY, DUSK, NIGHT)


class Canvas:
    """A picture to be drawn in units of the finished poster."""

    def __init__(self, light: Palette) -> None:
        self.light = light
        self.image = Image.new("RGB", (WIDTH * OVER, HEIGHT * OVER), light.sky)
        self.draw = ImageDraw.Draw(self.image)

    def shape(self, points: Points, colour: str) -> None:
        """A filled polygon."""
        self.draw.polygon([(x * OVER, y * OVER) for x, y in points], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle."""
        box = [(x - radius) * OVER, (y - radius) * OVER, (x + radius) * OVER, (y + radius) * OVER]
        self.draw.ellipse(box, fill=colour)

    def bar(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """A filled rectangle."""
        self.draw.rectangle([left * OVER, top * OVER, right * OVER, bottom * OVER], fill=colour)

    def line(self, points: Points, colour: str, width: float) -> None:
        """A line of some width, its corners rounded."""
        self.draw.line([(x * OVER, y * OVER) for x, y in points], fill=colour, width=round(width * OVER), joint="curve")

    def text(self, x: float, y: float, words: str, colour: str, size: int, family: str) -> None:
        """Words from left to right, each character from the slice of the font that holds it."""
        for sign in words:
            font = _font(_slice_of(sign, family), size * OVER)
            self.draw.text((x * OVER, y * OVER), sign, fill=colour, font=font, anchor="ls")
            x += font.getlength(sign) / OVER

    def jpeg(self) -> bytes:
        """The finished poster."""
        out = BytesIO()
        self.image.reduce(OVER).save(out, "JPEG", quality=88)
        return out.getvalue()


@cache
def _faces(family: str) -> list[tuple[str, list[range]]]:
    """File and characters of each slice of a family, in the order of the style sheet, where a later one wins."""
    found = []
    for rule in (STATIC / "css" / "fonts.css").read_text(encoding="utf-8").splitlines():
        file = re.search(rf"fonts/({family}-\d\d\.woff2)", rule)
        spans = re.search(r"unicode-range:([^}]+)", rule)
        if file and spans:
            ends = [[int(end, 16) for end in part.removeprefix("U+").split("-")] for part in spans[1].split(",")]
            found.append((file[1], [range(end[0], end[-1] + 1) for end in ends]))
    return found[::-1]


def _slice_of(sign: str, family: str) -> str:
    """The file that holds a character; of the bold sans where the serif has it not."""
    for each in (family, "sans-bold"):
        for file, spans in _faces(each):
            if any(ord(sign) in span for span in spans):
                return file
    raise ValueError(f"no shipped font has {sign!r}")


@cache
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    with (STATIC / "fonts" / file).open("rb") as source:
        return ImageFont.truetype(BytesIO(source.read()), size)


def _ridge(canvas: Canvas, heights: Sequence[float], base: float, colour: str) -> None:
    """Mountains: a zigzag over the whole width, down to `base`."""
    step = WIDTH / (len(heights) - 1)
    canvas.shape([(0, base), *((n * step, y) for n, y in enumerate(heights)), (WIDTH, base)], colour)


def _ground(canvas: Canvas) -> None:
    """What all posters share: sky, sun or moon, mountains with snow, a strip of the lake."""
    light = canvas.light
    canvas.bar(0, 250, WIDTH, 470, light.glow)
    for number in range(26 if light is NIGHT else 0):
        canvas.disc(number * 397 % WIDTH, number * 151 % 230, 1 + number % 3, light.white)
    canvas.disc(830, 165, 58, light.sun)
    _ridge(canvas, (330, 285, 340, 262, 318, 270, 345, 296, 330), 470, light.far)
    _ridge(canvas, (380, 372, 300, 366, 318, 388, 330, 372, 345, 390), 470, light.middle)
    canvas.shape([(200, 324), (240, 300), (276, 320), (256, 317), (240, 331), (222, 318)], light.white)
    canvas.shape([(445, 332), (480, 318), (522, 322), (500, 327), (478, 338), (464, 328)], light.white)
    _ridge(canvas, (430, 410, 424, 398, 426, 404, 432), 470, light.near)
    canvas.bar(0, 440, WIDTH, 500, light.water)
    for number in range(9):
        left = number * 173 % WIDTH
        canvas.bar(left, 452 + number * 5 % 38, left + 70, 454 + number * 5 % 38, light.glint)
    canvas.shape([(0, 500), (260, 478), (560, 494), (820, 474), (WIDTH, 492), (WIDTH, 560), (0, 560)], light.hill)


def _dome(canvas: Canvas) -> None:
    """An observatory with its dome open."""
    light = canvas.light
    canvas.bar(380, 360, 560, 500, light.white)
    canvas.bar(500, 360, 560, 500, light.shade)
    canvas.draw.pieslice([370 * OVER, 250 * OVER, 570 * OVER, 470 * OVER], 180, 360, fill=light.white)
    canvas.draw.pieslice([470 * OVER, 250 * OVER, 570 * OVER, 470 * OVER], 270, 360, fill=light.shade)
    canvas.shape([(452, 252), (482, 251), (500, 356), (470, 356)], light.band)
    canvas.line([(478, 344), (436, 236)], light.gold, 12)
    canvas.bar(440, 430, 480, 500, light.band)


def _turbines(canvas: Canvas) -> None:
    """Wind turbines on the hills."""
    for x, top, reach in ((300, 200, 92), (470, 250, 70), (610, 290, 52)):
        canvas.shape([(x - 4, top), (x + 4, top), (x + 7, 495), (x - 7, 495)], canvas.light.white)
        for blade in range(3):
            angle = blade * 2 * pi / 3 + x
            tip = (x + reach * cos(angle), top + reach * sin(angle))
            side = (x + 9 * cos(angle + pi / 2), top + 9 * sin(angle + pi / 2))
            canvas.shape([(x, top), side, tip], canvas.light.white)
        canvas.disc(x, top, 7, canvas.light.shade)


def _panels(canvas: Canvas) -> None:
    """Rows of solar panels."""
    for row, (y, size) in enumerate(((430, 46), (466, 60), (512, 78))):
        for number in range(7):
            x = 110 + number * size * 1.5 + row * 14
            face = [(x, y), (x + size * 1.2, y), (x + size, y + size * 0.52), (x - size * 0.2, y + size * 0.52)]
            canvas.shape(face, canvas.light.band)
            canvas.line([(x + size * 0.6, y), (x + size * 0.4, y + size * 0.52)], canvas.light.glint, 2)
            canvas.line([(x - size * 0.1, y + size * 0.26), (x + size * 1.1, y + size * 0.26)], canvas.light.glint, 2)


def _flask(canvas: Canvas) -> None:
    """A flask and a test tube on a bench."""
    light = canvas.light
    canvas.bar(0, 496, WIDTH, 560, light.shade)
    canvas.shape(
        [(396, 250), (464, 250), (464, 340), (556, 484), (540, 500), (320, 500), (304, 484), (396, 340)], light.white
    )
    canvas.shape([(350, 420), (510, 420), (548, 484), (538, 492), (322, 492), (312, 484)], light.water)
    canvas.bar(384, 238, 476, 256, light.shade)
    for x, y, radius in ((400, 452, 11), (446, 440, 8), (476, 466, 13), (428, 380, 8), (430, 330, 6)):
        canvas.disc(x, y, radius, light.glint)
    canvas.bar(612, 300, 652, 480, light.white)
    canvas.disc(632, 480, 20, light.white)
    canvas.bar(618, 390, 646, 480, light.bloom)
    canvas.disc(632, 480, 14, light.bloom)


def _sprout(canvas: Canvas) -> None:
    """A seedling over furrows in blossom."""
    light = canvas.light
    for number in range(8):
        y = 488 + number * 9
        canvas.bar(0, y, WIDTH, y + 5, light.bloom if number % 2 else light.field)
    canvas.line([(460, 520), (456, 430), (470, 300)], light.hill, 16)
    for turn, y, size in ((-1, 400, 110), (1, 350, 130), (-1, 306, 84)):
        tip = (462 + turn * size, y - size * 0.55)
        canvas.shape(
            [(462, y), (462 + turn * size * 0.35, y - size * 0.6), tip, (462 + turn * size * 0.62, y - 4)], light.field
        )
        canvas.line([(462, y), tip], light.hill, 4)


def _tents(canvas: Canvas) -> None:
    """A fair: tents, bunting, boards."""
    light = canvas.light
    for number, x in enumerate((150, 350, 550)):
        colour = (light.gold, light.white, light.water)[number]
        canvas.bar(x + 14, 400, x + 20, 520, light.ink)
        canvas.bar(x + 160, 400, x + 166, 520, light.ink)
        canvas.bar(x + 26, 440, x + 154, 500, light.shade)
        canvas.shape([(x, 404), (x + 90, 320), (x + 180, 404)], colour)
        for flap in range(6):
            left = x + flap * 30
            canvas.shape([(left, 404), (left + 30, 404), (left + 15, 424)], colour if flap % 2 else light.white)
    canvas.line([(90, 300), (340, 330), (600, 300), (790, 322)], light.ink, 2)
    for number in range(14):
        x = 104 + number * 48
        y = 303 + 26 * abs(sin(number * 0.45))
        canvas.shape([(x, y), (x + 26, y), (x + 13, y + 26)], (light.gold, light.white, light.water)[number % 3])


def _rocket(canvas: Canvas) -> None:
    """A rocket that leaves its cloud."""
    light = canvas.light
    for x, y, radius in ((380, 470, 56), (460, 486, 70), (548, 474, 58), (610, 492, 44), (320, 494, 44)):
        canvas.disc(x, y, radius, light.white)
    canvas.shape([(430, 440), (462, 420), (494, 440), (462, 520)], light.gold)
    canvas.shape([(422, 260), (462, 150), (502, 260), (502, 420), (422, 420)], light.white)
    canvas.shape([(462, 150), (502, 260), (502, 420), (462, 420)], light.shade)
    canvas.shape([(422, 350), (384, 430), (422, 416)], light.water)
    canvas.shape([(502, 350), (540, 430), (502, 416)], light.water)
    canvas.disc(462, 272, 20, light.band)
    canvas.disc(462, 272, 13, light.glint)


def _antenna(canvas: Canvas) -> None:
    """A dish that listens, and its hut."""
    light = canvas.light
    canvas.shape([(440, 500), (472, 380), (504, 500)], light.shade)
    canvas.draw.pieslice([360 * OVER, 230 * OVER, 600 * OVER, 450 * OVER], 28, 208, fill=light.white)
    canvas.line([(478, 340), (566, 232)], light.shade, 6)
    canvas.disc(568, 230, 11, light.gold)
    for radius in (36, 62, 88):
        box = [(568 - radius) * OVER, (230 - radius) * OVER, (568 + radius) * OVER, (230 + radius) * OVER]
        canvas.draw.arc(box, 265, 355, fill=light.white, width=4 * OVER)
    canvas.bar(620, 440, 720, 500, light.white)
    canvas.shape([(610, 442), (670, 404), (730, 442)], light.band)


MOTIFS: Sequence[Callable[[Canvas], None]] = (_tents, _flask, _dome, _sprout, _turbines, _rocket, _panels, _antenna)


def poster(title: str, under: str, number: int) -> bytes:
    """A poster as JPEG: motif and light by its number, the title in at most two lines, a smaller line under it."""
    canvas = Canvas(LIGHTS[number // len(MOTIFS) % len(LIGHTS)])
    light = canvas.light
    _ground(canvas)
    MOTIFS[number % len(MOTIFS)](canvas)
    canvas.bar(0, 540, WIDTH, HEIGHT, light.band)
    canvas.bar(0, 540, WIDTH, 546, light.gold)
    size, lines = _lines(title)
    for place, words in enumerate(lines):
        canvas.text(64, 612 + place * (size + 10) - (10 if len(lines) > 1 else -10), words, "#ffffff", size, "serif")
    canvas.text(64, 698, under, light.gold, 24, "sans")
    return canvas.jpeg()


def _lines(title: str) -> tuple[int, list[str]]:
    """The size in which a title is set, and its lines: one of up to 18 characters, else two."""
    if len(title) <= 18:
        return 50, [title]
    half = (len(title) + 1) // 2
    return 38, [title[:half], title[half:]]
