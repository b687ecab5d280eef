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
    """Jobs every few seconds. Tasks run in a process of their own, so that a long or large one delays no mail and
    takes its memory with it when it ends."""
    from sciweek.core.worker import PAUSE_SECONDS, STOPPING, something_waits

    tasks: subprocess.Popen[bytes] | None = None
    next_jobs = next_tasks = 0.0
    while not STOPPING.is_set():
        now = time.monotonic()
        if now >= next_jobs:
            _run_jobs()
            next_jobs = now + JOBS_EVERY_SECONDS
        if (tasks is None or tasks.poll() is not None) and now >= next_tasks and something_waits():
            tasks, next_tasks = _tasks_process(), now + JOBS_EVERY_SECONDS
        STOPPING.wait(PAUSE_SECONDS)
    if tasks is not None:
        _end(tasks)


def _tasks_process() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "sciweek.cli", "work", "--tasks", "--once"])


def _end(tasks: "subprocess.Popen[bytes]") -> None:
    """Ask the process to end; one that does not is killed, and what it was at is taken up again later."""
    if tasks.poll() is None:
        tasks.terminate()
    try:
        tasks.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        tasks.kill()
        tasks.wait()
