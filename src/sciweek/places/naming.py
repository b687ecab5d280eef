"""Short forms of division names, by rule: 大通回族土族自治县 → 大通县 → 大通; 海西蒙古族藏族自治州 → 海西州 → 海西.

What no rule gives stands in `data/aliases.csv`.
"""

import re
import unicodedata

_NATIONS = (
    "柯尔克孜族|乌孜别克族|维吾尔族|哈萨克族|柯尔克孜|达斡尔族|塔吉克族|俄罗斯族|鄂温克族|塔塔尔族|"
    "鄂伦春族|蒙古族|维吾尔|布依族|朝鲜族|土家族|哈尼族|哈萨克|傈僳族|高山族|拉祜族|东乡族|"
    "纳西族|景颇族|仫佬族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族|普米族|塔吉克|德昂族|保安族|"
    "裕固族|独龙族|赫哲族|门巴族|珞巴族|基诺族|回族|藏族|苗族|彝族|壮族|满族|侗族|瑶族|白族|"
    "傣族|黎族|佤族|畲族|水族|土族|羌族|锡伯|怒族|京族|蒙古|各族"
)
_AUTONOMOUS = re.compile(rf"(?P<place>.+?)(?:{_NATIONS})+自治(?P<kind>[州县旗])$")
_REGION = re.compile(rf"(?P<place>.{{2,}}?)(?:{_NATIONS})?(?:自治区|特别行政区)$")
_TAIL = re.compile(r"(?:行政委员会|自治州|自治县|地区|林区|特区|新区|省|市|州|盟|县|区|旗)$")


def short_form(name: str) -> str:
    """The name as it is used in running text: autonomous names without the nationalities, others as they are."""
    if found := _AUTONOMOUS.fullmatch(name):
        return found["place"] + found["kind"]
    if found := _REGION.fullmatch(name):
        return found["place"]
    return name.removesuffix("行政委员会")


def bare_form(name: str) -> str:
    """The name without 省, 市, 州, 县, 区 …; the short form itself where fewer than two characters would remain."""
    short = short_form(name)
    bare = _TAIL.sub("", short)
    return bare if len(bare) >= 2 else short


def normal(text: str) -> str:
    """Text as names are compared: half width, no spaces, no separators."""
    kept = re.sub(r"[\s·,，、/\\-]+", "", unicodedata.normalize("NFKC", text))
    # What is taken out may leave signs beside each other that combine.
    return unicodedata.normalize("NFKC", kept)
