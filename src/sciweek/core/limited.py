"""Programs that read hostile files: run as a child with little time, memory and output, and no network.

The child is started by a launcher that limits itself and then becomes the program, so that nothing runs between fork
and exec in a process with threads. What it prints goes to a bounded file.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

MEGABYTE = 1024 * 1024
LAUNCHER = Path(__file__).with_name("limited_launcher.py")


class Unfinished(Exception):
    """The program failed, was stopped, or printed more than it may. `code` is its exit code; None when it ran too long."""

    def __init__(self, code: int | None, said: str) -> None:
        super().__init__(said)
        self.code = code


def run_limited(
    words: Sequence[str],
    data: bytes = b"",
    *,
    seconds: int = 20,
    memory: int = 1024 * MEGABYTE,
    output: int = 32 * MEGABYTE,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What the program prints when it is given `data`.

    Raises:
        Unfinished: it failed, took too long, or printed too much.
    """
    launch = [sys.executable, "-I", "-S", str(LAUNCHER), str(seconds), str(memory), str(output), *words]
    surroundings = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **(environment or {})}
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        source.write(data)
        source.seek(0)
        child = subprocess.Popen(  # noqa: S603 — the words are ours; the data never becomes one
            launch, stdin=source, stdout=out, stderr=err, env=surroundings, start_new_session=True
        )
        try:
            code: int | None = child.wait(seconds + 1)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _stop(child)
        out.seek(0)
        err.seek(0)
        if code != 0:
            raise Unfinished(code, err.read(2000).decode("utf-8", errors="replace").strip())
        return out.read(output)


def _stop(child: "subprocess.Popen[bytes]") -> None:
    """End the child and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
