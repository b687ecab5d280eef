"""Pictures from outside are drawn anew: nothing of the camera or the place stays in them."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sciweek.core.errors import BadInput
from sciweek.core.images import LONGEST_SIDE, drawn, redrawn


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG", orientation: int = 1) -> bytes:
    image, out = Image.new("RGBA" if kind == "PNG" else "RGB", size, (200, 30, 30)), BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SECRETCAMERA", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 37.0, 0.0), 3: "E", 4: (101.0, 46.0, 0.0)})
    image.save(out, kind, exif=exif, **({"comment": b"SECRETCOMMENT"} if kind == "JPEG" else {}))
    return out.getvalue()


def header(width: int, height: int) -> bytes:
    """A PNG that claims to be so large and holds next to nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        whole = name + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_wrote_is_gone(kind: str) -> None:
    data = photo(kind=kind)
    assert b"SECRETCAMERA" in data
    clean = redrawn(data)
    assert b"SECRET" not in clean
    with Image.open(BytesIO(clean)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (60, 40), {})
        assert image.getexif().get_ifd(0x8825) == {}
        assert "comment" not in image.info


def test_a_picture_stands_as_it_was_taken() -> None:
    with Image.open(BytesIO(redrawn(photo(orientation=6)))) as image:
        assert image.size == (40, 60)


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(BytesIO(redrawn(photo((LONGEST_SIDE * 2, 100))))) as image:
        assert image.width == LONGEST_SIDE


def test_a_picture_is_drawn_in_each_size_asked_for_and_never_larger_than_it_is() -> None:
    done = drawn(photo((2000, 1000), orientation=8), 1600, 400)
    sizes = [Image.open(BytesIO(each)).size for each in done.sizes]
    assert ((done.width, done.height), sizes) == ((1000, 2000), [(800, 1600), (200, 400)])
    assert Image.open(BytesIO(drawn(photo(), 1600).sizes[0])).size == (60, 40)


def test_what_is_transparent_is_drawn_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(redrawn(out.getvalue()))) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(("width", "height"), [(10_000, 10_000), (40_000, 40_000), (60_001, 1_000)])
def test_a_header_that_claims_a_hundred_megapixels_is_refused(width: int, height: int) -> None:
    with pytest.raises(BadInput, match="像素，太大了"):
        drawn(header(width, height), 400)


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_whatever_is_broken_in_it_a_picture_is_drawn_or_refused(kind: str, data: st.DataObject) -> None:
    broken = bytearray(photo((16, 12), kind, orientation=6))
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        sizes = drawn(bytes(broken), 8).sizes
    except BadInput:
        return
    assert max(Image.open(BytesIO(sizes[0])).size) <= 8


def test_what_claims_more_pixels_than_memory_holds_is_refused_unread() -> None:
    out = BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    assert len(out.getvalue()) < 50_000
    with pytest.raises(BadInput, match="9000×9000 像素"):
        redrawn(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0broken", photo()[:200], b"\x89PNG\r\n\x1a\n" + b"0" * 50])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="打不开"):
        redrawn(data)
