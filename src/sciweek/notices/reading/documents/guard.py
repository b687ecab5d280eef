"""The guard against garbage: a text that was decoded wrongly looks like Chinese, but of rare signs."""

import re

from sciweek.notices.reading.documents.document import UnreadableDocument

MOST_RARE = 0.3
LEAST_HAN = 10
# Below this share of Han signs a text is no Chinese notice, whatever else it is.
LEAST_SHARE = 0.3


def refuse_garbage(text: str, name: str) -> None:
    """Refuse text that is no Chinese notice.

    Raises:
        UnreadableDocument: no text, replacement signs, hardly any Han characters, or mostly rare ones.
    """
    plain = re.sub(r"\s+", "", text)
    if not plain:
        raise UnreadableDocument(f"“{name}”里没有文字。如果是扫描件，请换成可复制文字的版本。")
    if is_garbage(plain):
        raise UnreadableDocument(f"“{name}”里几乎没有可读的中文，可能是乱码。请用 Word 或记事本打开后另存，再上传。")


def is_garbage(text: str) -> bool:
    """Whether a text is no readable Chinese."""
    plain = re.sub(r"\s+", "", text)
    han = len(re.findall(r"[一-鿿]", plain))
    if han < LEAST_HAN or han / len(plain) < LEAST_SHARE:
        return True
    return plain.count("\ufffd") > 3 or "????" in plain or _rare_share(plain) > MOST_RARE


def _rare_share(text: str) -> float:
    """The share of Han characters outside the 3,755 of GB 2312 level 1, leaving traditional forms aside.

    A text of one encoding read as another is still made of Han characters, but of rare ones.
    """
    signs = re.findall(r"[一-鿿]", text)
    return sum(not _is_common(sign) for sign in signs) / max(1, len(signs))


def _is_common(sign: str) -> bool:
    try:
        return 0xB0 <= sign.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return _is_common_traditional(sign)


def _is_common_traditional(sign: str) -> bool:
    try:
        return 0xA4 <= sign.encode("big5")[0] <= 0xC6
    except UnicodeEncodeError:
        return False
