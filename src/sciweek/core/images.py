"""Pictures from outside, drawn anew: what is kept was written by us and says nothing of where and by whom it was taken."""

import struct
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps

from sciweek.core.errors import BadInput

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 3_500
# What is taken as a picture anywhere; Pillow's readers of other formats never see a file from outside.
FORMATS = ("JPEG", "PNG", "WEBP")
UNREADABLE = "这张图片打不开，可能已损坏。请重新拍照或扫描后再上传。"
# All that Pillow raised over 120,000 files with bytes changed at random, and what its readers raise by their source.
BROKEN = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError),
    *(AttributeError, struct.error),
)
# The largest that is taken needs some 600 MB while it is drawn: the threads of a process draw one after the other.
_DRAWING = Lock()
_ORIENTATION = 0x0112
_LYING = frozenset({5, 6, 7, 8})
# Modes that Pillow shrinks as they are; others (palettes, bits) become colours first.
_SHRINKABLE = frozenset({"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture drawn anew: how wide and high the one from outside stands upright, and one JPEG for each side asked for."""

    width: int
    height: int
    sizes: tuple[bytes, ...]


def drawn(data: bytes, *sides: int) -> Drawn:
    """The picture as one JPEG for each of `sides`, none of whose sides is longer; one that is smaller stays as it is.

    Turned as it was taken, on white where it is transparent, without EXIF, comment or anything else.

    Raises:
        BadInput: no picture, or one with more than 60 million pixels (a few kilobytes can claim more than memory holds).
    """
    try:
        with _DRAWING, Image.open(BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise BadInput(_too_many(f"{width}×{height} "))
            if image.getexif().get(_ORIENTATION) in _LYING:
                width, height = height, width
            # Shrunk before anything else is made of it, so that a large one fills memory only once.
            if image.mode in _SHRINKABLE:
                image.thumbnail((max(sides), max(sides)))
            upright = _flat(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadInput(_too_many("过多")) from error
    except BROKEN as error:
        raise BadInput(UNREADABLE) from error
    return Drawn(width, height, tuple(_jpeg(upright, side) for side in sides))


def redrawn(data: bytes) -> bytes:
    """The picture as one JPEG, no side longer than 3,500 pixels.

    Raises:
        BadInput: see `drawn`.
    """
    return drawn(data, LONGEST_SIDE).sizes[0]


def _too_many(pixels: str) -> str:
    return f"图片有 {pixels}像素，太大了。请降低分辨率后再上传。"


def _flat(image: Image.Image) -> Image.Image:
    """The picture in plain colours, on white where it is transparent."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    coloured = image.convert("RGBA")
    ground = Image.new("RGB", coloured.size, "white")
    ground.paste(coloured, mask=coloured.getchannel("A"))
    return ground


def _jpeg(upright: Image.Image, side: int) -> bytes:
    small = upright.copy()
    small.thumbnail((side, side))
    # Pillow writes a comment that it read back into the new file.
    small.info = {}
    out = BytesIO()
    small.save(out, "JPEG", quality=85)
    return out.getvalue()
