"""Whom to ask: names, phones and mail addresses as printed, one row a phone."""

import re

from sciweek.notices.reading.body import MAIL
from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Line

PHONE = re.compile(
    r"(?<![\d-])(?:\(?0\d{2,3}\)?\s*-?\s*\d{7,8}(?:-\d{1,6})?|1[3-9]\d(?:[ -]?\d{4}){2}|\d{7,8}(?:/\d{5,8})?|[48]00-?\d{3}-?\d{4})(?!\d)"
)
NAME_LABEL = re.compile(r"联\s*系\s*人\s*(?:及(?:联系)?(?:电话|方式))?\s*[::]?\s*(?:姓名\s*[::]?)?\s*")
TEAM = re.compile(
    r"^(?P<agency>[一-鿿]{3,24}(?:局|厅|委|部|处|司|办公室|中心|科|院|所))\s+(?P<names>[一-鿿·]{2,4}(?:\s+[一-鿿·]{2,4})*)$"
)
BARE_NAME = re.compile(r"(?:^|[\s(])([一-鿿]{2,4})\s*[,、:(]?\s*(?=\(?0\d{2,3}|1[3-9]\d)")
NOTE = re.compile(r"\([^()\d]{2,12}\)")
LABEL = re.compile(r"电话|手机|邮箱|联系|咨询|专线|热线|传真|地址|网址")
PERSON = re.compile(r"^[一-鿿]{1,2}\s?[一-鿿·]{1,3}(?:老师|同志|先生|女士|处长|科长|主任)?$")
ABOUT = re.compile(r"联\s*系|咨询|电\s*话|手\s*机|邮\s*箱|E-?mail", re.IGNORECASE)
IGNORED = re.compile(r"传\s*真|邮\s*编|邮政编码|网站|客服|热线|监督")
KIND = re.compile(r"电\s*话|手\s*机|传\s*真|邮\s*编|邮政编码|网站|客服|热线|监督|联\s*系\s*人")
# A date that lost its 年月日 in copying looks like a phone: 2022422.
DAMAGED_DAY = re.compile(r"20[0-4]\d{4,5}$")
NO_NAMES = {
    "电话",
    "手机",
    "邮箱",
    "联系",
    "地址",
    "传真",
    "单位",
    "部门",
    "咨询",
    "方式",
    "人及",
    "附件",
    "电子",
    "工作",
}
AGENCY = re.compile(r"(?P<agency>[一-鿿()]{3,30}(?:局|厅|委|部|处|办公室|办|科|会|司|中心|所|院|室|组|协|馆|学|部门))")


def read_contacts(lines: list[Line], fields: NoticeFields) -> None:
    """Find rows of agency, name, phone and mail; fax numbers and the site's own lines are left out."""
    agency = ""
    mails: list[tuple[str, int]] = []
    rows: list[Row] = []
    for index, line in enumerate(lines):
        text = line.text
        near = "".join(each.text for each in lines[max(0, index - 2) : index])
        if not ABOUT.search(text) and not (PHONE.search(text) and ABOUT.search(near)):
            if (team := TEAM.match(text)) and index + 1 < len(lines) and PHONE.search(lines[index + 1].text):
                agency = team["agency"]
                rows += _rows(line, agency, team["names"].split(), [], rows)
            elif AGENCY.search(text) and len(text) < 40:
                agency = _agency(text)
            continue
        agency = _agency(text) or agency
        names = _names(text)
        phones = _phones(line)
        mails += [(m[0], line.start + m.start()) for m in MAIL.finditer(text)]
        rows += _rows(line, agency, names, phones, rows)
    _enter(rows, mails, fields)


def _agency(text: str) -> str:
    head = re.split(r"联\s*系|电\s*话|咨询", text)[0].strip(" :,;()一二三四五六七八九十、.0123456789")
    found = AGENCY.search(head)
    return found["agency"] if found else ""


def _names(text: str) -> list[str]:
    names = []
    for found in NAME_LABEL.finditer(text):
        rest = NOTE.sub(" ", text[found.end() : found.end() + 40])
        rest = re.split(r"[,;。::]|电\s*话|手\s*机|联\s*系|邮\s*箱|传\s*真|[(]|\d|E-?mail", rest)[0]
        parts = [rest.replace(" ", "")] if len(rest.replace(" ", "")) <= 3 else re.split(r"[、\s/]+", rest)
        names += [part for part in (p.strip() for p in parts) if _is_name(part)]
    bare = BARE_NAME.search(text)
    return names or ([bare[1]] if bare and _is_name(bare[1]) else [])


def _is_name(text: str) -> bool:
    return bool(PERSON.match(text)) and text not in NO_NAMES and not LABEL.search(text)


def _phones(line: Line) -> list[tuple[str, int]]:
    phones = []
    for found in PHONE.finditer(line.text):
        before = line.text[max(0, found.start() - 10) : found.start()]
        labels = KIND.findall(line.text[: found.start()].replace("兼传真", ""))
        if labels and IGNORED.search(labels[-1]):
            continue
        if DAMAGED_DAY.match(found[0]) and not labels:
            continue
        if "@" in line.text[found.start() : found.end() + 1] or re.search(r"[〔\[(]$", before):
            continue
        phones.append((found[0], line.start + found.start()))
    return phones


Row = dict[str, object]


def _rows(line: Line, agency: str, names: list[str], phones: list[tuple[str, int]], before: list[Row]) -> list[Row]:
    if not phones:
        places = [(name, line.start + line.text.find(name[0])) for name in names]
        return [{"agency": agency, "name": name, "phone": None, "at": [(at, at + len(name))]} for name, at in places]
    made: list[Row] = []
    waiting = [row for row in before[-3:] if row["phone"] is None]
    for number, (phone, at) in enumerate(phones):
        if not names and number < len(waiting):
            waiting[number]["phone"] = phone
            waiting[number]["at"] = [*waiting[number]["at"], (at, at + len(phone))]  # type: ignore[misc]
            continue
        name = names[min(number, len(names) - 1)] if names else (waiting[-1]["name"] if waiting else None)
        made.append({"agency": agency, "name": name, "phone": phone, "at": [(at, at + len(phone))]})
    return made


def _enter(rows: list[Row], mails: list[tuple[str, int]], fields: NoticeFields) -> None:
    mail = mails[0] if mails else None
    for row in rows:
        at = list(row.pop("at"))  # type: ignore[call-overload]
        row["email"] = mail[0] if mail else None
        if mail:
            at.append((mail[1], mail[1] + len(mail[0])))
        fields.add("contacts", row, at, 0.8 if row["name"] and row["phone"] else 0.6)
    if not rows and mail:
        row = {"agency": None, "name": None, "phone": None, "email": mail[0]}
        fields.add("contacts", row, [(mail[1], mail[1] + len(mail[0]))], 0.5)
