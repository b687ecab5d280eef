"""Whom to ask: names, phones and mail addresses as printed, one row a phone, grouped by agency."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sciweek.notices.reading.deadlines import MAIL
from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.people import bare_names, is_name, names_in
from sciweek.notices.reading.text import Line

PHONE = re.compile(
    r"(?<![\d-])(?:\(?0\d{2,3}\)?\s*-{0,2}\s*\d{7,8}(?:-\d{1,6})?(?:转\d{1,6})?|0\d{2,3}-123\d\d|1[3-9]\d(?:[ -]?\d{4}){2}"
    r"|\d{7,8}(?:/\d{5,8})?|[48]00-?\d{3}-?\d{4})(?!\d)"
)
SERVICE_LINE = re.compile(r"[48]00")
TEAM = re.compile(
    r"^(?P<agency>[一-鿿]{3,24}(?:局|厅|委|部|处|司|办公室|中心|科|院|所))\s+(?P<names>[一-鿿·]{2,4}(?:\s+[一-鿿·]{2,4})*)$"
)
OF_AGENCY = re.compile(r"^(?P<agency>[一-鿿]{3,24}):\s*(?P<names>[一-鿿·]{2,4}(?:[、,\s]+[一-鿿·]{2,4})*)$")
ABOUT = re.compile(r"联\s*系|联络|咨询|电\s*话|手\s*机|邮\s*箱|E-?mail|tel\b", re.IGNORECASE)
IGNORED = re.compile(r"传\s*真|邮\s*编|邮政编码|网站|客服|热线|监督|QQ|群|账\s*号|学号|证号", re.IGNORECASE)
KIND = re.compile(
    r"(?:咨询|报名|联系)热线|电\s*话|手\s*机|传\s*真|邮\s*编|邮政编码|网站|客服|热线|监督|联\s*系\s*人|QQ|群|账\s*号|学号|证号",
    re.IGNORECASE,
)
ASKED = re.compile(r"咨询|报名|联系")
ALSO_FAX = re.compile(r"电\s*话\s*(?:[/(（、及]|兼)\s*传\s*真\)?|\(兼传真\)")
# A date that lost its 年月日 in copying looks like a phone: 2022422.
DAMAGED_DAY = re.compile(r"20[0-4]\d{4,5}$")
_ENDS = "局|厅|委|部|处|办公室|办|科|会|司|中心|所|院|室|组|协|馆|学|部门|频道|公司|秘书处|学校|[镇乡]|街道"
AGENCY = re.compile(rf"(?P<agency>[一-鿿()]{{2,30}}(?:{_ENDS}))")
BEFORE_NAME = re.compile(rf"(?:^|[\s;,:、)(|])(?P<agency>[一-鿿]{{2,24}}(?:{_ENDS}))[\s:,|]*$")
OF_OFFICE = re.compile(r"^(?:受理|联系|咨询)(?:部门|单位|处室|科室)\s*:\s*")
BLANKS = r"\s*"
BEHIND = re.compile(r"\s*\((?P<who>[一-鿿·]{2,14})\)")
AROUND = " :,;.()|、一二三四五六七八九十0123456789"
# What a line begins with that names a place, a time or a role, and no body to ask.
OTHER_LABEL = re.compile(r"地点|时间|对象|主题|主办|承办|协办|附件|会场|地址|单位:|来源|发布")
LONGEST_HEAD = 24
# A label farther before a phone is not its own.
LABEL_WITHIN = 80
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d[.、])?\s*联\s*系\s*(?:方\s*式|人)[^:,。]{0,8}:?$"
)
CLOSED = re.compile(r"^(?:[一二三四五六七八九十]+、|附件|大赛|比赛|活动)")


@dataclass(slots=True)
class Row:
    """One line of a contact: who answers at which phone, and the stretches it was read from."""

    agency: str
    name: str | None
    phone: str | None
    at: list[tuple[int, int]] = field(default_factory=list)
    email: str | None = None


def read_contacts(rows: Sequence[Line], fields: NoticeFields) -> None:
    """Find rows of agency, name, phone and mail; fax numbers and the site's own lines are left out."""
    agency, headed, counted = "", False, False
    mails: list[tuple[str, tuple[int, int], str]] = []
    found: list[Row] = []
    for index, line in enumerate(rows):
        text = line.text
        near = "".join(each.text for each in rows[max(0, index - 2) : index])
        phones = _phones(line)
        if HEADING.match(text):
            headed, counted = True, False
            continue
        headed = headed and not CLOSED.match(text)
        if not ABOUT.search(text) and not (phones and (ABOUT.search(near) or counted)) and not MAIL.search(text):
            counted = False
            if (team := TEAM.match(text)) and index + 1 < len(rows) and PHONE.search(rows[index + 1].text):
                agency = team["agency"]
                found += _rows(line, agency, team["names"].split(), [], found)
            elif headed and is_name(text, titled=True):
                found += _rows(line, agency, [text], [], found)
            elif headed and (team := OF_AGENCY.match(text)):
                agency = team["agency"]
                people = [name for name in re.split(r"[、,\s]+", team["names"]) if is_name(name)]
                found += _rows(line, agency, people, [], found)
            elif len(text) <= LONGEST_HEAD and not text.startswith("各"):
                agency = _agency(text) or agency
            continue
        counted = bool(phones)
        agency = _agency(text) or agency
        mails += [(m[0], (line.start + m.start(), line.start + m.end()), agency) for m in MAIL.finditer(text)]
        found += _rows(line, agency, _names(text), phones, found)
    _enter(found, mails, fields)


def _agency(text: str) -> str:
    """The body whose contacts follow: what stands before the labels of a line is its name and nothing else."""
    head = re.split(r"联\s*系|电\s*话|咨询|tel\b", text, flags=re.IGNORECASE)[0]
    head = OF_OFFICE.sub("", head.strip(AROUND)).strip(AROUND)
    return head if AGENCY.fullmatch(head) and not OTHER_LABEL.search(head) else ""


def _agency_of(line: Line, name: str | None) -> str:
    """The body that a line names beside a person: in brackets behind the name, or right before it."""
    place = _place(line, name)[0] - line.start if name else 0
    if not name or line.text[place : place + 1] != name[0]:
        return ""
    rest = line.text[place:]
    behind = re.match(rf"{BLANKS.join(map(re.escape, name))}\s*\((?P<agency>[一-鿿]{{2,14}})\)", rest)
    if behind and AGENCY.fullmatch(behind["agency"]):
        return behind["agency"]
    before = BEFORE_NAME.search(line.text[:place])
    return before["agency"] if before and not OTHER_LABEL.search(before["agency"]) else ""


def _names(text: str) -> list[str]:
    named, bare = names_in(text), bare_names(text, PHONE)
    return bare if len(set(bare)) > len(named) else named


def _phones(line: Line) -> list[tuple[str, int, str]]:
    """The phones of a line, where each stands, and who is named in brackets behind it."""
    phones = []
    for found in PHONE.finditer(line.text):
        labels = KIND.findall(ALSO_FAX.sub("电话", line.text[max(0, found.start() - LABEL_WITHIN) : found.start()]))
        if labels and IGNORED.search(labels[-1]) and not ASKED.match(labels[-1]):
            continue
        if DAMAGED_DAY.match(found[0]) and not labels:
            continue
        if "@" in line.text[found.start() : found.end() + 1] or line.text[: found.start()].endswith(("〔", "[")):
            continue
        if re.match(r"\s*\((?:传真|FAX)\)", line.text[found.end() :], re.IGNORECASE):
            continue
        behind = BEHIND.match(line.text, found.end())
        who = behind["who"] if behind and (is_name(behind["who"]) or AGENCY.fullmatch(behind["who"])) else ""
        phones.append((found[0].strip(), line.start + found.start(), who))
    local = [each for each in phones if not SERVICE_LINE.match(each[0])]
    return local or phones


def _rows(
    line: Line, agency: str, names: Sequence[str], phones: Sequence[tuple[str, int, str]], before: Sequence[Row]
) -> list[Row]:
    if not phones:
        return [Row(_agency_of(line, name) or agency, name, None, [_place(line, name)]) for name in names]
    made: list[Row] = []
    waiting = [row for row in before[-3:] if row.phone is None]
    for number, (phone, at, who) in enumerate(phones):
        span = (at, at + len(phone))
        if not names and number < len(waiting) and not who:
            waiting[number].phone = phone
            waiting[number].at.append(span)
            continue
        name = names[min(number, len(names) - 1)] if names else (waiting[-1].name if waiting else None)
        spans = [_place(line, name), span] if name and names else [span]
        office = who if who and AGENCY.fullmatch(who) else ""
        name = who if who and not office and not names else name
        made.append(Row(office or _agency_of(line, name) or agency, name, phone, spans))
    for name in names[len(phones) :]:
        made.append(Row(_agency_of(line, name) or agency, name, phones[-1][0], [_place(line, name)]))
    return made


def _place(line: Line, name: str) -> tuple[int, int]:
    """Where a name stands, blanks between its signs aside."""
    found = re.search(r"\s*".join(map(re.escape, name)), line.text)
    return (line.start + found.start(), line.start + found.end()) if found else (line.start, line.end)


def _enter(rows: Sequence[Row], mails: Sequence[tuple[str, tuple[int, int], str]], fields: NoticeFields) -> None:
    """Enter the rows. A mail goes to the rows of its agency; where it has none, or nobody is named, to all."""
    agencies = {row.agency for row in rows}
    used: set[str] = set()
    for row in rows:
        own = next((mail for mail in mails if mail[2] == row.agency), None)
        mail = own or (mails[0] if mails and (len(agencies) == 1 or mails[0][2] not in agencies) else None)
        if mail:
            row.email = mail[0]
            row.at.append(mail[1])
            used.add(mail[0])
        value = {"agency": row.agency or None, "name": row.name, "phone": row.phone, "email": row.email}
        rule = (
            "contact: name and phone" if row.name and row.phone else "contact: name" if row.name else "contact: phone"
        )
        fields.add("contacts", value, row.at, rule)
    for address, span, agency in mails:
        if address not in used:
            used.add(address)
            value = {"agency": agency or None, "name": None, "phone": None, "email": address}
            fields.add("contacts", value, [span], "contact: mail alone")
