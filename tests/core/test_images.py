"""Pictures from outside are drawn anew: nothing of the camera or the place stays in them."""

from io import BytesIO

import pytest
from PIL import Image

from sciweek.core.errors import BadInput
from sciweek.core.images import LONGEST_SIDE, redrawn


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG", orientation: int = 1) -> bytes:
    image, out = Image.new("RGBA" if kind == "PNG" else "RGB", size, (200, 30, 30)), BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SECRETCAMERA", orientation
    image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_the_camera_wrote_is_gone(kind: str) -> None:
    data = photo(kind=kind)
    assert b"SECRETCAMERA" in data
    clean = redrawn(data)
    assert b"SECRETCAMERA" not in clean
    with Image.open(BytesIO(clean)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (60, 40), {})


def test_a_picture_stands_as_it_was_taken() -> None:
    with Image.open(BytesIO(redrawn(photo(orientation=6)))) as image:
        assert image.size == (40, 60)


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(BytesIO(redrawn(photo((LONGEST_SIDE * 2, 100))))) as image:
        assert image.width == LONGEST_SIDE


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
