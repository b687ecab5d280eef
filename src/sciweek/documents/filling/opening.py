"""Opens an office file from outside and refuses what is not plain content: macros, links, embedded objects, entities."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from sciweek.core.errors import BadInput
from sciweek.core.files import refuse_secrecy_marks
from sciweek.documents.sheets.archive import check_archive

MOST_XML = 20 * 1024 * 1024
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_UNWANTED = re.compile(
    r"(?:^|/)(?:embeddings|activex|externallinks|querytables|webextensions|customui|ctrlprops|afchunk)[/.]"
    r"|(?:^|/)(?:connections|vbadata)\.xml$|\.(?:bin|exe|js|vbs|html?|mht)$",
    re.IGNORECASE,
)
# Fields and functions that fetch or run something when the file is opened.
_FIELDS = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE|RD)\b", re.IGNORECASE
)
_FORMULAS = re.compile(r"\b(?:WEBSERVICE|FILTERXML|RTD|CALL|REGISTER(?:\.ID)?|EXEC)\s*\(|\||\[[0-9]+\]", re.IGNORECASE)


class UnusableLayout(BadInput):
    """The upload cannot be a layout; the sentence says why and how to mend it."""


def opened(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of the file by name, none of which links, runs or embeds anything.

    Raises:
        UnusableLayout: see above; or two parts of one name, or a part that is too large.
        UnreadableSheet: see `check_archive`.
    """
    check_archive(data, name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        names = [entry.filename for entry in entries]
        if len(set(map(str.lower, names))) != len(names):
            raise UnusableLayout(f"“{name}”里有重名的部件，已拒收。请用 Word、Excel 或 WPS 另存后再上传。")
        if any(_UNWANTED.search(each) for each in names):
            raise UnusableLayout(f"“{name}”里嵌有对象、控件或外部数据，已拒收。请删去后另存再上传。")
        if any(entry.file_size > MOST_XML for entry in entries if entry.filename.endswith((".xml", ".rels"))):
            raise UnusableLayout(f"“{name}”内容过大，已拒收。请只保留要填的表。")
        try:
            parts = {entry.filename: archive.read(entry) for entry in entries}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            raise UnusableLayout(f"“{name}”已损坏或带密码，打不开。请另存后再上传。") from error
    for part, content in parts.items():
        if part.endswith(".rels"):
            _refuse_links(content, name)
    return parts


def parsed(content: bytes, name: str) -> Any:
    """A part as a tree, without entities.

    Raises:
        UnusableLayout: no XML, or with a document type.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        tree: Any = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnusableLayout(f"“{name}”的内容读不出来。请用 Word、Excel 或 WPS 打开，另存后再上传。") from error
    if tree.getroottree().docinfo.doctype:
        raise UnusableLayout(f"“{name}”里有文档类型声明，已拒收。请另存后再上传。")
    return tree


def _refuse_links(content: bytes, name: str) -> None:
    for relation in parsed(content, name).iter(_RELATIONS):
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        if relation.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise UnusableLayout(f"“{name}”引用了别处的文件（如远程模板、外部图片），已拒收。请断开链接后另存再上传。")
        if kind.lower() in {"afchunk", "attachedtemplate", "oleobject", "externallink"}:
            raise UnusableLayout(f"“{name}”引用了别处的内容，已拒收。请断开链接后另存再上传。")


def refuse_active(texts: Iterator[str], name: str, *, formulas: bool) -> None:
    """Refuse fields or formulas that fetch or run something.

    Raises:
        UnusableLayout: names the first.
    """
    pattern = _FORMULAS if formulas else _FIELDS
    for text in texts:
        if pattern.search(text):
            raise UnusableLayout(
                f"“{name}”里有会读取外部内容的公式或域（{text.strip()[:30]}），已拒收。请删去后再上传。"
            )


def refuse_secret(text: str) -> None:
    """Refuse a layout that bears a secrecy mark."""
    refuse_secrecy_marks(text)


def closed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a file again; the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def serialized(tree: Any) -> bytes:
    """A tree as a part."""
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
