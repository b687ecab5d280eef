"""Old Word documents (doc): read by a small reader, by antiword or LibreOffice where these are installed.

All run as limited children: the files are hostile and the readers are not ours.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sciweek.core.limited import MEGABYTE, Unfinished, run_limited
from sciweek.notices.reading.documents.document import UnreadableDocument
from sciweek.notices.reading.documents.guard import is_garbage
from sciweek.notices.reading.documents.readers import reader

# How a compound file names the stream that holds its text, and the one of a document locked by a password.
WORD = "WordDocument".encode("utf-16-le")
LOCKED = "EncryptedPackage".encode("utf-16-le")
OFFICE_SECONDS, OFFICE_MEMORY = 60, 4096 * MEGABYTE


def old_word_text(data: bytes, name: str) -> str:
    """The text of a doc, by the first reader that yields readable Chinese.

    Raises:
        UnreadableDocument: locked by a password, no Word document, or not read by any reader that is installed.
    """
    if LOCKED in data:
        raise UnreadableDocument(f"“{name}”设有打开密码。请取消密码后另存，再上传。")
    if WORD not in data:
        raise UnreadableDocument(f"“{name}”不是 Word 文档。请换成 docx、doc、pdf、txt 或网页文件。")
    said = ""
    for read in (_by_reader, _by_antiword, _by_office):
        try:
            text = "\n".join(_plain(read(data)))
        except Unfinished as failure:
            said += str(failure).lower()
            continue
        if text and not is_garbage(text):
            return text
    if "encrypted" in said or "password" in said:
        raise UnreadableDocument(f"“{name}”设有打开密码。请取消密码后另存，再上传。")
    raise UnreadableDocument(f"“{name}”是旧版 Word（doc），没能读出文字。请用 Word 或 WPS 打开后另存为 docx，再上传。")


def _by_reader(data: bytes) -> bytes:
    return run_limited(reader("doc"), data)


def _by_antiword(data: bytes) -> bytes:
    """antiword prints question marks, and no error, unless the locale is UTF-8."""
    program = shutil.which("antiword")
    if program is None:
        return b""
    return run_limited([program, "-m", "UTF-8.txt", "-w", "0", "-"], data, environment={"LC_ALL": "C.UTF-8"})


def _by_office(data: bytes) -> bytes:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return b""
    with tempfile.TemporaryDirectory(prefix="sciweek-doc-") as folder:
        source = Path(folder, "notice.doc")
        source.write_bytes(data)
        words = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        words += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, str(source)]
        run_limited(words, seconds=OFFICE_SECONDS, memory=OFFICE_MEMORY, environment={"HOME": folder})
        made = Path(folder, "notice.txt")
        return made.read_bytes() if made.is_file() else b""


def _plain(said: bytes) -> Iterator[str]:
    for line in said.decode("utf-8-sig", errors="replace").splitlines():
        # Tables are printed with bars between their cells.
        clean = line.strip().strip("|").replace("|", "\t").strip()
        if clean:
            yield clean
