"""Several files in one zip, with a manifest that names each file's size and hash. The same files give the same bytes."""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from sciweek.documents.sheets.writing import write_csv

MANIFEST = "文件清单.csv"
HEAD = ("文件", "内容", "字节数", "SHA-256")


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made here: its name, what it holds in a few words, and its bytes."""

    name: str
    title: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash by which it is known again."""
        return hashlib.sha256(self.data).hexdigest()


def manifest(files: Sequence[MadeFile]) -> bytes:
    """The list of the files as csv."""
    rows: Iterator[tuple[str, str, int, str]] = ((each.name, each.title, len(each.data), each.sha256) for each in files)
    return b"".join(write_csv(HEAD, rows))


def packed(files: Sequence[MadeFile], at: datetime) -> bytes:
    """The files and their manifest as a zip; every entry bears the moment `at`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ((MANIFEST, manifest(files)), *((each.name, each.data) for each in files)):
            entry = zipfile.ZipInfo(name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
