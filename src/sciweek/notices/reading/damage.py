"""Notices as copies on the web damage them, so that confidence is measured on what readers really bring.

Each kind is one that was seen in republished notices. The answers stay what they were: what a damaged copy makes a
rule find wrongly is wrong.
"""

import random
import re
from collections.abc import Callable, Mapping

Damage = Callable[[str, random.Random], str]
TEASERS = (
    "关于开展年度考核工作的通知",
    "省财政厅关于下达专项资金的通知",
    "关于拟推荐先进集体的公示",
    "联系我们：0999-5550000 邮箱：site@example.cn",
)


def _one_line(text: str, _: random.Random) -> str:
    return " ".join(text.split("\n"))


def _glued(text: str, _: random.Random) -> str:
    return "".join(line.strip() for line in text.split("\n"))


def _cut_off(text: str, draw: random.Random) -> str:
    return text[: int(len(text) * draw.uniform(0.4, 0.9))]


def _wrapped(text: str, draw: random.Random) -> str:
    width = draw.randint(24, 34)
    return "\n".join("\n".join(line[at : at + width] for at in range(0, len(line), width)) for line in text.split("\n"))


def _viewed(text: str, _: random.Random) -> str:
    pages = [text[at : at + 350] for at in range(0, len(text), 350)]
    return "\n".join(f"{number}、{page}" for number, page in enumerate(pages, 1))


def _republished(text: str, draw: random.Random) -> str:
    behind = "\n".join(draw.sample(TEASERS, 3))
    return f"首页 > 通知公告\n{text}\n免责声明：本站转载\n为您推荐\n{behind}"


def _lines_lost(text: str, draw: random.Random) -> str:
    return re.sub(r"\n", lambda _: draw.choice("\n\n "), text)


def _signs_lost(text: str, draw: random.Random) -> str:
    return re.sub(r"[-—–至月日：:]", lambda sign: "" if draw.random() < 0.08 else sign[0], text)


KINDS: Mapping[str, Damage] = {
    "one line": _one_line,
    "glued": _glued,
    "cut off": _cut_off,
    "wrapped": _wrapped,
    "viewed": _viewed,
    "republished": _republished,
    "line ends lost": _lines_lost,
    "signs lost": _signs_lost,
}
