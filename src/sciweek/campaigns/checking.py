"""The room's own check: notices are as they went out."""

from sciweek.campaigns.models import IssuedNotice
from sciweek.campaigns.papers.freezing import fingerprint
from sciweek.core.health import Line, health_check


@health_check
def issued_notices() -> Line:
    """The words of every notice that has gone out give the fingerprint that was kept with them."""
    count = 0
    for each in IssuedNotice.objects.select_related("campaign", "office").order_by("pk").iterator():
        if fingerprint(each.content) != each.fingerprint:
            name = f"{each.office.name}“{each.title}”第 {each.number} 版与印发时不符"
            return Line("通知", name, "数据库可能被直接改动过，请从备份核对。")
        count += 1
    return Line("通知", f"{count:,} 份已印发，完整")
