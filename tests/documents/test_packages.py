"""Several files in one: the manifest tells the truth about each, and the same files give the same bytes."""

import csv
import hashlib
import io
import zipfile
from datetime import datetime

from sciweek.core import clock
from sciweek.documents.packages import MANIFEST, MadeFile, packed

AT = datetime(2023, 6, 5, tzinfo=clock.SHANGHAI)
FILES = [MadeFile("报送函.docx", "函", "x", b"abc" * 100), MadeFile("空.csv", "=空", "y", b"")]


def test_the_manifest_names_size_and_hash_of_each_file():
    with zipfile.ZipFile(io.BytesIO(packed(FILES, AT))) as archive:
        rows = list(csv.reader(io.StringIO(archive.read(MANIFEST).decode("utf-8-sig"))))
        held = {name: archive.read(name) for name in archive.namelist()}
        assert archive.testzip() is None
    assert [row[0] for row in rows[1:]] == ["报送函.docx", "空.csv"]
    for name, _title, size, digest in rows[1:]:
        assert (len(held[name]), hashlib.sha256(held[name]).hexdigest()) == (int(size), digest)
    assert set(held) == {MANIFEST, "报送函.docx", "空.csv"}


def test_the_same_files_give_the_same_bytes():
    assert packed(FILES, AT) == packed(FILES, AT)
