"""Files from outside: their true type, how a refusal says to mend, and content that lives as long as a record of it."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sciweek.core.audit import SYSTEM
from sciweek.core.errors import BadInput
from sciweek.core.files import Limits, content_of, forget, keep, path_of, read_within, true_type

PICTURES = Limits({"image/jpeg", "image/png", "image/webp"}, 1000)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


def test_a_phones_own_format_is_known_and_the_refusal_says_how_to_mend() -> None:
    assert true_type(HEIC) == "image/heic"
    with pytest.raises(BadInput, match=r"“IMG_1.jpg”的实际类型是HEIC 照片.*导出为 JPEG"):
        read_within(SimpleUploadedFile("IMG_1.jpg", HEIC), PICTURES)


def test_an_archive_that_calls_itself_a_picture_is_refused_by_what_it_is() -> None:
    with pytest.raises(BadInput, match=r"实际类型是(认不出的格式|压缩包)"):
        read_within(SimpleUploadedFile("photo.jpg", b"PK\x03\x04" + b"0" * 50), PICTURES)


@pytest.mark.django_db
def test_content_goes_with_its_last_record(django_capture_on_commit_callbacks: Any) -> None:
    data = b"kept twice"
    first, second = (keep(data, name=name, media_type="text/plain", actor=SYSTEM) for name in ("a", "b"))
    with django_capture_on_commit_callbacks(execute=True):
        forget(first)
    assert content_of(second) == data
    with django_capture_on_commit_callbacks(execute=True):
        forget(second)
    assert not path_of(hashlib.sha256(data).hexdigest()).exists()
