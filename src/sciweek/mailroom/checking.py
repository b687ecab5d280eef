"""The room's own check: what waits too long in the outbox, and what could not be sent."""

from datetime import timedelta

from django.utils import timezone

from sciweek.core.health import Line, health_check
from sciweek.mailroom.models import State
from sciweek.mailroom.queries import messages_overdue, messages_that_failed

LATE = timedelta(minutes=15)
RECENT = timedelta(days=7)


@health_check
def outbox() -> Line:
    """Letters leave in time. A failure is spoken of for a week: an address may stay wrong for good."""
    now = timezone.now()
    waiting = messages_overdue(now - LATE).count()
    if waiting:
        return Line("发件箱", f"{waiting} 封到时间 15 分钟还没有发出", "请启动 ./sciweek work（serve 会自动带上）。")
    failed = messages_that_failed(now - RECENT)
    if count := failed.count():
        # The rest of a reason may hold somebody's address, which the system administrator has no business with.
        reason = failed.values_list("error", flat=True)[0].partition(":")[0]
        return Line(
            "发件箱",
            f"近 7 天有 {count} 封{State.FAILED.label}，最近一封：{reason}",
            "请核对发信设置；地址不对的，请审核员在发件箱查看，改正人员资料后重发。",
        )
    return Line("发件箱", "没有积压")
