"""Names, phones and mail addresses of people: cleaning what is typed, and masking what is shown in lists.

Names are Han, Tibetan without a surname, names with "·", or Latin. Masking follows the length, so that a short name
gives nothing away: 张* · 张*三 · 才**玛. Of a name in parts (阿依·努尔, Anna Berg, ཚེ་རིང་) only the first part is kept.
"""

import re
import unicodedata

from sciweek.core.errors import BadInput

LONGEST_NAME = 30
_HAN = "一-鿿㐀-䶿\U00020000-\U000323af〇"
_LETTERS = re.compile(rf"[{_HAN}\u0f40-\u0fbcA-Za-zÀ-ɏ]")
_NAME = re.compile(rf"[{_HAN}·\u0f00-\u0fffA-Za-zÀ-ɏ.'’\- ]+")
_DOTS = re.compile(rf"[•・‧∙⋅]|(?<=[{_HAN}])[.․](?=[{_HAN}])")
_DASHES = re.compile(r"[‐‑‒–—―−]+")
_TSHEG = "\u0f0b"
_MOBILE = re.compile(r"1[3-9]\d{9}")
# Area codes: 010 and 02x have three digits, all others four.
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})-?(\d{7,8})(?:-(\d{1,6}))?")
_SERVICE_LINE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})")


def clean_name(text: str) -> str:
    """A person's name as it is stored: half width, one form of the dot, no spaces inside Han names.

    Raises:
        BadInput: empty, too long, without any letter, or with signs that no name has (markup, digits, control signs).
    """
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    name = _DOTS.sub("·", name)
    if re.search(rf"[{_HAN}]", name):
        name = name.replace(" ", "")
    if not name:
        raise BadInput("请填写姓名。")
    if len(name) > LONGEST_NAME:
        raise BadInput(f"姓名超过 {LONGEST_NAME} 个字，请核对。")
    if not _NAME.fullmatch(name):
        shown = "".join(sign for sign in name[:20] if sign.isprintable())
        raise BadInput(f"姓名“{shown}”里有不能用的符号，请只写汉字、藏文、字母和间隔号“·”。")
    if not _LETTERS.search(name) or name[0] in "·.-" or name[-1] in "·-":
        raise BadInput(f"姓名“{name[:20]}”不完整，请写全姓名，间隔号“·”只写在两部分之间。")
    return name


def mask_name(name: str) -> str:
    """The name as lists show it to others; never the whole of it, and an empty text for none."""
    for sign in ("·", " ", _TSHEG):
        head, found, _ = name.partition(sign)
        if found and head:
            return f"{head}{sign}**"
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def normal_phone(text: str) -> str:
    """A phone number as it is stored.

    `13800000001` for a mobile, `0971-5550123` or `0971-5550123-807` for a landline, `400-000-0001` for a service line.
    +86, 0086 and a bare 86 before a mobile are left out; spaces, brackets, dashes and full width are taken.

    Raises:
        BadInput: none of these; an empty text too.
    """
    number = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    number = re.sub(r"[\s()]", "", number.replace("转", "-").replace("分机", "-"))
    number = re.sub(r"^(?:\+|00)86-?|^86(?=-?1[3-9])", "", number)
    number = re.sub(r"-+", "-", number).strip("-")
    if not number.isascii():
        raise _wrong_phone(text)
    if _MOBILE.fullmatch(digits := number.replace("-", "")):
        return digits
    for kind in (_SERVICE_LINE, _LANDLINE):
        if found := kind.fullmatch(number):
            return "-".join(part for part in found.groups() if part)
    raise _wrong_phone(text)


def _wrong_phone(text: str) -> BadInput:
    shown = "".join(sign for sign in text[:30] if sign.isprintable())
    return BadInput(f"电话“{shown}”不对。手机请写 11 位数字，座机请写区号和号码，如 0971-5550123。")


def mask_phone(phone: str) -> str:
    """A stored number as lists show it: 138****0001, 0971-****123; no extension; an empty text stays so."""
    if not phone:
        return ""
    if _MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[-4:]}"
    if found := _LANDLINE.fullmatch(phone):
        return f"{found[1]}-****{found[2][-3:]}"
    return "****" + phone[-3:] if len(phone) > 6 else "****"


def mask_email(email: str) -> str:
    """The address as lists show it: the first sign and the host; an empty text stays so."""
    user, at, host = email.rpartition("@")
    if not email:
        return ""
    return f"{user[:1]}***@{host}" if at else "***"
