"""The self-check of an installation: one line a check, green or with the mend. Shown by `doctor` and on the desk."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sciweek.core.audit.acts import broken_chains, broken_seals
from sciweek.core.files import path_of
from sciweek.core.models import AuditEntry, AuditSeal, JobRun, StoredFile
from sciweek.core.schedule import JOBS

LEAST_FREE = 500 * 1024 * 1024
OVERDUE = timedelta(minutes=15)
LONGEST_TASK = timedelta(hours=6)
FAILURES_SHOWN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Line:
    """One check's result. `mend` is empty when all is well."""

    title: str
    said: str
    mend: str = ""

    @property
    def ok(self) -> bool:
        """Whether the check is green."""
        return not self.mend


Check = Callable[[], Line]
CHECKS: list[Check] = []


def health_check(check: Check) -> Check:
    """Enter a check in the list."""
    CHECKS.append(check)
    return check


def findings() -> list[Line]:
    """All checks in order."""
    return [check() for check in CHECKS]


def _pragma(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return str(cursor.fetchone()[0])


@health_check
def database() -> Line:
    """The database answers and is set up as the design wants it."""
    if connection.vendor == "postgresql":
        return Line("数据库", f"PostgreSQL {connection.cursor().connection.info.server_version // 10000}")
    mode = _pragma("journal_mode")
    options: dict[str, object] = connection.settings_dict["OPTIONS"]
    right = mode == "wal" and options.get("transaction_mode") == "IMMEDIATE" and options.get("timeout") == 20
    mend = "" if right else "请用 ./sciweek serve 启动，它会设好 WAL、IMMEDIATE 和 20 秒等待。"
    return Line("数据库", f"SQLite，{mode.upper()} 模式", mend)


@health_check
def migrations() -> Line:
    """The tables are those of this version."""
    executor = MigrationExecutor(connection)
    left = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Line(
        "表结构", "最新" if not left else f"差 {left} 步", "请重新运行 ./sciweek serve，它会自动升级。" if left else ""
    )


@health_check
def chains() -> Line:
    """Every audit chain is whole."""
    broken = next(broken_chains(), "")
    return Line(
        "审计链",
        broken or f"{AuditEntry.objects.count():,} 条，完整",
        "数据库可能被直接改动过。请保全现场，从备份核对。" if broken else "",
    )


@health_check
def seals() -> Line:
    """Every seal holds."""
    broken = next(broken_seals(), "")
    return Line(
        "审计封印",
        broken or f"{AuditSeal.objects.count()} 个，完好",
        "请核对封印密钥和备份。" if broken else "",
    )


@health_check
def stored_files() -> Line:
    """Each record has its file with the right size, and no file lies there without a record."""
    known = {row.sha256: row.size for row in StoredFile.objects.iterator()}
    lost = [sha for sha, size in known.items() if not path_of(sha).exists() or path_of(sha).stat().st_size != size]
    extra = [path for path in _kept_paths() if path.name not in known]
    if lost:
        return Line("文件", f"{len(lost)} 个文件缺失或大小不符", "请从备份恢复数据目录下的 files。")
    if extra:
        return Line("文件", f"{len(extra)} 个文件没有记录", "可能是中断的上传，确认后可以删除。")
    return Line("文件", f"{len(known)} 个，与记录相符")


def _kept_paths() -> Iterator[Path]:
    folder = Path(settings.FILES)
    return (path for path in folder.glob("??/??/*") if path.is_file()) if folder.exists() else iter(())


@health_check
def jobs() -> Line:
    """Each periodic job ran in time and did not fail."""
    runs = {run.name: run for run in JobRun.objects.all()}
    failed = [JOBS[name].title for name, run in runs.items() if name in JOBS and run.failed]
    late = [
        job.title for name, job in JOBS.items() if name not in runs or runs[name].next_at < timezone.now() - OVERDUE
    ]
    if failed:
        return Line("定时任务", f"失败：{'、'.join(failed)}", "请看服务日志；原因消除后会自动重试。")
    return Line(
        "定时任务",
        "正常" if not late else f"没有按时运行：{'、'.join(late)}",
        "请启动 ./sciweek work（serve 会自动带上）。" if late else "",
    )


@health_check
def queue() -> Line:
    """Tasks are begun in time, come to an end, and do not fail."""
    now, tasks = timezone.now(), DBTaskResult.objects
    waiting = tasks.ready().filter(enqueued_at__lt=now - OVERDUE).count()
    if waiting:
        busy = tasks.running().exists()
        mend = "忙不过来时，请另开 ./sciweek work --tasks。" if busy else "请启动 ./sciweek work（serve 会自动带上）。"
        return Line("任务队列", f"{waiting} 项等了超过 15 分钟", mend)
    stuck = tasks.running().filter(started_at__lt=now - LONGEST_TASK).count()
    if stuck:
        return Line(
            "任务队列", f"{stuck} 项运行了超过 6 小时", "运行它的进程可能已中断；满一天自动作废。请看服务日志。"
        )
    failed = tasks.failed().filter(finished_at__gte=now - FAILURES_SHOWN)
    names = sorted({path.rpartition(".")[2] for path in failed.values_list("task_path", flat=True)})
    return Line(
        "任务队列",
        f"近 3 天失败：{'、'.join(names)}" if names else "正常",
        "请看服务日志；消除原因后，请有关人员重新申请。" if names else "",
    )


@health_check
def mail() -> Line:
    """Mail can leave."""
    unset = "dummy" in settings.EMAIL_BACKEND
    if unset and settings.DEMO:
        return Line("邮件", "演示环境，邮件只留在发件箱")
    return Line(
        "邮件",
        "未设置发信服务器" if unset else settings.EMAIL_HOST,
        "请设置 SCIWEEK_MAIL_URL；设置前邮件只留在发件箱。" if unset else "",
    )


@health_check
def disk() -> Line:
    """There is room for files and the database."""
    free = shutil.disk_usage(settings.DATA).free
    return Line("磁盘", f"剩余 {free // 1024**3} GB", "" if free > LEAST_FREE else "请清理磁盘，剩余不足 500 MB。")


@health_check
def secrets() -> Line:
    """The secrets in the data folder are the owner's alone."""
    open_ones = [
        name
        for name in ("secret-key", "seal-key")
        if (p := Path(settings.DATA) / name).exists() and p.stat().st_mode & 0o077
    ]
    return Line(
        "密钥文件",
        "仅本人可读" if not open_ones else "、".join(open_ones),
        "请执行 chmod 600，收回其他人的读取权限。" if open_ones else "",
    )


@health_check
def static_files() -> Line:
    """Styles, icons and scripts are where pages look for them."""
    missing = [
        name for name in ("pages/css/tokens.css", "pages/sprite.svg", "pages/js/pages.js") if not finders.find(name)
    ]
    return Line(
        "页面文件", "齐全" if not missing else f"缺少 {'、'.join(missing)}", "请重新安装程序。" if missing else ""
    )
