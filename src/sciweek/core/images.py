"""Pictures from outside, drawn anew: what is kept was written by us and says nothing of where and by whom it was taken."""

from io import BytesIO

from PIL import Image, ImageOps

from sciweek.core.errors import BadInput

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 3_500
UNREADABLE = "这张图片打不开，可能已损坏。请重新拍照或扫描后再上传。"


def redrawn(data: bytes) -> bytes:
    """The picture as JPEG: turned as it was taken, no side longer than 3,500 pixels, without EXIF or anything else.

    Raises:
        BadInput: no picture, or one with more than 60 million pixels (a few kilobytes can claim more than memory holds).
    """
    try:
        with Image.open(BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadInput(f"图片有 {image.width}×{image.height} 像素，太大了。请降低分辨率后再上传。")
            turned = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadInput(UNREADABLE) from error
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    turned.save(out, "JPEG", quality=85)
    return out.getvalue()
