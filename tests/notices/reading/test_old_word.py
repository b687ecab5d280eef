"""Old Word documents: a real one, written by an office program, with a table."""

import shutil
from pathlib import Path

import pytest

from sciweek.notices.reading import UnreadableDocument, read_document, read_notice
from sciweek.notices.reading.documents import old_word

pytestmark = pytest.mark.once

LETTER = Path(__file__).parents[1] / "data" / "letter.doc"


def test_a_doc_is_read_with_its_table_in_rows() -> None:
    lines = read_document(LETTER.read_bytes(), "通知.doc").text.splitlines()
    assert lines[0] == "云岭省科学技术厅关于举办2031年云岭省科技活动周的通知"
    assert [line.split() for line in lines if "林小溪" in line] == [["科普处", "林小溪", "0888-5550101"]]
    assert lines[-1] == "2031年4月18日"


def test_a_notice_in_a_doc_yields_its_fields() -> None:
    read = read_notice(read_document(LETTER.read_bytes(), "通知.doc").text).as_record()
    assert (read["doc_number"], read["start_date"], read["issue_date"]) == (
        "云科普〔2031〕18号",
        "2031-05-24",
        "2031-04-18",
    )


@pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
def test_antiword_reads_the_same_where_it_is_installed() -> None:
    text = "\n".join(old_word._plain(old_word._by_antiword(LETTER.read_bytes())))
    assert "科技点亮山河" in text
    assert text.endswith("2031年4月18日")


def test_a_document_with_a_password_is_said_to_have_one() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableDocument, match="密码"):
        read_document(data, "密.docx")


def test_a_doc_that_was_cut_off_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match=r"不是 Word|另存为 docx"):
        read_document(LETTER.read_bytes()[:9_000], "坏.doc")
