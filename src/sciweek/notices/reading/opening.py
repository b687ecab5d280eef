"""The head of a notice: title, number of its own, those addressed (GB/T 9704-2012, 7.2 and 7.3)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sciweek.notices.reading.agencies import NAMES, SIGNED
from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Joined, Line, squeezed

KINDS = "通知书?|公告|公示|通报|函|意见|方案|办法|启事|决定|通告|简报|批复|请示|简章|指南|规程|章程|细则|要点|名单|倡议书|报告|计划"
NUMBER = re.compile(r"[一-鿿()]{1,14}[〔\[(【]\s*(?:19|20)\d\d\s*[〕\])】]\s*(?:第\s*)?\d{1,5}\s*号")
LABELLED_NUMBER = re.compile(r"(?:发\s*文\s*字\s*号|文\s*号|公文文号|文件编号)\s*:\s*(\S+?号)")
LABELLED_TITLE = re.compile(r"^(?:名\s*称|标\s*题|文件名称|信息名称)\s*:\s*(?:【[^】]*】)?(?P<title>.*)$")
BEFORE_TITLE = re.compile(rf"(?<![一-鿿])({NAMES})$")
TITLE = re.compile(
    rf"关于[^,。]{{2,120}}?(?:{KINDS})(?:\([^()]*\))?(?=$|来源|发布|发文|时间:|浏览|文号|\s*索引|\s*\||\s+\d{{4}}-)"
)
NO_TITLE = ("附件", "附:", "根据", "按照", "为", "现将", "《", "摘要", "各", "请", "依据", "经")
# A plan, a guide or a contest is named without 关于: by its edition or year, and by what it is.
NAMED = re.compile(
    r"^(?:\d[、.]\s*)?(?P<title>[一-鿿“”0-9A-Za-z《》、·.()\-\s]{4,60}?(?:方案|指南|通知|公告|公示|简章|规程|章程|邀请函|倡议书|启事|大赛|比赛|竞赛|活动周))"
    r"\s*(?:\||$|(?=\s|按照|为(?:了|深|进|贯|全)))"
)
EDITION = re.compile(r"第[0-9一二三四五六七八九十]+届|\d{4}年|[一-鿿]{2,}(?:省|市|县|区|州)")
ORGANS = "局|厅|委|办|部|会|院|校|所|室|司|处|府|公司|中心|机构|协|器|科|组|园|馆|站|队|联|团|社|台|行|厂|基地|企业|集团|学校|学会|学|单位|部门|师生|教师|选手|会员|委员|同志|代表|主任|校长|员|者|家长|同学|人民"
ADDRESSED = re.compile(
    rf"^(?:各|省|市|州|县|区|镇|乡|有关|相关|驻|机关|试点|项目|全|局|厅|院|校|[一-鿿]{{2,14}}(?:局|厅|委|办|部|会|学院|大学|公司|中心|政府|成员)).*(?:{ORGANS})(?:\([^()]*\))?[)\]]?:$|^各[^。;:]{{2,200}}:$"
)
# 省直各有关单位 stands beside the bodies named before it, whatever sign divides them.
DIRECT = re.compile(r"、(?=[省市区县州]直(?:属)?(?:各)?(?:有关)?(?:单位|部门)$)")
NOT_ADDRESSED = re.compile(
    r"。|关于|;|如下|事项|联系|电话|(?:主|承|协|举|支)持?办?单位|时间|地点|主题|附件|来源|名称|报送|发布机构|对象|成员:|职责|分工|备注"
)
PHONE_BEHIND = re.compile(r"\s*\(?(?:0\d{2,3}|1[3-9]\d{9}|\d{7,8})(?!\d*年)")
Group = Sequence[Line]


def read_opening(rows: Sequence[Line], fields: NoticeFields) -> None:
    """Find title, number and recipients among the first lines."""
    top = rows[:40]
    addressed = _recipients(top, fields)
    _title(top, addressed, fields)
    _number(top, fields)


def _title(top: Sequence[Line], addressed: int | None, fields: NoticeFields) -> None:
    for index, line in enumerate(top[:20]):
        if label := LABELLED_TITLE.match(line.text):
            place = line.start + label.start("title")
            beside = Line(place, label["title"].strip()) if label["title"].strip() else None
            row = beside or (top[index + 1] if index + 1 < len(top) else None)
            if row and _whole_title(row, fields):
                return
    head = top[: min(16, addressed if addressed is not None else 16) or 1]
    candidates = list(_candidates(head))
    if addressed is None:
        candidates = candidates[:1]
    if candidates:
        # A page prints its own heading first; the document's title stands nearest above those addressed.
        span, value, rule = candidates[-1]
        shorter = [each for each in candidates if squeezed(value) in squeezed(each[1])]
        span, value, rule = max(shorter, key=lambda each: len(each[1]))
        fields.add("title", value, [span], rule, *(("rival",) if len({each[1] for each in candidates}) > 1 else ()))
        return
    if addressed is None or addressed > 0:
        _named_title(top[: min(addressed or 8, 8)], fields)


def _whole_title(row: Line, fields: NoticeFields) -> bool:
    found = TITLE.search(row.text)
    names = BEFORE_TITLE.search(row.text[: found.start()]) if found else None
    if found is None or (found.start() and names is None):
        return False
    start = names.start(1) if names else found.start()
    value = row.text[start : found.end()].strip()
    fields.add("title", value, [(row.start + start, row.start + start + len(value))], "title: labelled")
    return True


Candidate = tuple[tuple[int, int], str, str]


def _candidates(head: Group) -> Iterator[Candidate]:
    at = 0
    while at < len(head):
        for width in (1, 2, 3, 4):
            if len(head[at : at + width]) == width and (found := _joined_title(head, at, width)):
                yield found
                at += width - 1
                break
        at += 1


def _joined_title(head: Group, index: int, width: int) -> Candidate | None:
    """The words from 关于 to the kind of document, with the issuers before them; lines above that are issuers belong to it."""
    group = Joined(head[index : index + width])
    first, last = head[index], head[index + width - 1]
    found = TITLE.search(group.text)
    if found is None or len(group.text) > 260 or "。" in group.text or group.text.startswith(NO_TITLE):
        return None
    if found[0].count("《") != found[0].count("》") or (
        width > 1 and re.search(r"[:|〔]", group.text[: found.start()])
    ):
        return None
    if width > 1 and (found.start() >= len(first.text) + 40 or found.end() <= len(group.text) - len(last.text)):
        return None
    prefix = group.text[: found.start()]
    names = BEFORE_TITLE.search(re.sub(r"^.*[:】|]", "", prefix))
    if prefix.strip() and names is None and width > 1:
        return None
    start = len(prefix) - len(names[1]) if names else found.start()
    span = group.span(start, found.end())
    value = group.text[start : found.end()]
    above = index - 1
    while not prefix.strip() and above >= 0 and _is_issuer(head[above].text):
        value, span, above = f"{head[above].text} {value}", (head[above].start, span[1]), above - 1
    return span, value, "title: one line" if width == 1 else "title: several lines"


def _is_issuer(text: str) -> bool:
    return len(text) < 40 and bool(re.fullmatch(NAMES, text) or SIGNED.match(text))


def _named_title(head: Group, fields: NoticeFields) -> None:
    for width in (1, 2):
        for index in range(len(head)):
            group = head[index : index + width]
            if len(group) < width:
                continue
            joined = Joined(group)
            found = NAMED.match(joined.text) if not joined.text.startswith(NO_TITLE) else None
            if found is None or (width == 2 and found.end("title") <= len(group[0].text)):
                continue
            value = found["title"].strip()
            event = value.endswith(("大赛", "比赛", "竞赛", "活动周"))
            if event and (found.end("title") < len(joined.text) or not EDITION.search(value)):
                continue
            span = joined.span(found.start("title"), found.start("title") + len(value))
            fields.add("title", value, [span], "title: event's name" if event else "title: plan's name")
            return
    _above_the_date(head, fields)


def _above_the_date(head: Group, fields: NoticeFields) -> None:
    """What a page prints right above the line with its own date is its heading."""
    for line, below in pairwise(head[:4]):
        heading = 8 <= len(line.text) <= 50 and not re.search(r"[。:|>]", line.text)
        if heading and re.match(r"(?:发布|发表|更新)?(?:时间|日期)\s*:|\d{4}-\d\d-\d\d", below.text):
            fields.add("title", line.text, [(line.start, line.end)], "title: above the page's date")
            return


def _number(top: Group, fields: NoticeFields) -> None:
    for line in top[:20]:
        if (found := LABELLED_NUMBER.search(line.text)) and re.search(r"\d", found[1]):
            span = (line.start + found.start(1), line.start + found.end(1))
            fields.add("doc_number", squeezed(found[1]), [span], "number: labelled")
            return
        inner = re.sub(r"\s*签发人:.*$", "", line.text)
        found = NUMBER.fullmatch(inner.strip("()") if inner.endswith(")") else inner)
        if found:
            start = line.start + line.text.index(found[0])
            fields.add("doc_number", squeezed(found[0]), [(start, start + len(found[0]))], "number: own line")
            return


def _recipients(top: Group, fields: NoticeFields) -> int | None:
    """Enter those addressed; the index of their line."""
    for index, line in enumerate(top[:25]):
        begun = index
        while begun > max(0, index - 2) and re.search(r"[、,]$", top[begun - 1].text) and len(top[begun - 1].text) < 80:
            begun -= 1
        stop = line.text.find(":")
        if not 2 <= stop <= 240 or PHONE_BEHIND.match(line.text, stop + 1):
            continue
        joined = Joined(top[begun : index + 1])
        head = joined.text[: len(joined.text) - len(line.text) + stop + 1]
        if len(head) > 300 or not ADDRESSED.match(head) or NOT_ADDRESSED.search(head):
            continue
        said = DIRECT.sub(",", head[:-1])
        mark = "," if "," in said or not _full_names(said) else "、"
        doubts = () if stop == len(line.text) - 1 else ("inline",)
        at = 0
        for part in re.split(rf"{mark}(?![^()]*\))", said):
            if clean := part.strip():
                begin = at + part.index(clean[0])
                span = joined.span(begin, begin + len(clean))
                fields.add("recipients", clean, [span], "recipients: line", *doubts)
            at += len(part) + 1
        return begun
    return None


def _full_names(said: str) -> bool:
    """Whether a list with 、 names each body in full, so that it may be split there."""
    parts = re.split(r"、(?![^()]*\))", said)
    return len(parts) > 1 and all(len(part) >= 4 for part in parts) and any("各" in part for part in parts[1:])
