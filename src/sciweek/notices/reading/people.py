"""Names of people as notices print them: behind 联系人, before a phone, with inner blanks, with 老师."""

import re

NAME_LABEL = re.compile(
    r"(?:联\s*系\s*人|联\s*络\s*人|联系老师|联系同志|经\s*办\s*人)\s*(?:(?:及|和)?(?:联系)?(?:电话|方式)|\((?:电话|手机)\))?\s*[::]?\s*(?:姓名\s*[::]?)?\s*"
)
TITLES = "老师|同志|先生|女士|处长|科长|主任|教授|部长|博士"
PERSON = re.compile(rf"^[一-鿿]{{1,2}}\s?[一-鿿·]{{1,3}}(?:{TITLES})?$")
TITLED = re.compile(rf"^[一-鿿]{{1,3}}(?:{TITLES})$")
NOTE = re.compile(r"\([^()\d]{2,12}\)")
LABEL = re.compile(
    r"电话|手机|邮箱|联系|咨询|专线|热线|传真|地址|网址|姓名|单位|部门|附件|方式|监督|举报|投诉|受理|技术|支持|服务"
)
OFFICE = re.compile(
    r"(?:科协|局|厅|处|部|室|办|科|委|院|所|站|馆|组|协会|学会|公司|学校|中心|政府|大学|学院|[省市县区镇乡州]|街道|同上|以上|工作日|时间)$"
)
GLUED = re.compile(r"^[一-鿿]{2,20}(?:处|科|部|室|局|厅|办|中心|科协|委|院|馆|所|组|公司)(?P<name>[一-鿿]{2,3})$")
BLANK_INSIDE = re.compile(r"(?<![一-鿿])([一-鿿])\s{1,3}([一-鿿])(?![一-鿿])")
BEFORE_PHONE = re.compile(
    rf"(?:^|[\s(|、,;:)])(?P<name>[一-鿿]{{2,4}}(?:{TITLES})?)\s*(?:\([^()\d]{{2,14}}\))?\s*[,、:(|]?\s*"
    r"(?:(?:联系|办公)?电\s*话(?:\((?:兼)?传真\))?|手\s*机|[Tt][Ee][Ll])?\s*[.:]{0,2}\s*$"
)
NO_NAMES = {"人及", "电子", "工作", "市", "省", "为", "如下", "咨询", "地点"}


def is_name(text: str, *, titled: bool = False) -> bool:
    """Whether the text can be a person's name; `titled` asks for 老师 or the like behind it."""
    if titled:
        return bool(TITLED.match(text))
    return bool(PERSON.match(text)) and text not in NO_NAMES and not LABEL.search(text) and not OFFICE.search(text)


def names_in(text: str) -> list[str]:
    """The names behind the labels of a line."""
    names: list[str] = []
    for found in NAME_LABEL.finditer(text):
        rest = NOTE.sub(" ", text[found.end() : found.end() + 60])
        rest = re.split(r"[;。::]|电\s*话|手\s*机|联\s*系|邮\s*箱|传\s*真|地\s*址|[(]|\d|E-?mail", rest)[0]
        rest = BLANK_INSIDE.sub(r"\1\2", rest)
        for part in re.split(r"[、,/|\s]+", rest):
            glued = GLUED.match(part)
            name = glued["name"] if glued and not is_name(part) else part
            if is_name(name):
                names.append(name)
    return names


def bare_names(text: str, phone: "re.Pattern[str]") -> list[str]:
    """The name before each phone of a line; a phone without one of its own belongs to the name before."""
    names: list[str] = []
    at = 0
    for found in phone.finditer(text):
        before = BLANK_INSIDE.sub(r"\1\2", text[at : found.start()])
        bare = BEFORE_PHONE.search(before)
        if bare and is_name(bare["name"]):
            names.append(bare["name"])
        elif names:
            names.append(names[-1])
        at = found.end()
    return names
