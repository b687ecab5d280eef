"""Preparing an installation and starting its processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

THREADS = 4


def root() -> Path:
    """The folder of the checkout."""
    return Path(os.environ.get("SCIWEEK_ROOT") or Path(__file__).resolve().parents[3])


def prepare(*, quiet: bool = False) -> None:
    """Translations compiled, tables up to date, static files collected."""
    import django
    from django.core.management import call_command

    from sciweek.cli.translations import compile_all

    compile_all()
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not quiet:
        print("数据库和页面文件已就绪。", flush=True)


def free_port(wished: int) -> int:
    """The wished port, or the next one that nobody listens on."""
    for port in range(wished, wished + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"{wished} 到 {wished + 49} 的端口都被占用，请用 --port 另选。")


def server(listen: str, workers: int, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Start gunicorn as a child."""
    words = [sys.executable, "-m", "gunicorn", "sciweek.config.wsgi", "--bind", listen, "--workers", str(workers)]
    words += ["--threads", str(THREADS), "--log-level", "warning", "--max-requests", "20000"]
    return subprocess.Popen(words, env={**os.environ, **environment})


def worker(environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Start the worker for periodic jobs as a child."""
    return subprocess.Popen([sys.executable, "-m", "sciweek.cli", "work"], env={**os.environ, **environment})


def stand_by(children: Sequence["subprocess.Popen[bytes]"]) -> int:
    """Wait until a child ends or somebody stops us, then end all; the first child's exit code."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    ended = next((child.returncode for child in children if child.returncode not in {None, 0}), 0)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        child.wait(timeout=20)
    return int(ended or 0)
