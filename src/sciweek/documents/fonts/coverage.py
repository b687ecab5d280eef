"""Which characters a font file holds, read from its `cmap` table. Pure.

The pdf compiler prints nothing where a glyph is missing and does not say so: what cannot be printed has to be known before.
"""

import struct
from collections.abc import Iterator

_TABLE, _SUBTABLE, _GROUP = struct.Struct(">4sLLL"), struct.Struct(">HHL"), struct.Struct(">LLL")
_FULL, _BASIC = 12, 4
_COLLECTION = b"ttcf"


class UnreadableFont(ValueError):
    """The file is no OpenType font, or a damaged one."""


def characters_of(data: bytes) -> frozenset[int]:
    """The code points for which the font, or any font of a collection, has a glyph.

    Raises:
        UnreadableFont: no font, or one whose tables cannot be followed.
    """
    try:
        offsets = [0]
        if data[:4] == _COLLECTION:
            count = struct.unpack_from(">L", data, 8)[0]
            offsets = list(struct.unpack_from(f">{count}L", data, 12))
        return frozenset(code for offset in offsets for code in _of_font(data, offset))
    except (struct.error, IndexError) as error:
        raise UnreadableFont("not an OpenType font") from error


def _of_font(data: bytes, offset: int) -> Iterator[int]:
    count = struct.unpack_from(">H", data, offset + 4)[0]
    tables = (_TABLE.unpack_from(data, offset + 12 + 16 * number) for number in range(count))
    start = next((where for tag, _sum, where, _length in tables if tag == b"cmap"), None)
    if start is None:
        raise UnreadableFont("no cmap table")
    for number in range(struct.unpack_from(">H", data, start + 2)[0]):
        place = start + _SUBTABLE.unpack_from(data, start + 4 + 8 * number)[2]
        kind = struct.unpack_from(">H", data, place)[0]
        if kind == _FULL:
            yield from _full(data, place)
        elif kind == _BASIC:
            yield from _basic(data, place)


def _full(data: bytes, place: int) -> Iterator[int]:
    """Format 12: groups of first code, last code, first glyph."""
    for number in range(struct.unpack_from(">L", data, place + 12)[0]):
        first, last, glyph = _GROUP.unpack_from(data, place + 16 + 12 * number)
        yield from range(first + (glyph == 0), last + 1)


def _basic(data: bytes, place: int) -> Iterator[int]:
    """Format 4: segments of the basic plane, with a glyph by difference or by way of a list."""
    half = struct.unpack_from(">H", data, place + 6)[0] // 2
    columns = [place + 14 + offset for offset in (0, 2 * half + 2, 4 * half + 2, 6 * half + 2)]
    ends, starts, deltas, ways = (struct.unpack_from(f">{half}H", data, column) for column in columns)
    for number, (first, last, delta, way) in enumerate(zip(starts, ends, deltas, ways, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if way:
                glyph = struct.unpack_from(">H", data, columns[3] + 2 * number + way + 2 * (code - first))[0]
            if glyph and (glyph + delta) & 0xFFFF:
                yield code
