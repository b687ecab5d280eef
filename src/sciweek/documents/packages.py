"""Several files in one zip, with a manifest that names each file's size and hash. The same files give the same bytes."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
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

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)

    def read(self) -> bytes:
        """Its bytes."""
        return self.data


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that lies elsewhere and is read only while it is packed; it is packed small already, as pictures are."""

    name: str
    title: str
    size: int
    sha256: str
    read: Callable[[], bytes]


def manifest(files: Sequence[MadeFile | HeldFile]) -> bytes:
    """The list of the files as csv."""
    rows: Iterator[tuple[str, str, int, str]] = ((each.name, each.title, each.size, each.sha256) for each in files)
    return b"".join(write_csv(HEAD, rows))


def packed(files: Sequence[MadeFile | HeldFile], at: datetime) -> bytes:
    """The files and their manifest as a zip; every entry bears the moment `at`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in (MadeFile(MANIFEST, "", "text/csv", manifest(files)), *files):
            entry = zipfile.ZipInfo(each.name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
            entry.compress_type = zipfile.ZIP_STORED if isinstance(each, HeldFile) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, each.read())
    return out.getvalue()
