"""The head of a notice: title, number of its own, those addressed (GB/T 9704-2012, 7.2 and 7.3)."""

import re

from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Line, squeezed

KINDS = "通知|公告|公示|通报|函|意见|方案|办法|启事|决定|通告|简报|批复|请示"
TITLE_END = re.compile(rf"(?:{KINDS})(?:\([^()]*\))?$")
TITLE = re.compile(rf"关于.{{2,120}}?的?(?:{KINDS})(?:\([^()]*\))?$")
NUMBER = re.compile(r"[一-鿿()]{1,14}[〔\[(【]\s*(?:19|20)\d\d\s*[〕\])】]\s*(?:第\s*)?\d{1,5}\s*号")
LABELLED_NUMBER = re.compile(r"(?:发文字号|文\s*号|公文文号)\s*[::]\s*(\S+?号)")
NAMES = (
    r"(?:[一-鿿]{2,18}?(?:局|厅|部(?!门|署)|科协|协会|委员会|办公室|学会|大学|学院|中心|政府|委(?!宣|员|办))[\s、]*)+"
)
BEFORE_TITLE = re.compile(rf"(?<![一-鿿])({NAMES})$")
FURNITURE = re.compile(
    r"名称|有效性|摘要|浏览|点击|来源|作者|字体|打印|分享|发布时间|发布日期|发布机构|索引号|首页|当前位置|信息分类|主题分类|访问|阅读次数"
)
ADDRESSED = re.compile(
    r"^(?:各|省|市|县|区|有关|驻|机关|试点|项目|[一-鿿]{2,14}(?:局|厅|委|办|部|会|学院|大学|公司|中心)).*(?:单位|局|厅|委|部|科协|协会|会|处|院|校|所|室|司|企业|公司|基地|政府|办|组|中心|机构|学|器|科|委\)|厅\)|\)|部门):$"
)
# 省直各有关单位 stands beside the bodies named before it, whatever sign divides them.
DIRECT = re.compile(r"、(?=[省市区县州]直(?:属)?(?:各)?(?:有关)?(?:单位|部门)$)")
NOT_ADDRESSED = re.compile(r"。|关于|;|如下|事项|联系|电话|(?:主|承|协)办单位|时间|地点|主题|附件|来源|名称|报送")


def read_opening(lines: list[Line], fields: NoticeFields) -> None:
    """Find title, number and recipients among the first lines."""
    top = lines[:40]
    _title(top, fields)
    _number(top, fields)
    _recipients(top, fields)


def _title(top: list[Line], fields: NoticeFields) -> None:
    for width in (1, 2, 3):
        for index in range(len(top[:16])):
            group = top[index : index + width]
            if len(group) == width and _try_title(top, index, group, fields):
                return
    for line in top[:4]:
        found = re.match(
            r"^(?:\d[、.]\s*)?(?P<title>[一-鿿“”0-9]{6,50}?(?:方案|指南|通知|公告|公示))(?:\s|$|按照|为)", line.text
        )
        if found and not line.text.startswith(("附件", "现", "特此", "根据", "按照")):
            fields.add(
                "title", found["title"], [(line.start + found.start("title"), line.start + found.end("title"))], 0.6
            )
            return


def _try_title(top: list[Line], index: int, group: list[Line], fields: NoticeFields) -> bool:
    """Take the words from 关于 to the kind of document, with the issuers right before them; lines above that are issuers belong to it."""
    joined = "".join(line.text for line in group)
    if len(joined) > 260 or "。" in joined or joined.startswith(("附件", "根据", "按照", "为", "现将", "《")):
        return False
    found = re.search(
        rf"关于[^,。]{{2,120}}?(?:{KINDS})(?:\([^()]*\))?(?=$|来源|发布|发文|\s*索引|\s+\d{{4}}-)", joined
    )
    if found is None or (len(group) > 1 and found.start() >= len(group[0].text) + 40):
        return False
    prefix = joined[: found.start()]
    names = BEFORE_TITLE.search(re.sub(r"^.*[:】|]", "", prefix))
    if prefix.strip() and names is None and len(group) > 1:
        return False
    start = (
        group[0].start + (len(prefix) - len(names[1]) if names else found.start())
        if len(group) == 1
        else group[0].start
    )
    value = (names[1] if names else "") + found[0]
    above = index - 1
    while not prefix.strip() and above >= 0 and re.fullmatch(NAMES, top[above].text) and len(top[above].text) < 40:
        value, start, above = top[above].text + value, top[above].start, above - 1
    end = group[-1].start + len(group[-1].text) - (len(joined) - found.end())
    fields.add("title", value.strip(), [(start, end)], 0.92 if len(group) == 1 else 0.85)
    return True


def _number(top: list[Line], fields: NoticeFields) -> None:
    for line in top[:20]:
        if (found := LABELLED_NUMBER.search(line.text)) and re.search(r"\d", found[1]):
            span = (line.start + found.start(1), line.start + found.end(1))
            fields.add("doc_number", squeezed(found[1]), [span], 0.95)
            return
        found = NUMBER.fullmatch(line.text.strip("()") if line.text.endswith(")") else line.text)
        if found:
            start = line.start + line.text.index(found[0])
            fields.add("doc_number", squeezed(found[0]), [(start, start + len(found[0]))], 0.95)
            return


def _recipients(top: list[Line], fields: NoticeFields) -> None:
    for line in top[:25]:
        stop = line.text.find(":")
        head = line.text[: stop + 1]
        if not 3 <= stop <= 240 or not ADDRESSED.match(head) or NOT_ADDRESSED.search(head):
            continue
        said = head[:-1]
        said = DIRECT.sub(",", said)
        mark = "," if "," in said or not _full_names(said) else "、"
        at = 0
        for part in said.split(mark):
            if part.strip():
                begin = line.start + at + part.index(part.strip()[0])
                fields.add("recipients", part.strip(), [(begin, begin + len(part.strip()))], 0.9)
            at += len(part) + 1
        return


def _full_names(said: str) -> bool:
    """Whether a list with 、 names each body in full, so that it may be split there."""
    parts = said.split("、")
    return len(parts) > 1 and all(len(part) >= 4 for part in parts) and any(part.startswith("各") for part in parts[1:])
