"""`work`: runs periodic jobs until stopped."""

import argparse
import signal
import threading
from types import FrameType

PAUSE_SECONDS = 5


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("work", help="运行后台任务：发邮件、封印审计记录")
    command.add_argument("--once", action="store_true", help="只运行一轮")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Tick every few seconds; SIGTERM ends after the job at hand."""
    import django

    django.setup()
    from sciweek.core.schedule import tick

    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while True:
        for job in tick():
            if job.result:
                print(f"{job.name}: {job.result}", flush=True)
        if words.once or stop.wait(PAUSE_SECONDS):
            return 0
