"""Periodic jobs of the core."""

from datetime import timedelta

from sciweek.core.audit.acts import seal
from sciweek.core.exports.keeping import expire, forget, take_up_again
from sciweek.core.schedule import periodic
from sciweek.core.worker import forget_finished, give_up_lost


@periodic("core.seal", "封印审计记录", timedelta(minutes=5))
def seal_audit() -> str:
    """Seal the entries since the last seal."""
    made = seal()
    return f"第 {made.number} 号封印，{made.count} 条记录" if made else ""


@periodic("core.exports", "整理下载文件", timedelta(minutes=5))
def keep_exports() -> str:
    """Expire files, take up again what was interrupted, forget what is old."""
    counts = {"删除到期文件": expire(), "重新生成": take_up_again(), "清除旧记录": forget()}
    return "，".join(f"{what} {count} 个" for what, count in counts.items() if count)


@periodic("core.queue", "清理任务队列", timedelta(hours=6))
def keep_queue() -> str:
    """Give up tasks whose worker is gone, forget those that have ended."""
    counts = {"中断": give_up_lost(), "清除": forget_finished()}
    return "，".join(f"{what} {count} 项" for what, count in counts.items() if count)
