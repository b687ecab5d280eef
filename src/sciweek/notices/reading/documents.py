"""Files to text: plain text in any Chinese encoding, web pages without their furniture, Word documents.

What a file is, is decided by its content. Everything is bounded before it is parsed; garbage is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from charset_normalizer import from_bytes
from lxml import etree
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from sciweek.core.errors import BadInput

LARGEST = 20 * 1024 * 1024
MOST_UNPACKED, MOST_ENTRIES, MOST_RATIO = 100 * 1024 * 1024, 2_000, 300
MOST_RARE = 0.3
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word keeps a text box twice: for readers that know the new drawing, and for those that do not.
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
FURNITURE = (
    *("script", "style", "nav", "header", "footer", "button", "iframe", "noscript", "select"),
    *(".share", ".bdsharebuttonbox", ".recommend", ".related", ".breadcrumb", ".nav", ".menu", ".footer", ".header"),
)
SELECTORS = (
    *("#UCAP-CONTENT", ".TRS_Editor", "#zoom", ".article-content", ".content-detail", ".article_content"),
    *("#article", "article", ".article", ".pages_content", ".news_content", ".detail", "#content", ".content", "main"),
)
CUT_BEHIND = re.compile(
    r"\n\s*(?:为您推荐|相关(?:推荐|阅读|文章|链接)|免责声明|上一篇|下一篇|打印本页|关闭窗口|分享到|版权声明)"
)


class UnreadableDocument(BadInput):
    """The file is no document that can be read; the sentence says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document's text, and what a web page says about it beside the text."""

    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)


def read_document(data: bytes, name: str) -> DocumentText:
    """The text of a file.

    Raises:
        UnreadableDocument: empty, too large, of a kind that is not read here, damaged, or without readable Chinese.
    """
    if not data:
        raise UnreadableDocument(f"“{name}”是空文件。请检查后重新选择。")
    if len(data) > LARGEST:
        raise UnreadableDocument(f"“{name}”超过 20 MB。通知正文不会这么大，请核对是否选错。")
    if data.startswith(b"PK\x03\x04"):
        document = DocumentText(_docx(data, name))
    elif data.startswith(b"%PDF-"):
        raise UnreadableDocument(f"“{name}”是 PDF。请把正文复制粘贴到文本框，或换成 Word 文档。")
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableDocument(f"“{name}”是旧版 Word（.doc）或带密码的文件。请另存为 .docx 后再上传。")
    else:
        text = decoded(data, name)
        document = (
            _html(text) if re.search(r"<(?:html|body|div|p)\b", text[:5000], re.IGNORECASE) else DocumentText(text)
        )
    refuse_garbage(document.text, name)
    return document


def decoded(data: bytes, name: str) -> str:
    """Text in UTF-8, GB 18030, UTF-16 or Big5.

    Raises:
        UnreadableDocument: binary content, or an encoding that cannot be told.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data[:4000]:
        raise UnreadableDocument(f"“{name}”不是文本或 Word 文档。请换成 docx、txt 或网页文件。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data[:200_000], cp_isolation=["gb18030", "big5"]).best()
        return data.decode(best.encoding if best else "gb18030", errors="replace")


def refuse_garbage(text: str, name: str) -> None:
    """Refuse text that is no Chinese notice.

    Raises:
        UnreadableDocument: no text, replacement signs, or hardly any Han characters.
    """
    plain = re.sub(r"\s+", "", text)
    if not plain:
        raise UnreadableDocument(f"“{name}”里没有文字。如果是扫描件，请换成可复制文字的版本。")
    han = len(re.findall(r"[一-鿿]", plain))
    if plain.count("\ufffd") > 3 or han < 10 or han / len(plain) < 0.3 or _rare_share(plain) > MOST_RARE:
        raise UnreadableDocument(f"“{name}”里几乎没有可读的中文，可能是乱码。请用 Word 或记事本打开后另存，再上传。")


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


def _html(source: str) -> DocumentText:
    tree = HTMLParser(source)
    metadata = {
        node.attributes.get("name", "") or "": node.attributes.get("content", "") or ""
        for node in tree.css("meta[name]")
    }
    title = metadata.get("ArticleTitle") or _heading(tree)
    for selector in FURNITURE:
        for node in tree.css(selector):
            node.decompose()
    candidates = (tree.css_first(selector) for selector in SELECTORS)
    best = next((each for each in candidates if each and _han(each.text()) > 80), None)
    chosen = best or max(
        tree.css("div, td, body"), key=lambda node: _density(node.text(), node.html or ""), default=tree.body
    )
    text = _text_of(chosen.html or "") if chosen is not None else ""
    text = CUT_BEHIND.split("\n" + text)[0].strip()
    if title and title not in text[:300]:
        text = f"{title}\n{text}"
    return DocumentText(text, {key: value for key, value in metadata.items() if key})


def _heading(tree: HTMLParser) -> str:
    for selector in ("h1", ".title", "h2", "title"):
        node = tree.css_first(selector)
        if node and re.search(r"通知|公告|公示|意见|方案|函", node.text()):
            return re.split(r"[-_|]", node.text(strip=True))[0].strip()
    return ""


def _han(text: str) -> int:
    return len(re.findall(r"[一-鿿]", text))


def _density(text: str, source: str) -> float:
    return float(_han(text) ** 1.5) / (len(source) + 1)


def _text_of(source: str) -> str:
    source = re.sub(r"<br\s*/?>", "\n", source, flags=re.IGNORECASE)
    source = re.sub(r"</(?:p|div|h\d|li|tr|table)>", "\n", source, flags=re.IGNORECASE)
    text = HTMLParser(source).text()
    return re.sub(r"\n\s*\n+", "\n", text).strip()


def _docx(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(data):
                raise UnreadableDocument(f"“{name}”解压后过大，已拒收。请另存一份只含正文的文档。")
            if "word/document.xml" not in names:
                raise UnreadableDocument(f"“{name}”不是 Word 文档。请换成 docx、txt 或网页文件。")
            if any("vbaProject" in entry for entry in names):
                raise UnreadableDocument(f"“{name}”带有宏，已拒收。请另存为不带宏的 docx。")
            body = _parsed(archive.read("word/document.xml"))
            numbering = _parsed(archive.read("word/numbering.xml")) if "word/numbering.xml" in names else None
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, RuntimeError, EOFError) as error:
        raise UnreadableDocument(f"“{name}”已损坏，打不开。请重新导出后再上传。") from error
    counters = Numbering(numbering)
    paragraphs = (each for each in body.iter(f"{W}p") if not any(True for _ in each.iterancestors(FALLBACK)))
    return "\n".join(line for each in paragraphs if (line := counters.label(each) + paragraph_text(each)))


def _parsed(source: bytes) -> "etree._Element":
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(source, parser)
    if (info := root.getroottree().docinfo) is not None and info.internalDTD is not None:
        raise UnreadableDocument("文档里夹有外部定义，已拒收。请用 Word 打开后另存为 docx，再上传。")
    return root


def paragraph_text(paragraph: "etree._Element") -> str:
    """A paragraph's own text: insertions kept, deletions dropped, text of boxes left to their own paragraphs."""
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        nearest = next(each for each in node.iterancestors(f"{W}p"))
        if nearest is paragraph and not any(True for _ in node.iterancestors(f"{W}moveFrom", f"{W}del")):
            parts.append(node.text or "" if node.tag == f"{W}t" else " " if node.tag == f"{W}tab" else "\n")
    return "".join(parts).strip()


HAN = "一二三四五六七八九十"


class Numbering:
    """Writes out what Word counts by itself: 一、 （一） 1. （1）."""

    def __init__(self, part: "etree._Element | None") -> None:
        self.levels: dict[tuple[str, str], tuple[str, str]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        if part is None:
            return
        abstract = {each.get(f"{W}abstractNumId"): each for each in part.iter(f"{W}abstractNum")}
        for number in part.iter(f"{W}num"):
            target = number.find(f"{W}abstractNumId")
            model = abstract.get(target.get(f"{W}val")) if target is not None else None
            for level in model.iter(f"{W}lvl") if model is not None else ():
                kind, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
                if kind is not None and text is not None:
                    key = (number.get(f"{W}numId", ""), level.get(f"{W}ilvl", "0"))
                    self.levels[key] = (kind.get(f"{W}val", ""), text.get(f"{W}val", ""))

    def label(self, paragraph: "etree._Element") -> str:
        """The number that Word shows before a paragraph; empty for one that is not numbered."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            return ""
        number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
        key = (
            number.get(f"{W}val", "") if number is not None else "",
            level.get(f"{W}val", "0") if level is not None else "0",
        )
        if key not in self.levels:
            return ""
        depth = int(key[1])
        self.counts[key[0], depth] = self.counts.get((key[0], depth), 0) + 1
        for other, below in list(self.counts):
            if other == key[0] and below > depth:
                self.counts[other, below] = 0
        kind, text = self.levels[key]
        count = self.counts[key[0], depth]
        if kind in {"bullet", "none"}:
            return ""
        chinese = "hinese" in kind or "ideograph" in kind
        shown = text.replace(f"%{depth + 1}", han_count(count) if chinese else str(count))
        return re.sub(r"%([1-9])", lambda above: str(self.counts.get((key[0], int(above[1]) - 1), 1)), shown)


def han_count(number: int) -> str:
    """A number up to 99 in Han numerals."""
    if number <= 10:
        return HAN[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else HAN[tens - 1]) + "十" + (HAN[ones - 1] if ones else "")
