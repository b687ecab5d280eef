"""A zip of many files from outside, taken apart in memory and within bounds. No name in it ever becomes a path.

Windows writes Chinese names in GBK, others in UTF-8, with or without saying so. Which of the two it is, is decided once
for the whole archive, since one program wrote it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sciweek.core.errors import BadInput
from sciweek.core.files import MEGABYTE, label_of

# The list of entries is read into memory as a whole before any limit on their number can be asked.
LONGEST_LIST = 2 * MEGABYTE
# A sheet's XML shrinks to a tenth or so; what shrinks further than this was made to burst.
MOST_RATIO = 200
_END, _LOCATOR64 = b"PK\x05\x06", b"PK\x06\x07"
_UTF8, _LOCKED = 0x800, 0x1
_OF_THE_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)|~\$)|(?:^|/)(?:Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many files may be sent at once, and how large all of them may be together, unpacked."""

    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive. `name` is harmless and holds the folder it lay in: `第二中学/统计表.xlsx`."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of an archive, and how many entries were left out that some system put there for itself."""

    members: Sequence[Member]
    left_out: int


def unpack(data: bytes, name: str, bounds: Bounds) -> Unpacked:
    """All files of a zip, in its order.

    Raises:
        BadInput: damaged, with a password, with more files or larger than the bounds, or packed beyond reason.
    """
    _refuse_endless_list(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            named = list(zip(names_in(infos), infos, strict=True))
            wanted = [(path, info) for path, info in named if not _OF_THE_SYSTEM.search(path)]
            _refuse_beyond([info for _path, info in wanted], name, bounds)
            members = tuple(_members(archive, wanted, name, bounds.size))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise BadInput(f"“{name}”已损坏，打不开。请重新压缩成 zip 后再上传。") from error
    if not members:
        raise BadInput(f"“{name}”里没有文件。请核对后再上传。")
    return Unpacked(members, len(named) - len(wanted))


def _refuse_endless_list(data: bytes, name: str) -> None:
    """Refuse an archive whose list of entries alone would fill the memory, before it is read."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    if size > LONGEST_LIST or (end >= 20 and data[end - 20 : end - 16] == _LOCATOR64):
        raise BadInput(f"“{name}”里的文件太多。请分成几个压缩包上传。")


def _refuse_beyond(infos: Sequence[zipfile.ZipInfo], name: str, bounds: Bounds) -> None:
    if len(infos) > bounds.files:
        raise BadInput(f"“{name}”里有 {len(infos)} 个文件，一次最多 {bounds.files} 个。请分几次上传。")
    if any(info.flag_bits & _LOCKED for info in infos):
        raise BadInput(f"“{name}”带有密码，打不开。请去掉密码重新压缩后再上传。")
    for info in infos:
        # Others may ask for gigabytes of memory before the first byte comes out.
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadInput(f"“{name}”的压缩方式不认识。请重新压缩成普通的 zip 后再上传。")
        if info.file_size > MEGABYTE and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise BadInput(f"“{name}”的压缩比异常，已拒收。请重新压缩，只放要上传的文件。")


def _members(
    archive: zipfile.ZipFile, wanted: Sequence[tuple[str, zipfile.ZipInfo]], name: str, size: int
) -> Iterator[Member]:
    left = size
    for path, info in wanted:
        # What an entry says of its size may be a lie, so what really comes out is counted.
        with archive.open(info) as entry:
            content = entry.read(left + 1)
        left -= len(content)
        if left < 0:
            raise BadInput(f"“{name}”解压后超过 {size // MEGABYTE} MB。请分几次上传。")
        yield Member(harmless_path(path), content)


def harmless_path(path: str) -> str:
    """The last folder and the file's own name, each made harmless."""
    parts = [part for part in re.split(r"[\\/]", path) if part.strip(". ")]
    return "/".join(label_of(part) for part in parts[-2:]) or label_of("")


def names_in(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The entries' names, decoded alike."""
    raw = [b"" if info.flag_bits & _UTF8 else info.orig_filename.encode("cp437") for info in infos]
    encoding = encoding_of(raw)
    return [
        (info.orig_filename if info.flag_bits & _UTF8 else name.decode(encoding, "replace")).replace("\\", "/")
        for info, name in zip(infos, raw, strict=True)
    ]


def encoding_of(names: Sequence[bytes]) -> str:
    """UTF-8 where all names are that, unless they would then hold no Chinese and in GBK they do."""
    whole = b"/".join(names)
    try:
        text = whole.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    if text.isascii() or _HAN.search(text):
        return "utf-8"
    try:
        return "gb18030" if _HAN.search(whole.decode("gb18030")) else "utf-8"
    except UnicodeDecodeError:
        return "utf-8"
