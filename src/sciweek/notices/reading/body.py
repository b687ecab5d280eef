"""The body of a notice: theme, time, place, bodies, what is asked by when, and the lines of work."""

import re

from sciweek.notices.reading.days import DAY, day_of, days, ranges, time_after
from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Line

NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+\s*、|\([一二三四五六七八九十]+\)|\d{1,2}\s*[.、．]|\(\d{1,2}\))\s*"
)
THEME_HEAD = re.compile(
    r"^(?:本[次届]|此次)?(?:活动|大赛|比赛|竞赛|赛事|宣传|科技活动周|活动周)?主题(?:及[^:。]{0,8})?\s*[::。]?\s*(?P<rest>.*)$"
)
THEME_INSIDE = re.compile(
    r"(?:以|围绕|主题(?:为|是|:)?)\s*[“\"《](?P<theme>[^”\"》。]{4,40})[”\"》](?:为(?:活动)?主题|的?主题)?"
)
TIME_HEAD = re.compile(
    r"^(?:活动|大赛|比赛|竞赛|举办|决赛|公示|展示|开展)?(?:时间|日期|期限|日程)(?:安排|及地点|和地点|地点|、[^:。]{0,12})?\s*[::。]?\s*(?P<rest>.*)$"
)
PLACE_HEAD = re.compile(r"^(?:活动|大赛|比赛|竞赛|举办|决赛|主会场)?(?:地点|主会场|场地)\s*[::]?\s*(?P<rest>.*)$")
PLACE_INSIDE = re.compile(
    r"主会场(?:拟|暂)?(?:设在|设于|设置在|定于|定在|定|在|为|:)\s*(?P<place>[^。;,]{3,50})"
    r"|主(?:场活动|会场活动|场)将?(?:在|于)(?P<held>[^。;,]{3,40}?)(?:举办|举行|开展)"
    r"|将?在(?P<before>[^。;,、]{3,40}?)(?:举办|举行|设立|设置)[^。;,]{0,20}主会场"
)
EVENT_VERB = re.compile(r"(?:定于|拟于|将于|于|自|从|时间为|定为|公示期(?:为|自)?|公示时间(?:为)?:?)\s*$")
BODY_LABELS = (
    ("hosts", re.compile(r"(?:联合)?主\s*办(?:(?:单位|方)?\s*[::]\s*|单位\s+(?=[一-鿿])|单位$)")),
    ("organisers", re.compile(r"(?<!协)承\s*办(?:(?:单位|方)?\s*[::]\s*|单位\s+(?=[一-鿿])|单位$)")),
    ("co_organisers", re.compile(r"(?:协\s*办|支持|协\s*助)(?:单位|方)?\s*[::]\s*")),
)
TOGETHER = re.compile(
    r"(?<![一-鿿、])(?:由|经)?(?P<names>[一-鿿]{2,20}(?:、[一-鿿]{2,24}){1,6}?)(?:将|拟|决定|定于|计划|共同|联合|于[^,。]{2,24}){1,3}(?:主办|举办|组织|开展)"
)
SUB_WEEK = re.compile(r"(?<=[、,:和展办织及“]|间)(?P<name>[一-鿿]{2,10}(?:科技周|活动周|科学日|宣传周|体验周))")
DUE = re.compile(
    r"(?:务?必?请?(?:于|在|截至|截止到?|截止(?:时间|日期)?(?:为|:)?|报名(?:截止)?(?:时间|日期)?(?:为|:|截止)?|不迟于|时间[::]?截[止至])|前)"
)
DUE_VERB = re.compile(
    r"报送|报至|报我|报省|上报|报送至|发送|发至|提交|反馈|寄送|送至|送达|报名|推荐|填报|备案|报回|汇总|交至|传至|申报|上传|完成|报市|报科|报到|提出|反映|异议|报.{0,12}(?:处|办|局|厅|委|部|司)"
)
MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


def read_body(text: str, lines: list[Line], fields: NoticeFields, year: int | None, original: str) -> None:
    """Run the body's rules in order."""
    _theme(text, lines, fields)
    _event(text, lines, fields, year)
    _venue(text, lines, fields)
    _bodies(lines, fields)
    _narrated(text, fields)
    _deadlines(text, fields, year)
    _windows(text, fields, year)
    _streams(lines, fields, original)
    _sub_weeks(text, fields)


def bare(line: Line) -> tuple[int, str]:
    """A line without its numbering, and where the rest starts."""
    found = NUMBERING.match(line.text)
    cut = found.end() if found else 0
    return line.start + cut, line.text[cut:]


def _theme(text: str, lines: list[Line], fields: NoticeFields) -> None:
    for index, line in enumerate(lines):
        start, said = bare(line)
        found = THEME_HEAD.match(said)
        if found is None or len(said) > 60:
            continue
        value, place = found["rest"], start + found.start("rest")
        if not value and index + 1 < len(lines) and len(lines[index + 1].text) <= 45:
            place, value = bare(lines[index + 1])
            inside = THEME_HEAD.match(value)
            if inside and inside["rest"]:
                place, value = place + inside.start("rest"), inside["rest"]
        quoted = re.search(r"[“\"](.+?)[”\"]", value)
        if quoted:
            place, value = place + quoted.start(1), quoted[1]
        clean = value.strip().strip('“”"《》').rstrip("。.;")
        if 4 <= len(clean) <= 45 and "。" not in clean and not re.match(r"分类|词|[|]", clean):
            begin = place + value.index(clean[0])
            fields.add("theme", clean, [(begin, begin + len(clean))], 0.92)
            return
    if found := THEME_INSIDE.search(text):
        fields.add("theme", found["theme"].strip(), [found.span("theme")], 0.8)


def _event(text: str, lines: list[Line], fields: NoticeFields, year: int | None) -> None:
    for index, line in enumerate(lines):
        start, said = bare(line)
        found = TIME_HEAD.match(said)
        if found is None or len(said) > 160:
            continue
        chunks = [(start + found.start("rest"), found["rest"])] if found["rest"] else []
        if not found["rest"] and index + 1 < len(lines):
            chunks = [(lines[index + 1].start, lines[index + 1].text)]
        for place, chunk in chunks:
            if _add_event(chunk, place, fields, year, 0.9):
                return
    for span in ranges(text, year):
        before = text[max(0, span.at[0] - 14) : span.at[0]]
        after = text[span.at[1] : span.at[1] + 30]
        if EVENT_VERB.search(before) and re.search(r"举[行办]|开展|公示|在|期间|,|。", after):
            _event_values(fields, span.start.isoformat(), span.end.isoformat(), span.at, 0.8)
            return
    for day, at in days(text, year):
        before, after = text[max(0, at[0] - 8) : at[0]], text[at[1] : at[1] + 40]
        if re.search(r"(?:定于|拟于|将于)\s*$", before) and re.match(
            r"[^。前]{0,36}(?:举[行办]|召开|启动|开展)", after
        ):
            _event_values(fields, day.isoformat(), day.isoformat(), at, 0.65)
            return


def _add_event(chunk: str, place: int, fields: NoticeFields, year: int | None, sure: float) -> bool:
    if re.search(r"截[止至]|报名|提交", chunk[:12]):
        return False
    for span in ranges(chunk, year):
        _event_values(
            fields, span.start.isoformat(), span.end.isoformat(), (place + span.at[0], place + span.at[1]), sure
        )
        return True
    for day, at in days(chunk, year):
        if at[0] < 12 and not chunk[at[1] :].startswith(("前", "之前", "以前", "-", "至")):
            _event_values(fields, day.isoformat(), day.isoformat(), (place + at[0], place + at[1]), sure - 0.1)
            return True
    return False


def _event_values(fields: NoticeFields, start: str, end: str, at: tuple[int, int], sure: float) -> None:
    fields.add("start_date", start, [at], sure)
    fields.add("end_date", end, [at], sure)


def _venue(text: str, lines: list[Line], fields: NoticeFields) -> None:
    if found := PLACE_INSIDE.search(text):
        group = found.lastgroup or "place"
        fields.add("main_venue", found[group].strip(), [found.span(group)], 0.9)
        return
    for index, line in enumerate(lines):
        start, said = bare(line)
        found = PLACE_HEAD.match(said)
        if found is None or len(said) > 90:
            continue
        place, value = start + found.start("rest"), found["rest"]
        if not value and index + 1 < len(lines) and len(lines[index + 1].text) < 60:
            place, value = bare(lines[index + 1])
        clean = value.strip().rstrip("。.;")
        if 3 <= len(clean) <= 60 and "。" not in clean and not re.search(r"另行|待定|详见|[|]", clean):
            begin = place + value.index(clean[0])
            fields.add("main_venue", clean, [(begin, begin + len(clean))], 0.85)
            return


# Bounds the work on a text that only repeats labels; no list of bodies is nearly as long.
LONGEST_LIST = 600


def _bodies(lines: list[Line], fields: NoticeFields) -> None:
    for index, line in enumerate(lines):
        for name, label in BODY_LABELS:
            for found in label.finditer(line.text):
                rest = line.text[found.end() : found.end() + LONGEST_LIST]
                place = line.start + found.end()
                if not rest.strip():
                    _listed(lines[index + 1 : index + 9], name, fields)
                    continue
                stop = re.search(
                    r"。|;|\s+(?=[一二三四五六七八九十]+、)|\s{2,}|[一二三四五六七八九十]、|(?:主|承|协)\s*办(?:单位|方)?\s*[::]|支持单位\s*[::]",
                    rest,
                )
                _split(name, place, rest[: stop.start()] if stop else rest, fields)


def _narrated(text: str, fields: NoticeFields) -> None:
    """Hosts in a sentence: "甲、乙、丙将共同主办…"."""
    if fields.has("hosts"):
        return
    for found in TOGETHER.finditer(text):
        if not re.search(r"共同|联合", found[0]):
            continue
        at = found.start("names")
        for name in re.sub(r"(?:将|拟|决定|共同|联合)+$", "", found["names"]).split("、"):
            fields.add("hosts", name, [(at, at + len(name))], 0.75)
            at += len(name) + 1
        return


NAMED_BODY = re.compile(r"(?:局|厅|部|委|会|协|室|中心|学|院|馆|所|府|司|组|社|团|园)(?:\([^()]*\))?(?:[、,]|$)")


def _listed(following: list[Line], name: str, fields: NoticeFields) -> None:
    for line in following:
        if (
            re.search(r"[::。]", line.text)
            or NUMBERING.match(line.text)
            or len(line.text) > 40
            or not NAMED_BODY.search(line.text)
        ):
            return
        _split(name, line.start, line.text, fields)


PART_OF_HEAD = re.compile(r"^(?:县\(|[一-鿿()]{0,8}(?:部门|科协|宣传部|教育局|科技局)$)")


def _split(name: str, place: int, said: str, fields: NoticeFields) -> None:
    """Split at 、 and commas between full names; a list that shares one head (各市、县科技部门、宣传部门) stays one value."""
    at = 0
    merged: list[tuple[int, str]] = []
    for piece in re.split(r"[、,](?![^()]*\))", said):
        begin = place + at + (len(piece) - len(piece.lstrip()))
        clean = piece.strip().rstrip("。.")
        at += len(piece) + 1
        if not clean:
            continue
        if merged and merged[-1][1].startswith("各") and PART_OF_HEAD.match(clean):
            merged[-1] = (merged[-1][0], f"{merged[-1][1]}、{clean}")
        else:
            merged.append((begin, clean))
    for begin, value in merged:
        if 2 <= len(value) <= 60 and not re.search(r"\d{1,2}[.月日:]|报名|方式", value):
            fields.add(name, value, [(begin, begin + len(value))], 0.88)


def _deadlines(text: str, fields: NoticeFields, year: int | None) -> None:
    seen: set[str] = set()
    for found in re.finditer(r"[^。\n;]+[。\n;]?", text):
        sentence, base = found[0], found.start()
        for match in DAY.finditer(sentence):
            if "月" not in match[0] or (day := day_of(match, year)) is None:
                continue
            clock_text, end = time_after(sentence, match.end())
            behind, before = sentence[end : end + 12], sentence[max(0, match.start() - 14) : match.start()]
            due = re.match(r"\s*(?:\([^()]{2,6}\)\s*)?(?:前|之前|以前|截止|下班前|止|内)", behind) or re.search(
                r"(?:截[止至](?:时间|日期)?(?:为|到|:|于)?|不迟于|至)\s*$", before
            )
            if not due or not DUE_VERB.search(sentence):
                continue
            value = f"{day.isoformat()}T{clock_text}" if clock_text else day.isoformat()
            if value in seen:
                continue
            seen.add(value)
            mail = MAIL.search(sentence)
            what = _asked(sentence, match.start(), end)
            row = {"what": what, "date": value, "address": mail[0] if mail else None}
            fields.add("deadlines", row, [(base + match.start(), base + end)], 0.82)


WINDOW = re.compile(
    r"(?:申报|报名|征集|投稿|填报|推荐|登记|公示|受理|提交)(?:的?(?:期限|时间|日期|阶段|期))+\s*(?:为|是|从|自|[::])*\s*$"
)


def _windows(text: str, fields: NoticeFields, year: int | None) -> None:
    """The last day of a time in which something may be handed in or objected to."""
    seen = {str(row["date"])[:10] for row in fields.of("deadlines") if isinstance(row, dict)}
    for span in ranges(text, year):
        label = WINDOW.search(text[max(0, span.at[0] - 16) : span.at[0]])
        after = re.match(r"[^。\n]{0,4}期间[^。\n]{0,30}(?:登录|注册|登记|填报|上传|申报|报名)", text[span.at[1] :])
        day = span.end.isoformat()
        if day in seen or not (label or after):
            continue
        if label and label[0].startswith("公示") and not re.search(r"异议|反映", text):
            continue
        seen.add(day)
        row = {"what": label[0][:2] if label else "", "date": day, "address": None}
        fields.add("deadlines", row, [span.at], 0.7)


def _asked(sentence: str, start: int, end: int) -> str:
    """What is asked for: between 将 or 把 and the verb of sending, wherever the date stands."""
    found = re.search(
        r"[将把](?P<what>.{2,90}?)(?:于|在|报送|报至|发送|发至|提交|上报|反馈|寄送|送至|电子版)", sentence
    )
    if found:
        return found["what"].strip(" ,、")
    rest = re.search(r"(?:报送|提交|上报|填报|反馈)(?P<what>[^,。;]{2,60})", sentence[end:])
    return rest["what"].strip() if rest else ""


def _streams(lines: list[Line], fields: NoticeFields, original: str) -> None:
    inside = False
    for line in lines:
        if re.match(r"^[一二三四五六七八九十]+\s*、", line.text):
            inside = bool(re.search(r"(?:主要|活动|重点)(?:内容|活动|任务)|内容安排", line.text[:20]))
            continue
        found = (
            re.match(r"^\([一二三四五六七八九十]+\)\s*(?P<name>[^。.]{4,40})[。.]\s*(?P<text>.*)$", line.text)
            if inside
            else None
        )
        if found:
            at = (line.start + found.start("name"), line.start + found.end("name"))
            said = original[line.start + found.start("text") : line.start + found.end("text")]
            fields.add("streams", {"name": original[slice(*at)].strip(), "text": said.strip()[:400]}, [at], 0.8)


def _sub_weeks(text: str, fields: NoticeFields) -> None:
    names: set[str] = set()
    for found in SUB_WEEK.finditer(text):
        name = re.sub(r"^(?:开展|举办|组织|同步|期间)+", "", found["name"])
        if name in names or name.endswith("科技活动周") or name in {"活动周", "科技周"}:
            continue
        names.add(name)
        fields.add("sub_weeks", {"name": name}, [(found.end("name") - len(name), found.end("name"))], 0.8)
