"""What is due by when, and to whom: due days, ends of windows, and periods that count from the notice."""

import re
from calendar import isleap
from collections.abc import Sequence
from datetime import date

from sciweek.core.dates import DateExpression, Kind
from sciweek.notices.reading.agencies import BODY_END
from sciweek.notices.reading.fields import NoticeFields

DUE_VERB = re.compile(
    r"报送|报至|报我|报省|上报|发送|发至|发到|提交|反馈|寄送|寄至|寄到|送至|送到|送达|报名|推荐|填报|备案|报回|汇总|交至|交到|传至|申报|上传|完成|报市|报县|报区|报科"
    r"|报到|提出|反映|异议|回复|回执|递交|投稿|征集|邮寄|登记|填写|登录|注册|办理|缴纳|明确|确定|制定|告知|报.{0,14}(?:处|办|局|厅|委|部|司|科协|中心|室|学会|邮箱)"
)
# Days that say how old or how long established somebody has to be, and states as of a day, are no deadlines.
NO_DEADLINE = re.compile(
    r"\s*[,、]?(?:[一-鿿]{0,4})?(?:出生|成立|注册|获得|取得|毕业|入职|建成|投入|已经?|参加工作|发表|出版|命名|认定的)"
)
AS_OF = re.compile(r"^截[至止]")
OF_THE_NOTICE = re.compile(r"公示|异议|通知|公告|发布|印发")
END_OF_MONTH = re.compile(r"[\d一二三四五六七八九十]月.*底")
LABEL = re.compile(r"^(?:截[至止])(?:时间|日期|日|期)")
LONGEST_SENTENCE = 400
# A notice may be signed some days after the day that it sets.
JUST_PAST = 10
MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}\.[A-Za-z]{2,}")
SITE = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./_%?=&:-]+")
WINDOW = re.compile(
    r"(?P<act>网络申报|网上申报|申报|报名|征集|投稿|填报|推荐|登记|公示|受理|提交|报送|作品提交|参赛报名)[一-鿿]{0,4}(?:的?(?:期限|时间|日期|阶段|期))+(?:安排)?\s*[)]?\s*(?:为|是|从|自|于|在|:)*\s*$"
)
ONLINE = re.compile(r"\s*,?(?:登录|登陆|注册|在线|网上|通过)[^。;\n]{0,30}(?:填报|申报|报名|提交|上传)")
WITHIN = re.compile(
    r"[^。\n]{0,6}(?:期间|之间|内)[^。\n]{0,40}(?:登录|注册|登记|填报|上传|申报|报名|提交|报送|投稿|反映|提出|异议)|[^。\n]{0,4}(?:登录|进行网上|网上|在线|集中|接受)?(?:报名|申报|填报|受理|投稿)"
)
_SENT = r"(?:报送|上报|发送|提交|寄送|反馈|递交|送达|报|送|交|发|寄)(?:至|到|给|往)?"
_OFFICE = r"(?:局|厅|委|办公室|办|处|科协|科|室|中心|部|学会|会|院|司|站|秘书处|组委会)"
# Up to the end of the clause; else a body that is named by its level or place, up to its first office.
TO = (
    re.compile(rf"{_SENT}(?P<to>(?![名表告道考送至到])[一-鿿()]{{1,28}}{_OFFICE})(?=[,。;()\s]|备案|汇总|审核|统一|$)"),
    re.compile(
        rf"{_SENT}(?P<to>(?:[省市县区州厅局校我本]|[一-鿿]{{2,6}}[省市县区州])[一-鿿()]{{1,20}}?{_OFFICE})(?![一-鿿]?的|长)"
    ),
)
WHAT = re.compile(
    r"[将把](?P<what>.{2,120}?)(?:于|在|以|按|通过|加盖|统一|一并|一式|报送|报至|报(?![道告表名])|发送|发至|提交|上报|反馈|寄[送至到]|送[至到达交]|交[至到给])"
)
MADE = re.compile(
    r"(?:形成|撰写|整理|填写|填报|提供|汇总)(?P<what>[^。;]{2,150}?)[,、]?(?:并|请|务必|一并|统一)*[于在]?\s*$"
)
OBJECT = re.compile(r"(?:报送|提交|上报|填报|反馈|完成|提出|报(?![道告表名]))(?P<what>[^,。;(]{2,60})")
# The form that the sentence names, where what is sent is only called its electronic or stamped copy.
FORM = re.compile(r"《[^《》]{3,40}(?:表|书|方案|回执|总结|清单|名单|单)》")
PARTS = re.compile(r"电子|纸质|扫描|盖章|上述|以上|表格|材料")


def read_deadlines(text: str, times: Sequence[DateExpression], issued: date | None, fields: NoticeFields) -> None:
    """Enter each due day once, in the order of the text."""
    seen: set[str] = set()
    for each in times:
        if each.end is None:
            continue
        start, end = _sentence(text, each.span)
        sentence = text[start:end]
        rule = _rule(text, sentence, each)
        if rule is None:
            continue
        yearless = not re.search(r"\d{4}|[〇○零Oo].{0,3}年|[明次去今]年", text[slice(*each.span)])
        last = _ahead(each.end, issued) if yearless and each.kind is Kind.DUE else each.end
        value = f"{last.isoformat()}T{each.time:%H:%M}" if each.time else last.isoformat()
        window = rule.startswith("deadline: window")
        if value in seen or (window and value[:10] in {day[:10] for day in seen}):
            continue
        seen.add(value)
        mail, site, to = MAIL.search(sentence), SITE.search(sentence), TO[0].search(sentence) or TO[1].search(sentence)
        address = mail[0] if mail else to["to"] if to else site[0] if site else None
        row = {"what": _asked(text, sentence, each, start), "date": value, "address": address}
        doubts = ("year from elsewhere",) if yearless else ()
        fields.add("deadlines", row, [each.span], rule, *doubts)


def _ahead(day: date, issued: date | None) -> date:
    """The day in the year that makes it lie ahead of the document, whatever year the title names."""
    if issued is None:
        return day
    for year in (issued.year, issued.year + 1):
        leap_day = (day.month, day.day) == (2, 29) and not isleap(year)
        moved = date(year, 2, 28) if leap_day else day.replace(year=year)
        if (issued - moved).days <= JUST_PAST:
            return moved
    return day


def _sentence(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The sentence around a stretch; a line end inside a sentence (a copy with hard line ends) does not end it."""
    least, most = max(0, span[0] - LONGEST_SENTENCE), min(len(text), span[1] + LONGEST_SENTENCE)
    begins = [text.rfind(sign, least, span[0]) + 1 for sign in "。;"]
    ends = [place for sign in "。;" if (place := text.find(sign, span[1], most)) >= 0]
    start = max(least, *begins, _line_break(text, span[0], back=True) + 1)
    return start, min([most, *ends, _line_break(text, span[1], back=False)])


def _line_break(text: str, place: int, *, back: bool) -> int:
    """The next line end that ends a sentence: the line before it is short, or closes with a sign."""
    for _ in range(3):
        found = text.rfind("\n", 0, place) if back else text.find("\n", place)
        if found < 0:
            return -1 if back else len(text)
        line = text[text.rfind("\n", 0, found) + 1 : found].rstrip()
        if len(line) < 24 or line[-1:] in "。;:!":
            return found
        place = found if back else found + 1
    return place


def _rule(text: str, sentence: str, each: DateExpression) -> str | None:
    """The rule by which the expression is a deadline; None when it is none."""
    before, behind = text[max(0, each.span[0] - 20) : each.span[0]], text[each.span[1] : each.span[1] + 60]
    said = text[slice(*each.span)]
    if each.kind is Kind.RANGE:
        return _window(text, before, behind)
    if LABEL.match(said):
        return None if NO_DEADLINE.match(behind) else "deadline: labelled"
    if not DUE_VERB.search(sentence) and not WINDOW.search(before):
        return None
    if each.kind in {Kind.DUE, Kind.FROM_NOW}:
        as_of = AS_OF.match(said) and behind.startswith(",")
        return None if as_of or NO_DEADLINE.match(behind) else f"deadline: {each.kind.value}"
    if each.kind is Kind.RELATIVE and OF_THE_NOTICE.search(said + sentence):
        return "deadline: counted from the notice"
    if each.kind is Kind.FUZZY and each.by and END_OF_MONTH.search(said):
        return "deadline: end of a month"
    return None


def _window(text: str, before: str, behind: str) -> str | None:
    """The rule by which a range is a time for handing in, so that its last day is due."""
    if label := WINDOW.search(before):
        open_to_objections = label["act"] != "公示" or re.search(r"异议|反映", text)
        return "deadline: window behind its label" if open_to_objections else None
    asked = re.match(r".{0,6}(?:期间|之间|内)", behind) or re.search(r"[请可须应需].{0,14}[于在从自]\s*$", before)
    online = re.search(r"[于在从自]\s*$", before) and ONLINE.match(behind)
    return "deadline: window in a sentence" if online or (asked and WITHIN.match(behind)) else None


def _asked(text: str, sentence: str, each: DateExpression, start: int) -> str:
    """What is asked for: between 将 or 把 and the verb of sending, wherever the date stands; for a window its act."""
    label = WINDOW.search(text[max(0, each.span[0] - 20) : each.span[0]]) if each.kind is Kind.RANGE else None
    if label:
        return "书面异议" if label["act"] == "公示" else label["act"]
    before, behind = sentence[: max(0, each.span[0] - start)], sentence[max(0, each.span[1] - start) :]
    named = "、".join(FORM.findall(before) or FORM.findall(text[max(0, start - 160) : start]))
    if found := WHAT.search(before + behind):
        what = found["what"].strip(" ,、(")
        return f"{named}{what}" if named and PARTS.match(what) else what
    if found := MADE.search(before):
        return found["what"].strip(" ,、")
    rest = OBJECT.search(behind)
    if rest and not BODY_END.search(rest["what"]) and not TO[0].search(rest[0]):
        return rest["what"].strip()
    act = DUE_VERB.search(sentence)
    return named or (act[0] if act else "")
