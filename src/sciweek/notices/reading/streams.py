"""The lines of work: items of the main contents, and weeks of their own inside the week."""

import re
from collections.abc import Sequence

from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Line

SUB_WEEK = re.compile(r"(?<=[、,:和展办织及“]|间)(?P<name>[一-鿿]{2,10}(?:科技周|活动周|科学日|宣传周|体验周))")
CONTENTS = re.compile(r"(?:主要|活动|重点)(?:内容|活动|任务)|内容安排")
LONGEST_TEXT = 400


def read_streams(text: str, rows: Sequence[Line], original: str, fields: NoticeFields) -> None:
    """Enter both."""
    inside = False
    for line in rows:
        if re.match(r"^[一二三四五六七八九十]+\s*、", line.text):
            inside = bool(CONTENTS.search(line.text[:20]))
            continue
        found = re.match(r"^\([一二三四五六七八九十]+\)\s*(?P<name>[^。.]{4,40})[。.]\s*(?P<text>.*)$", line.text)
        if inside and found:
            at = (line.start + found.start("name"), line.start + found.end("name"))
            said = original[line.start + found.start("text") : line.start + found.end("text")]
            row = {"name": original[slice(*at)].strip(), "text": said.strip()[:LONGEST_TEXT]}
            fields.add("streams", row, [at], "stream: item of the contents")
    names: set[str] = set()
    for found in SUB_WEEK.finditer(text):
        name = re.sub(r"^(?:开展|举办|组织|同步|期间)+", "", found["name"])
        if name in names or name.endswith("科技活动周") or name in {"活动周", "科技周"}:
            continue
        names.add(name)
        at = (found.end("name") - len(name), found.end("name"))
        fields.add("sub_weeks", {"name": name}, [at], "sub-week: named")
