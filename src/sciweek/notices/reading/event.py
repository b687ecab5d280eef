"""What is held, when and where: theme, days of the event, main venue."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from sciweek.core.dates import DateExpression, Kind
from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Line

NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+\s*[、.]|\([一二三四五六七八九十]+\)|\d{1,2}\s*[.、．]|\(\d{1,2}\)|[①-⑳])\s*"
)
_EVENT = (
    r"(?:本[次届]|此次)?(?:科技活动周|科技周|活动周|活动|大赛|比赛|竞赛|赛事|展览|论坛|会议|培训|讲座|宣传|评选){0,2}"
)
THEME_HEAD = re.compile(rf"^{_EVENT}主题(?:及[^:。]{{0,8}})?\s*[::。]?\s*(?P<rest>.*)$")
THEME_INSIDE = re.compile(
    r"(?:(?:以|围绕|紧扣|突出)\s*[“\"《](?P<theme>[^”\"》。]{4,40})[”\"》](?:为(?:活动)?主题|的?(?:活动)?主题|这一主题)"
    r"|主题(?:为|是|:|确定为|定为)?\s*:?\s*[“\"《](?P<named>[^”\"》。]{4,40})[”\"》]"
    r"|主题(?:为|是)\s*:?\s*(?P<bare>[一-鿿]{4,12}[\s,][一-鿿]{4,12})(?=[。,;]))"
)
TIME_HEAD = re.compile(
    rf"^(?:{_EVENT}|举办|决赛|公示|展示|开展|展出|集中|服务|参观|开放|演出|直播)(?:的)?(?:时间|日期|期限|日程)(?:安排|及地点|和地点|与地点|、?地点|及方式|、[^:。]{{0,12}})?\s*[::。]?\s*(?P<rest>.*)$"
)
PLACE_HEAD = re.compile(
    rf"^(?:{_EVENT}|举办|决赛|主会场|展示|集中|服务|参观|演出|时间(?:和|及|、)?)?(?:地点|主会场|场地)(?:安排)?\s*[::]?\s*(?P<rest>.*)$"
)
PLACE_BESIDE = re.compile(r"(?<=[,;。\s])(?:活动|举办|比赛|大赛|决赛)?地点\s*:\s*(?P<place>[^。;,]{3,50})")
PLACE_INSIDE = re.compile(
    r"主会场(?:拟|暂)?(?:设在|设于|设置在|定于|定在|定|在|为|:)\s*(?P<place>[^。;,\n]{3,50})"
    r"|主(?:场活动|会场活动|场)(?:将|拟|暂)?(?:在|于)(?P<held>[^。;,\n]{3,40}?)(?:举办|举行|开展)"
    r"|主(?:场活动|会场活动|场)(?:将|拟|暂)?(?:设在|设于|定在)(?P<set>[^。;,\n]{3,40})"
    r"|将?在(?P<before>[^。;,、\n]{3,40}?)(?:举办|举行|设立|设置)[^。;,\n]{0,20}主会场"
)
LONG_LINE = 600
OF_THE_PAGE = re.compile(r"浏览|点击[数量]|来源:|作者:|发布(?:时间|日期):|字体:|阅读次数|访问量")
PLACE_BEHIND = re.compile(
    r"\s*(?:\([^()]{1,12}\))?\s*[,]?在(?P<place>[^。;,、\n]{3,30}?)(?:隆重|集中|联合|共同)?(?:举办|举行|召开)"
)
NO_PLACE = re.compile(r"另行|待定|详见|[|]|^线上|^各|[上中下]旬|\d月")
STAGES = re.compile(r"初赛|复赛|预赛|决赛|阶段")
# A line of a schedule names its step: 布展:5月13日.
OWN_LABEL = re.compile(r"^(?!.*(?:时间|日期|活动|展出))[^:。]{1,10}:\s*$")
NAMED_EVENT = re.compile(r"(?:活动周|科技周|科普日|科普月|大赛|比赛|活动|展览|活动月|宣传周)\s*\($")
EVENT_VERB = re.compile(
    r"(?:定于|拟于|将于|计划于|于|自|从|时间为|定为|日期为|公示期[^。;]{0,14}|公示时间(?:为)?:?)[\s(]*$"
)
Times = Sequence[DateExpression]


def read_event(text: str, rows: Sequence[Line], times: Times, fields: NoticeFields) -> None:
    """Run the rules in order over the lines behind those addressed, leaving out what the page says of itself."""
    head = max((span[1] for each in fields.values if each.field == "recipients" for span in each.spans), default=0)
    rows = [row for row in rows if row.end > head and not OF_THE_PAGE.search(row.text)]
    _theme(text, rows, fields)
    if not _labelled_time(rows, times, fields):
        _told_time(text, times, fields)
    _venue(text, rows, fields)


def bare(line: Line) -> tuple[int, str]:
    """A line without its numbering, and where the rest starts."""
    found = NUMBERING.match(line.text)
    cut = found.end() if found else 0
    return line.start + cut, line.text[cut:]


def _labelled(rows: Sequence[Line], head: "re.Pattern[str]", longest: int) -> Iterator[tuple[int, str, bool]]:
    """What stands behind a label or in the line below it: place, words, and whether it was the line below."""
    for index, line in enumerate(rows):
        start, said = bare(line)
        found = head.match(said)
        if found is None or len(said) > longest:
            continue
        if found["rest"]:
            yield start + found.start("rest"), found["rest"], False
        elif index + 1 < len(rows):
            yield (*bare(rows[index + 1]), True)


def _theme(text: str, rows: Sequence[Line], fields: NoticeFields) -> None:
    for start, said, below in _labelled(rows, THEME_HEAD, 60):
        place, value = start, said
        if below and len(said) > 45 and not re.search(r"[“\"]", said[:12]):
            continue
        if (inside := THEME_HEAD.match(value)) and inside["rest"]:
            place, value = place + inside.start("rest"), inside["rest"]
        if quoted := re.search(r"[“\"](.+?)[”\"]", value):
            place, value = place + quoted.start(1), quoted[1]
        clean = value.strip().strip('“”"《》').rstrip("。.;")
        if 4 <= len(clean) <= 45 and "。" not in clean and not re.match(r"分类|词|活动|[|]", clean):
            begin = place + value.index(clean[0])
            rule = "theme: below its heading" if below else "theme: behind its label"
            fields.add("theme", clean, [(begin, begin + len(clean))], rule)
            return
    if found := THEME_INSIDE.search(text):
        group = found.lastgroup or "theme"
        fields.add("theme", found[group].strip(), [found.span(group)], f"theme: {group}")


def _labelled_time(rows: Sequence[Line], times: Times, fields: NoticeFields) -> bool:
    """The days behind a label of time. A label with a vague time says that there is no exact one."""
    begins = [each.span[0] for each in times]
    for start, said, below in _labelled(rows, TIME_HEAD, LONG_LINE):
        if re.search(r"截[止至]|报名|提交|申报|填报|推荐", said[:12]):
            continue
        index = bisect_left(begins, start)
        first = times[index] if index < len(times) and begins[index] < start + len(said) else None
        if first is None or (below and OWN_LABEL.match(said[: first.span[0] - start])):
            continue
        if first.kind is Kind.FUZZY:
            return True
        near = 40 if first.kind is Kind.RANGE else 16
        if first.kind in {Kind.RANGE, Kind.DAY} and first.start and first.span[0] < start + near:
            _enter(fields, first, "event: below its heading" if below else "event: behind its label")
            return True
    return False


def _told_time(text: str, times: Times, fields: NoticeFields) -> None:
    for each in times:
        before, after = text[max(0, each.span[0] - 22) : each.span[0]], text[each.span[1] : each.span[1] + 40]
        if (
            each.kind is Kind.RANGE
            and EVENT_VERB.search(before)
            and re.search(r"举[行办]|开展|公示|在|期间|[,。)]", after[:30])
        ):
            if re.search(r"报名|申报|征集|填报|提交|登录|截止|投稿", before[-12:] + after[:8]):
                continue
            _enter(fields, each, "event: told as a range")
            return
    for each in times:
        if each.kind is Kind.RANGE and NAMED_EVENT.search(text[max(0, each.span[0] - 8) : each.span[0]]):
            _enter(fields, each, "event: in brackets")
            return
    for each in times:
        before, after = text[max(0, each.span[0] - 8) : each.span[0]], text[each.span[1] : each.span[1] + 40]
        planned = each.kind is Kind.DAY and re.search(r"(?:定于|拟于|将于|计划于)\s*$", before)
        if planned and re.match(r"[^。前]{0,36}(?:举[行办]|召开|启动|开展)", after):
            _enter(fields, each, "event: told as a day")
            return


def _enter(fields: NoticeFields, each: DateExpression, rule: str) -> None:
    doubts = ("damaged",) if each.damaged else ()
    if each.start and each.end:
        fields.add("start_date", each.start.isoformat(), [each.span], rule, *doubts)
        fields.add("end_date", each.end.isoformat(), [each.span], rule, *doubts)


def _venue(text: str, rows: Sequence[Line], fields: NoticeFields) -> None:
    if found := PLACE_INSIDE.search(text):
        group = found.lastgroup or "place"
        value = found[group].strip()
        if not NO_PLACE.search(value):
            at = found.start(group)
            fields.add("main_venue", value, [(at, at + len(found[group].rstrip()))], f"venue: {group}")
            return
    heads = list(_labelled(rows, PLACE_HEAD, 90))
    for begun, said, below in heads:
        start, clean = begun, said.strip().rstrip("。.;")
        if (inside := PLACE_HEAD.match(clean)) and inside["rest"]:
            start, clean = begun + inside.start("rest"), inside["rest"]
        if 3 <= len(clean) <= 60 and "。" not in clean and not NO_PLACE.search(clean) and ":" not in clean[:12]:
            if _of_an_item(rows, start, fields) or (len(heads) > 1 and _is_stage(rows, start)):
                return
            begin = start + said.index(clean[0]) if clean in said and not inside else start
            rule = "venue: below its heading" if below else "venue: behind its label"
            fields.add(
                "main_venue", clean, [(begin, begin + len(clean))], rule, *(("rival",) if len(heads) > 1 else ())
            )
            return
    if _told_venue(text, fields):
        return
    for line in rows:
        found = PLACE_BESIDE.search(line.text)
        head = line.text[: found.start()] if found else ""
        if found and not NO_PLACE.search(found["place"]) and not re.search(r"报名|提交|寄送|报到|。", head):
            at = line.start + found.start("place")
            fields.add(
                "main_venue", found["place"].rstrip(), [(at, at + len(found["place"].rstrip()))], "venue: beside"
            )
            return


def _told_venue(text: str, fields: NoticeFields) -> bool:
    """The place right behind the day, where a sentence tells both: 定于5月8日在…举办."""
    event = next((each for each in fields.values if each.field == "start_date"), None)
    if event is None or not event.rule.startswith("event: told"):
        return False
    found = PLACE_BEHIND.match(text, event.spans[0][1])
    if found is None or NO_PLACE.search(found["place"]):
        return False
    fields.add("main_venue", found["place"], [found.span("place")], "venue: told with the day")
    return True


def _of_an_item(rows: Sequence[Line], place: int, fields: NoticeFields) -> bool:
    """Whether the line above gives another time than the event's: the place is that of one item of the programme."""
    above = next((row for row in reversed(rows) if row.end < place and row.start + 60 > place - len(row.text)), None)
    event = next((each for each in fields.values if each.field == "start_date"), None)
    if above is None or event is None or not re.match(r"时间\s*:", bare(above)[1]):
        return False
    return not any(above.start <= start < above.end for start, _ in event.spans)


def _is_stage(rows: Sequence[Line], place: int) -> bool:
    """Whether the lines right above name one stage of a contest: its place is not the whole event's."""
    above = [row for row in rows if row.start <= place][-4:-1]
    return any(STAGES.search(row.text) and len(row.text) < 30 for row in above)
