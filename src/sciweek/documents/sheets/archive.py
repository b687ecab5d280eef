"""What every office file must pass before a parser sees it: bounded entries, sizes and ratio, no macros."""

import io
import zipfile

from sciweek.core.errors import BadInput

MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 2_000, 200 * 1024 * 1024, 200
# Styles and shared strings are held in memory as a whole, unlike the sheets, which are streamed.
MOST_HELD = 48 * 1024 * 1024


class UnreadableSheet(BadInput):
    """The upload is no sheet that can be read; the sentence says what it is and how to mend it."""


def check_archive(data: bytes, name: str) -> set[str]:
    """The names of the archive's entries.

    Raises:
        UnreadableSheet: damaged, larger than it looks, or with macros.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableSheet(f"“{name}”已损坏，打不开。请重新导出后再上传。") from error
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    held = sum(e.file_size for e in entries if e.filename.endswith(".xml") and "/worksheets/" not in e.filename)
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or held > MOST_HELD
        or (unpacked > 10_000_000 and unpacked / packed > MOST_RATIO)
    ):
        raise UnreadableSheet(f"“{name}”解压后过大，已拒收。请只保留需要的内容，另存后再上传。")
    if any("vbaproject" in entry.lower() or entry.lower().startswith("xl/macrosheets/") for entry in names):
        raise UnreadableSheet(f"“{name}”带有宏，已拒收。请另存为不带宏的文件后再上传。")
    return names
