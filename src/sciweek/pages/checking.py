"""The room's own check: the screen fonts for readers whose machine has no Chinese ones."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from sciweek.core.health import Line, health_check

STYLE = "pages/css/fonts.css"
_SLICE = re.compile(r'url\("\.\./(fonts/[^"]+)"\)')


@health_check
def screen_fonts() -> Line:
    """Every slice that the style names is there and not empty."""
    style = finders.find(STYLE)
    if not isinstance(style, str):
        return Line("屏幕字体", f"缺少 {STYLE}", "请重新安装程序。")
    return slices_of(Path(style))


def slices_of(style: Path) -> Line:
    """What this style names beside itself, and whether it lies there."""
    named = sorted(set(_SLICE.findall(style.read_text(encoding="utf-8"))))
    lost = [name for name in named if not _there(style.parent.parent / name)]
    if lost or not named:
        first = lost[0] if lost else STYLE
        mend = "没有中文字体的电脑会显示方框。请重新安装程序。"
        return Line("屏幕字体", f"{len(named)} 片中缺 {len(lost)} 片，第一片：{first}", mend)
    return Line("屏幕字体", f"{len(named)} 片，齐全")


def _there(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
