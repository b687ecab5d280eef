"""Limits itself, leaves the network, and becomes another program. Run by `core.limited`; standard library only."""

import contextlib
import ctypes
import os
import resource
import sys

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


def main() -> None:
    """Words: seconds, bytes of memory, bytes of output, then the program and its words."""
    seconds, memory, output = (int(word) for word in sys.argv[1:4])
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # A machine that forbids namespaces keeps the limits; the programs that we start have no use for a network anyway.
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(NEW_NETWORK) != 0:
            libc.unshare(NEW_USER | NEW_NETWORK)
    os.execvp(sys.argv[4], sys.argv[4:])  # noqa: S606 — there is no shell, and the words are those of `run_limited`


if __name__ == "__main__":
    main()
