"""Files to text: plain text in any Chinese encoding, web pages, Word documents old and new, PDF with text.

What a file is, is decided by its content. Everything is bounded before it is parsed; garbage is refused.
"""

import re

from sciweek.notices.reading.documents.document import DocumentText, UnreadableDocument
from sciweek.notices.reading.documents.guard import refuse_garbage
from sciweek.notices.reading.documents.old_word import old_word_text
from sciweek.notices.reading.documents.pdf import pdf_text
from sciweek.notices.reading.documents.plain import decoded
from sciweek.notices.reading.documents.web import web_page
from sciweek.notices.reading.documents.word import word_text

__all__ = ["DocumentText", "UnreadableDocument", "read_document"]

LARGEST = 20 * 1024 * 1024


def read_document(data: bytes, name: str) -> DocumentText:
    """The text of a file.

    Raises:
        UnreadableDocument: empty, too large, of a kind that is not read here, damaged, locked by a password, a scan, or
            without readable Chinese.
    """
    if not data:
        raise UnreadableDocument(f"“{name}”是空文件。请检查后重新选择。")
    if len(data) > LARGEST:
        raise UnreadableDocument(f"“{name}”超过 20 MB。通知正文不会这么大，请核对是否选错。")
    if data.startswith(b"PK\x03\x04"):
        document = DocumentText(word_text(data, name))
    elif data.startswith(b"%PDF-"):
        document = DocumentText(pdf_text(data, name))
    elif data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        document = DocumentText(old_word_text(data, name))
    elif data.startswith(b"{\\rtf"):
        raise UnreadableDocument(f"“{name}”是 RTF 文档。请用 Word 打开后另存为 docx，再上传。")
    else:
        text = decoded(data, name)
        page = re.search(r"<(?:html|body|div|p|table)\b", text[:5000], re.IGNORECASE)
        document = web_page(text) if page else DocumentText(text)
    refuse_garbage(document.text, name)
    return document
