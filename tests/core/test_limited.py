"""Children that read hostile files: little time, little memory, little output, no network."""

import sys

import pytest

from sciweek.core.limited import MEGABYTE, Unfinished, run_limited

pytestmark = pytest.mark.once

PYTHON = [sys.executable, "-I", "-S", "-c"]


def test_a_program_gets_its_data_and_what_it_prints_comes_back() -> None:
    words = [*PYTHON, "import sys; sys.stdout.write(sys.stdin.read().upper())"]
    assert run_limited(words, b"notice") == b"NOTICE"


def test_a_program_that_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(Unfinished, match="no such page") as failure:
        run_limited([*PYTHON, "raise SystemExit('no such page')"])
    assert failure.value.code == 1


@pytest.mark.parametrize(
    "program",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "bytearray(800_000_000)",
        "import sys; sys.stdout.write('x' * 3_000_000)",
    ],
)
def test_too_much_of_anything_ends_it(program: str) -> None:
    with pytest.raises(Unfinished):
        run_limited([*PYTHON, program], seconds=1, memory=400 * MEGABYTE, output=MEGABYTE)


def test_a_program_reaches_no_network() -> None:
    """Without its own namespace the child would see this process's loopback."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        reach = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 2)"
        with pytest.raises(Unfinished):
            run_limited([*PYTHON, reach])
