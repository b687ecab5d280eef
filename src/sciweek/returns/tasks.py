"""Periodic jobs of the returns."""

from datetime import timedelta

from sciweek.core.schedule import periodic
from sciweek.returns.actions.importing import forget_expired


@periodic("returns.forget_imports", "清除过期的批量上传", timedelta(hours=1))
def forget_imports() -> str:
    """Delete uploads that nobody has dealt with for a day."""
    count = forget_expired()
    return f"清除 {count} 次" if count else ""
