"""`work`: runs periodic jobs until stopped, and starts a process for queued tasks when something waits."""

import argparse
import signal
import subprocess
import sys
import time
from types import FrameType

JOBS_EVERY_SECONDS = 5
# A process that is asked to end gets so long; `stand_by` waits twice as long for this one.
PATIENCE_SECONDS = 10


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("work", help="运行后台任务：发邮件、封印审计记录、生成下载文件")
    command.add_argument("--once", action="store_true", help="只运行一轮")
    command.add_argument("--tasks", action="store_true", help="只办排队的任务（生成下载文件），可以另开几个")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """SIGTERM ends after the job at hand; a long task puts itself off."""
    import django

    django.setup()
    from sciweek.core.worker import STOPPING, work_off, work_on

    def end(number: int, frame: FrameType | None) -> None:
        STOPPING.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if words.once:
        if not words.tasks:
            _run_jobs()
        work_off()
    elif words.tasks:
        work_on()
    else:
        _keep_on()
    return 0


def _run_jobs() -> None:
    from sciweek.core.schedule import tick

    for job in tick():
        if job.result:
            print(f"{job.name}: {job.result}", flush=True)


def _keep_on() -> None:
    from sciweek.core.endurance import keep_at
    from sciweek.core.worker import PAUSE_SECONDS, STOPPING

    rounds = _Rounds()
    keep_at(rounds.one, until=STOPPING, pause=PAUSE_SECONDS)
    rounds.end()


class _Rounds:
    """Jobs every few seconds. Tasks run in a process of their own, so that a long or large one delays no mail and
    takes its memory with it when it ends."""

    def __init__(self) -> None:
        self.tasks: subprocess.Popen[bytes] | None = None
        self.next_jobs = self.next_tasks = 0.0

    def one(self) -> None:
        """What is due now."""
        from sciweek.core.worker import something_waits

        now = time.monotonic()
        if now >= self.next_jobs:
            _run_jobs()
            self.next_jobs = now + JOBS_EVERY_SECONDS
        idle = self.tasks is None or self.tasks.poll() is not None
        if idle and now >= self.next_tasks and something_waits():
            self.tasks = subprocess.Popen([sys.executable, "-m", "sciweek.cli", "work", "--tasks", "--once"])
            self.next_tasks = now + JOBS_EVERY_SECONDS

    def end(self) -> None:
        """Ask the process to end; one that does not is killed, and what it was at is taken up again later."""
        if self.tasks is None:
            return
        if self.tasks.poll() is None:
            self.tasks.terminate()
        try:
            self.tasks.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.tasks.kill()
            self.tasks.wait()
