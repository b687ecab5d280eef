"""Periodic jobs of the mailroom."""

from datetime import timedelta

from sciweek.core.schedule import periodic
from sciweek.mailroom.actions import deliver_due


@periodic("mailroom.deliver", "发送邮件", timedelta(seconds=20))
def deliver() -> str:
    """Send what is due."""
    count = deliver_due()
    return f"处理 {count} 封" if count else ""
