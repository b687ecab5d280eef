"""The room's own check: the fonts of papers."""

from sciweek.core.health import Line, health_check
from sciweek.documents.papers.fonts import FACES, installed, missing


@health_check
def paper_fonts() -> Line:
    """Which fonts of papers are on this machine."""
    return said_of(installed())


def said_of(families: frozenset[str] | None) -> Line:
    """Green in any case: a docx only names its fonts, and who opens and prints it is on another machine."""
    needed = "、".join(FACES)
    if families is None:
        return Line("公文字体", f"本机查不到字体。打开、打印公文的电脑要装：{needed}")
    left = missing(families)
    if not left:
        return Line("公文字体", f"{len(FACES)} 种，本机齐全")
    return Line("公文字体", f"本机没有{'、'.join(left)}。不影响生成；打开、打印公文的电脑要装")
