"""Plain text in any of the encodings that Chinese offices use."""

from charset_normalizer import from_bytes

from sciweek.notices.reading.documents.document import UnreadableDocument


def decoded(data: bytes, name: str) -> str:
    """Text in UTF-8, GB 18030, UTF-16 or Big5.

    Raises:
        UnreadableDocument: binary content, or an encoding that cannot be told.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data[:4000]:
        raise UnreadableDocument(f"“{name}”不是文本、Word、PDF 或网页文件。请换成其中一种。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data[:200_000], cp_isolation=["gb18030", "big5"]).best()
        return data.decode(best.encoding if best else "gb18030", errors="replace")
