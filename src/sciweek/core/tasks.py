"""Periodic jobs of the core."""

from datetime import timedelta

from sciweek.core.audit.acts import seal
from sciweek.core.schedule import periodic


@periodic("core.seal", "封印审计记录", timedelta(minutes=5))
def seal_audit() -> str:
    """Seal the entries since the last seal."""
    made = seal()
    return f"第 {made.number} 号封印，{made.count} 条记录" if made else ""
