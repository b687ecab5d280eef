"""The forms in which days, times and vaguer expressions of time are written, over even text (see `core.text.even`)."""

import re

from sciweek.core.dates.numbers import DIGITS

TO = r"\s*(?:起|开始)?\s*(?:-{1,3}|~|至|到)\s*"
_WEEKDAY = r"(?:\s*\((?:星期|周|礼拜|农历|含)[^()]{0,8}\)|\s*(?:星期|周)[一二三四五六日天](?![一-鿿]*周))?"


def _clock(n: str) -> str:
    return (
        rf"(?:\s*(?P<half{n}>凌晨|早上?|上午|中午|正午|下午|傍晚|晚上?))?"
        rf"(?:\s*(?P<hour{n}>\d{{1,2}}|[一二三四五六七八九十]{{1,3}}(?=[点时]))\s*"
        rf"(?::\s*(?P<minute{n}>[0-5]\d)(?!\d)|(?:点钟?|时)(?!间|代|期|段|光|至今)(?P<part{n}>半|一刻|{DIGITS}{{1,3}}分)?整?))?"
    )


_YEAR = r"(?:(?P<y{n}>{d}{{4}}|(?<!\d)\d\d)\s*年\s*|(?P<w{n}>今年|本年度?|当年|明年|来年|次年|去年|上年)的?\s*)?"
_MONTH = r"(?P<m{n}>{d}{{1,2}}|元)\s*月\s*"
_COUNTED = r"(?!\s*[多余几]|[个项人名家所万元%场件篇条册次年]|\d)"

_LEAD = (
    r"(?P<lead>截[至止](?:时间|日期|日|期)?\s*(?:为|是|到|至|于|在)?\s*:?\s*|不[迟晚]于\s*|最[迟晚]\s*(?:于|不超过|为)?\s*|(?:延长|延期|延迟|顺延|推迟)(?:至|到)\s*"
    r"|(?:自|从)?(?:即日|(?:本)?(?:通知|公告|公示|文件|方案)?(?:发布|印发|公布|下发|公示|发文)之日)(?:起|开始)(?:开始)?,?(?:至|到|-{1,2}|截[至止]到?)\s*"
    r"|(?P<every>每年(?:的)?)\s*)?"
)
BEFORE = r"之前|以前|前(?![后往来夕期述沿景去十]|提(?![交供出报前])|进(?!行))"
_LAST = (
    rf"\s*(?P<last>(?:\([^()]{{0,6}}(?:含|为准|截止)[^()]{{0,6}}\)\s*)?(?:(?:下班|放学|闭馆)(?:{BEFORE})|{BEFORE}|截[至止]|为?止(?!于))"
    r"|(?P<around>前后|左右))?"
)
WRITTEN = re.compile(
    _LEAD
    + _YEAR.format(n="", d=DIGITS)
    + r"(?<![0-9])"
    + _MONTH.format(n="", d=DIGITS)
    + rf"(?P<d>{DIGITS}{{1,3}})\s*(?:(?P<sign>[日号])|{_COUNTED})"
    + _WEEKDAY
    + _clock("1")
    + rf"(?:(?:(?P<to>{TO})|(?<=日))"
    + _YEAR.format(n="2", d=DIGITS)
    + rf"(?:{_MONTH.format(n='2', d=DIGITS)})?(?P<d2>{DIGITS}{{1,3}})\s*(?:[日号]|(?!\s*[:点时]){_COUNTED}(?(to)|(?!)))"
    + _WEEKDAY
    + _clock("2")
    + ")?"
    + rf"(?:{TO}{_clock('3')}(?<=[点时半分刻整\d]))?"
    + _LAST
)
# More days of the same month: 8月11日、12日.
MORE_DAYS = re.compile(rf"\s*[、和及与]\s*(?P<d>{DIGITS}{{1,3}})\s*[日号]")
FIGURES = re.compile(
    _LEAD
    + r"(?<![\d.])(?P<y>\d{4})\s?(?P<mark>[-./])\s?(?P<m>\d{1,2})\s?(?P=mark)\s?(?P<d>\d{1,2})(?![\d])(?:\s*[日号])?"
    + _WEEKDAY
    + _clock("1")
    + rf"(?:(?P<to>{TO})(?:(?P<y2>\d{{4}})(?P=mark))?(?:(?P<m2>\d{{1,2}})(?P=mark))?(?P<d2>\d{{1,2}})(?![\d:])(?:\s*[日号])?"
    + _WEEKDAY
    + _clock("2")
    + ")?"
    + _LAST
)
# The day first, as foreign page templates print it: 12.11.2014.
DAY_FIRST = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?![\d.])")

_PART = r"(?P<part{n}>[上中下]旬|中上旬|中下旬|月?[初中底末])"
_SOME_MONTH = r"(?:{year}(?<![0-9])(?P<m{n}>{d}{{1,2}}|元)\s*月(?:份)?|(?P<that{n}>本|当|这个?|上|下|次)月(?:份)?)"


def _some_month(n: str) -> str:
    return _SOME_MONTH.format(n=n, d=DIGITS, year=_YEAR.format(n=n, d=DIGITS))


MONTH_PART = re.compile(
    rf"(?P<every>每)?{_some_month('')}{_PART.format(n='')}(?:{TO}{_some_month('2')}?{_PART.format(n='2')})?(?P<by>{BEFORE})?"
)
MONTHS = re.compile(
    rf"{_some_month('')}(?!\s*[\d日])(?:{TO}{_some_month('2')}(?!\s*[\d日]))?(?P<by>{BEFORE})?"
    rf"|(?<![\d年月日.-]){_YEAR.format(n='3', d=DIGITS)}(?P<m3>{DIGITS}{{1,2}}){TO}(?P<m4>{DIGITS}{{1,2}})\s*月(?:份)?(?!\s*[\d日])"
)
SEASON = re.compile(
    rf"(?:(?P<y>{DIGITS}{{4}})年|(?P<w>今|本|当|明|来|去|上)年)(?:度)?(?P<part>底|末|初|年?内|中|上半年|下半年|第?[一二三四1-4]季度[末底]?)(?P<by>{BEFORE})?"
    rf"|(?P<half>(?<!\d)(?:年底|年末|年初|年内|上半年|下半年)|第[一二三四1-4]季度[末底]?)(?P<by2>{BEFORE})?"
    r"|(?:春节|元旦|清明|五一|端午|中秋|国庆|寒假|暑假|学期)节?(?:(?:假期|长假|假日)(?:期间|[前后])?|期间|前夕?|后|末|结束[前后]?)"
)
ANCHOR = (
    r"(?P<anchor>(?:自|从)?(?:(?:收到|接到)?(?:本|该)?(?:通知|公告|公示|文件|方案|函|材料)?(?:发布|印发|下发|公布|公示|发出|送达)?"
    r"|(?:活动周?|比赛|大赛|决赛|会议|项目|培训)?(?:结束|完成|开始|举办))(?:之日起?|之后|以后|后|起),?的?\s*)?"
)
RELATIVE = re.compile(
    rf"{ANCHOR}(?<![\d月第])(?:(?P<least>{DIGITS}{{1,3}})\s*(?:-|~|至|到)\s*)?(?P<count>{DIGITS}{{1,3}}|两)\s*"
    r"(?:(?P<unit>个?(?:工作日|自然日|日历日))(?:之内|以内|内)?|(?P<plain>日|天|周|个?星期|个月|小时)(?:之内|以内|内))"
)
RECURRING = re.compile(
    rf"每(?:个?(?:月|季度?|学期|周|星期|年度?|日|天))(?:的)?(?:{DIGITS}{{1,3}}\s*[日号]|[一二三四五六日天]|[底末初]|第?{DIGITS}{{1,2}}个?(?:周|工作日)[一二三四五六日]?|)(?:{BEFORE})?"
    rf"|(?<=每年){DIGITS}{{1,2}}月第{DIGITS}个?周"
)
FROM_NOW = re.compile(r"(?:自|从)?即日起(?:开始)?(?![至到])")
