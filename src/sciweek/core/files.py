"""Files from outside: taken in with their true type and a limit, kept under their own hash, named by us.

A file's own name is kept as a label and never becomes a path. Rooms hand files out through their own rules; there is no
public media address.
"""

import hashlib
import os
import re
import struct
import tempfile
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from sciweek.core import clock
from sciweek.core.audit import Actor
from sciweek.core.errors import BadInput
from sciweek.core.locks import lock_pair
from sciweek.core.models import StoredFile

MEGABYTE = 1024 * 1024
SECRECY_MARK = re.compile(r"(?:绝密|机密|秘密)\s*★")
OFFICE_PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
NAMES = {
    "application/pdf": "PDF",
    "image/png": "PNG 图片",
    "image/jpeg": "JPEG 图片",
    "image/webp": "WebP 图片",
    "image/gif": "GIF 图片",
    "image/heic": "HEIC 照片",
    OFFICE_PARTS["word/document.xml"]: "Word 文档（docx）",
    OFFICE_PARTS["xl/workbook.xml"]: "Excel 工作簿（xlsx）",
    "text/html": "网页",
    "text/plain": "文本",
    "application/zip": "压缩包（zip）",
    "application/vnd.rar": "压缩包（rar）",
    "application/x-7z-compressed": "压缩包（7z）",
    "application/x-ole-storage": "旧版 Office 或带密码的文件",
    "application/octet-stream": "认不出的格式",
}
# What the phones that write HEIC call it inside the file.
HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
# How to mend a file of a kind that people often have and that is taken nowhere.
MENDS = {
    "image/heic": "请在手机相册里选“导出为 JPEG”，或在苹果手机的“设置—相机—格式”中选“兼容性最佳”后重新拍摄。",
}


class Upload(Protocol):
    """What a form hands over: a name, a size, and the bytes."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def read(self, num_bytes: int | None = None) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What a room takes: media types and the largest size in bytes."""

    media_types: Collection[str]
    size: int = 20 * MEGABYTE


def true_type(data: bytes) -> str:
    """The media type by content; the name is never asked. Unknown binary content is `application/octet-stream`."""
    for start, media_type in MAGIC:
        if data.startswith(start):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return "image/heic"
    if data.startswith(b"PK\x03\x04"):
        return _office_type(data)
    head = data[:4096]
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in head and not utf16:
        return "application/octet-stream"
    return "text/html" if re.search(rb"<(?:!doctype html|html|head|body)\b", head, re.IGNORECASE) else "text/plain"


def _office_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return "application/octet-stream"
    return next((media_type for part, media_type in OFFICE_PARTS.items() if part in names), "application/zip")


def label_of(name: str | None) -> str:
    """A file's own name made harmless: the last part of the path, without control characters, at most 150 characters."""
    base = re.split(r"[\\/]", name or "")[-1]
    return re.sub(r"[\x00-\x1f\x7f<>\"|?*:]", "", base).strip(". ")[-150:] or "未命名文件"


def refuse_secrecy_marks(text: str) -> None:
    """Refuse text that bears a secrecy mark (涉密不上网; GB/T 9704-2012, 7.2.2).

    Raises:
        BadInput: the text holds 绝密★, 机密★ or 秘密★.
    """
    if SECRECY_MARK.search(text):
        raise BadInput("文件带有密级标志（如“机密★”）。涉密文件不得上网，请立即停止上传，并按保密规定处理。")


def read_within(upload: Upload, limits: Limits) -> tuple[bytes, str]:
    """The bytes and true type of an upload.

    Raises:
        BadInput: see `type_within`.
    """
    data = upload.read(limits.size + 1)
    return data, type_within(data, label_of(upload.name), limits)


def type_within(data: bytes, label: str, limits: Limits) -> str:
    """The true type of a file's bytes.

    Raises:
        BadInput: empty, too large, or of a type that `limits` does not name.
    """
    if len(data) > limits.size:
        raise BadInput(f"“{label}”超过 {limits.size // MEGABYTE} MB，无法接收。请压缩或拆分后再上传。")
    if not data:
        raise BadInput(f"“{label}”是空文件。请检查后重新选择。")
    media_type = true_type(data)
    if media_type not in limits.media_types:
        wanted = "、".join(sorted(NAMES.get(kind, kind) for kind in limits.media_types))
        mend = MENDS.get(media_type, "请另存后再上传。")
        raise BadInput(f"“{label}”的实际类型是{NAMES.get(media_type, media_type)}，这里只接收：{wanted}。{mend}")
    return media_type


def keep(data: bytes, *, name: str | None, media_type: str, actor: Actor) -> StoredFile:
    """Store bytes under their hash and make the record. The same content is stored once, whatever its names."""
    digest = hashlib.sha256(data).hexdigest()
    _lock(digest)
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:
            out.write(data)
        os.replace(out.name, path)
    return StoredFile.objects.create(
        sha256=digest,
        size=len(data),
        media_type=media_type,
        name=label_of(name),
        taken_at=clock.now(),
        account_id=actor.account_id,
    )


def forget(stored: StoredFile) -> None:
    """Delete the record; its content goes when the transaction commits, unless another record keeps the same."""
    sha256 = stored.sha256
    stored.delete()
    transaction.on_commit(partial(_drop_unkept, sha256))


@transaction.atomic
def _drop_unkept(sha256: str) -> None:
    _lock(sha256)
    if not StoredFile.objects.filter(sha256=sha256).exists():
        path_of(sha256).unlink(missing_ok=True)


def _lock(sha256: str) -> None:
    """Wait until nobody else keeps or drops this content: who finds it on disk must still find it when he commits."""
    lock_pair(*struct.unpack(">ii", bytes.fromhex(sha256[:16])))


def path_of(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return Path(settings.FILES) / sha256[:2] / sha256[2:4] / sha256


def content_of(stored: StoredFile) -> bytes:
    """The bytes of a stored file.

    Raises:
        FileNotFoundError: the file is missing on disk; `doctor` reports this.
    """
    return path_of(stored.sha256).read_bytes()
